//! Months of which something may have to be charged (A4): those that run, and those that are issued and not paid, of accounts
//! that are not on credit control and that nothing holds.
//!
//! It only reads, and decides nothing.

use super::charges::Running;
use super::terms::{cycle, off};
use super::{Db, StoreError, reading};
use chrono::NaiveDate;
use contract::ledger::Channel;

/// A month of which something may have to be charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chargeable {
    /// The month.
    pub of: Running,
    /// Whether its bill is issued.
    pub issued: bool,
    /// The channel of the account's default method; none when it has none.
    pub channel: Option<Channel>,
}

/// A charge that failed for want of a method is made up for by a method.
const CHARGEABLE: &str = "SELECT c.organization_id, c.account_id, c.cycle, c.issued, m.channel FROM ( \
     SELECT organization_id, account_id, cycle, FALSE AS issued FROM bill WHERE NOT issued AND NOT withdrawn \
     GROUP BY organization_id, account_id, cycle HAVING CAST(SUM(outstanding) AS BIGINT) > 0 \
     UNION ALL SELECT organization_id, account_id, cycle, TRUE FROM monthly_bill WHERE outstanding > 0) c \
     LEFT JOIN payment_method m ON m.organization_id = c.organization_id AND m.account_id = c.account_id \
     AND m.is_default AND m.removed_at IS NULL AND m.token IS NOT NULL \
     WHERE COALESCE((SELECT t.ended FROM credit_control t WHERE t.organization_id = c.organization_id \
     AND t.account_id = c.account_id AND t.valid_from <= $1 ORDER BY t.valid_from DESC LIMIT 1), TRUE) \
     AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.organization_id = c.organization_id AND h.account_id = c.account_id) \
     AND NOT EXISTS (SELECT 1 FROM charge f WHERE f.organization_id = c.organization_id \
     AND f.account_id = c.account_id AND f.cycle = c.cycle \
     AND (f.state = 'failed' OR (f.failed_attempts > 0 AND f.state IN ('due', 'sent'))) \
     AND (m.id IS NULL OR COALESCE(f.reason, '') <> 'no_method')) \
     ORDER BY c.organization_id, c.account_id, c.cycle";

type Row = (i64, i64, i64, bool, Option<String>);

/// Every month of which something may have to be charged on a day, the oldest of an account first.
pub async fn chargeable(db: &Db, on: NaiveDate) -> Result<Vec<Chargeable>, StoreError> {
    let rows: Vec<Row> = reading!(db, |connection| {
        sqlx::query_as(CHARGEABLE).bind(on.to_string()).fetch_all(&mut *connection).await?
    });
    let read = |(organization, account, month, issued, channel): Row| {
        let known = |name: &str| Channel::parse(name).ok_or_else(|| off("the channel of a payment method"));
        let channel = channel.as_deref().map(known).transpose()?;
        Ok(Chargeable { of: Running { organization, account, cycle: cycle(month)? }, issued, channel })
    };
    rows.into_iter().map(read).collect()
}

/// What may open the way to a charge; another one, when any of it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct News {
    bills: i64,
    holds: i64,
    held_by: i64,
    methods: i64,
    defaults: i64,
    terms: i64,
    ended: i64,
    voided: i64,
    thresholds: i64,
    agreed: i64,
    refunds: i64,
    reversed: i64,
}

const NEWS: &str = "SELECT \
     CAST(COALESCE((SELECT SUM(bills_revision) FROM organization), 0) AS BIGINT) AS bills, \
     (SELECT COUNT(*) FROM hold WHERE organization_id > 0) AS holds, \
     CAST(COALESCE((SELECT SUM(holder_id % 1000003) FROM hold), 0) AS BIGINT) AS held_by, \
     (SELECT COUNT(*) FROM payment_method WHERE is_default) AS methods, \
     CAST(COALESCE((SELECT SUM(id % 1000003) FROM payment_method WHERE is_default), 0) AS BIGINT) AS defaults, \
     (SELECT COUNT(*) FROM credit_control) AS terms, \
     (SELECT COUNT(*) FROM credit_control WHERE ended) AS ended, \
     (SELECT COUNT(*) FROM charge WHERE state = 'void') AS voided, \
     (SELECT COUNT(*) FROM charge_threshold) AS thresholds, \
     CAST(COALESCE((SELECT SUM(amount % 1000003) FROM charge_threshold), 0) AS BIGINT) AS agreed, \
     (SELECT COUNT(*) FROM payment_refund) AS refunds, \
     (SELECT COUNT(*) FROM reversal) AS reversed";

/// Whether anything happened that may open the way to a charge: bills, holds, default methods, terms, charges that
/// were let go, thresholds, cash that leaves.
pub async fn news(db: &Db) -> Result<News, StoreError> {
    Ok(reading!(db, |connection| sqlx::query_as(NEWS).fetch_one(&mut *connection).await?))
}
