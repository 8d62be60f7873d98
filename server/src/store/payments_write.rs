//! Payments inside the transaction of whoever calls: taken hold of, moved on, with what was heard of them.
//!
//! It decides nothing: which state follows is the contract's.

use super::StoreError;
use super::terms::{cycle, off};
use contract::id::PaymentId;
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::payment::{Announced, Purpose, State};
use contract::settle::ChargeFailure;
use sqlx::{FromRow, PgConnection, SqliteConnection};
use std::future::Future;

/// A payment as it is stored.
#[derive(Debug, Clone)]
pub struct StoredPayment {
    /// Its organization.
    pub organization: i64,
    /// Its id.
    pub id: PaymentId,
    /// The account that it is for.
    pub account: i64,
    /// What it is for.
    pub purpose: Purpose,
    /// Through which channel.
    pub channel: Channel,
    /// How much.
    pub money: Money,
    /// Where it stands.
    pub state: State,
    /// What was asked under its key.
    pub input: String,
    /// The linked method that is charged.
    pub method: Option<i64>,
    /// What people call it.
    pub method_name: Option<String>,
    /// Who began it, if a person did.
    pub created_by: Option<i64>,
    /// The language of the channel's page.
    pub locale: String,
    /// When it was begun, in microseconds.
    pub created_at: i64,
    /// When it was sent first.
    pub sent_at: Option<i64>,
    /// When it is given up if the customer does nothing.
    pub expires_at: i64,
    /// How often it was asked for.
    pub polls: i64,
    /// What arrived of it by bank transfers, in all.
    pub arrived: Money,
}

/// Something that was heard of a payment.
#[derive(Debug, Clone)]
pub struct Heard<'a> {
    /// When, in microseconds.
    pub at: i64,
    /// From whom.
    pub source: &'a str,
    /// What, as JSON.
    pub event: &'a str,
    /// What came of it.
    pub outcome: &'a str,
}

/// The columns of a payment, in the order of [`Row`].
macro_rules! columns {
    () => {
        "organization_id, id, account_id, purpose, cycle, crossing, attempt, channel, amount, currency, state, \
         input, method_id, method, created_by, locale, created_at, sent_at, expires_at, polls, arrived"
    };
}
pub(super) use columns;

#[derive(FromRow)]
pub(super) struct Row {
    organization_id: i64,
    pub(super) id: i64,
    account_id: i64,
    purpose: String,
    cycle: Option<i64>,
    crossing: Option<i64>,
    attempt: Option<i64>,
    channel: String,
    amount: i64,
    currency: String,
    state: String,
    input: String,
    method_id: Option<i64>,
    method: Option<String>,
    created_by: Option<i64>,
    locale: String,
    created_at: i64,
    sent_at: Option<i64>,
    expires_at: i64,
    polls: i64,
    arrived: i64,
}

impl TryFrom<Row> for StoredPayment {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let count = |number: Option<i64>| {
            number.and_then(|number| u32::try_from(number).ok()).ok_or_else(|| off("a charge"))
        };
        let purpose = match row.purpose.as_str() {
            "top_up" => Purpose::TopUp,
            "check" => Purpose::Check,
            "charge" => Purpose::Charge {
                cycle: cycle(row.cycle.unwrap_or_default())?,
                crossing: count(row.crossing)?,
                attempt: count(row.attempt)?,
            },
            _ => return Err(off("the purpose of a payment")),
        };
        let currency: Currency = row.currency.parse().map_err(|_| off("the currency of a payment"))?;
        Ok(Self {
            organization: row.organization_id,
            id: PaymentId::new(row.id),
            account: row.account_id,
            purpose,
            channel: Channel::parse(&row.channel).ok_or_else(|| off("the channel of a payment"))?,
            money: Money::new(row.amount, currency),
            state: serde_json::from_str(&row.state).map_err(|_| off("the state of a payment"))?,
            input: row.input,
            method: row.method_id,
            method_name: row.method,
            created_by: row.created_by,
            locale: row.locale,
            created_at: row.created_at,
            sent_at: row.sent_at,
            expires_at: row.expires_at,
            polls: row.polls,
            arrived: Money::new(row.arrived, currency),
        })
    }
}

impl From<&StoredPayment> for Announced {
    fn from(payment: &StoredPayment) -> Self {
        Self { id: payment.id, money: payment.money, arrived: payment.arrived }
    }
}

/// A transaction that moves payments on.
pub trait WritePayments {
    /// Takes hold of a payment until the transaction ends; none when the organization has no such payment.
    fn hold_payment(
        &mut self,
        organization: i64,
        id: PaymentId,
    ) -> impl Future<Output = Result<Option<StoredPayment>, StoreError>> + Send;

    /// Puts a payment that is held into a state. `sent_at` is kept once it is there.
    fn put_payment(
        &mut self,
        organization: i64,
        id: PaymentId,
        state: &State,
        sent_at: Option<i64>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Payments of an account by bank transfer that are waited for, oldest first.
    fn open_transfers(
        &mut self,
        organization: i64,
        account: i64,
    ) -> impl Future<Output = Result<Vec<StoredPayment>, StoreError>> + Send;

    /// What has arrived of a payment that is held by bank transfers, in all.
    fn put_arrived(
        &mut self,
        organization: i64,
        id: PaymentId,
        arrived: Money,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Keeps what was heard of a payment that is held.
    fn add_heard(
        &mut self,
        organization: i64,
        id: PaymentId,
        heard: &Heard<'_>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What came of an attempt at a charge: paid, or failed with a reason on a day and perhaps tried again on another.
    fn put_charge(
        &mut self,
        organization: i64,
        account: i64,
        charge: &ChargeEnd,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// How many attempts at a charge failed so far, the day of the first, and whether one is under way; none when it is
    /// neither due nor sent. Whoever else wants to know waits until this transaction ends.
    fn charge_failures(
        &mut self,
        organization: i64,
        account: i64,
        place: (i64, i64),
    ) -> impl Future<Output = Result<Option<Failures>, StoreError>> + Send;
}

/// How often an attempt at a charge has failed.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Failures {
    /// Attempts that failed so far.
    pub failed_attempts: i64,
    /// The day of the first one.
    pub first_failed: Option<String>,
    /// Whether one is under way.
    pub sent: bool,
}

/// What came of an attempt at a charge.
#[derive(Debug, Clone, Default)]
pub struct ChargeEnd {
    /// Its cycle as it is stored, and its place in it.
    pub place: (i64, i64),
    /// `due`, `paid` or `failed`.
    pub state: &'static str,
    /// How many attempts failed.
    pub failed_attempts: i64,
    /// The day of the first that failed.
    pub first_failed: Option<String>,
    /// The day of the last one.
    pub last_failed: Option<String>,
    /// The day of the next attempt.
    pub retry_on: Option<String>,
    /// Why the last one failed.
    pub reason: Option<ChargeFailure>,
    /// The method that it failed with, where that is not kept yet.
    pub method: Option<String>,
}

const HOLD: &str =
    concat!("UPDATE payment SET polls = polls WHERE organization_id = $1 AND id = $2 RETURNING ", columns!());

/// One by which money was taken after all is asked for again: that may be taken back.
const PUT: &str = "UPDATE payment SET state = $3, is_final = $4, sent_at = COALESCE(sent_at, $5), unbooked = $8, \
     poll_at = CASE WHEN $6 AND poll_at = $7 THEN created_at ELSE poll_at END \
     WHERE organization_id = $1 AND id = $2";

const OPEN_TRANSFERS: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM payment WHERE organization_id = $1 AND account_id = $2 AND channel = 'bank_transfer' AND NOT is_final \
     ORDER BY id"
);

const PUT_ARRIVED: &str = "UPDATE payment SET arrived = $3 WHERE organization_id = $1 AND id = $2";

/// What was heard last, and is only said again, is not kept twice.
const ADD_HEARD: &str = "INSERT INTO payment_event (organization_id, payment_id, place, at, source, event, outcome) \
     SELECT $1, $2, last.place + 1, $3, $4, $5, $6 FROM (SELECT COALESCE(MAX(place), 0) AS place FROM payment_event \
     WHERE organization_id = $1 AND payment_id = $2) last WHERE NOT EXISTS (SELECT 1 FROM payment_event e \
     WHERE e.organization_id = $1 AND e.payment_id = $2 AND e.place = last.place AND e.event = $5 AND e.outcome = $6)";

const PUT_CHARGE: &str = "UPDATE charge SET state = $5, failed_attempts = $6, first_failed = $7, retry_on = $8, \
     reason = $9, method = COALESCE($10, method), last_failed = $11 WHERE organization_id = $1 AND account_id = $2 AND cycle = $3 AND crossing = $4";

const FAILURES: &str = "UPDATE charge SET failed_attempts = failed_attempts WHERE organization_id = $1 \
     AND account_id = $2 AND cycle = $3 AND crossing = $4 AND state IN ('due', 'sent') \
     RETURNING failed_attempts, first_failed, state = 'sent' AS sent";

macro_rules! write_payments {
    ($connection:ty) => {
        impl WritePayments for $connection {
            async fn hold_payment(
                &mut self,
                organization: i64,
                id: PaymentId,
            ) -> Result<Option<StoredPayment>, StoreError> {
                let held = sqlx::query_as::<_, Row>(HOLD).bind(organization).bind(id.number());
                held.fetch_optional(&mut *self).await?.map(TryInto::try_into).transpose()
            }

            async fn put_payment(
                &mut self,
                organization: i64,
                id: PaymentId,
                state: &State,
                sent_at: Option<i64>,
            ) -> Result<(), StoreError> {
                let json =
                    serde_json::to_string(state).map_err(|error| StoreError::Corrupt(error.to_string()))?;
                let unbooked = state.left_unbooked().map_or(0, Money::minor);
                let put = sqlx::query(PUT).bind(organization).bind(id.number()).bind(json);
                let put = put.bind(state.is_final()).bind(sent_at).bind(state.is_paid() || unbooked > 0);
                put.bind(i64::MAX).bind(unbooked).execute(&mut *self).await?;
                Ok(())
            }

            async fn open_transfers(
                &mut self,
                organization: i64,
                account: i64,
            ) -> Result<Vec<StoredPayment>, StoreError> {
                let open = sqlx::query_as::<_, Row>(OPEN_TRANSFERS).bind(organization).bind(account);
                open.fetch_all(&mut *self).await?.into_iter().map(TryInto::try_into).collect()
            }

            async fn put_arrived(
                &mut self,
                organization: i64,
                id: PaymentId,
                arrived: Money,
            ) -> Result<(), StoreError> {
                let put = sqlx::query(PUT_ARRIVED).bind(organization).bind(id.number());
                put.bind(arrived.minor()).execute(&mut *self).await?;
                Ok(())
            }

            async fn add_heard(
                &mut self,
                organization: i64,
                id: PaymentId,
                heard: &Heard<'_>,
            ) -> Result<(), StoreError> {
                let add = sqlx::query(ADD_HEARD).bind(organization).bind(id.number()).bind(heard.at);
                let add = add.bind(heard.source).bind(heard.event).bind(heard.outcome);
                add.execute(&mut *self).await?;
                Ok(())
            }

            async fn put_charge(
                &mut self,
                organization: i64,
                account: i64,
                charge: &ChargeEnd,
            ) -> Result<(), StoreError> {
                let put = sqlx::query(PUT_CHARGE).bind(organization).bind(account).bind(charge.place.0);
                let put = put.bind(charge.place.1).bind(charge.state).bind(charge.failed_attempts);
                let put = put
                    .bind(&charge.first_failed)
                    .bind(&charge.retry_on)
                    .bind(charge.reason.map(ChargeFailure::name))
                    .bind(&charge.method)
                    .bind(&charge.last_failed);
                put.execute(&mut *self).await?;
                Ok(())
            }

            async fn charge_failures(
                &mut self,
                organization: i64,
                account: i64,
                place: (i64, i64),
            ) -> Result<Option<Failures>, StoreError> {
                let found = sqlx::query_as(FAILURES).bind(organization).bind(account);
                Ok(found.bind(place.0).bind(place.1).fetch_optional(&mut *self).await?)
            }
        }
    };
}

write_payments!(SqliteConnection);
write_payments!(PgConnection);
