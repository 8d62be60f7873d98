//! Reading bills.

use super::{Db, StoreError, reading};
use crate::index::{BillRecord, Names, Usage};
use contract::account::{Account, AccountKind, Application, Product};
use contract::id::{AccountNumber, ApplicationId, ProductCode};
use contract::money::Currency;
use futures_util::TryStreamExt;

/// The organization's `bills_revision`; 0 for an organization that does not exist.
pub async fn revision(db: &Db, organization: i64) -> Result<u64, StoreError> {
    let found: Option<i64> = reading!(db, |connection| {
        sqlx::query_scalar("SELECT bills_revision FROM organization WHERE id = $1")
            .bind(organization)
            .fetch_optional(&mut *connection)
            .await
            .map_err(StoreError::from)
    })?;
    u64::try_from(found.unwrap_or(0)).map_err(|_| StoreError::Corrupt("a negative revision".to_owned()))
}

type BillRow = (i64, i64, i64, i64, i64, i64, i64, bool, String, Option<i64>, Option<i64>, bool);

const BILLS: &str = "SELECT id, account_id, product_id, application_id, cycle, consumption, \
     consumption - prepaid_cover, outstanding > 0 OR processing > 0, usage, number_year, number_place, withdrawn \
     FROM bill WHERE organization_id = $1";

/// Everything that the index needs of an organization, of one state: revision, names, bills.
pub async fn read_all(db: &Db, organization: i64) -> Result<(u64, Names, Vec<BillRecord>), StoreError> {
    reading!(db, |connection| {
        let mut transaction = sqlx::Connection::begin(&mut *connection).await?;
        // On PostgreSQL the default isolation gives every statement its own state; on SQLite a transaction has one.
        if db.engine() == "postgres" {
            sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(&mut *transaction).await?;
        }
        let (revision, issuer): (i64, String) =
            sqlx::query_as("SELECT bills_revision, issuer FROM organization WHERE id = $1")
                .bind(organization)
                .fetch_one(&mut *transaction)
                .await?;
        let accounts: Vec<(i64, String, String, String, String)> =
            sqlx::query_as("SELECT id, number, name, kind, currency FROM account WHERE organization_id = $1")
                .bind(organization)
                .fetch_all(&mut *transaction)
                .await?;
        let products: Vec<(i64, String, String)> =
            sqlx::query_as("SELECT id, code, name FROM product WHERE organization_id = $1")
                .bind(organization)
                .fetch_all(&mut *transaction)
                .await?;
        let applications: Vec<ApplicationRow> = sqlx::query_as(
            "SELECT id, code, name, app_key, whatsapp_account FROM application WHERE organization_id = $1",
        )
        .bind(organization)
        .fetch_all(&mut *transaction)
        .await?;
        let mut bills = vec![];
        {
            let mut rows = sqlx::query_as::<_, BillRow>(BILLS).bind(organization).fetch(&mut *transaction);
            while let Some(row) = rows.try_next().await? {
                bills.push(record(row)?);
            }
        }
        transaction.commit().await?;
        let names = Names {
            issuer,
            accounts: accounts.into_iter().map(account).collect::<Result<_, _>>()?,
            products: products.into_iter().map(product).collect::<Result<_, _>>()?,
            applications: applications.into_iter().map(application).collect::<Result<_, _>>()?,
        };
        let revision = u64::try_from(revision).map_err(|_| off("a negative revision"))?;
        Ok((revision, names, bills))
    })
}

fn off(what: &str) -> StoreError {
    StoreError::Corrupt(what.to_owned())
}

fn record(row: BillRow) -> Result<BillRecord, StoreError> {
    let (
        id,
        account,
        product,
        application,
        cycle,
        consumption,
        overdraft,
        pending,
        usage,
        year,
        place,
        withdrawn,
    ) = row;
    let fits = || StoreError::Corrupt(format!("bill {id}"));
    let number = match (year, place) {
        (Some(year), Some(place)) => {
            Some((u16::try_from(year).map_err(|_| fits())?, u32::try_from(place).map_err(|_| fits())?))
        }
        _ => None,
    };
    Ok(BillRecord {
        id,
        account,
        product,
        application,
        cycle: i32::try_from(cycle).map_err(|_| fits())?,
        consumption,
        overdraft,
        pending,
        usage: read_usage(&usage).ok_or_else(fits)?,
        number,
        withdrawn,
    })
}

/// Reads stored usage: a JSON list of `[value, unit]`.
pub fn read_usage(text: &str) -> Option<Usage> {
    let pairs: Vec<(std::borrow::Cow<'_, str>, String)> = serde_json::from_str(text).ok()?;
    pairs.into_iter().map(|(value, unit)| Some((value.parse().ok()?, unit))).collect()
}

fn account(
    (id, number, name, kind, currency): (i64, String, String, String, String),
) -> Result<(i64, Account), StoreError> {
    let number = AccountNumber::parse(&number).map_err(|_| off("an account number"))?;
    let currency: Currency = currency.parse().map_err(|_| off("an account's currency"))?;
    let kind = if kind == "main" { AccountKind::Main } else { AccountKind::Member };
    Ok((id, Account { number, name, kind, currency }))
}

fn product((id, code, name): (i64, String, String)) -> Result<(i64, Product), StoreError> {
    Ok((id, Product { code: ProductCode::parse(&code).map_err(|_| off("a product code"))?, name }))
}

type ApplicationRow = (i64, String, String, Option<String>, Option<String>);

fn application(
    (id, code, name, app_key, whatsapp_account): ApplicationRow,
) -> Result<(i64, Application), StoreError> {
    let code = ApplicationId::parse(&code).map_err(|_| off("an application id"))?;
    Ok((id, Application { id: code, name, app_key, whatsapp_account }))
}
