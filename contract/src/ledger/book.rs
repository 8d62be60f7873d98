//! The books of an account.
//!
//! A closed list. A book's text is what the database keeps; it never changes its meaning.

use super::Kind;
use crate::cycle::Cycle;
use crate::id::{CardId, CouponId};
use crate::money::{Money, MoneyError};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A book of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Book {
    /// Cash that the account holds.
    Cash,
    /// Cash held for usage of a running cycle that is not billed yet.
    Frozen(Cycle),
    /// The other side of what is frozen: usage that will be billed.
    Unbilled(Cycle),
    /// Refunds of a month (S14).
    Refund(Cycle),
    /// What is left on a stored value card (A6).
    Card(CardId),
    /// What is left of a coupon (A6).
    Coupon(CouponId),
    /// Charged for a running cycle before its bill is issued (A4).
    Prepayment(Cycle),
    /// Covered by packages that were bought in advance, or paid before the ledger began: taken over as it was.
    TakenOver,
    /// To be paid for the monthly bill of a cycle: its outstanding.
    Receivable(Cycle),
    /// The part of a monthly bill that is in a payment that is not final: its processing.
    Processing(Cycle),
    /// Money on its way through a channel.
    Clearing(Channel),
    /// Cash on its way back through a channel: asked for, not confirmed.
    Refunding(Channel),
    /// What was consumed and billed.
    Consumption,
    /// What credit notes and refunds gave back.
    CreditNote,
    /// What stored value cards and coupons were granted for without payment.
    Grant,
    /// What was left on cards and coupons when they expired.
    Lapsed,
    /// Sum of the rounded bills of a month less its exact sum rounded once.
    Rounding,
}

/// Where money comes in and goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Channel {
    /// A bank card.
    BankCard,
    /// PayPal.
    Paypal,
    /// Alipay.
    Alipay,
    /// Corporate online banking.
    OnlineBanking,
    /// A bank transfer that arrived.
    BankTransfer,
    /// Another account of the organization.
    Transfer,
}

/// Which side makes a book grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Owed by the account, or on its way: grows by debits.
    Debit,
    /// Held by the account, or earned: grows by credits.
    Credit,
}

/// The text names no book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotABook;

impl fmt::Display for NotABook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the name of a book")
    }
}

impl std::error::Error for NotABook {}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 6] =
        [Self::BankCard, Self::Paypal, Self::Alipay, Self::OnlineBanking, Self::BankTransfer, Self::Transfer];

    /// The name in JSON and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BankCard => "bank_card",
            Self::Paypal => "paypal",
            Self::Alipay => "alipay",
            Self::OnlineBanking => "online_banking",
            Self::BankTransfer => "bank_transfer",
            Self::Transfer => "transfer",
        }
    }

    /// The channel with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

impl Book {
    /// Which side makes it grow.
    pub const fn side(self) -> Side {
        match self {
            Self::Unbilled(_)
            | Self::Receivable(_)
            | Self::Processing(_)
            | Self::Clearing(_)
            | Self::TakenOver
            | Self::CreditNote
            | Self::Grant => Side::Debit,
            Self::Cash
            | Self::Frozen(_)
            | Self::Refund(_)
            | Self::Card(_)
            | Self::Coupon(_)
            | Self::Prepayment(_)
            | Self::Refunding(_)
            | Self::Consumption
            | Self::Lapsed
            | Self::Rounding => Side::Credit,
        }
    }

    /// The balance that people expect to see, from the sum of the debits.
    pub fn balance(self, debits: Money) -> Result<Money, MoneyError> {
        match self.side() {
            Side::Debit => Ok(debits),
            Side::Credit => Money::zero(debits.currency()).checked_sub(debits),
        }
    }

    /// Whether its balance never stands below nothing: what is held, frozen or owed. The others (channels, what was
    /// earned) may stand on either side; cash only when a channel took money back ([`Book::admits`]).
    pub const fn has_floor(self) -> bool {
        match self {
            Self::Frozen(_)
            | Self::Unbilled(_)
            | Self::Refund(_)
            | Self::Card(_)
            | Self::Coupon(_)
            | Self::Prepayment(_)
            | Self::Refunding(_)
            | Self::Receivable(_)
            | Self::Processing(_) => true,
            Self::Cash
            | Self::Clearing(_)
            | Self::TakenOver
            | Self::Consumption
            | Self::CreditNote
            | Self::Grant
            | Self::Lapsed
            | Self::Rounding => false,
        }
    }

    /// Whether a sum of debits, in minor units, lies below the floor of this book.
    pub const fn is_below_floor(self, debits: i64) -> bool {
        self.has_floor()
            && match self.side() {
                Side::Debit => debits < 0,
                Side::Credit => debits > 0,
            }
    }
}

impl Book {
    /// Whether a movement of a kind may take this book's debits, in minor units, from one sum to another. Nothing that is
    /// held goes below nothing, but cash that a channel takes back; then it only rises until it is made good.
    pub fn admits(self, kind: Kind, before: i64, after: i64) -> bool {
        match self {
            Self::Cash => after <= 0 || after <= before || kind == Kind::TakenBack,
            _ => !self.is_below_floor(after),
        }
    }
}

impl fmt::Display for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cash => f.write_str("cash"),
            Self::Frozen(cycle) => write!(f, "frozen/{cycle}"),
            Self::Unbilled(cycle) => write!(f, "unbilled/{cycle}"),
            Self::Refund(cycle) => write!(f, "refund/{cycle}"),
            Self::Card(card) => write!(f, "card/{card}"),
            Self::Coupon(coupon) => write!(f, "coupon/{coupon}"),
            Self::Prepayment(cycle) => write!(f, "prepayment/{cycle}"),
            Self::TakenOver => f.write_str("taken_over"),
            Self::Receivable(cycle) => write!(f, "receivable/{cycle}"),
            Self::Processing(cycle) => write!(f, "processing/{cycle}"),
            Self::Clearing(channel) => write!(f, "clearing/{}", channel.name()),
            Self::Refunding(channel) => write!(f, "refunding/{}", channel.name()),
            Self::Consumption => f.write_str("consumption"),
            Self::CreditNote => f.write_str("credit_note"),
            Self::Grant => f.write_str("grant"),
            Self::Lapsed => f.write_str("lapsed"),
            Self::Rounding => f.write_str("rounding"),
        }
    }
}

impl FromStr for Book {
    type Err = NotABook;
    fn from_str(text: &str) -> Result<Self, NotABook> {
        let (name, rest) = match text.split_once('/') {
            Some((name, rest)) => (name, Some(rest)),
            None => (text, None),
        };
        let cycle = || rest.and_then(|rest| rest.parse::<Cycle>().ok());
        let of_cycle = |book: fn(Cycle) -> Self| cycle().map(book);
        let plain = |book: Self| rest.is_none().then_some(book);
        let book = match name {
            "cash" => plain(Self::Cash),
            "frozen" => of_cycle(Self::Frozen),
            "unbilled" => of_cycle(Self::Unbilled),
            "refund" => of_cycle(Self::Refund),
            "card" => rest.and_then(|rest| rest.parse().ok()).map(Self::Card),
            "coupon" => rest.and_then(|rest| rest.parse().ok()).map(Self::Coupon),
            "prepayment" => of_cycle(Self::Prepayment),
            "taken_over" => plain(Self::TakenOver),
            "receivable" => of_cycle(Self::Receivable),
            "processing" => of_cycle(Self::Processing),
            "clearing" => rest.and_then(Channel::parse).map(Self::Clearing),
            "refunding" => rest.and_then(Channel::parse).map(Self::Refunding),
            "consumption" => plain(Self::Consumption),
            "credit_note" => plain(Self::CreditNote),
            "grant" => plain(Self::Grant),
            "lapsed" => plain(Self::Lapsed),
            "rounding" => plain(Self::Rounding),
            _ => None,
        };
        book.ok_or(NotABook)
    }
}

impl From<Book> for String {
    fn from(book: Book) -> Self {
        book.to_string()
    }
}

impl TryFrom<String> for Book {
    type Error = NotABook;
    fn try_from(text: String) -> Result<Self, NotABook> {
        text.parse()
    }
}
