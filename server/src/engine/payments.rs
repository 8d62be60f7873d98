//! Payments: begun, sent, heard of, asked for, called off (P3, P7, S13).
//!
//! The intent and its key are kept before anything is sent. That money arrived is believed only when the channel says
//! so in a signed message, or when it is asked; then the door books it under the payment's id, which it does once.

mod begin;
mod hear;
mod poll;

pub(super) use begin::FIRST_POLL;
pub(super) use poll::pause;

use super::{Caller, Engine, Failure};
use crate::channel::{ChannelError, Channels};
use crate::store::accounts;
use crate::store::payments::{self, account};
use crate::store::payments_write::StoredPayment;
use crate::store::refunds::{self, StoredRefund};
use chrono::DateTime;
use contract::account::AccountName;
use contract::api::{Listing, PaymentChannels, ProblemCode};
use contract::bill_filter::LIMIT_DEFAULT;
use contract::id::PaymentId;
use contract::ledger::Channel;
use contract::payment::{Event, Payment, PaymentQuery, State, is_delayed};
use std::collections::BTreeMap;
use std::time::Duration;

/// Where money comes in, and on which terms.
#[derive(Debug, Clone)]
pub struct Till {
    /// The channels; none until some are set up.
    pub channels: Channels,
    /// Where customers come back to: `https://billing.example`.
    pub origin: String,
    /// How long a customer has at the channel's page.
    pub patience: Duration,
    /// How long a bank transfer may take to arrive.
    pub transfer_patience: Duration,
}

impl Default for Till {
    fn default() -> Self {
        Self {
            channels: Channels::default(),
            origin: String::new(),
            patience: Duration::from_secs(24 * 60 * 60),
            transfer_patience: Duration::from_secs(30 * 24 * 60 * 60),
        }
    }
}

/// What asking for payments came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// How many were asked for.
    pub asked: u64,
    /// How many of them came to their end.
    pub ended: u64,
}

impl From<ChannelError> for Failure {
    fn from(error: ChannelError) -> Self {
        tracing::warn!(%error, "a payment channel");
        Self::Refused(ProblemCode::ChannelUnavailable)
    }
}

impl Engine {
    /// What can be paid with.
    pub fn payment_channels(&self) -> PaymentChannels {
        PaymentChannels { channels: self.till.channels.offers() }
    }

    /// A payment of an account that the caller sees.
    pub async fn payment(&self, caller: &Caller, id: PaymentId) -> Result<Payment, Failure> {
        let stored = self.own_payment(caller, id).await?;
        self.shown(stored).await
    }

    pub(super) async fn own_payment(&self, caller: &Caller, id: PaymentId) -> Result<StoredPayment, Failure> {
        let found = payments::one(&self.db, caller.organization_id, id).await?;
        found.filter(|payment| caller.scope.holds(payment.account)).ok_or(Failure::NOT_FOUND)
    }

    /// Payments of the accounts that the caller sees, newest first.
    pub async fn payments(&self, caller: &Caller, query: PaymentQuery) -> Result<Listing<Payment>, Failure> {
        let organization = caller.organization_id;
        let (named, _) = accounts::ids(&self.db, organization, &query.account).await?;
        let chosen: Option<Vec<i64>> = if query.account.is_empty() {
            caller.scope.account_ids().map(<[i64]>::to_vec)
        } else {
            Some(named.into_iter().filter(|&account| caller.scope.holds(account)).collect())
        };
        let limit = usize::try_from(query.limit.unwrap_or(LIMIT_DEFAULT)).unwrap_or(usize::MAX);
        let of = (organization, chosen.as_deref());
        let mut found = payments::list(&self.db, of, query.before, limit.saturating_add(1)).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let mut names: BTreeMap<i64, AccountName> = BTreeMap::new();
        let mut items = Vec::with_capacity(found.len());
        for stored in found {
            let name = match names.get(&stored.account) {
                Some(name) => name.clone(),
                None => {
                    let name = self.account_name(&stored).await?;
                    names.insert(stored.account, name.clone());
                    name
                }
            };
            items.push(self.view(stored, name));
        }
        Ok(Listing { items: self.with_refunds(organization, items).await?, more })
    }

    /// Calls a top-up off, if the channel has not begun to work on it.
    pub async fn cancel_payment(&self, caller: &Caller, id: PaymentId) -> Result<Payment, Failure> {
        let stored = self.own_payment(caller, id).await?;
        if !stored.purpose.can_be_called_off() {
            return Err(Failure::Refused(ProblemCode::NotInThisState));
        }
        match &stored.state {
            State::Canceled { .. } => return self.shown(stored).await,
            State::Processing => return Err(Failure::Refused(ProblemCode::PaymentUnderWay)),
            state if state.is_final() => return Err(Failure::Refused(ProblemCode::PaymentFinal)),
            _ => {}
        }
        let source = format!("user/{}", contract::id::UserId::new(caller.user_id));
        let event = match self.till.channels.of(stored.channel) {
            Some(channel) => channel.expire(id).await?,
            None => Event::Expire,
        };
        // The channel has let it go; if not, what it says instead counts.
        let event = if event == Event::Expire { Event::Cancel } else { event };
        self.hear(id, event, &source).await?;
        let now = self.own_payment(caller, id).await?;
        match &now.state {
            State::Canceled { .. } => self.shown(now).await,
            state if state.is_final() => Err(Failure::Refused(ProblemCode::PaymentFinal)),
            _ => Err(Failure::Refused(ProblemCode::PaymentUnderWay)),
        }
    }

    pub(super) async fn account_name(&self, stored: &StoredPayment) -> Result<AccountName, Failure> {
        let found = account(&self.db, stored.organization, stored.account).await?;
        found.map(|(name, _)| name).ok_or(Failure::NOT_FOUND)
    }

    pub(super) async fn shown(&self, stored: StoredPayment) -> Result<Payment, Failure> {
        let name = self.account_name(&stored).await?;
        let span = (stored.id, stored.id);
        let refunds = refunds::of_payments(&self.db, stored.organization, span).await?;
        let refunds = refunds.iter().map(StoredRefund::shown).collect();
        Ok(Payment { refunds, ..self.view(stored, name) })
    }

    /// What was given back of payments of an organization, in the order of their ids.
    async fn with_refunds(
        &self,
        organization: i64,
        mut items: Vec<Payment>,
    ) -> Result<Vec<Payment>, Failure> {
        let ids = || items.iter().map(|payment| payment.id);
        let Some(span) = ids().min().zip(ids().max()) else { return Ok(items) };
        for refund in refunds::of_payments(&self.db, organization, span).await? {
            if let Some(payment) = items.iter_mut().find(|payment| payment.id == refund.payment) {
                payment.refunds.push(refund.shown());
            }
        }
        Ok(items)
    }

    /// What came in for an account, newest first: for the platform operator.
    pub(super) async fn captured(
        &self,
        (organization, account): (i64, i64),
        name: &AccountName,
        most: i64,
    ) -> Result<Vec<Payment>, Failure> {
        let stored = payments::captured(&self.db, (organization, account), most).await?;
        let items = stored.into_iter().map(|stored| self.view(stored, name.clone())).collect();
        self.with_refunds(organization, items).await
    }

    fn view(&self, stored: StoredPayment, account: AccountName) -> Payment {
        let at = |micros: i64| DateTime::from_timestamp_micros(micros).unwrap_or_default();
        Payment {
            id: stored.id,
            account,
            purpose: stored.purpose,
            channel: stored.channel,
            money: stored.money,
            arrived: (stored.channel == Channel::BankTransfer).then_some(stored.arrived),
            delayed: is_delayed(&stored.state, stored.sent_at.map(at), self.clock.now_utc()),
            state: stored.state,
            method: stored.method_name,
            refunds: Vec::new(),
            created_at: at(stored.created_at),
            expires_at: at(stored.expires_at),
        }
    }
}
