//! Service usage: one quantity per unit.

use crate::money::Amount;
use serde::{Deserialize, Serialize};

/// So much of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quantity {
    /// Exact number of units.
    pub value: Amount,
    /// The unit as the product counts it, as `segments` or `GB-Months`.
    pub unit: String,
}

/// Writes quantities for a reader or a spreadsheet: `182406 conversations`, several joined by `; `.
pub fn usage_text(usage: &[Quantity]) -> String {
    let parts: Vec<String> = usage.iter().map(|part| format!("{} {}", part.value, part.unit)).collect();
    parts.join("; ")
}
