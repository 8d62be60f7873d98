//! What bills speak of: found by number or code, or made when it is new. A newer name wins, unless only its case differs.

use super::{ImportError, Store};
use crate::store::accounts_write::{self, AccountRow, ApplicationRow, add_product};
use crate::store::bulk::Rows;
use crate::store::deliveries_write::{Named, Noun};
use crate::store::ids::{self, series};
use contract::account::AccountKind;
use contract::file::focus::Folded;
use std::collections::BTreeMap;

/// Ids of what a file speaks of, in the order of the fold.
#[derive(Debug, Default)]
pub struct Parties {
    /// Accounts.
    pub accounts: Vec<i64>,
    /// Products.
    pub products: Vec<i64>,
    /// Applications.
    pub applications: Vec<i64>,
    /// How many of each were new.
    pub new: (usize, usize, usize),
    /// How many have another name now.
    pub renamed: usize,
}

impl Parties {
    /// Whether any name is another one than before.
    pub const fn changed(&self) -> bool {
        self.renamed + self.new.0 + self.new.1 + self.new.2 > 0
    }
}

/// Finds or makes everything that `folded` speaks of.
pub async fn settle<C: Store>(
    tx: &mut C,
    organization: i64,
    folded: &Folded,
) -> Result<Parties, ImportError> {
    let mut numbers = Vec::with_capacity(folded.accounts.len());
    let mut known = known(tx, organization, Noun::Account).await?;
    for account in &folded.accounts {
        numbers.push(number(tx, organization, &known, account).await?);
    }
    let wanted = numbers.iter().zip(&folded.accounts).map(|(number, account)| {
        // A name that is only the id is no name.
        let name = (account.name != account.source_id).then_some(account.name.as_str());
        (number.as_str(), name)
    });
    let accounts = find(tx, organization, Noun::Account, &mut known, wanted).await?;
    let mut rows = accounts_write::accounts();
    for (index, id) in &accounts.made {
        let account = &folded.accounts[*index];
        let own = account.source_id == account.billing_account;
        AccountRow {
            organization,
            id: *id,
            number: &numbers[*index],
            name: &account.name,
            kind: if own { AccountKind::Main } else { AccountKind::Member },
            currency: account.currency,
        }
        .add_to(&mut rows);
    }
    tx.write(&rows).await?;
    let products = products(tx, organization, folded).await?;
    let applications = applications(tx, organization, folded).await?;
    Ok(Parties {
        new: (accounts.made.len(), products.made.len(), applications.made.len()),
        renamed: accounts.renamed + products.renamed + applications.renamed,
        accounts: accounts.ids,
        products: products.ids,
        applications: applications.ids,
    })
}

type Keys = BTreeMap<String, Named>;

async fn known<C: Store>(tx: &mut C, organization: i64, noun: Noun) -> Result<Keys, ImportError> {
    let all = tx.named(organization, noun).await?;
    Ok(all.into_iter().map(|named| (named.key.clone(), named)).collect())
}

/// The number of an account: `<id>-<currency>`. The same sub-account under another billing account is another account,
/// `<id>-<currency>@<billing account>`: two payers' bills never become one.
async fn number<C: Store>(
    tx: &mut C,
    organization: i64,
    known: &Keys,
    account: &contract::file::focus::FoldedAccount,
) -> Result<String, ImportError> {
    let plain = account.number.as_str();
    if let Some(named) = known.get(plain)
        && let Some(payer) = tx.billing_account(organization, named.id).await?
        && payer != account.billing_account
    {
        return Ok(format!("{plain}@{}", account.billing_account));
    }
    Ok(plain.to_owned())
}

async fn products<C: Store>(tx: &mut C, organization: i64, folded: &Folded) -> Result<Found, ImportError> {
    let mut known = known(tx, organization, Noun::Product).await?;
    let wanted = folded.products.iter().map(|product| (product.code.as_str(), Some(product.name.as_str())));
    let found = find(tx, organization, Noun::Product, &mut known, wanted).await?;
    let mut rows: Rows = accounts_write::products();
    for (index, id) in &found.made {
        let product = &folded.products[*index];
        add_product(&mut rows, organization, *id, (product.code.as_str(), &product.name));
    }
    tx.write(&rows).await?;
    Ok(found)
}

async fn applications<C: Store>(
    tx: &mut C,
    organization: i64,
    folded: &Folded,
) -> Result<Found, ImportError> {
    let mut known = known(tx, organization, Noun::Application).await?;
    let wanted = folded.applications.iter().map(|application| {
        let (id, name) = (application.id.as_str(), application.name.as_str());
        (id, (name != id).then_some(name))
    });
    let found = find(tx, organization, Noun::Application, &mut known, wanted).await?;
    let mut rows = accounts_write::applications();
    for (index, id) in &found.made {
        let application = &folded.applications[*index];
        ApplicationRow {
            organization,
            id: *id,
            code: application.id.as_str(),
            name: &application.name,
            app_key: application.app_key.as_deref(),
            whatsapp_account: application.whatsapp_account.as_deref(),
        }
        .add_to(&mut rows);
    }
    tx.write(&rows).await?;
    Ok(found)
}

/// What was found of a noun.
struct Found {
    /// Ids of what is wanted, in its order.
    ids: Vec<i64>,
    /// Index and id of what has to be made.
    made: Vec<(usize, i64)>,
    /// How many have another name now.
    renamed: usize,
}

/// Finds what is wanted, gives it its newer name, and takes ids for what is new.
async fn find<'a, C: Store>(
    tx: &mut C,
    organization: i64,
    noun: Noun,
    known: &mut Keys,
    wanted: impl Iterator<Item = (&'a str, Option<&'a str>)> + Send,
) -> Result<Found, ImportError> {
    let (mut ids, mut new) = (Vec::new(), Vec::new());
    let mut renamed = Vec::new();
    for (index, (key, name)) in wanted.enumerate() {
        match known.get(key) {
            Some(named) => {
                // Real files spell one name in several cases: that is no new name.
                let differs = |name: &&str| name.to_lowercase() != named.name.to_lowercase();
                if let Some(name) = name.filter(differs) {
                    renamed.push((named.id, name));
                }
                ids.push(named.id);
            }
            None => {
                new.push(index);
                ids.push(0);
            }
        }
    }
    for &(id, name) in &renamed {
        tx.rename(organization, noun, id, name).await?;
    }
    let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
    let mut found = Found { ids, made: Vec::with_capacity(new.len()), renamed: renamed.len() };
    if count == 0 {
        return Ok(found);
    }
    let mut place = tx.take(organization, series(noun), count).await?;
    for index in new {
        let id = ids::id(organization, place);
        place += 1;
        found.ids[index] = id;
        found.made.push((index, id));
    }
    Ok(found)
}

const fn series(noun: Noun) -> &'static str {
    match noun {
        Noun::Account => series::ACCOUNT,
        Noun::Product => series::PRODUCT,
        Noun::Application => series::APPLICATION,
    }
}
