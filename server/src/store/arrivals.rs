//! Bank transfers that arrived: kept under the bank's id, whose they are is found out afterwards (A5, S13).

use super::ids::PORTAL;
use super::payments_write::WritePayments;
use super::terms::off;
use super::{Db, StoreError, reading, writing};
use contract::id::PaymentId;
use contract::money::{Currency, Money};

/// A transfer that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The bank's id of it.
    pub id: String,
    /// When the portal was told, in microseconds.
    pub at: i64,
    /// What the payer wrote on it.
    pub reference: String,
    /// Who paid.
    pub payer: String,
    /// How much.
    pub money: Money,
    /// Organization and account; none while nobody knows.
    pub owner: Option<(i64, i64)>,
    /// Whether it is in the account's cash.
    pub booked: bool,
    /// Whether bills were paid from it, as far as they are.
    pub remitted: bool,
}

type Row = (String, i64, String, String, i64, String, i64, i64, bool, bool);

fn read(row: Row) -> Result<Arrival, StoreError> {
    let (id, at, reference, payer, minor, code, owner, account, booked, remitted) = row;
    let currency: Currency = code.parse().map_err(|_| off("the currency of a transfer"))?;
    let owner = (owner > 0).then_some((owner, account));
    Ok(Arrival { id, at, reference, payer, money: Money::new(minor, currency), owner, booked, remitted })
}

/// Keeps a transfer; told twice, it is kept once.
pub async fn add(db: &Db, arrival: &Arrival) -> Result<(), StoreError> {
    writing!(db, |tx| {
        sqlx::query(
            "INSERT INTO arrival (organization_id, id, at, reference, payer, amount, currency, owner_id, account_id, \
             booked, remitted) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, FALSE, FALSE) ON CONFLICT DO NOTHING",
        )
        .bind(PORTAL)
        .bind(&arrival.id)
        .bind(arrival.at)
        .bind(&arrival.reference)
        .bind(&arrival.payer)
        .bind(arrival.money.minor())
        .bind(arrival.money.currency().code())
        .execute(&mut *tx)
        .await?;
        Ok::<_, StoreError>(())
    })
}

const OPEN: &str = "SELECT id, at, reference, payer, amount, currency, owner_id, account_id, booked, remitted \
     FROM arrival WHERE organization_id = $1 AND owner_id > 0 AND (NOT booked OR NOT remitted) \
     ORDER BY at, id LIMIT 1000";

const UNASSIGNED: &str = "SELECT id, at, reference, payer, amount, currency, owner_id, account_id, booked, remitted \
     FROM arrival WHERE organization_id = $1 AND owner_id = 0 ORDER BY at, id LIMIT 1000";

/// Transfers of which nobody knows whose they are, oldest first.
pub async fn unassigned(db: &Db) -> Result<Vec<Arrival>, StoreError> {
    let rows: Vec<Row> = reading!(db, |connection| sqlx::query_as(UNASSIGNED)
        .bind(PORTAL)
        .fetch_all(&mut *connection)
        .await?);
    rows.into_iter().map(read).collect()
}

/// Transfers of a known owner with which something is still to be done, oldest first.
pub async fn open(db: &Db) -> Result<Vec<Arrival>, StoreError> {
    let rows: Vec<Row> =
        reading!(db, |connection| sqlx::query_as(OPEN).bind(PORTAL).fetch_all(&mut *connection).await?);
    rows.into_iter().map(read).collect()
}

const ONE: &str = "SELECT id, at, reference, payer, amount, currency, owner_id, account_id, booked, remitted \
     FROM arrival WHERE organization_id = $1 AND id = $2";

/// A transfer.
pub async fn one(db: &Db, id: &str) -> Result<Option<Arrival>, StoreError> {
    let row: Option<Row> = reading!(db, |connection| {
        sqlx::query_as(ONE).bind(PORTAL).bind(id).fetch_optional(&mut *connection).await?
    });
    row.map(read).transpose()
}

/// Says whose a transfer is, unless that is known already; whether it was not.
pub async fn assign(db: &Db, id: &str, organization: i64, account: i64) -> Result<bool, StoreError> {
    writing!(db, |tx| {
        let done = sqlx::query(
            "UPDATE arrival SET owner_id = $3, account_id = $4 WHERE organization_id = $1 AND id = $2 AND owner_id = 0",
        )
        .bind(PORTAL)
        .bind(id)
        .bind(organization)
        .bind(account)
        .execute(&mut *tx)
        .await?;
        Ok::<_, StoreError>(done.rows_affected() == 1)
    })
}

const TIE: &str = "UPDATE arrival SET payment_id = $3 WHERE organization_id = $1 AND id = $2";

const ARRIVED: &str = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM arrival \
     WHERE organization_id = $1 AND payment_id = $2";

const PUT_ARRIVED: &str = "UPDATE payment SET arrived = $3 WHERE organization_id = $1 AND id = $2";

/// A transfer that is booked is of a payment; gives what arrived for that in all. Parts that arrive together wait for each
/// other.
pub async fn tie(db: &Db, id: &str, organization: i64, payment: PaymentId) -> Result<i64, StoreError> {
    writing!(db, |tx| {
        (*tx).hold_payment(organization, payment).await?;
        sqlx::query(TIE).bind(PORTAL).bind(id).bind(payment.number()).execute(&mut *tx).await?;
        let arrived = sqlx::query_scalar(ARRIVED).bind(PORTAL).bind(payment.number());
        let arrived: i64 = arrived.fetch_one(&mut *tx).await?;
        let put = sqlx::query(PUT_ARRIVED).bind(organization).bind(payment.number()).bind(arrived);
        put.execute(&mut *tx).await?;
        Ok::<_, StoreError>(arrived)
    })
}

/// Notes how far a transfer has come.
pub async fn put(db: &Db, id: &str, booked: bool, remitted: bool) -> Result<(), StoreError> {
    writing!(db, |tx| {
        sqlx::query("UPDATE arrival SET booked = $3, remitted = $4 WHERE organization_id = $1 AND id = $2")
            .bind(PORTAL)
            .bind(id)
            .bind(booked)
            .bind(remitted)
            .execute(&mut *tx)
            .await?;
        Ok::<_, StoreError>(())
    })
}
