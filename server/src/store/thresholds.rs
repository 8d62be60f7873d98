//! Thresholds of automatic charges (A4): what is agreed with an account, and what may be agreed, inside the transaction of
//! whoever calls.
//!
//! It decides nothing. The row of the platform's account stands for every account that has none of its own.

use super::terms::date;
use super::{Db, StoreError, reading};
use chrono::NaiveDate;
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::threshold::ThresholdRange;
use sqlx::{PgConnection, SqliteConnection};
use std::future::Future;

/// A transaction on thresholds.
pub trait Thresholds {
    /// What is agreed with the account for a channel on a day; none: the standard of the range.
    fn threshold(
        &mut self,
        account: (i64, i64),
        channel: Channel,
        currency: Currency,
        on: NaiveDate,
    ) -> impl Future<Output = Result<Option<Money>, StoreError>> + Send;

    /// What may be agreed for a day; none where no threshold can be set.
    fn threshold_range(
        &mut self,
        channel: Channel,
        currency: Currency,
        on: NaiveDate,
    ) -> impl Future<Output = Result<Option<ThresholdRange>, StoreError>> + Send;

    /// Agrees on a threshold (the standard) and what it may be, from a day on; for the platform's account: what may be
    /// agreed with all.
    fn put_threshold(
        &mut self,
        account: (i64, i64),
        channel: Channel,
        range: ThresholdRange,
        from: NaiveDate,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

const THRESHOLD: &str = "SELECT amount, least, most FROM charge_threshold \
     WHERE organization_id = $1 AND account_id = $2 AND channel = $3 AND currency = $4 AND valid_from <= $5 \
     ORDER BY valid_from DESC LIMIT 1";

const PUT_THRESHOLD: &str = "INSERT INTO charge_threshold (organization_id, account_id, channel, currency, valid_from, \
     amount, least, most) VALUES ($1, $2, $3, $4, $8, $5, $6, $7) \
     ON CONFLICT (organization_id, account_id, channel, currency, valid_from) \
     DO UPDATE SET amount = excluded.amount, least = excluded.least, most = excluded.most";

macro_rules! thresholds {
    ($connection:ty) => {
        impl Thresholds for $connection {
            async fn threshold(
                &mut self,
                (organization, account): (i64, i64),
                channel: Channel,
                currency: Currency,
                on: NaiveDate,
            ) -> Result<Option<Money>, StoreError> {
                let found = sqlx::query_as(THRESHOLD).bind(organization).bind(account).bind(channel.name());
                let found: Option<(i64, i64, i64)> =
                    found.bind(currency.code()).bind(on.to_string()).fetch_optional(&mut *self).await?;
                Ok(found.map(|(amount, ..)| Money::new(amount, currency)))
            }

            async fn threshold_range(
                &mut self,
                channel: Channel,
                currency: Currency,
                on: NaiveDate,
            ) -> Result<Option<ThresholdRange>, StoreError> {
                let found = sqlx::query_as(THRESHOLD).bind(0_i64).bind(0_i64).bind(channel.name());
                let found: Option<(i64, i64, i64)> =
                    found.bind(currency.code()).bind(on.to_string()).fetch_optional(&mut *self).await?;
                let money = |minor: i64| Money::new(minor, currency);
                Ok(found.map(|(standard, least, most)| ThresholdRange {
                    least: money(least),
                    most: money(most),
                    standard: money(standard),
                }))
            }

            async fn put_threshold(
                &mut self,
                (organization, account): (i64, i64),
                channel: Channel,
                range: ThresholdRange,
                from: NaiveDate,
            ) -> Result<(), StoreError> {
                sqlx::query(PUT_THRESHOLD)
                    .bind(organization)
                    .bind(account)
                    .bind(channel.name())
                    .bind(range.least.currency().code())
                    .bind(range.standard.minor())
                    .bind(range.least.minor())
                    .bind(range.most.minor())
                    .bind(from.to_string())
                    .execute(&mut *self)
                    .await?;
                Ok(())
            }
        }
    };
}

thresholds!(SqliteConnection);
thresholds!(PgConnection);

/// The threshold of a channel: what holds on a day, what may be agreed then, and what is agreed for days to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// What holds.
    pub money: Money,
    /// What may be agreed.
    pub range: ThresholdRange,
    /// What is to come, by day.
    pub next: Vec<(NaiveDate, Money)>,
}

const NEXT: &str = "SELECT valid_from, amount FROM charge_threshold WHERE organization_id = $1 AND account_id = $2 \
     AND channel = $3 AND currency = $4 AND valid_from > $5 ORDER BY valid_from";

/// What holds for an account's channel on a day; none where no threshold can be set.
pub async fn of(
    db: &Db,
    account: (i64, i64),
    channel: Channel,
    currency: Currency,
    on: NaiveDate,
) -> Result<Option<Agreed>, StoreError> {
    reading!(db, |connection| {
        let Some(range) = connection.threshold_range(channel, currency, on).await? else { return Ok(None) };
        let agreed = connection.threshold(account, channel, currency, on).await?;
        let next = sqlx::query_as(NEXT).bind(account.0).bind(account.1).bind(channel.name());
        let next: Vec<(String, i64)> =
            next.bind(currency.code()).bind(on.to_string()).fetch_all(&mut *connection).await?;
        let read = |(from, minor): (String, i64)| Ok((date(&from)?, Money::new(minor, currency)));
        let next: Result<Vec<_>, StoreError> = next.into_iter().map(read).collect();
        Ok(Some(Agreed { money: agreed.unwrap_or(range.standard), range, next: next? }))
    })
}
