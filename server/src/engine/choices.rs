//! Accounts and applications as choices: only what the caller's accounts have to do with.

use super::{Caller, Engine, Failure};
use crate::store::accounts;
use contract::account::{Account, Application};
use contract::api::{ChoiceQuery, Listing};

/// How many are listed when nobody says.
const LIMIT_DEFAULT: u32 = 50;

impl Engine {
    /// The accounts that the caller sees and that `query` finds.
    pub async fn account_choices(
        &self,
        caller: &Caller,
        query: &ChoiceQuery,
    ) -> Result<Listing<Account>, Failure> {
        let rows = accounts::list(&self.db, caller.organization_id).await?;
        let wanted = Wanted::new(query);
        let seen = rows.into_iter().filter(|row| caller.scope.holds(row.id)).map(|row| row.account);
        Ok(wanted.listing(seen.filter(|account| wanted.finds(&[&account.name, account.number.as_str()]))))
    }

    /// The applications that the caller's accounts have bills for and that `query` finds.
    pub async fn application_choices(
        &self,
        caller: &Caller,
        query: &ChoiceQuery,
    ) -> Result<Listing<Application>, Failure> {
        let accounts = caller.scope.account_ids();
        let seen = accounts::applications(&self.db, caller.organization_id, accounts).await?;
        let wanted = Wanted::new(query);
        Ok(wanted.listing(seen.into_iter().filter(|application| {
            let key = application.app_key.as_deref().unwrap_or_default();
            let whatsapp = application.whatsapp_account.as_deref().unwrap_or_default();
            wanted.finds(&[&application.name, application.id.as_str(), key, whatsapp])
        })))
    }
}

/// What is searched for.
struct Wanted {
    text: String,
    limit: usize,
}

impl Wanted {
    fn new(query: &ChoiceQuery) -> Self {
        let limit = usize::try_from(query.limit.unwrap_or(LIMIT_DEFAULT)).unwrap_or(usize::MAX);
        Self { text: query.q.as_deref().unwrap_or_default().trim().to_lowercase(), limit }
    }

    fn finds(&self, texts: &[&str]) -> bool {
        self.text.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(&self.text))
    }

    fn listing<T>(&self, found: impl Iterator<Item = T>) -> Listing<T> {
        let mut items: Vec<T> = found.take(self.limit.saturating_add(1)).collect();
        let more = items.len() > self.limit;
        items.truncate(self.limit);
        Listing { items, more }
    }
}
