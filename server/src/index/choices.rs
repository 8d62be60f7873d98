//! What the filters can be set to, for one caller.

use super::dictionary::Dictionary;
use super::scope::Scope;
use super::snapshot::Snapshot;
use contract::account::{Account, Application};
use contract::api::{BillChoices, ChoiceQuery, Listing};
use contract::cycle::Cycle;

const CHOICES_DEFAULT: u32 = 50;

impl Snapshot {
    /// Products, cycles and how many bills there are.
    pub fn choices(&self, scope: &Scope) -> BillChoices {
        let sight = self.sight(scope);
        let seen = self.columns.products.iter().filter(|(code, _)| sight.products[*code]);
        let cycle = |index: Option<i32>| index.and_then(|index| Cycle::from_index(index).ok());
        BillChoices {
            products: seen.map(|(_, product)| product.clone()).collect(),
            first_cycle: cycle(sight.cycles.map(|(oldest, _)| oldest)),
            last_cycle: cycle(sight.cycles.map(|(_, newest)| newest)),
            bills: sight.bills,
        }
    }

    /// Accounts that the caller sees.
    pub fn accounts(&self, scope: &Scope, query: &ChoiceQuery) -> Listing<Account> {
        let sight = self.sight(scope);
        choose(&self.columns.accounts, query, |code| sight.account(code))
    }

    /// Applications that the caller sees bills of.
    pub fn applications(&self, scope: &Scope, query: &ChoiceQuery) -> Listing<Application> {
        let sight = self.sight(scope);
        choose(&self.columns.applications, query, |code| sight.applications[code])
    }
}

fn choose<T: Clone>(
    dictionary: &Dictionary<T>,
    query: &ChoiceQuery,
    seen: impl Fn(usize) -> bool,
) -> Listing<T> {
    let needle = query.q.as_deref().unwrap_or("").trim().to_lowercase();
    let limit = query.limit.unwrap_or(CHOICES_DEFAULT) as usize;
    let mut found = dictionary
        .iter()
        .filter(|(code, _)| seen(*code) && dictionary.contains(*code, &needle))
        .map(|(_, entry)| entry);
    let items = found.by_ref().take(limit).cloned().collect();
    Listing { items, more: found.next().is_some() }
}
