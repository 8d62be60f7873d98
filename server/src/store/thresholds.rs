//! Thresholds of automatic charges (A4): what is agreed with an account, and what may be agreed, inside the transaction of
//! whoever calls.
//!
//! It decides nothing. The row of the platform's account stands for every account that has none of its own.

use super::{Db, StoreError, reading};
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::threshold::ThresholdRange;
use sqlx::{PgConnection, SqliteConnection};
use std::future::Future;

/// A transaction on thresholds.
pub trait Thresholds {
    /// What is agreed with the account for a channel; none: the standard of the range.
    fn threshold(
        &mut self,
        account: (i64, i64),
        channel: Channel,
        currency: Currency,
    ) -> impl Future<Output = Result<Option<Money>, StoreError>> + Send;

    /// What may be agreed; none where no threshold can be set.
    fn threshold_range(
        &mut self,
        channel: Channel,
        currency: Currency,
    ) -> impl Future<Output = Result<Option<ThresholdRange>, StoreError>> + Send;

    /// Agrees on a threshold (the standard) and what it may be; for the platform's account: what may be agreed with all.
    fn put_threshold(
        &mut self,
        account: (i64, i64),
        channel: Channel,
        range: ThresholdRange,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

const THRESHOLD: &str = "SELECT amount, least, most FROM charge_threshold \
     WHERE organization_id = $1 AND account_id = $2 AND channel = $3 AND currency = $4";

const PUT_THRESHOLD: &str = "INSERT INTO charge_threshold (organization_id, account_id, channel, currency, amount, least, most) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organization_id, account_id, channel, currency) \
     DO UPDATE SET amount = excluded.amount, least = excluded.least, most = excluded.most";

macro_rules! thresholds {
    ($connection:ty) => {
        impl Thresholds for $connection {
            async fn threshold(
                &mut self,
                (organization, account): (i64, i64),
                channel: Channel,
                currency: Currency,
            ) -> Result<Option<Money>, StoreError> {
                let found = sqlx::query_as(THRESHOLD).bind(organization).bind(account).bind(channel.name());
                let found: Option<(i64, i64, i64)> =
                    found.bind(currency.code()).fetch_optional(&mut *self).await?;
                Ok(found.map(|(amount, ..)| Money::new(amount, currency)))
            }

            async fn threshold_range(
                &mut self,
                channel: Channel,
                currency: Currency,
            ) -> Result<Option<ThresholdRange>, StoreError> {
                let found = sqlx::query_as(THRESHOLD).bind(0_i64).bind(0_i64).bind(channel.name());
                let found: Option<(i64, i64, i64)> =
                    found.bind(currency.code()).fetch_optional(&mut *self).await?;
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
            ) -> Result<(), StoreError> {
                sqlx::query(PUT_THRESHOLD)
                    .bind(organization)
                    .bind(account)
                    .bind(channel.name())
                    .bind(range.least.currency().code())
                    .bind(range.standard.minor())
                    .bind(range.least.minor())
                    .bind(range.most.minor())
                    .execute(&mut *self)
                    .await?;
                Ok(())
            }
        }
    };
}

thresholds!(SqliteConnection);
thresholds!(PgConnection);

/// What holds for an account's channel, and what may be agreed; none where no threshold can be set.
pub async fn of(
    db: &Db,
    account: (i64, i64),
    channel: Channel,
    currency: Currency,
) -> Result<Option<(Money, ThresholdRange)>, StoreError> {
    reading!(db, |connection| {
        let Some(range) = connection.threshold_range(channel, currency).await? else { return Ok(None) };
        let agreed = connection.threshold(account, channel, currency).await?;
        Ok(Some((agreed.unwrap_or(range.standard), range)))
    })
}
