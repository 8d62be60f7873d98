//! Money of payments that goes back the way it came: kept inside the transaction of whoever calls, read, and handed out
//! one by one to whoever asks the channel for it.
//!
//! It decides nothing: what follows which word is the contract's.

use super::claiming::claiming;
use super::terms::off;
use super::{Db, StoreError, reading};
use chrono::DateTime;
use contract::id::{PaymentId, RefundId};
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::payment::{PaymentRefund, RefundState};
use sqlx::{FromRow, PgConnection, SqliteConnection};
use std::future::Future;

/// A refund as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRefund {
    /// Its organization.
    pub organization: i64,
    /// Its id, and the key at the channel.
    pub id: RefundId,
    /// The account that it is taken from.
    pub account: i64,
    /// The payment that it is of.
    pub payment: PaymentId,
    /// The way it goes.
    pub channel: Channel,
    /// How much.
    pub money: Money,
    /// How far it has come.
    pub state: RefundState,
    /// When it was asked for, in microseconds.
    pub requested_at: i64,
}

impl StoredRefund {
    /// As people see it.
    pub fn shown(&self) -> PaymentRefund {
        PaymentRefund {
            id: self.id,
            money: self.money,
            requested_at: DateTime::from_timestamp_micros(self.requested_at).unwrap_or_default(),
            state: self.state,
        }
    }
}

/// The columns of a refund, in the order of [`Row`].
macro_rules! columns {
    () => {
        "organization_id, id, account_id, payment_id, channel, amount, currency, state, requested_at"
    };
}

#[derive(FromRow)]
struct Row {
    organization_id: i64,
    id: i64,
    account_id: i64,
    payment_id: i64,
    channel: String,
    amount: i64,
    currency: String,
    state: String,
    requested_at: i64,
}

impl TryFrom<Row> for StoredRefund {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let currency: Currency = row.currency.parse().map_err(|_| off("the currency of a refund"))?;
        Ok(Self {
            organization: row.organization_id,
            id: RefundId::new(row.id),
            account: row.account_id,
            payment: PaymentId::new(row.payment_id),
            channel: Channel::parse(&row.channel).ok_or_else(|| off("the channel of a refund"))?,
            money: Money::new(row.amount, currency),
            state: serde_json::from_str(&row.state).map_err(|_| off("the state of a refund"))?,
            requested_at: row.requested_at,
        })
    }
}

/// A transaction that gives money back.
pub trait WriteRefunds {
    /// Takes hold of a refund until the transaction ends.
    fn hold_refund(
        &mut self,
        organization: i64,
        id: RefundId,
    ) -> impl Future<Output = Result<Option<StoredRefund>, StoreError>> + Send;

    /// The refunds of a payment, oldest first.
    fn refunds_of(
        &mut self,
        organization: i64,
        payment: PaymentId,
    ) -> impl Future<Output = Result<Vec<StoredRefund>, StoreError>> + Send;

    /// Keeps a refund; it can be sent at once.
    fn add_refund(&mut self, new: &StoredRefund) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Puts a refund that is held into a state.
    fn put_refund(
        &mut self,
        organization: i64,
        id: RefundId,
        state: RefundState,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

const HOLD: &str = concat!(
    "UPDATE payment_refund SET polls = polls WHERE organization_id = $1 AND id = $2 RETURNING ",
    columns!()
);

const OF_PAYMENTS: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM payment_refund WHERE organization_id = $1 AND payment_id BETWEEN $2 AND $3 ORDER BY payment_id, id"
);

const ADD: &str = "INSERT INTO payment_refund (organization_id, id, account_id, payment_id, channel, amount, currency, \
     state, is_final, requested_at, poll_at, polls) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, 0)";

const PUT: &str =
    "UPDATE payment_refund SET state = $3, is_final = $4 WHERE organization_id = $1 AND id = $2";

fn written(state: RefundState) -> Result<String, StoreError> {
    serde_json::to_string(&state).map_err(|error| StoreError::Corrupt(error.to_string()))
}

macro_rules! write_refunds {
    ($connection:ty) => {
        impl WriteRefunds for $connection {
            async fn hold_refund(
                &mut self,
                organization: i64,
                id: RefundId,
            ) -> Result<Option<StoredRefund>, StoreError> {
                let held = sqlx::query_as::<_, Row>(HOLD).bind(organization).bind(id.number());
                held.fetch_optional(&mut *self).await?.map(TryInto::try_into).transpose()
            }

            async fn refunds_of(
                &mut self,
                organization: i64,
                payment: PaymentId,
            ) -> Result<Vec<StoredRefund>, StoreError> {
                let id = payment.number();
                let rows = sqlx::query_as::<_, Row>(OF_PAYMENTS).bind(organization).bind(id).bind(id);
                rows.fetch_all(&mut *self).await?.into_iter().map(TryInto::try_into).collect()
            }

            async fn add_refund(&mut self, new: &StoredRefund) -> Result<(), StoreError> {
                let add = sqlx::query(ADD).bind(new.organization).bind(new.id.number()).bind(new.account);
                let add = add.bind(new.payment.number()).bind(new.channel.name()).bind(new.money.minor());
                let add = add.bind(new.money.currency().code()).bind(written(new.state)?);
                add.bind(new.state.is_final()).bind(new.requested_at).execute(&mut *self).await?;
                Ok(())
            }

            async fn put_refund(
                &mut self,
                organization: i64,
                id: RefundId,
                state: RefundState,
            ) -> Result<(), StoreError> {
                let put = sqlx::query(PUT).bind(organization).bind(id.number()).bind(written(state)?);
                put.bind(state.is_final()).execute(&mut *self).await?;
                Ok(())
            }
        }
    };
}

write_refunds!(SqliteConnection);
write_refunds!(PgConnection);

/// The refunds of payments between two ids, by payment, oldest first.
pub async fn of_payments(
    db: &Db,
    organization: i64,
    (first, last): (PaymentId, PaymentId),
) -> Result<Vec<StoredRefund>, StoreError> {
    let rows: Vec<Row> = reading!(db, |connection| {
        let rows = sqlx::query_as(OF_PAYMENTS).bind(organization).bind(first.number()).bind(last.number());
        rows.fetch_all(&mut *connection).await?
    });
    rows.into_iter().map(TryInto::try_into).collect()
}

const ONE: &str =
    concat!("SELECT ", columns!(), " FROM payment_refund WHERE organization_id = $1 AND id = $2");

/// A refund of an organization.
pub async fn one(db: &Db, organization: i64, id: RefundId) -> Result<Option<StoredRefund>, StoreError> {
    let row: Option<Row> = reading!(db, |connection| {
        sqlx::query_as(ONE).bind(organization).bind(id.number()).fetch_optional(&mut *connection).await?
    });
    row.map(TryInto::try_into).transpose()
}

const TO_POLL: &str = "SELECT organization_id, id, polls FROM payment_refund WHERE NOT is_final AND poll_at <= $1 \
     ORDER BY poll_at LIMIT 64";

const CLAIM: &str = concat!(
    "UPDATE payment_refund SET poll_at = $2, polls = polls + 1 WHERE organization_id = $3 AND id = $4 ",
    "AND poll_at <= $1 AND NOT is_final RETURNING ",
    columns!()
);

/// Takes refunds whose turn it is, and puts their next turn off by what `again` says for the how-manieth time it is. Two
/// servers never take the same one.
pub async fn claim(db: &Db, now: i64, again: impl Fn(i64) -> i64) -> Result<Vec<StoredRefund>, StoreError> {
    let due: Vec<(i64, i64, i64)> =
        reading!(db, |connection| sqlx::query_as(TO_POLL).bind(now).fetch_all(&mut *connection).await?);
    let turns =
        due.into_iter().map(|(organization, id, polls)| (organization, id, now.saturating_add(again(polls))));
    claiming!(db, now, CLAIM, turns)
}

/// The organization that a refund's id speaks of.
pub const fn organization_of(id: RefundId) -> i64 {
    super::ids::organization(id.number())
}
