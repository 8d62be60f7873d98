//! What bills speak of: accounts, products and applications of an organization.

use super::StoreError;
use contract::account::{Account, AccountKind, Application, Product};
use contract::id::{AccountNumber, ApplicationId, ProductCode};
use contract::money::Currency;

/// `names!(transaction, organization, issuer)`: what ids stand for.
macro_rules! names {
    ($transaction:ident, $organization:expr, $issuer:expr) => {{
        let accounts: Vec<(i64, String, String, String, String)> =
            sqlx::query_as("SELECT id, number, name, kind, currency FROM account WHERE organization_id = $1")
                .bind($organization)
                .fetch_all(&mut *$transaction)
                .await?;
        let products: Vec<(i64, String, String)> =
            sqlx::query_as("SELECT id, code, name FROM product WHERE organization_id = $1")
                .bind($organization)
                .fetch_all(&mut *$transaction)
                .await?;
        let applications: Vec<$crate::store::names::ApplicationRow> = sqlx::query_as(
            "SELECT id, code, name, app_key, whatsapp_account FROM application WHERE organization_id = $1",
        )
        .bind($organization)
        .fetch_all(&mut *$transaction)
        .await?;
        $crate::index::Names {
            issuer: $issuer,
            accounts: accounts.into_iter().map($crate::store::names::account).collect::<Result<_, _>>()?,
            products: products.into_iter().map($crate::store::names::product).collect::<Result<_, _>>()?,
            applications: applications
                .into_iter()
                .map($crate::store::names::application)
                .collect::<Result<_, _>>()?,
        }
    }};
}
pub(super) use names;

fn off(what: &str) -> StoreError {
    StoreError::Corrupt(what.to_owned())
}

/// An account from its row.
pub fn account(
    (id, number, name, kind, currency): (i64, String, String, String, String),
) -> Result<(i64, Account), StoreError> {
    let number = AccountNumber::parse(&number).map_err(|_| off("an account number"))?;
    let currency: Currency = currency.parse().map_err(|_| off("an account's currency"))?;
    let kind = if kind == "main" { AccountKind::Main } else { AccountKind::Member };
    Ok((id, Account { number, name, kind, currency }))
}

/// A product from its row.
pub fn product((id, code, name): (i64, String, String)) -> Result<(i64, Product), StoreError> {
    Ok((id, Product { code: ProductCode::parse(&code).map_err(|_| off("a product code"))?, name }))
}

/// An application as a row.
pub type ApplicationRow = (i64, String, String, Option<String>, Option<String>);

/// An application from its row.
pub fn application(
    (id, code, name, app_key, whatsapp_account): ApplicationRow,
) -> Result<(i64, Application), StoreError> {
    let code = ApplicationId::parse(&code).map_err(|_| off("an application id"))?;
    Ok((id, Application { id: code, name, app_key, whatsapp_account }))
}
