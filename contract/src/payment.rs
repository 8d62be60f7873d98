//! Payments: money asked for through a channel, from the intent to the final word (P3, S13, A4).
//!
//! It decides which state follows which event, which amounts are valid, and when a charge is due. It never speaks to a
//! channel and never books anything.

mod amount;
pub mod arrival;
mod charge;
mod limit;
mod list;
mod method;
mod new;
mod refund;
mod state;
mod transfer;

pub use amount::TypedAmount;
pub use charge::{Claim, RETRY_DAYS, Threshold, due, retry_on};
pub use limit::limit;
pub use list::PaymentQuery;
pub use method::{
    Card, Expiry, LinkStarted, METHODS_MAX, MethodChange, MethodCheck, MethodKind, NewPaymentMethod,
    PaymentMethod,
};
pub use new::{NewPayment, OPEN_MAX, PaymentKey};
pub use refund::{
    Contradicted, PaymentRefund, RefundEvent, RefundFailure, RefundState, given_back, goes_back,
    left_to_refund, taken_back,
};
pub use state::{CustomerStep, DeclineReason, Event, Refused, State, Transfer};
pub use transfer::{Announced, named, the_one_waiting_for};

use crate::account::AccountName;
use crate::cycle::Cycle;
use crate::id::PaymentId;
use crate::ledger::Channel;
use crate::money::Money;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// After so many minutes without a result a payment is *Delayed* (P3).
pub const DELAYED_AFTER_MIN: i64 = 30;

/// What a payment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Purpose {
    /// Cash for the account.
    TopUp,
    /// A running cycle, as far as it has accrued (A4): a prepayment.
    Charge {
        /// The cycle.
        cycle: Cycle,
        /// The how-manieth charge of the cycle, from 1.
        crossing: u32,
        /// The how-manieth attempt at it, from 1.
        attempt: u32,
    },
    /// Whether a payment method can be charged at all (A4): authorized and let go, never captured.
    Check,
}

impl Purpose {
    /// The name in JSON and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TopUp => "top_up",
            Self::Charge { .. } => "charge",
            Self::Check => "check",
        }
    }

    /// What a channel is to take of a payment of so much: nothing of a check.
    pub const fn takes(self, money: Money) -> Money {
        match self {
            Self::TopUp | Self::Charge { .. } => money,
            Self::Check => Money::zero(money.currency()),
        }
    }

    /// Whether a person may call it off: what somebody asked for. What is charged or checked by itself (A4) is nobody's to
    /// stop: a charge would count as failed, and a check would keep the account from being charged.
    pub const fn can_be_called_off(self) -> bool {
        matches!(self, Self::TopUp)
    }
}

/// Where the money of a payment that succeeded goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credited {
    /// To the cash balance.
    Cash,
    /// To the running cycle that it was charged for.
    Prepayment(Cycle),
    /// Nowhere: it was never taken.
    Nothing,
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payment {
    /// Id.
    pub id: PaymentId,
    /// The account that it is for.
    pub account: AccountName,
    /// What it is for.
    pub purpose: Purpose,
    /// Through which channel.
    pub channel: Channel,
    /// How much.
    pub money: Money,
    /// What arrived of it so far, if it is a bank transfer: it may come in parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived: Option<Money>,
    /// Where it stands.
    pub state: State,
    /// No result for more than 30 minutes; it is asked for until it is final (P3).
    pub delayed: bool,
    /// The linked payment method that is charged, as people know it: `Visa ending 4242`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// What was given back of it, or is on its way, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refunds: Vec<PaymentRefund>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it is given up if the customer does nothing.
    pub expires_at: DateTime<Utc>,
}

/// Where the money of a success goes: to what it was charged for, unless it was given up in the meantime (P3).
pub const fn credited(purpose: Purpose, late: bool) -> Credited {
    match (purpose, late) {
        (Purpose::Charge { cycle, .. }, false) => Credited::Prepayment(cycle),
        (Purpose::TopUp | Purpose::Charge { .. }, _) => Credited::Cash,
        (Purpose::Check, _) => Credited::Nothing,
    }
}

/// Whether a payment that was sent at this moment has gone without a result for too long (P3).
pub fn is_delayed(state: &State, sent_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    let waits = matches!(state, State::Submitted | State::Authorized | State::Processing);
    let since = sent_at.map(|sent| now.signed_duration_since(sent));
    waits && since.is_some_and(|since| since >= Duration::minutes(DELAYED_AFTER_MIN))
}
