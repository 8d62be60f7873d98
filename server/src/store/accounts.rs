//! Accounts and applications as choices of a filter.

use super::{Db, StoreError, reading};
use contract::account::{Account, AccountKind, Application};
use contract::id::{AccountNumber, ApplicationId};
use contract::money::Currency;
use std::collections::HashSet;

/// An account with its id.
#[derive(Debug, Clone)]
pub struct AccountRow {
    /// Its id.
    pub id: i64,
    /// The account.
    pub account: Account,
}

/// Every account of an organization, by name.
pub async fn list(db: &Db, organization: i64) -> Result<Vec<AccountRow>, StoreError> {
    let rows = reading!(db, |connection| {
        sqlx::query_as::<_, (i64, String, String, String, String)>(
            "SELECT id, number, name, kind, currency FROM account WHERE organization_id = $1 \
             ORDER BY name, number",
        )
        .bind(organization)
        .fetch_all(&mut *connection)
        .await?
    });
    rows.into_iter().map(account).collect()
}

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

/// The applications that these accounts (none: all) have bills for, by name.
pub async fn applications(
    db: &Db,
    organization: i64,
    accounts: Option<&[i64]>,
) -> Result<Vec<Application>, StoreError> {
    type Row = (i64, String, String, Option<String>, Option<String>);
    let (rows, used) = reading!(db, |connection| {
        let rows = sqlx::query_as::<_, Row>(
            "SELECT id, code, name, app_key, whatsapp_account FROM application WHERE organization_id = $1 \
             ORDER BY name, code",
        )
        .bind(organization)
        .fetch_all(&mut *connection)
        .await?;
        let mut used = HashSet::new();
        for account in accounts.unwrap_or_default() {
            let ids = sqlx::query_scalar::<_, i64>(
                "SELECT DISTINCT application_id FROM bill WHERE organization_id = $1 AND account_id = $2 \
                 AND withdrawn = $3",
            )
            .bind(organization)
            .bind(account)
            .bind(false)
            .fetch_all(&mut *connection)
            .await?;
            used.extend(ids);
        }
        (rows, used)
    });
    let seen = rows.into_iter().filter(|row| accounts.is_none() || used.contains(&row.0));
    seen.map(|(id, code, name, app_key, whatsapp_account)| {
        let off = |_| StoreError::Corrupt(format!("code of application {id}"));
        Ok(Application { id: ApplicationId::parse(&code).map_err(off)?, name, app_key, whatsapp_account })
    })
    .collect()
}

fn account(row: (i64, String, String, String, String)) -> Result<AccountRow, StoreError> {
    let (id, number, name, kind, currency) = row;
    let off = |what: &str| StoreError::Corrupt(format!("{what} of account {id}"));
    let kind = match kind.as_str() {
        "main" => AccountKind::Main,
        "member" => AccountKind::Member,
        _ => return Err(off("kind")),
    };
    let number = AccountNumber::parse(&number).map_err(|_| off("number"))?;
    let currency = currency.parse::<Currency>().map_err(|_| off("currency"))?;
    Ok(AccountRow { id, account: Account { number, name, kind, currency } })
}
