//! Bank transfers that arrived: kept under the bank's id, whose they are is found out afterwards (A5, S13).

use super::ids::PORTAL;
use super::payments_write::WritePayments;
use super::terms::off;
use super::{Db, StoreError, reading, writing};
use contract::id::PaymentId;
use contract::money::{Currency, Money};
use contract::payment::RefundState;
use sqlx::FromRow;

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
    /// How far sending it back has come, if somebody asked for that.
    pub returning: Option<RefundState>,
    /// How often it was asked for.
    pub return_attempts: i64,
}

/// The columns of a transfer, in the order of [`Row`].
macro_rules! columns {
    () => {
        "id, at, reference, payer, amount, currency, owner_id, account_id, booked, remitted, return_state, \
         return_attempts"
    };
}
pub(super) use columns;

#[derive(FromRow)]
pub(super) struct Row {
    id: String,
    at: i64,
    reference: String,
    payer: String,
    amount: i64,
    currency: String,
    owner_id: i64,
    account_id: i64,
    booked: bool,
    remitted: bool,
    return_state: Option<String>,
    return_attempts: i64,
}

impl TryFrom<Row> for Arrival {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let currency: Currency = row.currency.parse().map_err(|_| off("the currency of a transfer"))?;
        let state = row.return_state.map(|state| serde_json::from_str(&state));
        Ok(Self {
            id: row.id,
            at: row.at,
            reference: row.reference,
            payer: row.payer,
            money: Money::new(row.amount, currency),
            owner: (row.owner_id > 0).then_some((row.owner_id, row.account_id)),
            booked: row.booked,
            remitted: row.remitted,
            returning: state.transpose().map_err(|_| off("a transfer that goes back"))?,
            return_attempts: row.return_attempts,
        })
    }
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

const OWNED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM arrival WHERE organization_id = $1 AND owner_id > 0 AND (NOT booked OR NOT remitted) \
     AND (at > $2 OR (at = $2 AND id > $3)) ORDER BY at, id LIMIT 1000"
);

/// Transfers whose owner is known and with which something is still to be done, oldest first: a page behind time and id.
pub async fn owned(db: &Db, (at, id): (i64, &str)) -> Result<Vec<Arrival>, StoreError> {
    let rows: Vec<Row> = reading!(db, |connection| {
        sqlx::query_as(OWNED).bind(PORTAL).bind(at).bind(id).fetch_all(&mut *connection).await?
    });
    rows.into_iter().map(TryInto::try_into).collect()
}

const WAITING: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM arrival WHERE organization_id = $1 AND owner_id = 0 AND NOT is_returned ORDER BY at, id LIMIT $2"
);

/// Transfers of which nobody knows whose they are, oldest first.
pub async fn waiting(db: &Db, most: i64) -> Result<Vec<Arrival>, StoreError> {
    let rows: Vec<Row> = reading!(db, |connection| {
        sqlx::query_as(WAITING).bind(PORTAL).bind(most).fetch_all(&mut *connection).await?
    });
    rows.into_iter().map(TryInto::try_into).collect()
}

const ONE: &str = concat!("SELECT ", columns!(), " FROM arrival WHERE organization_id = $1 AND id = $2");

/// A transfer.
pub async fn one(db: &Db, id: &str) -> Result<Option<Arrival>, StoreError> {
    let row: Option<Row> = reading!(db, |connection| {
        sqlx::query_as(ONE).bind(PORTAL).bind(id).fetch_optional(&mut *connection).await?
    });
    row.map(TryInto::try_into).transpose()
}

/// Says whose a transfer is, unless that is known already or it goes back; whether it was not.
pub async fn assign(db: &Db, id: &str, organization: i64, account: i64) -> Result<bool, StoreError> {
    writing!(db, |tx| {
        let done = sqlx::query(
            "UPDATE arrival SET owner_id = $3, account_id = $4 WHERE organization_id = $1 AND id = $2 AND owner_id = 0 \
             AND return_state IS NULL",
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

/// A transfer that is booked is of a payment; gives what arrived for that in all. Parts that arrive together wait for each
/// other.
pub async fn tie(db: &Db, id: &str, organization: i64, payment: PaymentId) -> Result<i64, StoreError> {
    writing!(db, |tx| {
        let held = (*tx).hold_payment(organization, payment).await?;
        sqlx::query(TIE).bind(PORTAL).bind(id).bind(payment.number()).execute(&mut *tx).await?;
        let arrived = sqlx::query_scalar(ARRIVED).bind(PORTAL).bind(payment.number());
        let arrived: i64 = arrived.fetch_one(&mut *tx).await?;
        if let Some(held) = held {
            let arrived = Money::new(arrived, held.money.currency());
            (*tx).put_arrived(organization, payment, arrived).await?;
        }
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

const TO_POLL: &str = "SELECT id, polls FROM arrival WHERE organization_id = $1 AND owner_id = 0 AND NOT is_returned \
     AND return_state LIKE '%\"under_way\"%' AND poll_at <= $2 ORDER BY poll_at LIMIT 64";

const CLAIM: &str = concat!(
    "UPDATE arrival SET poll_at = $3, polls = polls + 1 WHERE organization_id = $1 AND id = $2 AND poll_at <= $4 ",
    "RETURNING ",
    columns!()
);

/// Takes transfers on their way back whose turn it is, and puts their next turn off by what `again` says for the
/// how-manieth time it is. Two servers never take the same one.
pub async fn claim(db: &Db, now: i64, again: impl Fn(i64) -> i64) -> Result<Vec<Arrival>, StoreError> {
    let due: Vec<(String, i64)> = reading!(db, |connection| {
        sqlx::query_as(TO_POLL).bind(PORTAL).bind(now).fetch_all(&mut *connection).await?
    });
    let mut claimed = Vec::with_capacity(due.len());
    for (id, polls) in due {
        let next = now.saturating_add(again(polls));
        let row: Option<Row> = writing!(db, |tx| {
            let claim = sqlx::query_as(CLAIM).bind(PORTAL).bind(&id).bind(next).bind(now);
            Ok::<_, StoreError>(claim.fetch_optional(&mut *tx).await?)
        })?;
        claimed.extend(row.map(TryInto::try_into).transpose()?);
    }
    Ok(claimed)
}
