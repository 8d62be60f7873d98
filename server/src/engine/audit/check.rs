//! The check of the chain: the walk of `portal verify`, a stretch at a time, for whoever may ask for it.

use crate::engine::verify::ledger::{self, Followed};
use crate::engine::{Caller, Engine, Failure};
use crate::store::audit::auditing;
use crate::store::ledger_audit::AuditLedger;
use crate::store::{Db, StoreError};
use contract::api::{ChainCheck, ChainFault, ChainQuery};
use contract::audit::Said;
use contract::rule::Rule;

/// How many entries one request checks at most: it answers in a fraction of a second.
const AT_ONCE: i64 = 5_000;

impl Engine {
    /// Follows the chain of the caller's organization a stretch further, in one state of the database.
    pub async fn check_audit_chain(&self, caller: &Caller, query: ChainQuery) -> Result<ChainCheck, Failure> {
        let (place, sha256) = query.after.unwrap_or_default();
        let place = i64::try_from(place).map_err(|_| Failure::invalid("after", Rule::BrokenCursor))?;
        Ok(check(&self.db, caller.organization_id, (place, sha256)).await?)
    }
}

async fn check(db: &Db, organization: i64, from: (i64, String)) -> Result<ChainCheck, StoreError> {
    auditing!(db, |tx| stretch(&mut *tx, organization, from).await)
}

async fn stretch<C: AuditLedger + Send>(
    tx: &mut C,
    organization: i64,
    from: (i64, String),
) -> Result<ChainCheck, StoreError> {
    let newest = AuditLedger::head(tx, organization).await?.unwrap_or_default();
    let (mut head, mut fault) = (from.clone(), None);
    let mut finished = false;
    while !finished && head.0 - from.0 < AT_ONCE {
        let mut first = |before: &(i64, String), place: i64, why: Said| {
            fault.get_or_insert_with(|| (before.clone(), place, why));
        };
        let more =
            ledger::next_entries(tx, organization, &mut head, &mut Followed::default(), &mut first).await?;
        if !more && head != newest {
            first(&head, head.0 + 1, ledger::another_end(&head, &newest));
        }
        finished = !more || fault.is_some();
    }
    let fault = fault.map(|(before, place, why)| {
        head = before;
        ChainFault { place: counted(place), why }
    });
    let (place, sha256) = (counted(head.0), head.1);
    Ok(ChainCheck { place, sha256, newest: counted(newest.0), fault, finished })
}

fn counted(place: i64) -> u64 {
    u64::try_from(place).unwrap_or_default()
}
