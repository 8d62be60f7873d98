//! Charges of cycles (A4): what stands of one, what was charged of it, and at how much it is time.
//!
//! It decides nothing. What stands, what is charged and what is about to be is read in one statement, and a crossing is
//! kept under its place: two servers can't charge the same one.

use super::monthly_write::WriteMonthly;
use super::terms::{cycle, off};
use super::{Db, StoreError, reading, writing};
use contract::cycle::Cycle;
use contract::ledger::Book;
use contract::money::{Currency, Money};
use contract::settle::Owed;

/// A cycle of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// Organization.
    pub organization: i64,
    /// Account.
    pub account: i64,
    /// The cycle.
    pub cycle: Cycle,
}

/// What stands of a cycle when a charge at a place of it is about to be made, sent or taken. Amounts are minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Known {
    /// Whether its bill is issued.
    pub issued: bool,
    /// What its bills come to, as long as they are not issued.
    pub accrued: i64,
    /// What is charged of it in advance, and was not taken back.
    pub prepaid: i64,
    /// What other charges of it are about to bring: those that are sent, and those before this one that are due.
    pub coming: i64,
    /// Whether one failed and was not made up for yet.
    pub failing: bool,
    /// Whether the charge at this place is due or sent.
    pub open: bool,
    /// The last place that is taken; 0 for none.
    pub last: i64,
}

impl DueCharge {
    /// The cycle that it is of.
    pub const fn of(&self) -> Running {
        Running { organization: self.organization, account: self.account, cycle: self.cycle }
    }
}

/// A charge whose next attempt is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueCharge {
    /// Organization.
    pub organization: i64,
    /// Account.
    pub account: i64,
    /// The cycle.
    pub cycle: Cycle,
    /// Its place in the cycle, from 1.
    pub crossing: u32,
    /// How much.
    pub money: Money,
    /// How many attempts failed.
    pub failed_attempts: u32,
}

const KNOWN: &str = "SELECT EXISTS (SELECT 1 FROM monthly_bill m WHERE m.organization_id = $1 AND m.account_id = $2 \
     AND m.cycle = $3) AS issued, \
     CAST(COALESCE((SELECT SUM(b.outstanding) FROM bill b WHERE b.organization_id = $1 AND b.account_id = $2 \
     AND b.cycle = $3 AND NOT b.issued AND NOT b.withdrawn), 0) AS BIGINT) AS accrued, \
     CAST(COALESCE((SELECT -l.debits FROM ledger_balance l WHERE l.organization_id = $1 AND l.account_id = $2 \
     AND l.book = $5), 0) AS BIGINT) AS prepaid, \
     CAST(COALESCE(SUM(CASE WHEN crossing <> $4 AND (state = 'sent' OR (state = 'due' AND crossing < $4)) \
     THEN amount ELSE 0 END), 0) AS BIGINT) AS coming, \
     COALESCE(SUM(CASE WHEN state = 'failed' OR (failed_attempts > 0 AND state IN ('due', 'sent')) \
     THEN 1 ELSE 0 END), 0) > 0 AS failing, \
     COALESCE(SUM(CASE WHEN crossing = $4 AND state IN ('due', 'sent') THEN 1 ELSE 0 END), 0) > 0 AS open, \
     CAST(COALESCE(MAX(crossing), 0) AS BIGINT) AS last \
     FROM charge WHERE organization_id = $1 AND account_id = $2 AND cycle = $3";

/// What stands of a cycle beside the charge at a place of it; behind all of them when none is named.
pub async fn known(db: &Db, of: &Running, crossing: Option<u32>) -> Result<Known, StoreError> {
    Ok(reading!(db, |connection| {
        sqlx::query_as(KNOWN)
            .bind(of.organization)
            .bind(of.account)
            .bind(i64::from(of.cycle.index()))
            .bind(crossing.map_or(i64::MAX, i64::from))
            .bind(Book::Prepayment(of.cycle).to_string())
            .fetch_one(&mut *connection)
            .await?
    }))
}

/// The account's open bills of a cycle that is not issued, and of those before it that are not.
pub async fn running(db: &Db, of: &Running, currency: Currency) -> Result<Vec<Owed>, StoreError> {
    let Running { organization, account, cycle } = *of;
    Ok(reading!(db, |connection| {
        WriteMonthly::running(&mut *connection, organization, account, cycle, currency).await?
    }))
}

/// Keeps a charge at its place; false when somebody else has kept one there.
pub async fn add(db: &Db, of: &Running, crossing: u32, money: Money) -> Result<bool, StoreError> {
    writing!(db, |tx| {
        let done = sqlx::query(
            "INSERT INTO charge (organization_id, account_id, cycle, crossing, amount, state, failed_attempts) \
             VALUES ($1, $2, $3, $4, $5, 'due', 0) ON CONFLICT DO NOTHING",
        )
        .bind(of.organization)
        .bind(of.account)
        .bind(i64::from(of.cycle.index()))
        .bind(i64::from(crossing))
        .bind(money.minor())
        .execute(&mut *tx)
        .await?;
        Ok::<_, StoreError>(done.rows_affected() == 1)
    })
}

const LAST: &str = "SELECT CAST(COALESCE(MAX(crossing), 0) AS BIGINT) FROM charge \
     WHERE organization_id = $1 AND account_id = $2 AND cycle = $3";

const VOID: &str = "UPDATE charge SET state = 'void', retry_on = NULL WHERE organization_id = $1 AND account_id = $2 \
     AND cycle = $3 AND crossing = $4 AND state IN ('due', 'sent')";

/// In the place of one that is void: it goes on where that one stood.
const REPLACE: &str = "INSERT INTO charge (organization_id, account_id, cycle, crossing, amount, state, failed_attempts, \
     first_failed, last_failed, reason, method) SELECT organization_id, account_id, cycle, $5, $6, 'due', \
     failed_attempts, first_failed, last_failed, reason, method FROM charge \
     WHERE organization_id = $1 AND account_id = $2 AND cycle = $3 AND crossing = $4";

/// A charge is not wanted any more; one of another sum may take its place. Gives the place of that one; none when there is
/// none, or when somebody else was faster.
pub async fn void(
    db: &Db,
    of: &Running,
    crossing: u32,
    instead: Option<Money>,
) -> Result<Option<u32>, StoreError> {
    let (cycle, crossing) = (i64::from(of.cycle.index()), i64::from(crossing));
    writing!(db, |tx| {
        let void = sqlx::query(VOID).bind(of.organization).bind(of.account).bind(cycle).bind(crossing);
        let done = void.execute(&mut *tx).await?.rows_affected() == 1;
        let Some(money) = instead.filter(|_| done) else { return Ok(None) };
        let last = sqlx::query_scalar(LAST).bind(of.organization).bind(of.account).bind(cycle);
        let last: i64 = last.fetch_one(&mut *tx).await?;
        let replace = sqlx::query(REPLACE).bind(of.organization).bind(of.account).bind(cycle);
        let replace = replace.bind(crossing).bind(last + 1).bind(money.minor());
        replace.execute(&mut *tx).await?;
        Ok::<_, StoreError>(u32::try_from(last + 1).ok())
    })
}

/// A month ended and there was nothing to charge: it is given up at once, so that the bill is overdue (M3).
pub async fn add_without_method(
    db: &Db,
    of: &Running,
    crossing: u32,
    (money, today): (Money, chrono::NaiveDate),
) -> Result<(), StoreError> {
    writing!(db, |tx| {
        sqlx::query(
            "INSERT INTO charge (organization_id, account_id, cycle, crossing, amount, state, failed_attempts, \
             first_failed, last_failed, reason) VALUES ($1, $2, $3, $4, $5, 'failed', 0, $6, $6, 'no_method') \
             ON CONFLICT DO NOTHING",
        )
        .bind(of.organization)
        .bind(of.account)
        .bind(i64::from(of.cycle.index()))
        .bind(i64::from(crossing))
        .bind(money.minor())
        .bind(today.to_string())
        .execute(&mut *tx)
        .await?;
        Ok::<_, StoreError>(())
    })
}

/// A charge of a month that is over is given up, because there is nothing to charge any more.
pub async fn fail_without_method(
    db: &Db,
    due: &DueCharge,
    today: chrono::NaiveDate,
) -> Result<(), StoreError> {
    writing!(db, |tx| {
        sqlx::query(
            "UPDATE charge SET state = 'failed', reason = 'no_method', method = NULL, retry_on = NULL, \
             first_failed = COALESCE(first_failed, $5), last_failed = $5 WHERE organization_id = $1 \
             AND account_id = $2 AND cycle = $3 AND crossing = $4 AND state = 'due'",
        )
        .bind(due.organization)
        .bind(due.account)
        .bind(i64::from(due.cycle.index()))
        .bind(i64::from(due.crossing))
        .bind(today.to_string())
        .execute(&mut *tx)
        .await?;
        Ok::<_, StoreError>(())
    })
}

/// There is a method now: what was given up for want of one is charged anew.
pub async fn void_without_method(db: &Db, of: &Running) -> Result<(), StoreError> {
    writing!(db, |tx| {
        sqlx::query(
            "UPDATE charge SET state = 'void' WHERE organization_id = $1 AND account_id = $2 AND cycle = $3 \
             AND state = 'failed' AND reason = 'no_method'",
        )
        .bind(of.organization)
        .bind(of.account)
        .bind(i64::from(of.cycle.index()))
        .execute(&mut *tx)
        .await?;
        Ok::<_, StoreError>(())
    })
}

type DueRow = (i64, i64, i64, i64, i64, String, i64);

const DUE: &str = "SELECT c.organization_id, c.account_id, c.cycle, c.crossing, c.amount, a.currency, \
     c.failed_attempts FROM charge c \
     JOIN account a ON a.organization_id = c.organization_id AND a.id = c.account_id \
     WHERE c.state = 'due' AND (c.retry_on IS NULL OR c.retry_on <= $1) \
     AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.organization_id = c.organization_id AND h.account_id = c.account_id) \
     ORDER BY c.organization_id, c.account_id, c.cycle, c.crossing";

/// Charges whose next attempt is due on a day, of accounts that nothing holds.
pub async fn due(db: &Db, today: chrono::NaiveDate) -> Result<Vec<DueCharge>, StoreError> {
    let rows: Vec<DueRow> = reading!(db, |connection| {
        sqlx::query_as(DUE).bind(today.to_string()).fetch_all(&mut *connection).await?
    });
    let read = |(organization, account, month, crossing, minor, code, failed): DueRow| {
        let currency: Currency = code.parse().map_err(|_| off("an account's currency"))?;
        let count = |number: i64| u32::try_from(number).map_err(|_| off("a charge"));
        Ok(DueCharge {
            organization,
            account,
            cycle: cycle(month)?,
            crossing: count(crossing)?,
            money: Money::new(minor, currency),
            failed_attempts: count(failed)?,
        })
    };
    rows.into_iter().map(read).collect()
}

/// An attempt at a charge is under way, by this method.
pub async fn sent(db: &Db, due: &DueCharge, method: &str) -> Result<(), StoreError> {
    writing!(db, |tx| {
        sqlx::query(
            "UPDATE charge SET state = 'sent', method = $6 WHERE organization_id = $1 AND account_id = $2 \
             AND cycle = $3 AND crossing = $4 AND failed_attempts = $5 AND state = 'due'",
        )
        .bind(due.organization)
        .bind(due.account)
        .bind(i64::from(due.cycle.index()))
        .bind(i64::from(due.crossing))
        .bind(i64::from(due.failed_attempts))
        .bind(method)
        .execute(&mut *tx)
        .await?;
        Ok::<_, StoreError>(())
    })
}

/// Whether the charge of a monthly bill was given up, and nothing else is agreed on a day: on credit control it is paid by
/// its due date.
macro_rules! given_up {
    ($day:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM charge c WHERE c.organization_id = monthly_bill.organization_id \
             AND c.account_id = monthly_bill.account_id AND c.cycle = monthly_bill.cycle AND c.state = 'failed') \
             AND COALESCE((SELECT t.ended FROM credit_control t \
             WHERE t.organization_id = monthly_bill.organization_id AND t.account_id = monthly_bill.account_id \
             AND t.valid_from <= ",
            $day,
            " ORDER BY t.valid_from DESC LIMIT 1), TRUE))"
        )
    };
}

const MISMARKED: &str = concat!(
    "SELECT monthly_bill.organization_id FROM charge f JOIN monthly_bill \
     ON f.organization_id = monthly_bill.organization_id AND f.account_id = monthly_bill.account_id \
     AND f.cycle = monthly_bill.cycle WHERE f.state = 'failed' AND NOT monthly_bill.charge_failed \
     AND monthly_bill.outstanding > 0 AND ",
    given_up!("$1"),
    " UNION SELECT organization_id FROM monthly_bill WHERE charge_failed AND outstanding > 0 AND NOT ",
    given_up!("$1")
);

const MARK: &str = concat!(
    "UPDATE monthly_bill SET charge_failed = NOT charge_failed WHERE organization_id = $1 AND outstanding > 0 \
     AND charge_failed <> ",
    given_up!("$2"),
    " RETURNING charge_failed"
);

/// Marks the monthly bills whose charge was given up: they are overdue from now on (M3), until there is a method to charge
/// again, or the account is on credit control. Gives how many.
pub async fn mark_failed(db: &Db, today: chrono::NaiveDate) -> Result<u64, StoreError> {
    let organizations: Vec<i64> = reading!(db, |connection| {
        sqlx::query_scalar(MISMARKED).bind(today.to_string()).fetch_all(&mut *connection).await?
    });
    let mut marked = 0;
    for organization in organizations {
        let done: Result<u64, StoreError> = writing!(db, |tx| {
            sqlx::query("UPDATE organization SET bills_revision = bills_revision + 1 WHERE id = $1")
                .bind(organization)
                .execute(&mut *tx)
                .await?;
            let marked = sqlx::query_scalar(MARK).bind(organization).bind(today.to_string());
            let marked: Vec<bool> = marked.fetch_all(&mut *tx).await?;
            Ok::<_, StoreError>(marked.into_iter().filter(|failed| *failed).count() as u64)
        });
        marked += done?;
    }
    Ok(marked)
}
