//! Account numbers looked up.

use super::names::account;
use super::{Db, StoreError, reading};
use contract::account::Account;
use contract::id::AccountNumber;

/// The ids of the accounts with these numbers; the numbers that lead nowhere.
pub async fn ids(
    db: &Db,
    organization: i64,
    numbers: &[AccountNumber],
) -> Result<(Vec<i64>, Vec<AccountNumber>), StoreError> {
    let mut ids = Vec::new();
    let mut unknown = Vec::new();
    reading!(db, |connection| {
        for number in numbers {
            let id = sqlx::query_scalar::<_, i64>(
                "SELECT id FROM account WHERE organization_id = $1 AND number = $2",
            )
            .bind(organization)
            .bind(number.as_str())
            .fetch_optional(&mut *connection)
            .await?;
            match id {
                Some(id) => ids.push(id),
                None => unknown.push(number.clone()),
            }
        }
    });
    ids.sort_unstable();
    ids.dedup();
    Ok((ids, unknown))
}

/// The account with this number and its id.
pub async fn find(
    db: &Db,
    organization: i64,
    number: &AccountNumber,
) -> Result<Option<(i64, Account)>, StoreError> {
    let row: Option<(i64, String, String, String, String)> = reading!(db, |connection| {
        sqlx::query_as(
            "SELECT id, number, name, kind, currency FROM account WHERE organization_id = $1 AND number = $2",
        )
        .bind(organization)
        .bind(number.as_str())
        .fetch_optional(&mut *connection)
        .await?
    });
    row.map(account).transpose()
}
