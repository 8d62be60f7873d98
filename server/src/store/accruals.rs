//! What running cycles come to, beside what is frozen and what was charged for them in advance (A4).
//!
//! It only reads, and decides nothing.

use super::ledger_write::book;
use super::listed::{list, listing};
use super::terms::cycle;
use super::{Db, StoreError, reading};
use contract::cycle::Cycle;
use contract::ledger::Book;
use std::collections::BTreeMap;

/// A cycle of an account that is not issued. Amounts are minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accrual {
    /// Organization.
    pub organization: i64,
    /// Account.
    pub account: i64,
    /// The month.
    pub cycle: Cycle,
    /// What its bills come to.
    pub accrued: i64,
    /// What is frozen for them.
    pub frozen: i64,
    /// What was charged for them in advance.
    pub prepaid: i64,
    /// The newest revision of its bills.
    pub revision: i64,
}

const RUNNING: &str = "SELECT organization_id, account_id, cycle, CAST(SUM(outstanding) AS BIGINT), MAX(revision) FROM bill \
     WHERE NOT issued AND NOT withdrawn GROUP BY organization_id, account_id, cycle";

const HELD: &str = "SELECT organization_id, account_id, book, debits FROM ledger_balance \
     WHERE debits < 0 AND (book LIKE 'frozen/%' OR book LIKE 'prepayment/%')";

type Bills = Vec<(i64, i64, i64, i64, i64)>;
type Held = Vec<(i64, i64, String, i64)>;

/// Every running cycle that has bills, or for which something is held.
pub async fn running(db: &Db) -> Result<Vec<Accrual>, StoreError> {
    let (bills, held): (Bills, Held) = reading!(db, |connection| {
        let bills = sqlx::query_as(RUNNING).fetch_all(&mut *connection).await?;
        (bills, sqlx::query_as(HELD).fetch_all(&mut *connection).await?)
    });
    together(bills, held)
}

/// The same of some accounts (organization and account).
pub async fn running_of(db: &Db, accounts: &[(i64, i64)]) -> Result<Vec<Accrual>, StoreError> {
    let running = listing!(
        db,
        "SELECT b.organization_id, b.account_id, b.cycle, CAST(SUM(b.outstanding) AS BIGINT), MAX(b.revision) FROM ",
        " JOIN bill b ON b.organization_id = CAST(listed.value->>0 AS BIGINT) \
         AND b.account_id = CAST(listed.value->>1 AS BIGINT) \
         WHERE NOT b.issued AND NOT b.withdrawn GROUP BY b.organization_id, b.account_id, b.cycle"
    );
    let held = listing!(
        db,
        "SELECT l.organization_id, l.account_id, l.book, l.debits FROM ",
        " JOIN ledger_balance l ON l.organization_id = CAST(listed.value->>0 AS BIGINT) \
         AND l.account_id = CAST(listed.value->>1 AS BIGINT) \
         WHERE l.debits < 0 AND (l.book LIKE 'frozen/%' OR l.book LIKE 'prepayment/%')"
    );
    let accounts = list(accounts)?;
    let (bills, held): (Bills, Held) = reading!(db, |connection| {
        let bills = sqlx::query_as(running).bind(&accounts).fetch_all(&mut *connection).await?;
        (bills, sqlx::query_as(held).bind(&accounts).fetch_all(&mut *connection).await?)
    });
    together(bills, held)
}

/// How many deliveries there were, of all organizations: another number, when what running cycles come to has changed.
pub async fn deliveries(db: &Db) -> Result<i64, StoreError> {
    let sum = "SELECT CAST(COALESCE(SUM(usage_revision), 0) AS BIGINT) FROM organization";
    Ok(reading!(db, |connection| sqlx::query_scalar(sum).fetch_one(&mut *connection).await?))
}

fn together(bills: Bills, held: Held) -> Result<Vec<Accrual>, StoreError> {
    let mut running = BTreeMap::new();
    for (organization, account, month, accrued, revision) in bills {
        let one = at(&mut running, (organization, account, cycle(month)?));
        (one.accrued, one.revision) = (accrued, revision);
    }
    for (organization, account, name, debits) in held {
        let (month, frozen) = match book(&name)? {
            Book::Frozen(month) => (month, true),
            Book::Prepayment(month) => (month, false),
            _ => continue,
        };
        let one = at(&mut running, (organization, account, month));
        let held = if frozen { &mut one.frozen } else { &mut one.prepaid };
        *held = debits.saturating_neg();
    }
    Ok(running.into_values().collect())
}

type Key = (i64, i64, Cycle);

fn at(running: &mut BTreeMap<Key, Accrual>, key: Key) -> &mut Accrual {
    let (organization, account, cycle) = key;
    let nothing = Accrual { organization, account, cycle, accrued: 0, frozen: 0, prepaid: 0, revision: 0 };
    running.entry(key).or_insert(nothing)
}
