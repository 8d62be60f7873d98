//! What a bill comes to by a delivery: of its own lines, or as an adjustment of what was billed before.

use super::ImportError;
use contract::adjustment::Adjustment;
use contract::bill::{Balances, Unbalanced};
use contract::cycle::Cycle;
use contract::file::focus::FoldedBill;
use contract::money::{Amount, Money};
use contract::usage::Quantity;
use std::borrow::Cow;

/// What a bill comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content<'a> {
    /// Rounded once.
    pub money: Money,
    /// The exact sum of its lines.
    pub exact: Amount,
    /// What rounding left over.
    pub residue: Amount,
    /// One quantity per unit.
    pub usage: Cow<'a, [Quantity]>,
    /// How many lines.
    pub lines: u64,
    /// The first and the last month that they cover.
    pub months: (Cycle, Cycle),
    /// The amount of its last line, where that takes off what was billed before.
    pub deduction: Option<Amount>,
}

impl<'a> Content<'a> {
    /// What the lines of a delivery make of it.
    pub fn of(bill: &'a FoldedBill) -> Self {
        Self {
            money: bill.settled.money,
            exact: bill.exact,
            residue: bill.settled.residue,
            usage: Cow::Borrowed(&bill.usage),
            lines: bill.lines,
            months: bill.months,
            deduction: None,
        }
    }

    /// What makes up for what was billed of `cycle`; without lines when the delivery has none for it.
    pub fn adjusting(adjustment: Adjustment, cycle: Cycle, bill: Option<&FoldedBill>) -> Self {
        let lines = bill.map_or(0, |bill| bill.lines);
        Self {
            money: adjustment.money,
            exact: adjustment.exact,
            residue: adjustment.residue,
            usage: Cow::Owned(adjustment.usage),
            lines: lines + u64::from(adjustment.deduction.is_some()),
            months: bill.map_or((cycle, cycle), |bill| bill.months),
            deduction: adjustment.deduction,
        }
    }

    /// The balances of a bill that comes to this.
    pub fn balances(&self) -> Result<Balances, ImportError> {
        Balances::at_issue(self.money, Money::zero(self.money.currency())).map_err(unbalanced)
    }
}

/// Balances that do not add up are a defect.
pub fn unbalanced(error: Unbalanced) -> ImportError {
    ImportError::Defect(error.to_string())
}
