//! Reading tax profiles: who pays, as it stood on a day.

use super::{Db, StoreError, reading};
use chrono::NaiveDate;

/// The tax profile of an account on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPayer {
    /// Legal name.
    pub legal_name: String,
    /// Tax number.
    pub tax_number: String,
    /// Address.
    pub address: String,
    /// Contact.
    pub contact: String,
}

/// The profile of an account that is valid on `day`, if there is one (B4).
pub async fn on(
    db: &Db,
    organization: i64,
    account: i64,
    day: NaiveDate,
) -> Result<Option<StoredPayer>, StoreError> {
    let row: Option<(String, String, String, String)> = reading!(db, |connection| {
        sqlx::query_as(
            "SELECT legal_name, tax_number, address, contact FROM tax_profile \
             WHERE organization_id = $1 AND account_id = $2 AND valid_from <= $3 \
             AND (valid_to IS NULL OR valid_to >= $3) ORDER BY valid_from DESC LIMIT 1",
        )
        .bind(organization)
        .bind(account)
        .bind(day.to_string())
        .fetch_optional(&mut *connection)
        .await
        .map_err(StoreError::from)
    })?;
    Ok(row.map(|(legal_name, tax_number, address, contact)| StoredPayer {
        legal_name,
        tax_number,
        address,
        contact,
    }))
}
