//! Reads what was given and given back, as it stands: coupons, cards, credit notes, refunds.
//!
//! It judges nothing.

use super::StoreError;
use sqlx::{FromRow, PgConnection, SqliteConnection};
use std::future::Future;

/// A coupon or a card as it stands.
#[derive(Debug, Clone, FromRow)]
pub struct LoggedGrant {
    /// Account.
    pub account_id: i64,
    /// Its id.
    pub id: i64,
    /// What was given, in minor units.
    pub granted: i64,
    /// The day from which nothing is left of it.
    pub ended_on: Option<String>,
}

/// A credit note as it stands: what its records come to, and what its movement says.
#[derive(Debug, Clone, FromRow)]
pub struct LoggedCredit {
    /// The movement.
    pub transaction_id: i64,
    /// What its records take off what was open and what was paid.
    pub open: i64,
    /// Minor units.
    pub paid: i64,
    /// What the movement takes off what is owed.
    pub receivable: i64,
    /// What the movement puts into a refund balance.
    pub refunded: i64,
}

/// One state of what was given.
pub trait AuditGiven {
    /// Every coupon.
    fn logged_coupons(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<LoggedGrant>, StoreError>> + Send;
    /// Every stored value card.
    fn logged_cards(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<LoggedGrant>, StoreError>> + Send;
    /// What was repaid from each book, by account and book.
    fn repaid_from(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<(i64, String, i64)>, StoreError>> + Send;
    /// Every credit note.
    fn credits(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<LoggedCredit>, StoreError>> + Send;
    /// What went into each refund balance by refunds and credit notes that were not undone, by account and book.
    fn given_back(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<(i64, String, i64)>, StoreError>> + Send;
    /// What cards and coupons paid of each monthly bill, by account and month as it is stored.
    fn paid_by_grants(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<(i64, i64, i64)>, StoreError>> + Send;
}

const COUPONS: &str =
    "SELECT account_id, id, granted, ended_on FROM coupon WHERE organization_id = $1 ORDER BY id";

const CARDS: &str =
    "SELECT account_id, id, granted, ended_on FROM stored_value_card WHERE organization_id = $1 ORDER BY id";

const REPAID_FROM: &str = "SELECT account_id, source, CAST(SUM(amount) AS BIGINT) FROM repayment \
     WHERE organization_id = $1 AND (source LIKE 'card/%' OR source LIKE 'coupon/%') GROUP BY account_id, source";

const CREDITS: &str = "SELECT t.id AS transaction_id, \
     CAST(COALESCE((SELECT SUM(c.open) FROM credit_note c WHERE c.organization_id = t.organization_id \
     AND c.transaction_id = t.id), 0) AS BIGINT) AS open, \
     CAST(COALESCE((SELECT SUM(c.paid) FROM credit_note c WHERE c.organization_id = t.organization_id \
     AND c.transaction_id = t.id), 0) AS BIGINT) AS paid, \
     CAST(COALESCE((SELECT SUM(-p.debit) FROM ledger_posting p WHERE p.organization_id = t.organization_id \
     AND p.transaction_id = t.id AND p.book LIKE 'receivable/%'), 0) AS BIGINT) AS receivable, \
     CAST(COALESCE((SELECT SUM(-p.debit) FROM ledger_posting p WHERE p.organization_id = t.organization_id \
     AND p.transaction_id = t.id AND p.book LIKE 'refund/%'), 0) AS BIGINT) AS refunded \
     FROM ledger_transaction t WHERE t.organization_id = $1 AND t.kind = 'credit_note' ORDER BY t.id";

const GIVEN_BACK: &str = "SELECT t.account_id, p.book, CAST(SUM(-p.debit) AS BIGINT) FROM ledger_transaction t \
     JOIN ledger_posting p ON p.organization_id = t.organization_id AND p.transaction_id = t.id \
     WHERE t.organization_id = $1 AND t.kind IN ('refund', 'credit_note') AND p.book LIKE 'refund/%' \
     AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.organization_id = t.organization_id \
     AND r.audit_place = t.audit_place) GROUP BY t.account_id, p.book";

const PAID_BY_GRANTS: &str = "SELECT account_id, cycle, CAST(SUM(amount) AS BIGINT) FROM repayment \
     WHERE organization_id = $1 AND (source LIKE 'card/%' OR source LIKE 'coupon/%') GROUP BY account_id, cycle";

macro_rules! audit_given {
    ($connection:ty) => {
        impl AuditGiven for $connection {
            async fn logged_coupons(&mut self, organization: i64) -> Result<Vec<LoggedGrant>, StoreError> {
                Ok(sqlx::query_as(COUPONS).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn logged_cards(&mut self, organization: i64) -> Result<Vec<LoggedGrant>, StoreError> {
                Ok(sqlx::query_as(CARDS).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn repaid_from(
                &mut self,
                organization: i64,
            ) -> Result<Vec<(i64, String, i64)>, StoreError> {
                Ok(sqlx::query_as(REPAID_FROM).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn credits(&mut self, organization: i64) -> Result<Vec<LoggedCredit>, StoreError> {
                Ok(sqlx::query_as(CREDITS).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn given_back(&mut self, organization: i64) -> Result<Vec<(i64, String, i64)>, StoreError> {
                Ok(sqlx::query_as(GIVEN_BACK).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn paid_by_grants(
                &mut self,
                organization: i64,
            ) -> Result<Vec<(i64, i64, i64)>, StoreError> {
                Ok(sqlx::query_as(PAID_BY_GRANTS).bind(organization).fetch_all(&mut *self).await?)
            }
        }
    };
}

audit_given!(SqliteConnection);
audit_given!(PgConnection);
