//! Reads money on its way back as it stands, beside what the ledger says of it.
//!
//! It judges nothing.

use super::StoreError;
use sqlx::{FromRow, PgConnection, SqliteConnection};
use std::future::Future;

/// A payment of which something was sent back, or is on its way, in minor units.
#[derive(Debug, Clone, FromRow)]
pub struct LoggedRefunds {
    /// Account.
    pub account_id: i64,
    /// The payment.
    pub payment_id: i64,
    /// Its channel.
    pub channel: String,
    /// What was paid.
    pub amount: i64,
    /// JSON.
    pub state: String,
    /// What is on its way.
    pub under_way: i64,
    /// What arrived.
    pub arrived: i64,
}

/// One state of what was sent back.
pub trait AuditRefunds {
    /// Every payment with refunds, or that says that it was given back.
    fn logged_refunds(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<LoggedRefunds>, StoreError>> + Send;
    /// What channels took back from the cash of accounts without being asked, by account, in minor units.
    fn taken_back(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<(i64, i64)>, StoreError>> + Send;
}

const REFUNDS: &str = "SELECT p.account_id, p.id AS payment_id, p.channel, p.amount, p.state, \
     CAST(COALESCE(SUM(CASE WHEN r.is_final THEN 0 ELSE r.amount END), 0) AS BIGINT) AS under_way, \
     CAST(COALESCE(SUM(CASE WHEN r.state LIKE '%\"succeeded\"%' OR r.state LIKE '%\"taken_back\"%' THEN r.amount ELSE 0 END), 0) AS BIGINT) AS arrived \
     FROM payment p LEFT JOIN payment_refund r ON r.organization_id = p.organization_id AND r.payment_id = p.id \
     WHERE p.organization_id = $1 AND (r.id IS NOT NULL OR p.state LIKE '%\"refunded\"%') GROUP BY p.account_id, p.id, p.channel, p.amount, p.state ORDER BY p.id";

const TAKEN_BACK: &str = "SELECT t.account_id, CAST(SUM(p.debit) AS BIGINT) FROM ledger_transaction t \
     JOIN ledger_posting p ON p.organization_id = t.organization_id AND p.transaction_id = t.id AND p.book = 'cash' \
     WHERE t.organization_id = $1 AND t.kind = 'taken_back' GROUP BY t.account_id ORDER BY t.account_id";

macro_rules! audit_refunds {
    ($connection:ty) => {
        impl AuditRefunds for $connection {
            async fn logged_refunds(&mut self, organization: i64) -> Result<Vec<LoggedRefunds>, StoreError> {
                Ok(sqlx::query_as(REFUNDS).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn taken_back(&mut self, organization: i64) -> Result<Vec<(i64, i64)>, StoreError> {
                Ok(sqlx::query_as(TAKEN_BACK).bind(organization).fetch_all(&mut *self).await?)
            }
        }
    };
}

audit_refunds!(SqliteConnection);
audit_refunds!(PgConnection);
