//! Official bills: at 12:00 on the 2nd of the month after a cycle its bills get their numbers and their date (M2, B4).
//!
//! Doing it twice is normal: what has a number keeps it.

use super::numbers::Numbers;
use crate::store::audit::{Audit, auditing};
use crate::store::issue_write::WriteIssue;
use crate::store::organizations_write::WriteOrganizations;
use crate::store::{Db, StoreError, writing};
use chrono::{DateTime, Utc};
use contract::cycle::Cycle;
use std::collections::BTreeMap;

/// The cycle that was issued last, at `now`.
fn newest(now: DateTime<Utc>) -> Option<Cycle> {
    let before = Cycle::at(now).ok()?.previous();
    Some(if before.issued_at() <= now { before } else { before.previous() })
}

/// The cycle that is issued next: whatever is billed late goes into it.
pub(super) fn open(now: DateTime<Utc>) -> Cycle {
    newest(now).unwrap_or(Cycle::FIRST).next()
}

/// When the next cycle is issued.
pub fn next(now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    newest(now).map(|cycle| cycle.next().issued_at())
}

/// Issues every bill that is due, organization by organization, each in one transaction; gives how many.
pub async fn run(db: &Db, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let Some(newest) = newest(now) else { return Ok(0) };
    let organizations = auditing!(db, |tx| Audit::organizations(&mut *tx).await)?;
    let mut issued = 0;
    for organization in organizations {
        issued += one(db, organization.id, newest).await?;
    }
    Ok(issued)
}

async fn one(db: &Db, organization: i64, newest: Cycle) -> Result<u64, StoreError> {
    // Nearly always nothing is due: then nobody is kept waiting.
    if auditing!(db, |tx| WriteIssue::due(&mut *tx, organization, newest).await)?.is_empty() {
        return Ok(0);
    }
    writing!(db, |tx| issue(&mut *tx, organization, newest).await)
}

async fn issue<C: WriteIssue + WriteOrganizations + Send>(
    tx: &mut C,
    organization: i64,
    newest: Cycle,
) -> Result<u64, StoreError> {
    // Whoever changes bills of the organization waits from here on; so what is due now stays due.
    let revision = tx.next_revision(organization).await?;
    let due: BTreeMap<Cycle, i64> = tx.due(organization, newest).await?.into_iter().collect();
    let mut numbers = Numbers::take(tx, organization, due.clone()).await?;
    let mut issued = 0;
    for cycle in due.into_keys() {
        if let Some(first) = numbers.next(cycle) {
            issued += tx.issue(organization, revision, cycle, first).await?;
        }
    }
    Ok(issued)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m2_a_cycle_is_issued_at_noon_of_the_second() {
        let cycle = |text: &str| newest(text.parse().unwrap()).unwrap().to_string();
        assert_eq!(cycle("2026-12-02T03:59:59Z"), "2026-10");
        assert_eq!(cycle("2026-12-02T04:00:00Z"), "2026-11");
        assert_eq!(
            next("2026-12-02T04:00:00Z".parse().unwrap()).unwrap().to_rfc3339(),
            "2027-01-02T04:00:00+00:00"
        );
    }
}
