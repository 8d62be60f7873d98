//! Pages of lists.

use crate::bill::BillSummary;
use crate::money::Money;
use serde::{Deserialize, Serialize};

/// The exact totals of everything that is filtered, in one currency (B2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Total {
    /// How many bills.
    pub bills: u64,
    /// Their consumption.
    pub consumption: Money,
    /// Their overdraft amount.
    pub overdraft: Money,
}

/// A page of the bill list, and the totals of all that is filtered: one snapshot of the whole set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillPage {
    /// The bills of this page.
    pub items: Vec<BillSummary>,
    /// Totals by currency, in the order of the currency codes.
    pub totals: Vec<Total>,
    /// How many bills are filtered, over all pages.
    pub count: u64,
    /// Place of the first item in the order, from 0.
    pub from: u64,
    /// Where the next page goes on; none on the last page.
    pub next_cursor: Option<String>,
    /// Which state of the organization's bills this speaks of; it grows with every change.
    pub snapshot: u64,
}

/// A short list that comes whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Listing<T> {
    /// What is listed.
    pub items: Vec<T>,
    /// Whether there are more than are listed: narrow the search.
    #[serde(default)]
    pub more: bool,
}
