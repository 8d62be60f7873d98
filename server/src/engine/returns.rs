//! Bank transfers on their way back to whoever sent them: sent under their own key, told by the channel or asked for, and
//! ended once (S13).

use super::refunds::pause;
use super::write::{Act, Actor, Command, NotDone, Refusal};
use super::{Engine, Failure};
use crate::channel::ChannelError;
use crate::channel::wire::{Refund, RefundOf};
use crate::store::arrivals::{self, Arrival};
use contract::api::ProblemCode;
use contract::ledger::Channel;
use contract::payment::{RefundEvent, RefundFailure};

/// Under which key a transfer goes back, for the how-manieth time.
fn key(arrival: &Arrival) -> String {
    format!("arrival/{}/{}", arrival.return_attempts, arrival.id)
}

impl Engine {
    /// Sends back what is to go back, and asks for what was sent. What fails with one holds up no other.
    pub async fn run_returns(&self) -> Result<u64, Failure> {
        let mut ended = 0;
        if self.till.channels.of(Channel::BankTransfer).is_none() {
            return Ok(ended);
        }
        for arrival in arrivals::claim(&self.db, self.clock.now(), pause).await? {
            match self.move_return(&arrival).await {
                Ok(event) => ended += u64::from(event != RefundEvent::Process),
                Err(error) => tracing::warn!(arrival = arrival.id, %error, "a transfer was not sent back"),
            }
        }
        Ok(ended)
    }

    async fn move_return(&self, arrival: &Arrival) -> Result<RefundEvent, Failure> {
        let Some(channel) = self.till.channels.of(Channel::BankTransfer).cloned() else {
            return Ok(RefundEvent::Process);
        };
        let key = key(arrival);
        let event = match channel.refunding(&key).await? {
            Some(event) => event,
            None => {
                let of = RefundOf::Arrival { arrival: arrival.id.clone() };
                match channel.refund(&Refund { of, money: arrival.money, key }).await {
                    Err(ChannelError::Refused(why)) => {
                        tracing::warn!(arrival = arrival.id, why, "the channel sends nothing back");
                        RefundEvent::Fail { reason: RefundFailure::Refused }
                    }
                    // What it answers to a request is never that money moved.
                    done => done.map(|_| RefundEvent::Process)?,
                }
            }
        };
        self.end_return(arrival, event).await?;
        Ok(event)
    }

    /// Takes what a channel says of a transfer on its way back; whether it is known here.
    pub(super) async fn hear_return(
        &self,
        id: &str,
        told: &str,
        event: RefundEvent,
    ) -> Result<bool, Failure> {
        let known = arrivals::one(&self.db, id).await?.filter(|arrival| key(arrival) == told);
        let Some(arrival) = known else { return Ok(false) };
        self.end_return(&arrival, event).await?;
        Ok(true)
    }

    async fn end_return(&self, arrival: &Arrival, event: RefundEvent) -> Result<(), Failure> {
        if event == RefundEvent::Process {
            return Ok(());
        }
        let platform = self.platform().await?;
        let (organization, account, attempt) = (platform.organization, platform.id, arrival.return_attempts);
        let act = Act::EndReturn { arrival: arrival.id.clone(), attempt, money: arrival.money, event };
        let (actor, key) = (Actor::Job("refund"), key(arrival));
        match self.door.write(Command { organization, account, actor, key, act }).await {
            Ok(_) => Ok(()),
            Err(NotDone::Refused(Refusal::KeyReused | Refusal::NotInThisState)) => {
                tracing::error!(arrival = arrival.id, ?event, "the channel contradicts itself");
                Ok(())
            }
            Err(NotDone::Refused(refusal)) => Err(Failure::Internal(format!("{}: {refusal}", arrival.id))),
            Err(error) => {
                tracing::error!(arrival = arrival.id, %error, "it is tried again");
                Err(Failure::Refused(ProblemCode::Unavailable))
            }
        }
    }
}
