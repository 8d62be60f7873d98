//! Tax profiles as they follow each other, inside the transaction of whoever calls.

use super::terms::{date, off};
use super::{Db, StoreError, reading};
use chrono::NaiveDate;
use contract::tax_profile::{NewTaxProfile, TaxProfile};
use sqlx::{PgConnection, SqliteConnection};
use std::future::Future;

type Row = (String, Option<String>, String, String, String, String);

const PROFILES: &str = "SELECT valid_from, valid_to, legal_name, tax_number, address, contact FROM tax_profile \
     WHERE organization_id = $1 AND account_id = $2 ORDER BY valid_from DESC";

const FORGET: &str =
    "DELETE FROM tax_profile WHERE organization_id = $1 AND account_id = $2 AND valid_from >= $3";

const CLOSE: &str = "UPDATE tax_profile SET valid_to = $4 WHERE organization_id = $1 AND account_id = $2 \
     AND valid_from < $3 AND (valid_to IS NULL OR valid_to >= $3)";

const ADD: &str = "INSERT INTO tax_profile (organization_id, account_id, valid_from, valid_to, legal_name, tax_number, \
     address, contact) VALUES ($1, $2, $3, NULL, $4, $5, $6, $7)";

/// A transaction on the tax profiles of accounts.
pub trait WriteTaxProfiles {
    /// The profiles of an account, newest first.
    fn tax_profiles(
        &mut self,
        organization: i64,
        account: i64,
    ) -> impl Future<Output = Result<Vec<TaxProfile>, StoreError>> + Send;

    /// Lets a profile follow: what was planned for its first day or later is dropped, what holds until then ends the day
    /// before.
    fn follow_with(
        &mut self,
        organization: i64,
        account: i64,
        profile: &NewTaxProfile,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

macro_rules! write_tax_profiles {
    ($connection:ty) => {
        impl WriteTaxProfiles for $connection {
            async fn tax_profiles(
                &mut self,
                organization: i64,
                account: i64,
            ) -> Result<Vec<TaxProfile>, StoreError> {
                let rows: Vec<Row> =
                    sqlx::query_as(PROFILES).bind(organization).bind(account).fetch_all(&mut *self).await?;
                rows.into_iter().map(profile).collect()
            }

            async fn follow_with(
                &mut self,
                organization: i64,
                account: i64,
                profile: &NewTaxProfile,
            ) -> Result<(), StoreError> {
                let from = profile.valid_from.to_string();
                let before = profile.valid_from.pred_opt().unwrap_or(NaiveDate::MIN).to_string();
                let forget = sqlx::query(FORGET).bind(organization).bind(account).bind(&from);
                forget.execute(&mut *self).await?;
                let close = sqlx::query(CLOSE).bind(organization).bind(account).bind(&from).bind(before);
                close.execute(&mut *self).await?;
                sqlx::query(ADD)
                    .bind(organization)
                    .bind(account)
                    .bind(from)
                    .bind(&profile.legal_name)
                    .bind(&profile.tax_number)
                    .bind(&profile.address)
                    .bind(&profile.contact)
                    .execute(&mut *self)
                    .await?;
                Ok(())
            }
        }
    };
}

write_tax_profiles!(SqliteConnection);
write_tax_profiles!(PgConnection);

/// The profiles of an account, newest first.
pub async fn of_account(db: &Db, organization: i64, account: i64) -> Result<Vec<TaxProfile>, StoreError> {
    reading!(db, |connection| connection.tax_profiles(organization, account).await)
}

fn profile(row: Row) -> Result<TaxProfile, StoreError> {
    let (from, to, legal_name, tax_number, address, contact) = row;
    let valid_to = to.map(|to| date(&to)).transpose().map_err(|_| off("a tax profile's last day"))?;
    Ok(TaxProfile { valid_from: date(&from)?, valid_to, legal_name, tax_number, address, contact })
}
