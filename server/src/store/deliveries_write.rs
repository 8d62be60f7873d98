//! What an import reads and changes of earlier deliveries, inside its own transaction.
//!
//! It decides nothing: which bill becomes what is the engine's word, and the contract's.

use super::StoreError;
use super::terms::cycle;
use contract::bill::{Balances, UncheckedBalances};
use contract::cycle::Cycle;
use contract::money::{Currency, Money};
use sqlx::{FromRow, PgConnection, SqliteConnection};
use std::future::Future;

/// An earlier delivery of the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Known {
    /// Name that the file had.
    pub file: String,
    /// When it came, in microseconds.
    pub imported_at: i64,
}

/// An account as the database has it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Named {
    /// Id.
    pub id: i64,
    /// Number or code, unique in the organization.
    pub key: String,
    /// Name.
    pub name: String,
}

/// Things that have a key and a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// Accounts.
    Account,
    /// Products.
    Product,
    /// Applications.
    Application,
}

#[derive(FromRow)]
struct StandingRow {
    id: i64,
    account_id: i64,
    product_id: i64,
    application_id: i64,
    currency: String,
    consumption: i64,
    prepaid_cover: i64,
    outstanding: i64,
    processing: i64,
    settled: i64,
    canceled: i64,
    usage: String,
    exact: String,
    lines: i64,
    number_place: Option<i64>,
    withdrawn: bool,
    cycle: i64,
    issued: bool,
}

/// A bill as it stands before an import.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Id.
    pub id: i64,
    /// Account, product and application.
    pub key: (i64, i64, i64),
    /// The four balances.
    pub balances: Balances,
    /// Usage as it is stored.
    pub usage: String,
    /// Exact sum as it is stored.
    pub exact: String,
    /// How many lines.
    pub lines: i64,
    /// Has a number, so it stays in its series.
    pub numbered: bool,
    /// Not listed.
    pub withdrawn: bool,
    /// Its month: that of its usage, or a later one when it adjusts it.
    pub cycle: Cycle,
    /// It belongs to a monthly bill and never changes again (M2).
    pub issued: bool,
}

/// What a bill becomes.
#[derive(Debug, Clone)]
pub struct Restated {
    /// Id.
    pub id: i64,
    /// The four balances.
    pub balances: Balances,
    /// Usage as it is stored.
    pub usage: String,
    /// Exact sum.
    pub exact: String,
    /// What rounding left over.
    pub residue: String,
    /// How many lines.
    pub lines: i64,
    /// The first and the last month that its lines cover.
    pub months: (Cycle, Cycle),
    /// Number that it gets now, if it has none and is issued: year, place, date.
    pub number: Option<(i64, i64, String)>,
    /// Not listed.
    pub withdrawn: bool,
}

/// A transaction that takes in deliveries.
pub trait WriteDeliveries {
    /// The delivery with these bytes.
    fn known(
        &mut self,
        organization: i64,
        sha256: &str,
    ) -> impl Future<Output = Result<Option<Known>, StoreError>> + Send;

    /// Everything of a noun that the organization has.
    fn named(
        &mut self,
        organization: i64,
        noun: Noun,
    ) -> impl Future<Output = Result<Vec<Named>, StoreError>> + Send;

    /// Gives something another name.
    fn rename(
        &mut self,
        organization: i64,
        noun: Noun,
        id: i64,
        name: &str,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The billing account whose deliveries made the bills of an account, if it has bills.
    fn billing_account(
        &mut self,
        organization: i64,
        account: i64,
    ) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// Lets a billing account's cycle stand on `delivery`, and gives the delivery that it stood on.
    fn stand_on(
        &mut self,
        organization: i64,
        scope: (&str, Cycle),
        delivery: i64,
    ) -> impl Future<Output = Result<Option<i64>, StoreError>> + Send;

    /// Account and cycle of the monthly bills of cycles from `from` on.
    fn issued(
        &mut self,
        organization: i64,
        from: Cycle,
    ) -> impl Future<Output = Result<Vec<(i64, Cycle)>, StoreError>> + Send;

    /// The bills for usage of a billing account's cycle: of the cycle itself, and what adjusts it.
    fn standing(
        &mut self,
        organization: i64,
        scope: (&str, Cycle),
    ) -> impl Future<Output = Result<Vec<Standing>, StoreError>> + Send;

    /// Deletes the lines of those bills that are not issued.
    fn delete_lines(
        &mut self,
        organization: i64,
        scope: (&str, Cycle),
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Changes a bill.
    fn restate(
        &mut self,
        organization: i64,
        revision: i64,
        bill: &Restated,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

const STANDING: &str = "SELECT id, account_id, product_id, application_id, currency, consumption, prepaid_cover, \
     outstanding, processing, settled, canceled, usage, exact, lines, number_place, withdrawn, cycle, issued \
     FROM bill WHERE organization_id = $1 AND usage_cycle = $2 AND billing_account = $3 ORDER BY cycle, id";

const ISSUED: &str = "SELECT account_id, cycle FROM monthly_bill WHERE organization_id = $1 AND cycle >= $2";

const DELETE_LINES: &str = "DELETE FROM bill_line WHERE organization_id = $1 AND bill_id IN \
     (SELECT id FROM bill WHERE organization_id = $1 AND usage_cycle = $2 AND billing_account = $3 AND NOT issued)";

const RESTATE: &str = "UPDATE bill SET consumption = $3, prepaid_cover = $4, outstanding = $5, processing = $6, \
     settled = $7, canceled = $8, usage = $9, exact = $10, residue = $11, lines = $12, \
     number_year = COALESCE(number_year, $13), number_place = COALESCE(number_place, $14), \
     bill_date = COALESCE(bill_date, $15), withdrawn = $16, revision = $17, \
     first_month = $18, last_month = $19 WHERE organization_id = $1 AND id = $2 AND NOT issued";

const STAND_ON: &str = "INSERT INTO delivery_scope (organization_id, billing_account, cycle, delivery_id) \
     VALUES ($1, $2, $3, $4) \
     ON CONFLICT (organization_id, billing_account, cycle) DO UPDATE SET delivery_id = $4";

macro_rules! write_deliveries {
    ($connection:ty) => {
        impl WriteDeliveries for $connection {
            async fn known(&mut self, organization: i64, sha256: &str) -> Result<Option<Known>, StoreError> {
                let found = sqlx::query_as(
                    "SELECT file, imported_at FROM delivery WHERE organization_id = $1 AND sha256 = $2",
                );
                Ok(found.bind(organization).bind(sha256).fetch_optional(&mut *self).await?)
            }

            async fn named(&mut self, organization: i64, noun: Noun) -> Result<Vec<Named>, StoreError> {
                let all = sqlx::query_as(noun.select());
                Ok(all.bind(organization).fetch_all(&mut *self).await?)
            }

            async fn rename(
                &mut self,
                organization: i64,
                noun: Noun,
                id: i64,
                name: &str,
            ) -> Result<(), StoreError> {
                let change = sqlx::query(noun.update()).bind(organization).bind(id).bind(name);
                change.execute(&mut *self).await?;
                Ok(())
            }

            async fn billing_account(
                &mut self,
                organization: i64,
                account: i64,
            ) -> Result<Option<String>, StoreError> {
                let found = sqlx::query_scalar::<_, Option<String>>(
                    "SELECT billing_account FROM bill WHERE organization_id = $1 AND account_id = $2 LIMIT 1",
                );
                let found = found.bind(organization).bind(account).fetch_optional(&mut *self).await?;
                Ok(found.flatten())
            }

            async fn stand_on(
                &mut self,
                organization: i64,
                (billing_account, cycle): (&str, Cycle),
                delivery: i64,
            ) -> Result<Option<i64>, StoreError> {
                let cycle = i64::from(cycle.index());
                let before = sqlx::query_scalar(
                    "SELECT delivery_id FROM delivery_scope \
                     WHERE organization_id = $1 AND billing_account = $2 AND cycle = $3",
                );
                let before = before.bind(organization).bind(billing_account).bind(cycle);
                let before = before.fetch_optional(&mut *self).await?;
                let stand = sqlx::query(STAND_ON).bind(organization).bind(billing_account).bind(cycle);
                stand.bind(delivery).execute(&mut *self).await?;
                Ok(before)
            }

            async fn issued(
                &mut self,
                organization: i64,
                from: Cycle,
            ) -> Result<Vec<(i64, Cycle)>, StoreError> {
                let rows = sqlx::query_as::<_, (i64, i64)>(ISSUED).bind(organization);
                let rows = rows.bind(i64::from(from.index())).fetch_all(&mut *self).await?;
                rows.into_iter().map(|(account, month)| Ok((account, cycle(month)?))).collect()
            }

            async fn standing(
                &mut self,
                organization: i64,
                (billing_account, cycle): (&str, Cycle),
            ) -> Result<Vec<Standing>, StoreError> {
                let rows = sqlx::query_as::<_, StandingRow>(STANDING);
                let rows = rows.bind(organization).bind(i64::from(cycle.index())).bind(billing_account);
                rows.fetch_all(&mut *self).await?.into_iter().map(Standing::try_from).collect()
            }

            async fn delete_lines(
                &mut self,
                organization: i64,
                (billing_account, cycle): (&str, Cycle),
            ) -> Result<(), StoreError> {
                let all = sqlx::query(DELETE_LINES).bind(organization).bind(i64::from(cycle.index()));
                all.bind(billing_account).execute(&mut *self).await?;
                Ok(())
            }

            async fn restate(
                &mut self,
                organization: i64,
                revision: i64,
                bill: &Restated,
            ) -> Result<(), StoreError> {
                let parts = &bill.balances;
                let number = bill.number.as_ref();
                let changed = sqlx::query(RESTATE)
                    .bind(organization)
                    .bind(bill.id)
                    .bind(parts.consumption().minor())
                    .bind(parts.prepaid_cover().minor())
                    .bind(parts.outstanding().minor())
                    .bind(parts.processing().minor())
                    .bind(parts.settled().minor())
                    .bind(parts.canceled().minor())
                    .bind(bill.usage.as_str())
                    .bind(bill.exact.as_str())
                    .bind(bill.residue.as_str())
                    .bind(bill.lines)
                    .bind(number.map(|number| number.0))
                    .bind(number.map(|number| number.1))
                    .bind(number.map(|number| number.2.as_str()))
                    .bind(bill.withdrawn)
                    .bind(revision)
                    .bind(i64::from(bill.months.0.index()))
                    .bind(i64::from(bill.months.1.index()))
                    .execute(&mut *self)
                    .await?;
                if changed.rows_affected() == 1 { Ok(()) } else { Err(off("a bill is gone, or issued")) }
            }
        }
    };
}

write_deliveries!(SqliteConnection);
write_deliveries!(PgConnection);

impl Noun {
    const fn select(self) -> &'static str {
        match self {
            Self::Account => "SELECT id, number AS key, name FROM account WHERE organization_id = $1",
            Self::Product => "SELECT id, code AS key, name FROM product WHERE organization_id = $1",
            Self::Application => "SELECT id, code AS key, name FROM application WHERE organization_id = $1",
        }
    }

    const fn update(self) -> &'static str {
        match self {
            Self::Account => "UPDATE account SET name = $3 WHERE organization_id = $1 AND id = $2",
            Self::Product => "UPDATE product SET name = $3 WHERE organization_id = $1 AND id = $2",
            Self::Application => "UPDATE application SET name = $3 WHERE organization_id = $1 AND id = $2",
        }
    }
}

fn off(what: impl ToString) -> StoreError {
    StoreError::Corrupt(what.to_string())
}

impl TryFrom<StandingRow> for Standing {
    type Error = StoreError;

    fn try_from(row: StandingRow) -> Result<Self, StoreError> {
        let currency: Currency = row.currency.parse().map_err(off)?;
        let money = |minor| Money::new(minor, currency);
        let balances = UncheckedBalances {
            consumption: money(row.consumption),
            prepaid_cover: money(row.prepaid_cover),
            outstanding: money(row.outstanding),
            processing: money(row.processing),
            settled: money(row.settled),
            canceled: money(row.canceled),
        };
        Ok(Self {
            id: row.id,
            key: (row.account_id, row.product_id, row.application_id),
            balances: balances.try_into().map_err(|error| off(format!("bill {}: {error}", row.id)))?,
            usage: row.usage,
            exact: row.exact,
            lines: row.lines,
            numbered: row.number_place.is_some(),
            withdrawn: row.withdrawn,
            cycle: cycle(row.cycle)?,
            issued: row.issued,
        })
    }
}
