//! Why an automatic charge did not go through (A4).

use crate::payment::{DeclineReason, State};
use serde::{Deserialize, Serialize};

/// Why a charge did not go through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChargeFailure {
    /// The bank said no.
    Declined,
    /// There was not enough on it.
    InsufficientFunds,
    /// The card has expired.
    Expired,
    /// The customer did not prove who they are (3-D Secure).
    NotAuthenticated,
    /// No answer came in time.
    TimedOut,
    /// The month ended, and the account had no payment method.
    NoMethod,
    /// The channel took another amount than was asked for; it was not booked.
    OtherAmount,
}

impl ChargeFailure {
    /// Every failure.
    pub const ALL: [Self; 7] = [
        Self::Declined,
        Self::InsufficientFunds,
        Self::Expired,
        Self::NotAuthenticated,
        Self::TimedOut,
        Self::NoMethod,
        Self::OtherAmount,
    ];

    /// The name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::InsufficientFunds => "insufficient_funds",
            Self::Expired => "expired_card",
            Self::NotAuthenticated => "not_authenticated",
            Self::TimedOut => "timed_out",
            Self::NoMethod => "no_method",
            Self::OtherAmount => "other_amount",
        }
    }

    /// The failure of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|failure| failure.name() == name)
    }

    /// Why a payment that ended so paid nothing; none when it did not end, or paid.
    pub const fn of(state: &State) -> Option<Self> {
        match state {
            State::Declined { reason, .. } => Some(match reason {
                DeclineReason::Declined => Self::Declined,
                DeclineReason::InsufficientFunds => Self::InsufficientFunds,
                DeclineReason::ExpiredCard => Self::Expired,
                DeclineReason::NotAuthenticated => Self::NotAuthenticated,
                DeclineReason::TimedOut => Self::TimedOut,
            }),
            State::Expired { .. } | State::Canceled { .. } => Some(Self::TimedOut),
            State::OtherAmount { .. } => Some(Self::OtherAmount),
            _ => None,
        }
    }

    /// Whether it is tried again by itself: not when money was taken, if another amount than was asked for.
    pub const fn is_tried_again(self) -> bool {
        !matches!(self, Self::OtherAmount)
    }
}
