//! Reads what was agreed with accounts as it stands: switches and terms of credit.
//!
//! It judges nothing.

use super::StoreError;
use sqlx::{FromRow, PgConnection, SqliteConnection};
use std::future::Future;

/// An account's switches.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct LoggedSettings {
    /// Account.
    pub account_id: i64,
    /// *Automatic settlement*.
    pub automatic: bool,
    /// *Settle past bills*.
    pub settle_past_bills: bool,
    /// *Automatically pay monthly bills*.
    pub remittance: bool,
}

/// Terms of credit from a day on.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct LoggedTerms {
    /// Account.
    pub account_id: i64,
    /// First day.
    pub valid_from: String,
    /// From then on it is not on credit control.
    pub ended: bool,
    /// Minor units.
    pub credit_limit: i64,
    /// Its stored name.
    pub settlement_cycle: String,
    /// Whether days are business days.
    pub business_days: bool,
    /// How long after its end bills are to be paid.
    pub days: i64,
    /// A special agreement.
    pub special_agreement: bool,
    /// Contracted with us.
    pub directly_contracted: bool,
    /// Holidays that business days are counted by.
    pub calendar: String,
}

/// One state of what was agreed.
pub trait AuditActs {
    /// Every account's switches that were ever turned.
    fn logged_settings(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<LoggedSettings>, StoreError>> + Send;
    /// Every term of credit.
    fn logged_terms(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<LoggedTerms>, StoreError>> + Send;
}

const SETTINGS: &str = "SELECT account_id, automatic, settle_past_bills, remittance FROM account_setting \
     WHERE organization_id = $1 ORDER BY account_id";

const TERMS: &str = "SELECT account_id, valid_from, ended, credit_limit, settlement_cycle, business_days, days, \
     special_agreement, directly_contracted, calendar FROM credit_control WHERE organization_id = $1 \
     ORDER BY account_id, valid_from";

macro_rules! audit_acts {
    ($connection:ty) => {
        impl AuditActs for $connection {
            async fn logged_settings(
                &mut self,
                organization: i64,
            ) -> Result<Vec<LoggedSettings>, StoreError> {
                Ok(sqlx::query_as(SETTINGS).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn logged_terms(&mut self, organization: i64) -> Result<Vec<LoggedTerms>, StoreError> {
                Ok(sqlx::query_as(TERMS).bind(organization).fetch_all(&mut *self).await?)
            }
        }
    };
}

audit_acts!(SqliteConnection);
audit_acts!(PgConnection);
