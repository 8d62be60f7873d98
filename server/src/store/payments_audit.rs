//! Reads payments, charges and transfers as they stand, what was booked for them, and what repayments are off.
//!
//! It judges nothing but sums of repayments.

use super::StoreError;
use super::ids::PORTAL;
use sqlx::{FromRow, PgConnection, SqliteConnection};
use std::future::Future;

/// A payment as it stands.
#[derive(Debug, Clone, FromRow)]
pub struct LoggedPayment {
    /// Id.
    pub id: i64,
    /// Account.
    pub account_id: i64,
    /// Name of the channel.
    pub channel: String,
    /// Name of the purpose.
    pub purpose: String,
    /// Of a charge: the month as it is stored.
    pub cycle: Option<i64>,
    /// Of a charge: its place in the month.
    pub crossing: Option<i64>,
    /// Of a charge: which attempt.
    pub attempt: Option<i64>,
    /// Minor units.
    pub amount: i64,
    /// Currency.
    pub currency: String,
    /// State, as JSON.
    pub state: String,
    /// Whether nothing more is waited for.
    pub is_final: bool,
    /// What was taken, is not booked, and was not given back; minor units of what was taken.
    pub unbooked: i64,
    /// What arrived of it by bank transfers, in minor units.
    pub arrived: i64,
}

/// A charge of a running cycle as it stands.
#[derive(Debug, Clone, FromRow)]
pub struct LoggedCharge {
    /// Account.
    pub account_id: i64,
    /// Month as it is stored.
    pub cycle: i64,
    /// Its place in the month.
    pub crossing: i64,
    /// Minor units.
    pub amount: i64,
    /// `due`, `sent`, `paid` or `failed`.
    pub state: String,
    /// How many attempts failed.
    pub failed_attempts: i64,
}

/// A bank transfer as it stands.
#[derive(Debug, Clone, FromRow)]
pub struct LoggedArrival {
    /// The bank's id of it.
    pub id: String,
    /// What the payer wrote on it.
    pub reference: String,
    /// Minor units.
    pub amount: i64,
    /// Currency.
    pub currency: String,
    /// Whose it is; 0 while nobody knows.
    pub owner_id: i64,
    /// The account.
    pub account_id: i64,
    /// Whether it is in the account's cash.
    pub booked: bool,
    /// The payment that it is of.
    pub payment_id: Option<i64>,
}

/// A posting of an entry by which money arrived; an entry without postings is one row of nothing.
#[derive(Debug, Clone, FromRow)]
pub struct LoggedReceipt {
    /// Place of the entry.
    pub place: i64,
    /// Its account.
    pub account_id: i64,
    /// What was done.
    pub act: String,
    /// Under which key.
    pub idempotency_key: String,
    /// What was asked, as JSON.
    pub input: String,
    /// The movement.
    pub transaction_id: Option<i64>,
    /// What kind of movement it is.
    pub kind: Option<String>,
    /// Currency.
    pub currency: Option<String>,
    /// The book.
    pub book: Option<String>,
    /// Debit in minor units.
    pub debit: Option<i64>,
}

/// One state of what came in through channels.
pub trait AuditPayments {
    /// The next payments by id.
    fn logged_payments(
        &mut self,
        organization: i64,
        after: i64,
        limit: i64,
    ) -> impl Future<Output = Result<Vec<LoggedPayment>, StoreError>> + Send;
    /// Every charge, by account, month and place.
    fn logged_charges(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<LoggedCharge>, StoreError>> + Send;
    /// Every transfer, whosesoever it is.
    fn logged_arrivals(&mut self) -> impl Future<Output = Result<Vec<LoggedArrival>, StoreError>> + Send;
    /// The postings of the next entries by which money arrived, by entry and movement.
    fn receipts(
        &mut self,
        organization: i64,
        after: i64,
        limit: i64,
    ) -> impl Future<Output = Result<Vec<LoggedReceipt>, StoreError>> + Send;
    /// Movements of money through a channel that came about otherwise: movement, place of the entry, and its act.
    fn strays(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<(i64, i64, String)>, StoreError>> + Send;
    /// Bills whose repayments are off: with what is.
    fn misrepaid(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<(i64, String)>, StoreError>> + Send;
    /// Movements of repayments that are not what their records come to: with what is off.
    fn misrecorded(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<(i64, String)>, StoreError>> + Send;
}

const PAYMENTS: &str = "SELECT id, account_id, channel, purpose, cycle, crossing, attempt, amount, currency, state, \
     is_final, unbooked, arrived FROM payment WHERE organization_id = $1 AND id > $2 ORDER BY id LIMIT $3";

const CHARGES: &str = "SELECT account_id, cycle, crossing, amount, state, failed_attempts FROM charge \
     WHERE organization_id = $1 ORDER BY account_id, cycle, crossing";

const ARRIVALS: &str = "SELECT id, reference, amount, currency, owner_id, account_id, booked, payment_id FROM arrival \
     WHERE organization_id = $1 ORDER BY id";

const RECEIPTS: &str = "SELECT e.place, COALESCE(e.account_id, 0) AS account_id, e.act, e.idempotency_key, e.input, \
     t.id AS transaction_id, t.kind, t.currency, p.book, p.debit FROM (SELECT organization_id, place, account_id, act, \
     idempotency_key, input FROM audit_entry \
     WHERE organization_id = $1 AND place > $2 AND act IN ('receive', 'top_up', 'assign_arrival') \
     ORDER BY place LIMIT $3) e \
     LEFT JOIN ledger_transaction t ON t.organization_id = e.organization_id AND t.audit_place = e.place \
     LEFT JOIN ledger_posting p ON p.organization_id = t.organization_id AND p.transaction_id = t.id \
     ORDER BY e.place, t.id, p.book";

const STRAYS: &str = "SELECT t.id, e.place, e.act FROM ledger_transaction t \
     JOIN ledger_posting p ON p.organization_id = t.organization_id AND p.transaction_id = t.id \
     JOIN audit_entry e ON e.organization_id = t.organization_id AND e.place = t.audit_place \
     WHERE t.organization_id = $1 AND t.kind IN ('top_up', 'prepayment') AND p.book LIKE 'clearing/%' \
     AND e.act NOT IN ('receive', 'top_up', 'assign_arrival') ORDER BY t.id";

const MISREPAID: &str = "SELECT b.id, 'its repayments come to more than what is settled of it' FROM bill b \
     JOIN repayment r ON r.organization_id = b.organization_id AND r.bill_id = b.id WHERE b.organization_id = $1 \
     GROUP BY b.id, b.settled, b.prepaid_cover HAVING CAST(SUM(r.amount) AS BIGINT) > b.settled - b.prepaid_cover \
     UNION ALL SELECT DISTINCT b.id, 'a repayment of it names another account or month' FROM bill b \
     JOIN repayment r ON r.organization_id = b.organization_id AND r.bill_id = b.id WHERE b.organization_id = $1 \
     AND (r.account_id <> b.account_id OR r.cycle <> b.cycle) \
     UNION ALL SELECT DISTINCT r.bill_id, 'it was repaid, yet there is no monthly bill' FROM repayment r \
     LEFT JOIN monthly_bill m ON m.organization_id = r.organization_id AND m.account_id = r.account_id \
     AND m.cycle = r.cycle WHERE r.organization_id = $1 AND m.cycle IS NULL ORDER BY 1, 2";

const MISRECORDED: &str = "SELECT r.transaction_id, 'it does not take from ' || r.source || ' what its records say' \
     FROM repayment r LEFT JOIN ledger_posting p ON p.organization_id = r.organization_id \
     AND p.transaction_id = r.transaction_id AND p.book = r.source WHERE r.organization_id = $1 \
     GROUP BY r.transaction_id, r.source, p.debit HAVING CAST(SUM(r.amount) AS BIGINT) <> COALESCE(p.debit, 0) \
     UNION ALL SELECT t.id, 'it repays, but no bill' FROM ledger_transaction t WHERE t.organization_id = $1 \
     AND t.kind = 'repayment' AND NOT EXISTS (SELECT 1 FROM repayment r \
     WHERE r.organization_id = t.organization_id AND r.transaction_id = t.id) ORDER BY 1, 2";

macro_rules! audit_payments {
    ($connection:ty) => {
        impl AuditPayments for $connection {
            async fn logged_payments(
                &mut self,
                organization: i64,
                after: i64,
                limit: i64,
            ) -> Result<Vec<LoggedPayment>, StoreError> {
                let page = sqlx::query_as(PAYMENTS).bind(organization).bind(after).bind(limit);
                Ok(page.fetch_all(&mut *self).await?)
            }

            async fn logged_charges(&mut self, organization: i64) -> Result<Vec<LoggedCharge>, StoreError> {
                Ok(sqlx::query_as(CHARGES).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn logged_arrivals(&mut self) -> Result<Vec<LoggedArrival>, StoreError> {
                Ok(sqlx::query_as(ARRIVALS).bind(PORTAL).fetch_all(&mut *self).await?)
            }

            async fn receipts(
                &mut self,
                organization: i64,
                after: i64,
                limit: i64,
            ) -> Result<Vec<LoggedReceipt>, StoreError> {
                let page = sqlx::query_as(RECEIPTS).bind(organization).bind(after).bind(limit);
                Ok(page.fetch_all(&mut *self).await?)
            }

            async fn strays(&mut self, organization: i64) -> Result<Vec<(i64, i64, String)>, StoreError> {
                Ok(sqlx::query_as(STRAYS).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn misrepaid(&mut self, organization: i64) -> Result<Vec<(i64, String)>, StoreError> {
                Ok(sqlx::query_as(MISREPAID).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn misrecorded(&mut self, organization: i64) -> Result<Vec<(i64, String)>, StoreError> {
                Ok(sqlx::query_as(MISRECORDED).bind(organization).fetch_all(&mut *self).await?)
            }
        }
    };
}

audit_payments!(SqliteConnection);
audit_payments!(PgConnection);
