//! What is to be paid: monthly bills with the bills that they are made of.

use crate::cycle::Cycle;
use crate::id::{BillId, CardId, ProductCode};
use crate::money::Money;
use serde::{Deserialize, Serialize};

/// A monthly bill of which something is outstanding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Owed {
    /// Its month.
    pub cycle: Cycle,
    /// Its bills with something outstanding, in bill-number order.
    pub bills: Vec<OwedBill>,
}

/// A bill of which something is outstanding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwedBill {
    /// The bill.
    pub id: BillId,
    /// Its product: coupons and cards are bound to products.
    pub product: ProductCode,
    /// The months that it covers, first and last; usually its cycle. A stored value card pays for one month only (A6).
    pub covers: (Cycle, Cycle),
    /// Cards that were named when the product was ordered (A6).
    pub cards: Vec<CardId>,
    /// What is outstanding, above nothing.
    pub outstanding: Money,
}
