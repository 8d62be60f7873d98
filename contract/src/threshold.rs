//! Thresholds: as soon as so much has accrued since the last charge, the default payment method is charged (A4).

use crate::money::Money;
use serde::{Deserialize, Serialize};

/// Between which amounts the threshold of an account may lie, for one channel and currency: of PayPal USD 8 to 500, of a
/// bank card USD 1,000; other currencies by configuration (A4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThresholdRange {
    /// The least.
    pub least: Money,
    /// The most.
    pub most: Money,
    /// Where nothing is agreed.
    pub standard: Money,
}

impl ThresholdRange {
    /// Whether a threshold may be set to it.
    pub fn admits(&self, money: Money) -> bool {
        money.currency() == self.least.currency()
            && (self.least.minor()..=self.most.minor()).contains(&money.minor())
    }
}
