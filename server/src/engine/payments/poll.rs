//! Payments that are not final are asked for, less and less often, until they are (P3); those whose time has run out are
//! given up at the channel first.

use super::super::{Engine, Failure};
use super::Asked;
use crate::clock::micros;
use crate::store::payments;
use crate::store::payments_write::StoredPayment;
use contract::payment::{Event, State};
use futures_util::{StreamExt, stream};
use std::time::Duration;

/// How soon a payment is asked for again, the first time.
const SOON: Duration = Duration::from_secs(3);
/// The longest that it is left alone.
const AT_MOST: Duration = Duration::from_secs(5 * 60);

/// How many payments are asked for at once: a channel may take its time with each.
const AT_ONCE: usize = 8;

/// How long a payment is left alone after it was asked for so many times.
pub(in crate::engine) fn pause(polls: i64) -> i64 {
    let doublings = u32::try_from(polls.clamp(0, 16)).unwrap_or(16);
    micros(SOON).saturating_mul(1_i64 << doublings).min(micros(AT_MOST))
}

impl Engine {
    /// Asks for every payment whose turn it is. What fails with one holds up no other.
    pub async fn ask_for_payments(&self) -> Result<Asked, Failure> {
        let mut asked = Asked::default();
        if self.till.channels.offers().is_empty() {
            return Ok(asked);
        }
        let claimed = stream::iter(payments::claim(&self.db, self.clock.now(), pause).await?);
        let mut answers = claimed
            .map(|payment| async move { (payment.id, self.ask_for(payment).await) })
            .buffer_unordered(AT_ONCE);
        while let Some((id, answer)) = answers.next().await {
            asked.asked += 1;
            match answer {
                Ok(after) => asked.ended += u64::from(after.is_some_and(|after| after.state.is_final())),
                Err(error) => tracing::warn!(payment = %id, %error, "a payment was not asked for"),
            }
        }
        Ok(asked)
    }

    async fn ask_for(&self, payment: StoredPayment) -> Result<Option<StoredPayment>, Failure> {
        let Some(channel) = self.till.channels.of(payment.channel).cloned() else { return Ok(None) };
        let over = self.clock.now() >= payment.expires_at;
        // What the channel works on is waited for, however long it takes.
        if over && payment.state != State::Processing {
            let event = channel.expire(payment.id).await?;
            return self.hear(payment.id, event, "poll").await;
        }
        match channel.result(payment.id).await? {
            Some(event) => self.hear(payment.id, event, "poll").await,
            None if over => self.hear(payment.id, Event::Expire, "poll").await,
            None => self.send(payment).await.map(Some),
        }
    }

    /// When the next payment's turn is.
    pub async fn next_payment_turn(&self) -> Result<Option<Duration>, Failure> {
        let next = payments::next_poll(&self.db).await?;
        let wait = next.map(|next| next.saturating_sub(self.clock.now()).max(0));
        Ok(wait.map(|wait| Duration::from_micros(wait.unsigned_abs())))
    }
}
