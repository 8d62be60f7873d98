//! Kinds of books: what a person means by "cash" or "refund balance", over all months and cards.

use super::Book;
use crate::cycle::Cycle;
use serde::{Deserialize, Serialize};

/// What an account holds or owes, over all its books of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BookKind {
    /// Cash.
    Cash,
    /// Frozen amount.
    Frozen,
    /// Refund balance.
    Refund,
    /// Stored value cards.
    Card,
    /// Coupons.
    Coupon,
    /// Charged for running cycles in advance.
    Prepayment,
    /// Outstanding on monthly bills.
    Receivable,
    /// In payments that are not final.
    Processing,
}

impl BookKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Cash,
        Self::Frozen,
        Self::Refund,
        Self::Card,
        Self::Coupon,
        Self::Prepayment,
        Self::Receivable,
        Self::Processing,
    ];

    /// The name in addresses and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Frozen => "frozen",
            Self::Refund => "refund",
            Self::Card => "card",
            Self::Coupon => "coupon",
            Self::Prepayment => "prepayment",
            Self::Receivable => "receivable",
            Self::Processing => "processing",
        }
    }

    /// The kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Book {
    /// Its kind; none for books that nobody holds or owes anything by: channels, and what was earned.
    pub const fn kind(self) -> Option<BookKind> {
        Some(match self {
            Self::Cash => BookKind::Cash,
            Self::Frozen(_) => BookKind::Frozen,
            Self::Refund(_) => BookKind::Refund,
            Self::Card(_) => BookKind::Card,
            Self::Coupon(_) => BookKind::Coupon,
            Self::Prepayment(_) => BookKind::Prepayment,
            Self::Receivable(_) => BookKind::Receivable,
            Self::Processing(_) => BookKind::Processing,
            Self::Unbilled(_)
            | Self::Clearing(_)
            | Self::Refunding(_)
            | Self::TakenOver
            | Self::Consumption
            | Self::CreditNote
            | Self::Grant
            | Self::Lapsed
            | Self::Rounding => return None,
        })
    }

    /// The month that it belongs to, if it belongs to one.
    pub const fn cycle(self) -> Option<Cycle> {
        match self {
            Self::Frozen(cycle)
            | Self::Unbilled(cycle)
            | Self::Refund(cycle)
            | Self::Prepayment(cycle)
            | Self::Receivable(cycle)
            | Self::Processing(cycle) => Some(cycle),
            Self::Cash
            | Self::Card(_)
            | Self::Coupon(_)
            | Self::TakenOver
            | Self::Clearing(_)
            | Self::Refunding(_)
            | Self::Consumption
            | Self::CreditNote
            | Self::Grant
            | Self::Lapsed
            | Self::Rounding => None,
        }
    }
}
