//! What the portal and the sandbox say to each other, as JSON.

use contract::id::{MethodId, PaymentId};
use contract::ledger::Channel;
use contract::locale::Locale;
use contract::money::Money;
use contract::payment::{Event, MethodKind, RefundEvent};
use serde::{Deserialize, Serialize};

/// A payment to begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorize {
    /// The payment.
    pub payment: PaymentId,
    /// With what.
    pub channel: Channel,
    /// How much.
    pub money: Money,
    /// A linked method: then nobody is asked.
    pub token: Option<String>,
    /// Whether the money is taken at once, or only held ready.
    pub capture: bool,
    /// Where the customer is sent when they are done.
    pub return_to: String,
    /// The language of the page.
    pub locale: Locale,
    /// When it runs out by itself, in seconds after 1970.
    pub expires_at_s: i64,
}

/// How a payment stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The payment.
    pub payment: PaymentId,
    /// What happened to it last.
    pub event: Event,
}

/// Of what money is given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum RefundOf {
    /// A payment, in part or in full.
    Payment {
        /// Which.
        payment: PaymentId,
    },
    /// A bank transfer that arrived and is nobody's: all of it.
    Arrival {
        /// The bank's id of it.
        arrival: String,
    },
}

/// Money to give back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Of what.
    #[serde(flatten)]
    pub of: RefundOf,
    /// How much.
    pub money: Money,
    /// Under which it is given back once.
    pub key: String,
}

/// How giving money back stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refunding {
    /// Of what it is given back.
    #[serde(flatten)]
    pub of: RefundOf,
    /// Under which key.
    pub key: String,
    /// What happened last.
    pub refund: RefundEvent,
}

/// A payment method to link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The method that it will be.
    pub method: MethodId,
    /// A bank card or PayPal.
    pub channel: Channel,
    /// Where the customer is sent when they are done.
    pub return_to: String,
    /// The language of the page.
    pub locale: Locale,
}

/// Where linking goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linking {
    /// The page.
    pub page: String,
}

/// What was linked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// The method.
    pub method: MethodId,
    /// What people recognise it by.
    pub kind: MethodKind,
    /// What it is charged by.
    pub token: String,
}

/// A bank transfer that arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrived {
    /// The bank's id of it.
    pub arrival: String,
    /// What the payer wrote on it.
    pub reference: String,
    /// Who paid.
    pub payer: String,
    /// How much.
    pub money: Money,
}

/// What a channel tells by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// Something happened to a payment.
    Payment(Standing),
    /// A method was linked.
    Linked(Linked),
    /// A bank transfer arrived.
    Arrived(Arrived),
    /// Something happened to money that is given back.
    Refund(Refunding),
}
