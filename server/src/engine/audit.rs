//! The audit log for people: pages of it, one entry, all that is filtered, and the check of its chain (E6, A7).

mod check;
mod operated;
mod people;
pub(super) mod say;
pub(super) mod search;

pub use search::AuditSearch;

use super::{Caller, Engine, Failure};
use crate::store::audit_log;
use contract::api::{AuditChoices, AuditPage};
use contract::audit::{AuditDetails, AuditFilter, AuditQuery};
use contract::bill_filter::LIMIT_DEFAULT;
use contract::rule::Rule;

/// How many entries are read at once where not all of them may be wanted.
const STRETCH: usize = 500;
/// How many entries a page looks at before it says how far it came.
const LOOKED_AT: usize = 20_000;

impl Engine {
    /// A page of the log, newest first.
    pub async fn audit_entries(&self, caller: &Caller, query: AuditQuery) -> Result<AuditPage, Failure> {
        let AuditQuery { filter, limit, cursor } = query;
        let limit = usize::try_from(limit.unwrap_or(LIMIT_DEFAULT)).unwrap_or(usize::MAX);
        let mut search = self.audit_search(caller, filter).await?;
        if let Some(cursor) = cursor {
            let place = cursor.parse().map_err(|_| Failure::invalid("cursor", Rule::BrokenCursor))?;
            search.go_on_before(place);
        }
        let (mut found, mut looked_at) = (Vec::new(), 0);
        while found.len() <= limit && looked_at < LOOKED_AT && !search.is_over() {
            let most = if search.has_words() { STRETCH } else { limit + 1 };
            found.extend(search.next(most).await?);
            looked_at += most;
        }
        let more = found.len() > limit;
        found.truncate(limit);
        let cut_short = !more && !search.is_over();
        let next = match found.last() {
            Some(last) if more => Some(last.entry.place.to_string()),
            _ => search.stands_at().filter(|_| cut_short).map(|(place, _)| place.to_string()),
        };
        let searched_since = search.stands_at().filter(|_| cut_short).map(|(_, at)| at);
        let items = found.into_iter().map(|details| details.entry).collect();
        Ok(AuditPage { items, next_cursor: next, searched_since })
    }

    /// One entry, with its movements and hashes.
    pub async fn audit_entry(&self, caller: &Caller, place: u64) -> Result<AuditDetails, Failure> {
        let place = i64::try_from(place).map_err(|_| Failure::NOT_FOUND)?;
        let mut search = self.audit_search(caller, AuditFilter::default()).await?;
        search.only(place);
        search.next(1).await?.pop().ok_or(Failure::NOT_FOUND)
    }

    /// What the filters can be set to.
    pub async fn audit_choices(&self, caller: &Caller) -> Result<AuditChoices, Failure> {
        let organization = caller.organization_id;
        let (accounts, narrow) = (caller.scope.account_ids(), search::on_an_account(caller));
        let actors = audit_log::actors(&self.db, organization, accounts, narrow).await?;
        let people = search::people(&self.db, organization).await?;
        let actors = actors.into_iter().map(|actor| say::actor(actor, &people)).collect();
        Ok(AuditChoices { actors })
    }

    /// Goes through all that is filtered, newest first.
    pub async fn audit_search(&self, caller: &Caller, filter: AuditFilter) -> Result<AuditSearch, Failure> {
        AuditSearch::begin(&self.db, caller, filter).await
    }
}
