//! What bills speak of: found by number or code, or made when it is new. A newer name wins.

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
    let (accounts, new_accounts) = find(tx, organization, Noun::Account, &mut known, wanted).await?;
    let mut rows = accounts_write::accounts();
    for (index, id) in &new_accounts {
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
    let (products, new_products) = products(tx, organization, folded).await?;
    let (applications, new_applications) = applications(tx, organization, folded).await?;
    Ok(Parties {
        accounts,
        products,
        applications,
        new: (new_accounts.len(), new_products, new_applications),
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

async fn products<C: Store>(
    tx: &mut C,
    organization: i64,
    folded: &Folded,
) -> Result<(Vec<i64>, usize), ImportError> {
    let mut known = known(tx, organization, Noun::Product).await?;
    let wanted = folded.products.iter().map(|product| (product.code.as_str(), Some(product.name.as_str())));
    let (found, new) = find(tx, organization, Noun::Product, &mut known, wanted).await?;
    let mut rows: Rows = accounts_write::products();
    for (index, id) in &new {
        let product = &folded.products[*index];
        add_product(&mut rows, organization, *id, (product.code.as_str(), &product.name));
    }
    tx.write(&rows).await?;
    Ok((found, new.len()))
}

async fn applications<C: Store>(
    tx: &mut C,
    organization: i64,
    folded: &Folded,
) -> Result<(Vec<i64>, usize), ImportError> {
    let mut known = known(tx, organization, Noun::Application).await?;
    let wanted = folded.applications.iter().map(|application| {
        let (id, name) = (application.id.as_str(), application.name.as_str());
        (id, (name != id).then_some(name))
    });
    let (found, new) = find(tx, organization, Noun::Application, &mut known, wanted).await?;
    let mut rows = accounts_write::applications();
    for (index, id) in &new {
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
    Ok((found, new.len()))
}

/// Ids of what is wanted, in its order, and index and id of what has to be made.
async fn find<'a, C: Store>(
    tx: &mut C,
    organization: i64,
    noun: Noun,
    known: &mut Keys,
    wanted: impl Iterator<Item = (&'a str, Option<&'a str>)> + Send,
) -> Result<(Vec<i64>, Vec<(usize, i64)>), ImportError> {
    let (mut found, mut new) = (Vec::new(), Vec::new());
    let mut renamed = Vec::new();
    for (index, (key, name)) in wanted.enumerate() {
        match known.get(key) {
            Some(named) => {
                if let Some(name) = name.filter(|name| *name != named.name) {
                    renamed.push((named.id, name));
                }
                found.push(named.id);
            }
            None => {
                new.push(index);
                found.push(0);
            }
        }
    }
    for (id, name) in renamed {
        tx.rename(organization, noun, id, name).await?;
    }
    let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Ok((found, Vec::new()));
    }
    let mut place = tx.take(organization, series(noun), count).await?;
    let mut made = Vec::with_capacity(new.len());
    for index in new {
        let id = ids::id(organization, place);
        place += 1;
        found[index] = id;
        made.push((index, id));
    }
    Ok((found, made))
}

const fn series(noun: Noun) -> &'static str {
    match noun {
        Noun::Account => series::ACCOUNT,
        Noun::Product => series::PRODUCT,
        Noun::Application => series::APPLICATION,
    }
}
