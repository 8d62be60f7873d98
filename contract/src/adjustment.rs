//! Adjustments: what a month that is issued was billed too little, or too much, becomes a bill of the next open month
//! (M2).
//!
//! The issued bill stays as it is. Whatever comes later is compared with all that was billed for it so far, so the same
//! news twice adjusts once. What credit notes and refunds gave back already is not given back again.

mod given;

pub use given::{BilledPart, less_refunded, taken};

use crate::cycle::Cycle;
use crate::id::BillId;
use crate::money::{Amount, AmountError, Currency, Money, MoneyError, Settled};
use crate::usage::Quantity;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What was billed for an account × product × application × month so far: its bill, and what adjusted it since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Billed {
    /// What it comes to.
    pub money: Money,
    /// One quantity per unit.
    pub usage: Vec<Quantity>,
    /// How many bills.
    pub bills: usize,
    /// What credit notes that stand took off them, of what was open and of what was paid.
    pub credited: Money,
}

/// What is to be billed beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// What should have been billed less what was; never nothing.
    pub money: Money,
    /// The exact sum of its lines.
    pub exact: Amount,
    /// What rounding left over.
    pub residue: Amount,
    /// The amount of the line that takes off what was billed before, with its rounding; none when nothing was billed.
    pub deduction: Option<Amount>,
    /// What was used more, by unit; negative: less.
    pub usage: Vec<Quantity>,
}

/// Amounts that are too long, or of different currencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAdjustable;

impl fmt::Display for NotAdjustable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an adjustment past what can be kept exactly")
    }
}

impl std::error::Error for NotAdjustable {}

impl From<MoneyError> for NotAdjustable {
    fn from(_: MoneyError) -> Self {
        Self
    }
}

impl From<AmountError> for NotAdjustable {
    fn from(_: AmountError) -> Self {
        Self
    }
}

impl Billed {
    /// Nothing yet.
    pub const fn nothing(currency: Currency) -> Self {
        let nothing = Money::zero(currency);
        Self { money: nothing, usage: Vec::new(), bills: 0, credited: nothing }
    }

    /// Adds a bill, of which credit notes took off so much.
    pub fn add(&mut self, money: Money, credited: Money, usage: &[Quantity]) -> Result<(), NotAdjustable> {
        self.money = self.money.checked_add(money)?;
        self.credited = self.credited.checked_add(credited)?;
        self.usage = combined(&self.usage, usage, Amount::checked_add)?;
        self.bills += 1;
        Ok(())
    }

    /// What is to be billed when all of the month comes to `delivered`: the difference to what was billed. What credit notes
    /// took off is given back already; more than that is billed again only where more is delivered than was billed.
    pub fn due(&self, delivered: Money) -> Result<Money, NotAdjustable> {
        let due = delivered.checked_sub(self.money)?;
        if !due.is_negative() {
            return Ok(due);
        }
        let due = due.checked_add(self.credited)?;
        Ok(if due.is_negative() { due } else { Money::zero(due.currency()) })
    }

    /// The bill over what is due, when all lines of the month come to `exact` and that was settled so; none over nothing.
    pub fn adjust(
        &self,
        due: Money,
        (exact, settled): (Amount, Settled),
        usage: &[Quantity],
    ) -> Result<Option<Adjustment>, NotAdjustable> {
        if due.is_zero() {
            return Ok(None);
        }
        let usage = combined(usage, &self.usage, Amount::checked_sub)?;
        if self.bills == 0 && due == settled.money {
            let residue = settled.residue;
            return Ok(Some(Adjustment { money: due, exact, residue, deduction: None, usage }));
        }
        let deduction = Some(due.amount().checked_sub(exact)?);
        Ok(Some(Adjustment { money: due, exact: due.amount(), residue: Amount::ZERO, deduction, usage }))
    }
}

/// Unit by unit; what comes to nothing is left out.
fn combined(
    left: &[Quantity],
    right: &[Quantity],
    with: fn(Amount, Amount) -> Result<Amount, AmountError>,
) -> Result<Vec<Quantity>, AmountError> {
    let mut all = left.to_vec();
    for part in right {
        let place = match all.iter().position(|known| known.unit == part.unit) {
            Some(place) => place,
            None => {
                all.push(Quantity { value: Amount::ZERO, unit: part.unit.clone() });
                all.len() - 1
            }
        };
        all[place].value = with(all[place].value, part.value)?;
    }
    all.retain(|part| !part.value.is_zero());
    all.sort_by(|one, other| one.unit.cmp(&other.unit));
    Ok(all)
}

/// What a bill adjusts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Adjusts {
    /// The month whose usage it is for; it was issued before.
    pub cycle: Cycle,
    /// The bill of that month, if there was one.
    pub bill: Option<BillLink>,
}

/// Another bill that belongs to a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillLink {
    /// Id.
    pub id: BillId,
    /// Its number; none before it is issued.
    pub number: Option<String>,
    /// Its month.
    pub cycle: Cycle,
    /// What it comes to.
    pub consumption: Money,
}
