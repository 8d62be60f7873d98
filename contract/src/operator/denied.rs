//! Why an act is not done: each with its figures, the field that it is said at, and its rule.

use super::OrderKey;
use crate::cycle::Cycle;
use crate::id::{PaymentId, ProductCode};
use crate::money::{Currency, Money};
use crate::rule::{FieldError, Rule};
use chrono::NaiveDate;
use std::fmt;

/// Why an act is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// The account is in this currency.
    OtherCurrency {
        /// The account's.
        currency: Currency,
    },
    /// The amount is not above nothing.
    NotAboveNothing,
    /// The credit limit is below nothing.
    BelowNothing,
    /// More than an act may come to.
    TooMuch {
        /// The most.
        most: Money,
    },
    /// What is past never changes.
    Past {
        /// The first day that can be changed.
        today: NaiveDate,
    },
    /// It would be worth nothing from the start.
    Expired {
        /// The day.
        today: NaiveDate,
    },
    /// The last day or month lies before the first.
    EndsBeforeItBegins {
        /// The first.
        from: String,
        /// The last.
        to: String,
    },
    /// More than was charged for the month and not given back yet.
    AboveCharge {
        /// The month.
        month: Cycle,
        /// What can still be refunded.
        most: Money,
    },
    /// More than was paid and not given back yet.
    AbovePayment {
        /// The payment.
        payment: PaymentId,
        /// What can still be given back.
        most: Money,
    },
    /// More than the account's free cash.
    AboveCash {
        /// Its free cash.
        most: Money,
    },
    /// The account has no such payment.
    UnknownPayment,
    /// Nothing was paid.
    NotPaid,
    /// Money that came this way can't go back the same way.
    NotBack,
    /// A bank transfer is of no payment by other means.
    NotByTransfer,
    /// All of it arrived already.
    PaidAlready,
    /// There is no such bank transfer.
    UnknownArrival,
    /// The bank transfer is somebody's already, or goes back.
    NotWaiting,
    /// The bank transfer is in another currency than the account.
    ArrivalCurrency {
        /// The transfer's.
        currency: Currency,
    },
    /// More than the bill, or the monthly bill, still holds.
    AboveBill {
        /// What can still be credited.
        most: Money,
    },
    /// The month has no official bill.
    NotIssued {
        /// The month.
        month: Cycle,
    },
    /// The month has no such bill.
    UnknownBill,
    /// The organization has no such product.
    UnknownProduct(ProductCode),
    /// The account has no such order, or the card is not for its product.
    UnknownOrder(OrderKey),
    /// No order would name the card: it could pay nothing.
    NoOrder,
    /// There is no such holiday calendar.
    UnknownCalendar(String),
    /// The account is not on credit control on that day.
    NoTerms,
    /// Outside of what a threshold may be.
    OutsideThreshold {
        /// The least.
        least: Money,
        /// The most.
        most: Money,
    },
    /// No threshold can be set for the channel in this currency.
    NoThreshold {
        /// The account's.
        currency: Currency,
    },
    /// Least, standard and most are not in this order.
    NotARange,
    /// The account has no such entry in the audit log.
    UnknownEntry,
    /// What the entry did can't be undone.
    NotReversible,
    /// It was undone already.
    AlreadyReversed,
    /// Only so much of it is left.
    Spent {
        /// What is left.
        left: Money,
    },
    /// The act concerns the platform, or it does not.
    OtherAccount,
}

impl Denied {
    /// The field of the form that it is said at.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::OtherCurrency { .. } => "currency",
            Self::NotAboveNothing
            | Self::BelowNothing
            | Self::TooMuch { .. }
            | Self::AboveCharge { .. }
            | Self::AbovePayment { .. }
            | Self::AboveCash { .. }
            | Self::AboveBill { .. }
            | Self::OutsideThreshold { .. } => "amount",
            Self::Past { .. } | Self::NoTerms => "valid_from",
            Self::Expired { .. } | Self::EndsBeforeItBegins { .. } => "valid_to",
            Self::NotIssued { .. } => "month",
            Self::UnknownArrival | Self::NotWaiting | Self::ArrivalCurrency { .. } => "arrival",
            Self::UnknownPayment
            | Self::NotPaid
            | Self::NotBack
            | Self::NotByTransfer
            | Self::PaidAlready => "payment",
            Self::UnknownBill => "bill",
            Self::UnknownProduct(_) => "products",
            Self::UnknownOrder(_) | Self::NoOrder => "orders",
            Self::UnknownCalendar(_) => "calendar",
            Self::NoThreshold { .. } => "channel",
            Self::NotARange => "standard",
            Self::UnknownEntry | Self::NotReversible | Self::AlreadyReversed | Self::Spent { .. } => "entry",
            Self::OtherAccount => "act",
        }
    }

    /// The rule that it breaks.
    pub fn rule(&self) -> Rule {
        let value = |value: &dyn fmt::Display| value.to_string();
        match self {
            Self::OtherCurrency { currency } => Rule::OtherCurrency { value: value(currency) },
            Self::NotAboveNothing => Rule::NotAboveZero,
            Self::BelowNothing => Rule::BelowNothing,
            Self::TooMuch { most } => Rule::AtMost { value: value(most) },
            Self::Past { today } => Rule::NotBefore { value: value(today) },
            Self::Expired { today } => Rule::Expired { value: value(today) },
            Self::EndsBeforeItBegins { from, to } => {
                Rule::ReversedRange { from: from.clone(), to: to.clone() }
            }
            Self::AboveCharge { month, most } => {
                Rule::AboveCharge { other: value(month), value: value(most) }
            }
            Self::AbovePayment { payment, most } => {
                Rule::AboveCharge { other: value(payment), value: value(most) }
            }
            Self::AboveCash { most } => Rule::AboveCash { value: value(most) },
            Self::NotPaid => Rule::NotPaid,
            Self::NotBack => Rule::NotBack,
            Self::NotByTransfer => Rule::NotByTransfer,
            Self::PaidAlready => Rule::PaidAlready,
            Self::AboveBill { most } => Rule::AboveBill { value: value(most) },
            Self::NotIssued { month } => Rule::NotIssued { value: value(month) },
            Self::NotWaiting => Rule::NotWaiting,
            Self::ArrivalCurrency { currency } => Rule::NeedsCurrency { value: value(currency) },
            Self::UnknownArrival
            | Self::UnknownPayment
            | Self::UnknownBill
            | Self::UnknownEntry
            | Self::OtherAccount => Rule::NotHere,
            Self::UnknownProduct(code) => Rule::UnknownValue { value: value(code) },
            Self::UnknownOrder(order) => {
                Rule::UnknownValue { value: format!("{}/{}", order.product, order.application) }
            }
            Self::NoOrder => Rule::NamesNoOrder,
            Self::UnknownCalendar(name) => Rule::UnknownValue { value: name.clone() },
            Self::NoTerms => Rule::NoCreditTerms,
            Self::OutsideThreshold { least, most } => Rule::Between { from: value(least), to: value(most) },
            Self::NoThreshold { currency } => Rule::NoThreshold { value: value(currency) },
            Self::NotARange => Rule::NotARange,
            Self::NotReversible => Rule::NotReversible,
            Self::AlreadyReversed => Rule::AlreadyReversed,
            Self::Spent { left } => Rule::Spent { value: value(left) },
        }
    }

    /// As the error of a field.
    pub fn error(&self) -> FieldError {
        FieldError::new(self.field(), self.rule())
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FieldError { field, message, .. } = self.error();
        write!(f, "{field}: {message}")
    }
}

impl std::error::Error for Denied {}
