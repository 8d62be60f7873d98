//! Linked payment methods: what a channel keeps for an account under a token. Never a card's number (item 8).

use super::{DeclineReason, PaymentKey};
use crate::account::AccountName;
use crate::id::{AccountNumber, MethodId};
use crate::ledger::Channel;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The most methods that one account may have.
pub const METHODS_MAX: usize = 10;

/// The month until whose end a card is good, written `2030-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
pub struct Expiry(crate::cycle::Cycle);

impl Expiry {
    /// Whether it is over on a day.
    pub fn is_over(self, today: NaiveDate) -> bool {
        (today.year(), today.month()) > (self.0.year(), self.0.month())
    }
}

impl fmt::Display for Expiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Expiry {
    type Err = crate::cycle::NotACycle;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl TryFrom<String> for Expiry {
    type Error = crate::cycle::NotACycle;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Expiry> for String {
    fn from(expiry: Expiry) -> Self {
        expiry.to_string()
    }
}

/// What is known of a card: enough to recognise it, too little to use it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Card {
    /// `Visa`.
    pub brand: String,
    /// Its last four digits.
    pub last_four: String,
    /// Until when it is good.
    pub expires: Expiry,
}

/// What is linked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MethodKind {
    /// A bank card.
    BankCard(Card),
    /// A PayPal account.
    Paypal {
        /// Its address, as far as it is shown: `m…@harbour.example`.
        payer: String,
    },
}

impl MethodKind {
    /// The channel that charges it.
    pub const fn channel(&self) -> Channel {
        match self {
            Self::BankCard(_) => Channel::BankCard,
            Self::Paypal { .. } => Channel::Paypal,
        }
    }

    /// Until when it is good, if that is bounded.
    pub const fn expires(&self) -> Option<Expiry> {
        match self {
            Self::BankCard(card) => Some(card.expires),
            Self::Paypal { .. } => None,
        }
    }

    /// Whether it is over on a day.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.expires().is_some_and(|expires| expires.is_over(today))
    }
}

impl fmt::Display for MethodKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BankCard(card) => write!(f, "{} ending {}", card.brand, card.last_four),
            Self::Paypal { payer } => write!(f, "PayPal {payer}"),
        }
    }
}

/// A linked payment method of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentMethod {
    /// Id.
    pub id: MethodId,
    /// The account that it pays for.
    pub account: AccountName,
    /// What is linked.
    pub kind: MethodKind,
    /// Whether it is charged when nobody says otherwise (A4).
    pub default: bool,
    /// Whether it is over: it has to be replaced.
    pub expired: bool,
    /// What came of the check whether it can be charged, where there was one (A4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<MethodCheck>,
}

/// Whether a method was shown to be chargeable: a small sum is held ready and let go (A4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MethodCheck {
    /// The channel has not said yet.
    UnderWay,
    /// It can be charged.
    Passed {
        /// Since when that is known.
        at: DateTime<Utc>,
    },
    /// It can't. It is checked again before it is charged.
    Failed {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        reason: DeclineReason,
    },
}

/// A method to link: the customer goes on at the channel's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPaymentMethod {
    /// Under which it is begun once.
    pub key: PaymentKey,
    /// The account that it will pay for.
    pub account: AccountNumber,
    /// A bank card or PayPal.
    pub channel: Channel,
}

/// Where linking goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkStarted {
    /// The method that it will be.
    pub id: MethodId,
    /// The channel's page.
    pub page: String,
}

/// A change of a linked method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MethodChange {
    /// Charged when nobody says otherwise: the one that was so before is not any more.
    pub default: bool,
}
