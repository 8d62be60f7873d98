//! Money on its way back: sent under its own id, told by the channel or asked for, and ended once (item 8).
//!
//! That it was given back is believed only when the channel says so in a signed message, or when it is asked. What it
//! refuses was not done: that is cash again.

use super::write::{Act, Actor, Command, NotDone, Refusal};
use super::{Engine, Failure};
use crate::channel::ChannelError;
use crate::channel::wire::{Refund, RefundOf, Refunding};
use crate::clock::micros;
use crate::store::refunds::{self, StoredRefund};
use contract::api::ProblemCode;
use contract::payment::{RefundEvent, RefundFailure};
use std::time::Duration;

/// How soon a refund is asked for again, the first time.
const SOON: Duration = Duration::from_secs(3);
/// The longest that it is left alone.
const AT_MOST: Duration = Duration::from_secs(60 * 60);

/// How long money on its way back is left alone after it was asked for so many times.
pub(super) fn pause(polls: i64) -> i64 {
    let doublings = u32::try_from(polls.clamp(0, 16)).unwrap_or(16);
    micros(SOON).saturating_mul(1_i64 << doublings).min(micros(AT_MOST))
}

impl Engine {
    /// Sends what is to go back, and asks for what was sent. What fails with one holds up no other. Gives how many ended.
    pub async fn run_refunds(&self) -> Result<u64, Failure> {
        let mut ended = 0;
        if self.till.channels.offers().is_empty() {
            return Ok(ended);
        }
        for refund in refunds::claim(&self.db, self.clock.now(), pause).await? {
            match self.move_refund(&refund).await {
                Ok(event) => ended += u64::from(event != RefundEvent::Process),
                Err(error) => tracing::warn!(refund = %refund.id, %error, "a refund was not moved on"),
            }
        }
        Ok(ended)
    }

    async fn move_refund(&self, refund: &StoredRefund) -> Result<RefundEvent, Failure> {
        let Some(channel) = self.till.channels.of(refund.channel).cloned() else {
            return Ok(RefundEvent::Process);
        };
        let key = refund.id.to_string();
        let event = match channel.refunding(&key).await? {
            Some(event) => event,
            None => {
                let of = RefundOf::Payment { payment: refund.payment };
                match channel.refund(&Refund { of, money: refund.money, key }).await {
                    Err(ChannelError::Refused(why)) => {
                        tracing::warn!(refund = %refund.id, why, "the channel refuses a refund");
                        RefundEvent::Fail { reason: RefundFailure::Refused }
                    }
                    // What it answers to a request is never that money moved.
                    done => done.map(|_| RefundEvent::Process)?,
                }
            }
        };
        self.end_refund(refund, event).await?;
        Ok(event)
    }

    /// Takes what a channel says of money on its way back; whether it is known here.
    pub(super) async fn hear_refund(&self, told: &Refunding) -> Result<bool, Failure> {
        let payment = match &told.of {
            RefundOf::Payment { payment } => *payment,
            RefundOf::Arrival { arrival } => return self.hear_return(arrival, &told.key, told.refund).await,
        };
        let Ok(id) = told.key.parse() else { return Ok(false) };
        let known = refunds::one(&self.db, refunds::organization_of(id), id).await?;
        let Some(refund) = known.filter(|refund| refund.payment == payment) else { return Ok(false) };
        self.end_refund(&refund, told.refund).await?;
        Ok(true)
    }

    /// Books how it ended, once: the first final word counts, what contradicts it is only logged.
    async fn end_refund(&self, refund: &StoredRefund, event: RefundEvent) -> Result<(), Failure> {
        if event == RefundEvent::Process {
            return Ok(());
        }
        let StoredRefund { organization, account, id, payment, channel, money, .. } = *refund;
        let act = Act::EndRefund { refund: id, payment, channel, money, event };
        let key = format!("refund/{id}");
        match self.door.write(Command { organization, account, actor: Actor::Job("refund"), key, act }).await
        {
            Ok(_) if matches!(event, RefundEvent::Fail { .. }) => {
                self.look_again(organization, payment).await
            }
            Ok(_) => Ok(()),
            Err(NotDone::Refused(Refusal::KeyReused | Refusal::NotInThisState)) => {
                tracing::error!(refund = %id, ?event, "the channel contradicts itself");
                Ok(())
            }
            Err(NotDone::Refused(refusal)) => Err(Failure::Internal(format!("{id}: {refusal}"))),
            Err(error) => {
                tracing::error!(refund = %id, %error, "a refund was not booked; it is tried again");
                Err(Failure::Refused(ProblemCode::Unavailable))
            }
        }
    }
}
