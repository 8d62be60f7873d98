//! Charges of running cycles (A4): what accrued, what was charged of it, and at how much it is time.
//!
//! It decides nothing. What was charged, and how often, is read in one statement, and a crossing is kept under its place:
//! two servers can't charge the same one.

use super::terms::{cycle, off};
use super::{Db, StoreError, reading, writing};
use contract::cycle::Cycle;
use contract::ledger::Channel;
use contract::money::{Currency, Money};

/// A running cycle of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// Organization.
    pub organization: i64,
    /// Account.
    pub account: i64,
    /// The cycle.
    pub cycle: Cycle,
}

/// What was charged of a cycle so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charged {
    /// How many charges there are.
    pub crossings: u32,
    /// What they come to, those given up left out.
    pub money: Money,
    /// Whether one failed and was not made up for yet.
    pub failing: bool,
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

const CHARGED: &str = "SELECT COUNT(*), \
     COALESCE(CAST(SUM(CASE WHEN state = 'failed' THEN 0 ELSE amount END) AS BIGINT), 0), \
     COALESCE(CAST(SUM(CASE WHEN state = 'failed' OR failed_attempts > 0 THEN 1 ELSE 0 END) AS BIGINT), 0) \
     FROM charge WHERE organization_id = $1 AND account_id = $2 AND cycle = $3";

/// What was charged of a cycle so far.
pub async fn charged(db: &Db, of: &Running, currency: Currency) -> Result<Charged, StoreError> {
    let (crossings, minor, failing): (i64, i64, i64) = reading!(db, |connection| {
        sqlx::query_as(CHARGED)
            .bind(of.organization)
            .bind(of.account)
            .bind(i64::from(of.cycle.index()))
            .fetch_one(&mut *connection)
            .await?
    });
    Ok(Charged {
        crossings: u32::try_from(crossings).map_err(|_| off("charges of a cycle"))?,
        money: Money::new(minor, currency),
        failing: failing > 0,
    })
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

type DueRow = (i64, i64, i64, i64, i64, String, i64);

const DUE: &str = "SELECT c.organization_id, c.account_id, c.cycle, c.crossing, c.amount, a.currency, \
     c.failed_attempts FROM charge c \
     JOIN account a ON a.organization_id = c.organization_id AND a.id = c.account_id \
     WHERE c.state = 'due' AND (c.retry_on IS NULL OR c.retry_on <= $1) \
     ORDER BY c.organization_id, c.account_id, c.cycle, c.crossing";

/// Charges whose next attempt is due on a day.
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

const THRESHOLD: &str = "SELECT amount FROM charge_threshold WHERE organization_id IN (0, $1) \
     AND account_id IN (0, $2) AND channel = $3 AND currency = $4 ORDER BY organization_id DESC, account_id DESC LIMIT 1";

/// At how much a channel charges an account: its own threshold, else the portal's for the currency; none when there is
/// none.
pub async fn threshold(
    db: &Db,
    organization: i64,
    account: i64,
    channel: Channel,
    currency: Currency,
) -> Result<Option<Money>, StoreError> {
    let minor: Option<i64> = reading!(db, |connection| {
        sqlx::query_scalar(THRESHOLD)
            .bind(organization)
            .bind(account)
            .bind(channel.name())
            .bind(currency.code())
            .fetch_optional(&mut *connection)
            .await?
    });
    Ok(minor.map(|minor| Money::new(minor, currency)))
}

const GIVEN_UP: &str = "SELECT DISTINCT m.organization_id FROM monthly_bill m JOIN charge c \
     ON c.organization_id = m.organization_id AND c.account_id = m.account_id AND c.cycle = m.cycle \
     WHERE c.state = 'failed' AND NOT m.charge_failed AND m.outstanding > 0";

const MARK: &str = "UPDATE monthly_bill SET charge_failed = TRUE WHERE organization_id = $1 AND NOT charge_failed \
     AND outstanding > 0 AND EXISTS (SELECT 1 FROM charge c WHERE c.organization_id = monthly_bill.organization_id \
     AND c.account_id = monthly_bill.account_id AND c.cycle = monthly_bill.cycle AND c.state = 'failed')";

/// Marks the monthly bills whose charge was given up: they are overdue from now on (M3). Gives how many.
pub async fn mark_failed(db: &Db) -> Result<u64, StoreError> {
    let organizations: Vec<i64> =
        reading!(db, |connection| sqlx::query_scalar(GIVEN_UP).fetch_all(&mut *connection).await?);
    let mut marked = 0;
    for organization in organizations {
        let done: Result<u64, StoreError> = writing!(db, |tx| {
            sqlx::query("UPDATE organization SET bills_revision = bills_revision + 1 WHERE id = $1")
                .bind(organization)
                .execute(&mut *tx)
                .await?;
            Ok::<_, StoreError>(sqlx::query(MARK).bind(organization).execute(&mut *tx).await?.rows_affected())
        });
        marked += done?;
    }
    Ok(marked)
}
