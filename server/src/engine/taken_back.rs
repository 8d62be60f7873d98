//! Money that a channel gave back without being asked: a chargeback, or a refund made there.
//!
//! A channel tells how much of a payment it has given back in all. What exceeds the refunds that were asked for here is
//! booked as taken back, once: what was booked counts from then on. As long as a refund that was asked for is on its way it
//! counts as well, so nothing is booked twice; should it fail, the channel is asked again.

use super::write::{Act, Actor, Command, NotDone, Refusal};
use super::{Engine, Failure};
use crate::clock::micros;
use crate::store::payments_write::StoredPayment;
use crate::store::{payments, refunds};
use contract::api::ProblemCode;
use contract::id::PaymentId;
use contract::money::Money;
use contract::payment::{Event, State, given_back, taken_back};
use futures_util::StreamExt;
use futures_util::stream;
use std::time::Duration;

/// How many payments are asked for at once.
const AT_ONCE: usize = 8;
/// Cardholders can take money back for months; so long what a message was lost of is asked for.
const ASKED_FOR: Duration = Duration::from_secs(180 * 24 * 60 * 60);
/// How long a payment is left alone at least, and at most.
const LEFT_ALONE: (Duration, Duration) = (Duration::from_secs(60 * 60), Duration::from_secs(24 * 60 * 60));

/// How long a payment of this age is left alone: as long as it is old, within bounds.
fn pause(age: i64) -> i64 {
    age.clamp(micros(LEFT_ALONE.0), micros(LEFT_ALONE.1))
}

impl Engine {
    /// Asks channels whether money of payments was taken back, in case the message was lost. What fails with one holds up no
    /// other. Gives for how many money was given back at all.
    pub async fn ask_for_taken_back(&self) -> Result<u64, Failure> {
        let mut given_back = 0;
        if self.till.channels.offers().is_empty() {
            return Ok(given_back);
        }
        let now = self.clock.now();
        let since = now.saturating_sub(micros(ASKED_FOR));
        let claimed = stream::iter(payments::claim_paid(&self.db, (now, since), pause).await?);
        let mut answers = claimed
            .map(|payment| async move { (payment.id, self.ask_whether_taken_back(payment).await) })
            .buffer_unordered(AT_ONCE);
        while let Some((id, asked)) = answers.next().await {
            match asked {
                Ok(one) => given_back += u64::from(one),
                Err(error) => tracing::warn!(payment = %id, %error, "not asked whether it was taken back"),
            }
        }
        Ok(given_back)
    }

    async fn ask_whether_taken_back(&self, payment: StoredPayment) -> Result<bool, Failure> {
        let Some(channel) = self.till.channels.of(payment.channel).cloned() else { return Ok(false) };
        let Some(event) = channel.result(payment.id).await? else { return Ok(false) };
        let goes_back = matches!(event, Event::Refund { .. });
        // Another amount may be put right.
        if goes_back || matches!(payment.state, State::OtherAmount { .. }) {
            self.hear(payment.id, event, "poll").await?;
        }
        Ok(goes_back)
    }

    /// So much of a payment was given back in all: books what nobody asked for.
    pub(super) async fn take_back(&self, payment: &StoredPayment, told: Money) -> Result<(), Failure> {
        let StoredPayment { organization, account, id, channel, .. } = *payment;
        let of_it = refunds::of_payments(&self.db, organization, (id, id)).await?;
        let known = of_it.iter().map(|refund| (refund.state, refund.money));
        let known = given_back(payment.money.currency(), known);
        let taken = known.and_then(|known| Ok((known, taken_back(told, known)?)));
        let (known, money) = match taken {
            Ok((known, Some(money))) => (known, money),
            Ok((_, None)) => return Ok(()),
            Err(error) => {
                tracing::error!(payment = %id, %told, %error, "the channel gives back what was never paid");
                return Ok(());
            }
        };
        let act = Act::TakeBack { payment: id, channel, money, told };
        let (actor, key) =
            (Actor::Job("refund"), format!("taken-back/{id}/{}/{}", known.minor(), told.minor()));
        match self.door.write(Command { organization, account, actor, key, act }).await {
            Ok(_) => {
                tracing::warn!(payment = %id, %money, "the channel took money back that nobody sent back");
                Ok(())
            }
            Err(NotDone::Refused(Refusal::Payment(why))) => {
                tracing::error!(payment = %id, %told, %why, "the channel gives back what was never paid");
                Ok(())
            }
            Err(error) => {
                tracing::error!(payment = %id, %error, "what was taken back is not booked; it is tried again");
                Err(Failure::Refused(ProblemCode::Unavailable))
            }
        }
    }

    /// A refund that was asked for did not arrive: what the channel has told meanwhile may be more than was thought.
    pub(super) async fn look_again(&self, organization: i64, id: PaymentId) -> Result<(), Failure> {
        let Some(payment) = payments::one(&self.db, organization, id).await? else { return Ok(()) };
        let Some(channel) = self.till.channels.of(payment.channel) else { return Ok(()) };
        match channel.result(id).await? {
            Some(Event::Refund { refunded, .. }) => self.take_back(&payment, refunded).await,
            _ => Ok(()),
        }
    }
}
