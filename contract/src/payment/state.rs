//! What can happen to a payment, and what follows (P3, P7).
//!
//! Channels say things twice, late and out of order: what is behind the state already changes nothing. What contradicts
//! it is refused.

use crate::money::Money;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a payment stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum State {
    /// The intent is stored; nothing was sent.
    Created,
    /// It was sent; whether it arrived is not known yet.
    Submitted,
    /// The customer has to do something.
    AwaitingCustomer {
        /// What.
        next: CustomerStep,
    },
    /// The channel holds the money ready; it was not taken yet.
    Authorized,
    /// The channel works on it.
    Processing,
    /// The money arrived.
    Succeeded {
        /// When.
        at: DateTime<Utc>,
        /// After it had been given up: the money is in the cash balance (P3).
        late: bool,
    },
    /// The channel said no.
    Declined {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        reason: DeclineReason,
    },
    /// The time for it ran out.
    Expired {
        /// When.
        at: DateTime<Utc>,
    },
    /// It was called off.
    Canceled {
        /// When.
        at: DateTime<Utc>,
    },
    /// It succeeded, and so much of it was given back.
    Refunded {
        /// When last.
        at: DateTime<Utc>,
        /// How much in all.
        refunded: Money,
    },
    /// The channel took another amount than was asked for: it is not booked, and somebody has to look at it (P3).
    OtherAmount {
        /// When.
        at: DateTime<Utc>,
        /// How much it took.
        paid: Money,
        /// How much of that it has given back, in all.
        refunded: Money,
    },
}

/// What the customer has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CustomerStep {
    /// Go on at the channel's own page. Card data is entered there and nowhere else.
    Page {
        /// Its address.
        address: String,
    },
    /// Transfer the money to a bank account (S13).
    Transfer(Transfer),
}

/// Where to transfer money to, and what to write on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Transfer {
    /// Written on the transfer; without it nobody knows whose it is.
    pub reference: String,
    /// Who is paid.
    pub payee: String,
    /// The bank.
    pub bank: String,
    /// The number of the bank account.
    pub bank_account: String,
    /// Where the payer's online banking is found, if the channel knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_page: Option<String>,
}

/// Why a channel said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DeclineReason {
    /// It gave no reason.
    Declined,
    /// There is not enough on it.
    InsufficientFunds,
    /// The card has expired.
    ExpiredCard,
    /// The customer did not prove who they are (3-D Secure).
    NotAuthenticated,
    /// No answer in time.
    TimedOut,
}

/// What happened to a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It is being sent to the channel, for the first time or again.
    Submit,
    /// The channel took it on; the customer is next.
    Await {
        /// What they have to do.
        next: CustomerStep,
    },
    /// The channel holds the money ready.
    Authorize,
    /// The channel works on it.
    Process,
    /// The money arrived.
    Succeed {
        /// How much the channel took.
        paid: Money,
    },
    /// The channel said no.
    Decline {
        /// Why.
        reason: DeclineReason,
    },
    /// The channel let it run out.
    Expire,
    /// It was called off at the channel.
    Cancel,
    /// So much of it was given back, in all.
    Refund {
        /// How much the channel had taken.
        paid: Money,
        /// How much in all.
        refunded: Money,
    },
}

/// Why something can't happen to a payment now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// The channel has it already.
    AlreadySent,
    /// The channel works on it: it can't be called off any more.
    UnderWay,
    /// It is paid.
    Paid,
    /// It is not paid.
    NotPaid,
    /// More would be given back than was paid, or less than was given back already.
    AboveCharge,
    /// The channel took another amount than was asked for.
    OtherAmount,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AlreadySent => "the channel has it already",
            Self::UnderWay => "the channel works on it",
            Self::Paid => "it is paid",
            Self::NotPaid => "it is not paid",
            Self::AboveCharge => "more than what was paid",
            Self::OtherAmount => "another amount than was asked for",
        })
    }
}

impl std::error::Error for Refused {}

impl DeclineReason {
    /// Every reason.
    pub const ALL: [Self; 5] =
        [Self::Declined, Self::InsufficientFunds, Self::ExpiredCard, Self::NotAuthenticated, Self::TimedOut];
}

impl State {
    /// The name in JSON and in the database.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Submitted => "submitted",
            Self::AwaitingCustomer { .. } => "awaiting_customer",
            Self::Authorized => "authorized",
            Self::Processing => "processing",
            Self::Succeeded { .. } => "succeeded",
            Self::Declined { .. } => "declined",
            Self::Expired { .. } => "expired",
            Self::Canceled { .. } => "canceled",
            Self::Refunded { .. } => "refunded",
            Self::OtherAmount { .. } => "other_amount",
        }
    }

    /// Whether nothing more is waited for.
    pub const fn is_final(&self) -> bool {
        match self {
            Self::Created
            | Self::Submitted
            | Self::AwaitingCustomer { .. }
            | Self::Authorized
            | Self::Processing => false,
            Self::Succeeded { .. }
            | Self::Declined { .. }
            | Self::Expired { .. }
            | Self::Canceled { .. }
            | Self::Refunded { .. }
            | Self::OtherAmount { .. } => true,
        }
    }

    /// Whether the money arrived.
    pub const fn is_paid(&self) -> bool {
        matches!(self, Self::Succeeded { .. } | Self::Refunded { .. })
    }

    /// How far it has come, while it is not final.
    const fn rank(&self) -> u8 {
        match self {
            Self::Created => 0,
            Self::Submitted => 1,
            Self::AwaitingCustomer { .. } => 2,
            Self::Authorized => 3,
            Self::Processing => 4,
            _ => 5,
        }
    }

    /// The state of a payment of so much after an event at a moment. What was said before, or comes after something later,
    /// changes nothing.
    ///
    /// # Errors
    /// What contradicts the state, or the payment.
    pub fn after(self, event: Event, money: Money, at: DateTime<Utc>) -> Result<Self, Refused> {
        match event {
            Event::Submit if self.rank() <= 1 => Ok(Self::Submitted),
            Event::Submit => Err(Refused::AlreadySent),
            Event::Await { next } => Ok(self.forward(Self::AwaitingCustomer { next })),
            Event::Authorize => Ok(self.forward(Self::Authorized)),
            Event::Process => Ok(self.forward(Self::Processing)),
            Event::Succeed { paid } if paid != money => self.take_another(paid, at),
            Event::Succeed { .. } if self.is_paid() => Ok(self),
            Event::Succeed { .. } => Ok(Self::Succeeded { at, late: self.is_final() }),
            Event::Decline { reason } => self.end(Self::Declined { at, reason }),
            Event::Expire => self.end(Self::Expired { at }),
            Event::Cancel if self == Self::Processing => Err(Refused::UnderWay),
            Event::Cancel => self.end(Self::Canceled { at }),
            Event::Refund { paid, refunded } => {
                let taken = if paid == money { self } else { self.take_another(paid, at)? };
                taken.refund(refunded, paid, at)
            }
        }
    }

    /// To a later state; never back.
    fn forward(self, next: Self) -> Self {
        if self.rank() <= next.rank() { next } else { self }
    }

    /// To an end without money; the first one counts.
    fn end(self, next: Self) -> Result<Self, Refused> {
        if self.is_paid() {
            return Err(Refused::Paid);
        }
        Ok(if self.is_final() { self } else { next })
    }

    /// The channel took something else; what it says first counts, and nothing takes back that it is paid. What took nothing
    /// is no success.
    fn take_another(self, paid: Money, at: DateTime<Utc>) -> Result<Self, Refused> {
        match self {
            _ if paid.minor() <= 0 => self.end(Self::Declined { at, reason: DeclineReason::Declined }),
            Self::OtherAmount { paid: known, .. } if known == paid => Ok(self),
            Self::OtherAmount { .. } | Self::Succeeded { .. } | Self::Refunded { .. } => {
                Err(Refused::OtherAmount)
            }
            _ => Ok(Self::OtherAmount { at, paid, refunded: Money::zero(paid.currency()) }),
        }
    }

    /// So much was given back of what the channel says that it took.
    fn refund(self, refunded: Money, told: Money, at: DateTime<Utc>) -> Result<Self, Refused> {
        let before = match self {
            Self::Succeeded { .. } => 0,
            Self::Refunded { refunded, .. } => refunded.minor(),
            Self::OtherAmount { refunded, paid, .. } if paid == told => refunded.minor(),
            _ => return Err(Refused::NotPaid),
        };
        let fits = refunded.currency() == told.currency()
            && refunded.minor() > 0
            && (before..=told.minor()).contains(&refunded.minor());
        if !fits {
            return Err(Refused::AboveCharge);
        }
        Ok(match self {
            known if refunded.minor() == before => known,
            Self::OtherAmount { at, paid, .. } => Self::OtherAmount { at, paid, refunded },
            _ => Self::Refunded { at, refunded },
        })
    }

    /// What was taken instead of what was asked for, and was not given back: somebody has to send it back at the channel.
    pub fn left_unbooked(&self) -> Option<Money> {
        let Self::OtherAmount { paid, refunded, .. } = self else { return None };
        paid.checked_sub(*refunded).ok().filter(|left| left.minor() > 0)
    }
}
