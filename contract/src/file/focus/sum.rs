//! Exact sums of any number of amounts.

use crate::money::Amount;

/// A running sum. It holds 38 digits, ten more than an amount, so that the steps may be longer than the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExactSum {
    digits: i128,
    decimals: u32,
}

impl ExactSum {
    /// The sum with `amount` added; `None` past 38 digits.
    #[must_use]
    pub fn plus(self, amount: Amount) -> Option<Self> {
        let (digits, decimals) = amount.digits();
        let shared = self.decimals.max(decimals);
        let left = raise(self.digits, shared - self.decimals)?;
        let right = raise(digits, shared - decimals)?;
        Some(Self { digits: left.checked_add(right)?, decimals: shared })
    }

    /// The sum as an amount; `None` when it has more than 28 digits.
    pub fn total(self) -> Option<Amount> {
        let (mut digits, mut decimals) = (self.digits, self.decimals);
        while decimals > 0 && digits % 10 == 0 {
            digits /= 10;
            decimals -= 1;
        }
        Amount::from_parts(digits, decimals)
    }
}

/// `digits` with so many zeros behind.
pub(super) fn raise(digits: i128, zeros: u32) -> Option<i128> {
    if zeros == 0 { Some(digits) } else { digits.checked_mul(10_i128.checked_pow(zeros)?) }
}
