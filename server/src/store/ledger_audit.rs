//! Reads the ledger and the audit log as they stand, in order and in pages, out of one state of the database.
//!
//! It gives rows also when no reader of the portal would accept them. It judges nothing.

use super::StoreError;
use super::monthly_write::{Sums, sums};
use sqlx::{FromRow, PgConnection, SqliteConnection};
use std::future::Future;

/// An entry of the audit log as it stands.
#[derive(Debug, Clone, FromRow)]
pub struct LoggedEntry {
    /// Place in the organization's log.
    pub place: i64,
    /// When, in microseconds.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// What kind of act.
    pub act: String,
    /// On which account.
    pub account_id: i64,
    /// Its key.
    pub idempotency_key: String,
    /// What was asked.
    pub input: String,
    /// What came of it.
    pub outcome: String,
    /// Hash of the entry before.
    pub previous_sha256: String,
    /// Its hash.
    pub sha256: String,
}

/// A posting as it stands, with its movement.
#[derive(Debug, Clone, FromRow)]
pub struct LoggedPosting {
    /// The entry that it belongs to.
    pub audit_place: i64,
    /// The movement.
    pub id: i64,
    /// The account.
    pub account_id: i64,
    /// Kind of movement.
    pub kind: String,
    /// Currency.
    pub currency: String,
    /// When, in microseconds.
    pub posted_at: i64,
    /// The book; none when the movement has no posting.
    pub book: Option<String>,
    /// Debit in minor units.
    pub debit: Option<i64>,
}

/// A monthly bill as it stands.
#[derive(Debug, Clone, FromRow)]
pub struct LoggedMonthly {
    /// Account.
    pub account_id: i64,
    /// Month as it is stored.
    pub cycle: i64,
    /// Its own figures in minor units: bills, consumption, prepaid cover, outstanding, processing, settled, canceled.
    pub bills: i64,
    /// Minor units.
    pub consumption: i64,
    /// Minor units.
    pub prepaid_cover: i64,
    /// Minor units.
    pub outstanding: i64,
    /// Minor units.
    pub processing: i64,
    /// Minor units.
    pub settled: i64,
    /// Minor units.
    pub canceled: i64,
    /// Minor units.
    pub credited: i64,
    /// Minor units.
    pub taken_over: i64,
    /// When, in microseconds.
    pub issued_at: i64,
    /// Until when it is to be paid.
    pub due_date: Option<String>,
}

/// What the bills of a month of an account come to.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct Billed {
    /// Account.
    pub account_id: i64,
    /// Month as it is stored.
    pub cycle: i64,
    /// Of the bills with a number.
    #[sqlx(flatten)]
    pub sums: Sums,
}

/// One state of the ledger.
pub trait AuditLedger {
    /// The head of the organization's log: place and hash.
    fn head(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Option<(i64, String)>, StoreError>> + Send;
    /// The next entries by place.
    fn entries(
        &mut self,
        organization: i64,
        after: i64,
        limit: i64,
    ) -> impl Future<Output = Result<Vec<LoggedEntry>, StoreError>> + Send;
    /// The postings of the entries with places past `after` up to `last`, by place, movement and book.
    fn postings(
        &mut self,
        organization: i64,
        between: (i64, i64),
    ) -> impl Future<Output = Result<Vec<LoggedPosting>, StoreError>> + Send;
    /// What the movements of the entries with places past `after` up to `last` pay: movement, bill, source and minor units,
    /// by movement.
    fn payments(
        &mut self,
        organization: i64,
        between: (i64, i64),
    ) -> impl Future<Output = Result<Vec<(i64, i64, String, i64)>, StoreError>> + Send;
    /// How many movements there are.
    fn movements(&mut self, organization: i64) -> impl Future<Output = Result<i64, StoreError>> + Send;
    /// The cached balances: account, book, debits.
    fn cached(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<(i64, String, i64)>, StoreError>> + Send;
    /// Every monthly bill.
    fn monthly(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<LoggedMonthly>, StoreError>> + Send;
    /// What the bills of each month of each account come to.
    fn billed(&mut self, organization: i64) -> impl Future<Output = Result<Vec<Billed>, StoreError>> + Send;
    /// What was repaid, by account and month as it is stored.
    fn repaid(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<(i64, i64, i64)>, StoreError>> + Send;
}

const HEAD: &str = "SELECT place, sha256 FROM audit_chain WHERE organization_id = $1";

const ENTRIES: &str = "SELECT place, at, actor, act, COALESCE(account_id, 0) AS account_id, idempotency_key, input, outcome, previous_sha256, \
     sha256 FROM audit_entry WHERE organization_id = $1 AND place > $2 ORDER BY place LIMIT $3";

const POSTINGS: &str = "SELECT t.audit_place, t.id, t.account_id, t.kind, t.currency, t.posted_at, p.book, p.debit \
     FROM ledger_transaction t LEFT JOIN ledger_posting p \
     ON p.organization_id = t.organization_id AND p.transaction_id = t.id \
     WHERE t.organization_id = $1 AND t.audit_place > $2 AND t.audit_place <= $3 \
     ORDER BY t.audit_place, t.id, p.book";

const PAYMENTS: &str = "SELECT r.transaction_id, r.bill_id, r.source, r.amount FROM ledger_transaction t JOIN repayment r \
     ON r.organization_id = t.organization_id AND r.transaction_id = t.id \
     WHERE t.organization_id = $1 AND t.audit_place > $2 AND t.audit_place <= $3 ORDER BY r.transaction_id";

const MOVEMENTS: &str = "SELECT COUNT(*) FROM ledger_transaction WHERE organization_id = $1";

const CACHED: &str = "SELECT account_id, book, debits FROM ledger_balance WHERE organization_id = $1 ORDER BY account_id, book";

const MONTHLY: &str = "SELECT account_id, cycle, bills, consumption, prepaid_cover, outstanding, processing, settled, \
     canceled, credited, taken_over, issued_at, due_date FROM monthly_bill WHERE organization_id = $1 ORDER BY account_id, cycle";

const BILLED: &str = sums!("account_id, cycle, ", "GROUP BY account_id, cycle");

const REPAID: &str = "SELECT account_id, cycle, CAST(SUM(amount) AS BIGINT) FROM repayment \
     WHERE organization_id = $1 GROUP BY account_id, cycle";

macro_rules! audit_ledger {
    ($connection:ty) => {
        impl AuditLedger for $connection {
            async fn head(&mut self, organization: i64) -> Result<Option<(i64, String)>, StoreError> {
                Ok(sqlx::query_as(HEAD).bind(organization).fetch_optional(&mut *self).await?)
            }

            async fn entries(
                &mut self,
                organization: i64,
                after: i64,
                limit: i64,
            ) -> Result<Vec<LoggedEntry>, StoreError> {
                let page = sqlx::query_as(ENTRIES).bind(organization).bind(after).bind(limit);
                Ok(page.fetch_all(&mut *self).await?)
            }

            async fn postings(
                &mut self,
                organization: i64,
                (after, last): (i64, i64),
            ) -> Result<Vec<LoggedPosting>, StoreError> {
                let page = sqlx::query_as(POSTINGS).bind(organization).bind(after).bind(last);
                Ok(page.fetch_all(&mut *self).await?)
            }

            async fn payments(
                &mut self,
                organization: i64,
                (after, last): (i64, i64),
            ) -> Result<Vec<(i64, i64, String, i64)>, StoreError> {
                let page = sqlx::query_as(PAYMENTS).bind(organization).bind(after).bind(last);
                Ok(page.fetch_all(&mut *self).await?)
            }

            async fn movements(&mut self, organization: i64) -> Result<i64, StoreError> {
                Ok(sqlx::query_scalar(MOVEMENTS).bind(organization).fetch_one(&mut *self).await?)
            }

            async fn cached(&mut self, organization: i64) -> Result<Vec<(i64, String, i64)>, StoreError> {
                Ok(sqlx::query_as(CACHED).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn monthly(&mut self, organization: i64) -> Result<Vec<LoggedMonthly>, StoreError> {
                Ok(sqlx::query_as(MONTHLY).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn billed(&mut self, organization: i64) -> Result<Vec<Billed>, StoreError> {
                Ok(sqlx::query_as(BILLED).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn repaid(&mut self, organization: i64) -> Result<Vec<(i64, i64, i64)>, StoreError> {
                Ok(sqlx::query_as(REPAID).bind(organization).fetch_all(&mut *self).await?)
            }
        }
    };
}

audit_ledger!(SqliteConnection);
audit_ledger!(PgConnection);
