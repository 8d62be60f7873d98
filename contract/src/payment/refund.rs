//! Money that is given back through the channel it came by (item 8): how much, and how giving it back goes on.
//!
//! The first final word counts. Channels say it twice, late and out of order; what contradicts it is refused.

use super::State;
use crate::id::RefundId;
use crate::ledger::Channel;
use crate::money::{Currency, Money, MoneyError};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Money of a payment that is given back to where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentRefund {
    /// Id.
    pub id: RefundId,
    /// How much.
    pub money: Money,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// How far it has come.
    pub state: RefundState,
}

/// How far giving money back has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RefundState {
    /// It is on its way: taken from cash, not confirmed by the channel.
    UnderWay,
    /// The channel gave it back.
    Succeeded {
        /// When.
        at: DateTime<Utc>,
    },
    /// The channel gave it back without being asked: a chargeback, or a refund made there.
    TakenBack {
        /// When that became known.
        at: DateTime<Utc>,
    },
    /// The channel did not: it is cash again.
    Failed {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        reason: RefundFailure,
    },
}

/// Why a channel did not give money back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RefundFailure {
    /// It said no.
    Refused,
    /// The card or the account that paid is closed.
    Closed,
}

/// What a channel says of money that it gives back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum RefundEvent {
    /// It works on it.
    Process,
    /// It gave it back.
    Succeed,
    /// It did not.
    Fail {
        /// Why.
        reason: RefundFailure,
    },
}

/// The channel said something else before, and that was final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contradicted;

impl RefundState {
    /// Whether nothing more is waited for.
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::UnderWay)
    }

    /// Whether it counts as given back: it was, or it is on its way.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Failed { .. })
    }

    /// The state after what a channel says at a moment. What was said before, or comes late, changes nothing.
    ///
    /// # Errors
    /// What contradicts a final word.
    pub fn after(self, event: RefundEvent, at: DateTime<Utc>) -> Result<Self, Contradicted> {
        match (self, event) {
            (Self::UnderWay, RefundEvent::Succeed) => Ok(Self::Succeeded { at }),
            (Self::UnderWay, RefundEvent::Fail { reason }) => Ok(Self::Failed { at, reason }),
            (_, RefundEvent::Process)
            | (Self::Succeeded { .. }, RefundEvent::Succeed)
            | (Self::Failed { .. }, RefundEvent::Fail { .. }) => Ok(self),
            // Nobody waits for it.
            (Self::TakenBack { .. }, RefundEvent::Succeed | RefundEvent::Fail { .. })
            | (Self::Succeeded { .. }, RefundEvent::Fail { .. })
            | (Self::Failed { .. }, RefundEvent::Succeed) => Err(Contradicted),
        }
    }
}

/// What a channel gave back without being asked, of which it tells how much it gave back in all; `known`: what was asked
/// for and did not fail, and what was taken back before. None when that is all of it.
///
/// # Errors
/// Different currencies, or a difference past 63 bits.
pub fn taken_back(told: Money, known: Money) -> Result<Option<Money>, MoneyError> {
    let more = told.checked_sub(known)?;
    Ok((more.minor() > 0).then_some(more))
}

/// What of these refunds of a payment was given back or is on its way.
///
/// # Errors
/// Different currencies, or a sum past 63 bits.
pub fn given_back(
    currency: Currency,
    refunds: impl IntoIterator<Item = (RefundState, Money)>,
) -> Result<Money, MoneyError> {
    let counted = refunds.into_iter().filter(|(state, _)| state.counts());
    Money::sum(currency, counted.map(|(_, money)| money))
}

/// How much of a payment can still be given back: what was paid, less what was given back or is on its way; nothing of
/// what was never paid, or was a bank transfer (that is returned as it arrived).
///
/// # Errors
/// Different currencies, or a difference past 63 bits.
pub fn left_to_refund(
    (channel, paid): (Channel, Money),
    state: &State,
    given_back: Money,
) -> Result<Money, MoneyError> {
    let nothing = Money::zero(paid.currency());
    if !state.is_paid() || !goes_back(channel) {
        return Ok(nothing);
    }
    let left = paid.checked_sub(given_back)?;
    Ok(if left.is_negative() { nothing } else { left })
}

/// Whether money can be given back the way it came.
pub const fn goes_back(channel: Channel) -> bool {
    match channel {
        Channel::BankCard | Channel::Paypal | Channel::Alipay | Channel::OnlineBanking => true,
        Channel::BankTransfer | Channel::Transfer => false,
    }
}
