//! What is heard of a payment, from whomever: the contract says what follows, and money goes through the door.

use super::super::charges::failed_end;
use super::super::write::{Act, Actor, Command, NotDone};
use super::super::{Engine, Failure};
use crate::channel::wire::{Notice, RefundOf, Refunding};
use crate::store::payments::{self, organization_of};
use crate::store::payments_write::{Heard, StoredPayment, WritePayments};
use crate::store::{StoreError, payment_methods, writing};
use chrono::NaiveDate;
use contract::api::ProblemCode;
use contract::id::{PaymentId, UserId};
use contract::ledger::Channel;
use contract::money::Money;
use contract::payment::{Credited, Event, Purpose, State, credited};
use contract::settle::ChargeFailure;

impl Engine {
    /// Takes a message of a channel that was found to be genuine; whether it speaks of something that is known here, and
    /// that is the channel's own. When it says so, what follows is in the database.
    pub async fn take_notice(&self, offers: &[Channel], notice: Notice) -> Result<bool, Failure> {
        if !self.is_theirs(offers, &notice).await? {
            return Ok(false);
        }
        match notice {
            Notice::Payment(standing) => {
                Ok(self.hear(standing.payment, standing.event, "webhook").await?.is_some())
            }
            Notice::Linked(linked) => self.method_linked(linked).await,
            Notice::Arrived(arrived) => {
                self.take_arrival(arrived).await?;
                Ok(true)
            }
            Notice::Refund(told) => self.hear_refund(&told).await,
        }
    }

    /// Whether what a message speaks of came by what its channel offers: none speaks for another one.
    async fn is_theirs(&self, offers: &[Channel], notice: &Notice) -> Result<bool, Failure> {
        let payment = match notice {
            Notice::Payment(standing) => standing.payment,
            Notice::Refund(Refunding { of: RefundOf::Payment { payment }, .. }) => *payment,
            Notice::Linked(linked) => return Ok(offers.contains(&linked.kind.channel())),
            Notice::Arrived(_) | Notice::Refund(_) => return Ok(offers.contains(&Channel::BankTransfer)),
        };
        let known = payments::one(&self.db, organization_of(payment), payment).await?;
        Ok(known.is_some_and(|payment| offers.contains(&payment.channel)))
    }

    /// Something was heard of a payment; gives it as it stands afterwards, none when there is no such payment. What
    /// contradicts its state is kept beside it and changes nothing.
    pub(in crate::engine) async fn hear(
        &self,
        id: PaymentId,
        event: Event,
        source: &str,
    ) -> Result<Option<StoredPayment>, Failure> {
        let organization = organization_of(id);
        let Some(before) = payments::one(&self.db, organization, id).await? else { return Ok(None) };
        let is_money = credited(before.purpose, false) != Credited::Nothing;
        if let Event::Refund { paid, refunded } = event
            && is_money
            // What a transfer brought is what arrived, whatever was announced.
            && (before.channel == Channel::BankTransfer || before.state.is_paid() || paid == before.money)
        {
            if paid != before.money {
                tracing::warn!(payment = %id, asked = %before.money, %paid, "the channel speaks of another amount");
            }
            return self.hear_given_back(before, refunded).await.map(Some);
        }
        let paid = match &event {
            Event::Succeed { paid } => Some(*paid),
            _ => None,
        };
        let brings_money = paid.is_some() && is_money;
        if brings_money && before.channel == Channel::BankTransfer {
            // What a transfer brings is what arrived, and is booked as such.
            return Ok(Some(before));
        }
        if brings_money && !before.state.is_paid() && paid == Some(before.money) {
            self.receive(&before).await?;
        } else {
            self.note(&before, &event, source).await?;
        }
        let after = payments::one(&self.db, organization, id).await?;
        if let Some(after) = &after {
            self.follow_up(after, &event).await;
        }
        Ok(after)
    }

    /// The channel has given so much of a payment back in all. What was given back was paid, also when that was never heard;
    /// not so of another amount: that was never here.
    async fn hear_given_back(
        &self,
        before: StoredPayment,
        refunded: Money,
    ) -> Result<StoredPayment, Failure> {
        let (organization, id) = (before.organization, before.id);
        if refunded.minor() > before.money.minor() {
            tracing::error!(payment = %id, %refunded, "the channel gives back more than was paid");
            return Ok(before);
        }
        if !before.state.is_paid() && before.channel != Channel::BankTransfer {
            self.receive(&before).await?;
        }
        self.take_back(&before, refunded).await?;
        let after = payments::one(&self.db, organization, id).await?;
        Ok(after.unwrap_or(before))
    }

    /// Books the money of a payment, once.
    async fn receive(&self, payment: &StoredPayment) -> Result<(), Failure> {
        let actor = payment.created_by.map_or(Actor::Job("charge"), |user| Actor::User(UserId::new(user)));
        let cycle = match payment.purpose {
            Purpose::Charge { cycle, .. } => Some(cycle),
            Purpose::TopUp | Purpose::Check => None,
        };
        let command = Command {
            organization: payment.organization,
            account: payment.account,
            actor,
            key: format!("payment/{}", payment.id),
            act: Act::Receive { payment: payment.id, channel: payment.channel, money: payment.money, cycle },
        };
        match self.door.write(command).await {
            Ok(_) => Ok(()),
            Err(NotDone::Refused(refusal)) => Err(Failure::Internal(format!("{}: {refusal}", payment.id))),
            Err(error) => {
                tracing::error!(payment = %payment.id, %error, "a payment was not booked; it is tried again");
                Err(Failure::Refused(ProblemCode::Unavailable))
            }
        }
    }

    /// Keeps what was heard, and the state that follows.
    pub(in crate::engine) async fn note(
        &self,
        before: &StoredPayment,
        event: &Event,
        source: &str,
    ) -> Result<(), Failure> {
        let (organization, id, at) = (before.organization, before.id, self.clock.now());
        let (now, today) = (self.clock.now_utc(), self.today());
        let text = serde_json::to_string(event).map_err(|error| Failure::Internal(error.to_string()))?;
        let done: Result<(), StoreError> = writing!(&self.db, |tx| {
            let Some(held) = (*tx).hold_payment(organization, id).await? else { return Ok(()) };
            let heard = |outcome| Heard { at, source, event: &text, outcome };
            let asked = held.purpose.takes(held.money);
            match held.state.clone().after(event.clone(), asked, now) {
                Ok(next) if next == held.state => {}
                Ok(next) => {
                    if let (State::OtherAmount { paid, .. }, Event::Succeed { .. }) = (&next, event) {
                        tracing::error!(payment = %id, %asked, %paid, "another amount was taken: it is not booked");
                    }
                    let sent_at = (*event == Event::Submit).then_some(at);
                    (*tx).put_payment(organization, id, &next, sent_at).await?;
                    (*tx).add_heard(organization, id, &heard("applied")).await?;
                    end_charge(&mut *tx, &held, &next, today).await?;
                }
                Err(refused) => {
                    tracing::warn!(payment = %id, state = held.state.name(), %refused, "a channel contradicts itself");
                    (*tx).add_heard(organization, id, &heard(&refused.to_string())).await?;
                }
            }
            Ok::<_, StoreError>(())
        });
        Ok(done?)
    }

    /// What a state calls for at the channel. If that fails it is done when the payment is asked for next.
    async fn follow_up(&self, payment: &StoredPayment, event: &Event) {
        let Some(channel) = self.till.channels.of(payment.channel) else { return };
        // Whatever else was heard before: what is held ready has to be taken, or let go.
        let authorized = *event == Event::Authorize && !payment.state.is_final();
        let unwanted = *event == Event::Authorize && payment.state.is_final() && !payment.state.is_paid();
        let done = match payment.purpose {
            Purpose::Check if authorized => self.checked(payment).await,
            Purpose::Charge { .. } if authorized => self.take_charge(payment).await,
            _ if authorized => channel.capture(payment.id).await.map_err(Failure::from),
            _ if unwanted => channel.expire(payment.id).await.map(drop).map_err(Failure::from),
            _ => Ok(()),
        };
        if let Err(error) = done {
            tracing::warn!(payment = %payment.id, %error, "a payment was not moved on; it is tried again");
        }
    }

    /// A check is passed: the method can be charged, and what was held ready for it is let go (A4).
    async fn checked(&self, payment: &StoredPayment) -> Result<(), Failure> {
        if let Some(method) = payment.method {
            payment_methods::checked(&self.db, payment.organization, method, self.clock.now()).await?;
        }
        if let Some(channel) = self.till.channels.of(payment.channel) {
            channel.expire(payment.id).await?;
        }
        self.note(payment, &Event::Cancel, "job").await
    }
}

/// An attempt at a charge came to nothing: when it is tried again, or that it is not any more.
async fn end_charge<C: WritePayments>(
    tx: &mut C,
    held: &StoredPayment,
    next: &State,
    today: NaiveDate,
) -> Result<(), StoreError> {
    let Purpose::Charge { cycle, crossing, .. } = held.purpose else { return Ok(()) };
    let Some(reason) = ChargeFailure::of(next) else { return Ok(()) };
    let place = (i64::from(cycle.index()), i64::from(crossing));
    let Some(known) = tx.charge_failures(held.organization, held.account, place).await? else {
        return Ok(());
    };
    let end = failed_end(place, known, today, reason);
    tx.put_charge(held.organization, held.account, &end).await
}
