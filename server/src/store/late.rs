//! What was billed late for months that are issued, beside what credit notes and refunds gave back of them, inside the
//! transaction of whoever calls.
//!
//! It decides nothing: what one of them leaves for the others is the contract's word.

use super::StoreError;
use contract::cycle::Cycle;
use contract::ledger::Book;
use sqlx::{FromRow, PgConnection, SqliteConnection};
use std::future::Future;

/// A bill of an account × product × application × month for which something was billed late. Amounts are minor units.
#[derive(Debug, Clone, FromRow)]
pub struct LateBill {
    /// Id.
    pub id: i64,
    /// Account.
    pub account_id: i64,
    /// Product.
    pub product_id: i64,
    /// Application.
    pub application_id: i64,
    /// The month of its usage, as it is stored.
    pub usage_cycle: i64,
    /// Its own month, likewise.
    pub cycle: i64,
    /// Currency.
    pub currency: String,
    /// What it comes to.
    pub consumption: i64,
    /// What is still to be paid of it.
    pub outstanding: i64,
    /// What was paid of it in money: neither covered by packages nor paid by cards and coupons.
    pub paid: i64,
    /// What credit notes that stand took off it.
    pub credited: i64,
}

impl LateBill {
    /// Account, product, application and month of usage.
    pub const fn key(&self) -> (i64, i64, i64, i64) {
        (self.account_id, self.product_id, self.application_id, self.usage_cycle)
    }
}

/// A transaction that reads what was billed late.
pub trait ReadLate {
    /// What credit notes that stand took off the issued bills of a scope: bill and minor units.
    fn credited(
        &mut self,
        organization: i64,
        scope: (&str, Cycle),
    ) -> impl Future<Output = Result<Vec<(i64, i64)>, StoreError>> + Send;

    /// What refunds that stand gave back of a month, in minor units, without credit notes.
    fn refunded(
        &mut self,
        account: (i64, i64),
        month: Cycle,
    ) -> impl Future<Output = Result<i64, StoreError>> + Send;

    /// The bills of these accounts, from the first to the last, for which something was billed late, with that: by key, in
    /// the order in which they were billed.
    fn late_bills(
        &mut self,
        organization: i64,
        accounts: (i64, i64),
    ) -> impl Future<Output = Result<Vec<LateBill>, StoreError>> + Send;

    /// The amounts that a delivery states in a bill: its lines but for the one that takes off what was billed before.
    fn stated(
        &mut self,
        organization: i64,
        bill: i64,
    ) -> impl Future<Output = Result<Vec<String>, StoreError>> + Send;
}

const CREDITED: &str = "SELECT c.bill_id, CAST(SUM(c.open + c.paid) AS BIGINT) FROM bill b JOIN credit_note c \
     ON c.organization_id = b.organization_id AND c.account_id = b.account_id AND c.cycle = b.cycle AND c.bill_id = b.id \
     JOIN ledger_transaction t ON t.organization_id = c.organization_id AND t.id = c.transaction_id \
     WHERE b.organization_id = $1 AND b.usage_cycle = $2 AND b.billing_account = $3 AND b.issued \
     AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.organization_id = t.organization_id \
     AND r.audit_place = t.audit_place) GROUP BY c.bill_id";

const REFUNDED: &str = "SELECT CAST(COALESCE(SUM(-p.debit), 0) AS BIGINT) FROM ledger_transaction t \
     JOIN ledger_posting p ON p.organization_id = t.organization_id AND p.transaction_id = t.id \
     WHERE t.organization_id = $1 AND t.account_id = $2 AND t.kind = 'refund' AND p.book = $3 \
     AND NOT EXISTS (SELECT 1 FROM reversal r \
     WHERE r.organization_id = t.organization_id AND r.audit_place = t.audit_place)";

/// The columns of a bill, and those of the credit notes that stand for it.
macro_rules! columns {
    () => {
        "b.id, b.account_id, b.product_id, b.application_id, b.usage_cycle, b.cycle, b.currency, b.consumption, \
         b.outstanding, b.settled - b.prepaid_cover - CAST(COALESCE((SELECT SUM(r.amount) FROM repayment r \
         WHERE r.organization_id = b.organization_id AND r.account_id = b.account_id AND r.cycle = b.cycle \
         AND r.bill_id = b.id AND (r.source LIKE 'card/%' OR r.source LIKE 'coupon/%')), 0) AS BIGINT) AS paid, \
         CAST(COALESCE((SELECT SUM(c.open + c.paid) FROM credit_note c JOIN ledger_transaction t \
         ON t.organization_id = c.organization_id AND t.id = c.transaction_id \
         WHERE c.organization_id = b.organization_id AND c.account_id = b.account_id AND c.cycle = b.cycle \
         AND c.bill_id = b.id AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.organization_id = t.organization_id \
         AND r.audit_place = t.audit_place)), 0) AS BIGINT) AS credited FROM bill b WHERE b.organization_id = $1 AND "
    };
}

const LATE_BILLS: &str = concat!(
    "SELECT ",
    columns!(),
    "b.account_id BETWEEN $2 AND $3 AND b.usage_cycle < b.cycle AND NOT b.withdrawn UNION ALL SELECT ",
    columns!(),
    "b.id IN (SELECT n.adjusts FROM bill n WHERE n.organization_id = $1 AND n.account_id BETWEEN $2 AND $3 \
     AND n.usage_cycle < n.cycle AND n.adjusts IS NOT NULL AND NOT n.withdrawn)"
);

const STATED: &str = "SELECT amount FROM bill_line WHERE organization_id = $1 AND bill_id = $2 AND source_row > 0 ORDER BY position";

macro_rules! read_late {
    ($connection:ty) => {
        impl ReadLate for $connection {
            async fn credited(
                &mut self,
                organization: i64,
                (billing_account, cycle): (&str, Cycle),
            ) -> Result<Vec<(i64, i64)>, StoreError> {
                let rows = sqlx::query_as(CREDITED).bind(organization).bind(i64::from(cycle.index()));
                Ok(rows.bind(billing_account).fetch_all(&mut *self).await?)
            }

            async fn refunded(
                &mut self,
                (organization, account): (i64, i64),
                month: Cycle,
            ) -> Result<i64, StoreError> {
                let found = sqlx::query_scalar(REFUNDED).bind(organization).bind(account);
                Ok(found.bind(Book::Refund(month).to_string()).fetch_one(&mut *self).await?)
            }

            async fn late_bills(
                &mut self,
                organization: i64,
                (first, last): (i64, i64),
            ) -> Result<Vec<LateBill>, StoreError> {
                let rows = sqlx::query_as(LATE_BILLS).bind(organization).bind(first).bind(last);
                let mut bills: Vec<LateBill> = rows.fetch_all(&mut *self).await?;
                // Put in order here: asked for it, SQLite goes through all bills in that order.
                bills.sort_by_key(|bill| (bill.key(), bill.cycle, bill.id));
                Ok(bills)
            }

            async fn stated(&mut self, organization: i64, bill: i64) -> Result<Vec<String>, StoreError> {
                let rows = sqlx::query_scalar(STATED).bind(organization).bind(bill);
                Ok(rows.fetch_all(&mut *self).await?)
            }
        }
    };
}

read_late!(SqliteConnection);
read_late!(PgConnection);
