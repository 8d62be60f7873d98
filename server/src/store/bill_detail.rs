//! Reading one bill with everything that explains it.

use super::terms::cycle;
use super::{Db, StoreError, reading};
use chrono::NaiveDate;
use contract::bill::{BillLine, Source};
use contract::cycle::Cycle;
use contract::id::DeliveryId;
use contract::money::{Amount, Rounding};
use contract::usage::Quantity;
use std::str::FromStr;

/// What the database knows of a bill beyond its row in the list. Amounts are minor units of the bill's currency.
#[derive(Debug, Clone)]
pub struct StoredBill {
    /// The account, by database id.
    pub account: i64,
    /// What was consumed.
    pub consumption: i64,
    /// The part that prepaid balances covered.
    pub prepaid_cover: i64,
    /// To be paid.
    pub outstanding: i64,
    /// In a payment that is not final.
    pub processing: i64,
    /// Paid.
    pub settled: i64,
    /// Taken off by a credit note.
    pub canceled: i64,
    /// The exact sum of the lines.
    pub exact: Amount,
    /// The rounding that made money of it.
    pub rounding: Rounding,
    /// What the rounding left over.
    pub residue: Amount,
    /// How many lines.
    pub lines: u64,
    /// The issue date.
    pub bill_date: Option<NaiveDate>,
    /// The month whose usage it is for, when that was issued before it; and the bill of it, if there was one (M2).
    pub adjusts: Option<(Cycle, Option<i64>)>,
}

type DetailRow =
    (i64, i64, i64, i64, i64, i64, i64, String, String, String, i64, Option<String>, i64, i64, Option<i64>);

/// The bill with this id, if the organization has it.
pub async fn bill(db: &Db, organization: i64, bill: i64) -> Result<Option<StoredBill>, StoreError> {
    let row: Option<DetailRow> = reading!(db, |connection| {
        sqlx::query_as(
            "SELECT account_id, consumption, prepaid_cover, outstanding, processing, settled, canceled, exact, \
             rounding, residue, lines, bill_date, cycle, usage_cycle, adjusts FROM bill \
             WHERE organization_id = $1 AND id = $2 AND NOT withdrawn",
        )
        .bind(organization)
        .bind(bill)
        .fetch_optional(&mut *connection)
        .await
        .map_err(StoreError::from)
    })?;
    let Some(row) = row else { return Ok(None) };
    let off = |what: &str| StoreError::Corrupt(format!("{what} of bill {bill}"));
    Ok(Some(StoredBill {
        account: row.0,
        consumption: row.1,
        prepaid_cover: row.2,
        outstanding: row.3,
        processing: row.4,
        settled: row.5,
        canceled: row.6,
        exact: row.7.parse().map_err(|_| off("exact sum"))?,
        rounding: Rounding::parse(&row.8).ok_or_else(|| off("rounding"))?,
        residue: row.9.parse().map_err(|_| off("residue"))?,
        lines: u64::try_from(row.10).map_err(|_| off("line count"))?,
        bill_date: optional(row.11.as_deref()).ok_or_else(|| off("bill date"))?,
        adjusts: if row.12 == row.13 { None } else { Some((cycle(row.13)?, row.14)) },
    }))
}

/// A bill that belongs to another one.
#[derive(Debug, Clone)]
pub struct LinkedBill {
    /// Id.
    pub id: i64,
    /// Year and place of its number, if it has one.
    pub number: Option<(i64, i64)>,
    /// Its month.
    pub cycle: Cycle,
    /// Minor units.
    pub consumption: i64,
}

type LinkedRow = (i64, Option<i64>, Option<i64>, i64, i64);

const LINKED: &str = "SELECT id, number_year, number_place, cycle, consumption FROM bill \
     WHERE organization_id = $1 AND id = $2 \
     UNION ALL SELECT id, number_year, number_place, cycle, consumption FROM bill \
     WHERE organization_id = $1 AND adjusts = $3 AND NOT withdrawn ORDER BY 4, 1";

/// The bill that is adjusted, if one is named, and those that adjust `bill`, oldest first.
pub async fn linked(
    db: &Db,
    organization: i64,
    adjusted: Option<i64>,
    bill: i64,
) -> Result<Vec<LinkedBill>, StoreError> {
    let rows: Vec<LinkedRow> = reading!(db, |connection| {
        let found = sqlx::query_as(LINKED).bind(organization).bind(adjusted).bind(bill);
        found.fetch_all(&mut *connection).await.map_err(StoreError::from)
    })?;
    let link = |(id, year, place, month, consumption): LinkedRow| {
        Ok(LinkedBill { id, number: year.zip(place), cycle: cycle(month)?, consumption })
    };
    rows.into_iter().map(link).collect()
}

/// Where the bill's lines came from: files and rows.
pub async fn sources(db: &Db, organization: i64, bill: i64) -> Result<Vec<Source>, StoreError> {
    let rows: Vec<(i64, String, i64, i64, i64)> = reading!(db, |connection| {
        sqlx::query_as(
            "SELECT bill_line.delivery_id, MIN(delivery.file), COUNT(*), MIN(source_row), MAX(source_row) \
             FROM bill_line JOIN delivery ON delivery.organization_id = bill_line.organization_id \
             AND delivery.id = bill_line.delivery_id \
             WHERE bill_line.organization_id = $1 AND bill_id = $2 AND source_row > 0 \
             GROUP BY bill_line.delivery_id ORDER BY bill_line.delivery_id",
        )
        .bind(organization)
        .bind(bill)
        .fetch_all(&mut *connection)
        .await
        .map_err(StoreError::from)
    })?;
    let unsigned =
        |number: i64| u64::try_from(number).map_err(|_| StoreError::Corrupt("a negative row".into()));
    rows.into_iter()
        .map(|(delivery, file, lines, first, last)| {
            Ok(Source {
                delivery: DeliveryId::new(delivery),
                file,
                lines: unsigned(lines)?,
                first_row: unsigned(first)?,
                last_row: unsigned(last)?,
            })
        })
        .collect()
}

#[derive(sqlx::FromRow)]
struct LineRow {
    position: i64,
    description: String,
    category: String,
    charged_from: Option<String>,
    charged_to: Option<String>,
    quantity: Option<String>,
    unit: Option<String>,
    unit_price: Option<String>,
    amount: String,
    resource: Option<String>,
    region: Option<String>,
    file: String,
    source_row: i64,
}

/// Lines of a bill by position, after the first `from` ones, `limit` at most.
pub async fn lines(
    db: &Db,
    organization: i64,
    bill: i64,
    from: i64,
    limit: i64,
) -> Result<Vec<BillLine>, StoreError> {
    let rows: Vec<LineRow> = reading!(db, |connection| {
        sqlx::query_as(
            "SELECT position, description, category, charged_from, charged_to, quantity, unit, unit_price, amount, \
             resource, region, file, source_row \
             FROM bill_line JOIN delivery ON delivery.organization_id = bill_line.organization_id \
             AND delivery.id = bill_line.delivery_id \
             WHERE bill_line.organization_id = $1 AND bill_id = $2 AND position > $3 \
             ORDER BY position LIMIT $4",
        )
        .bind(organization)
        .bind(bill)
        .bind(from)
        .bind(limit)
        .fetch_all(&mut *connection)
        .await
        .map_err(StoreError::from)
    })?;
    let off = || StoreError::Corrupt(format!("a line of bill {bill}"));
    rows.into_iter().map(|row| line(row).ok_or_else(off)).collect()
}

fn line(row: LineRow) -> Option<BillLine> {
    let quantity = match (optional(row.quantity.as_deref())?, row.unit) {
        (Some(value), unit) => Some(Quantity { value, unit: unit.unwrap_or_default() }),
        (None, _) => None,
    };
    Some(BillLine {
        position: u64::try_from(row.position).ok()?,
        description: row.description,
        category: row.category,
        charged_from: optional(row.charged_from.as_deref())?,
        charged_to: optional(row.charged_to.as_deref())?,
        quantity,
        unit_price: optional(row.unit_price.as_deref())?,
        amount: row.amount.parse().ok()?,
        resource: row.resource,
        region: row.region,
        file: row.file,
        row: u64::try_from(row.source_row).ok().filter(|row| *row > 0),
    })
}

/// Nothing stays nothing; a text has to be readable.
fn optional<T: FromStr>(text: Option<&str>) -> Option<Option<T>> {
    match text {
        None => Some(None),
        Some(text) => text.parse().ok().map(Some),
    }
}
