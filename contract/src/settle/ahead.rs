//! What pays a month that is charged ahead (A4) before the charge does: coupons deduct before anything else (A6), then stored
//! value cards, then refunds.

use super::{Gate, Owed, Policy, Purse, Step, plan};
use crate::cycle::Cycle;
use crate::money::{Money, MoneyError};

/// What coupons, stored value cards and refunds pay of a month's bills, by the planner: `owed` holds that month and those
/// before it, which come first.
///
/// # Errors
/// Different currencies, or sums past 63 bits.
pub fn deductions(
    purse: &Purse,
    owed: &[Owed],
    cycle: Cycle,
    policy: Policy,
) -> Result<Vec<Step>, MoneyError> {
    let nothing = Money::zero(purse.cash.currency());
    let bound = Purse { cash: nothing, frozen: nothing, credit_limit: nothing, ..purse.clone() };
    let plan = plan(bound, owed, Policy { gate: Gate::Unfrozen, ..policy })?;
    Ok(plan.steps.into_iter().filter(|step| step.cycle == cycle).collect())
}

/// What the account has for a month without being charged: what is deducted from its bills, and cash that is neither wanted
/// by issued months before it nor frozen for another one. It is asked for the day on which the month is issued: what is over by then
/// pays nothing.
///
/// # Errors
/// Different currencies, or sums past 63 bits.
pub fn paid_without_charge(
    purse: &Purse,
    owed: &[Owed],
    wanted: Money,
    cycle: Cycle,
    policy: Policy,
) -> Result<Money, MoneyError> {
    let currency = purse.cash.currency();
    let today = policy.today.max(cycle.issue_date());
    let steps = deductions(purse, owed, cycle, Policy { today, ..policy })?;
    let deducted = Money::sum(currency, steps.iter().map(|step| step.money))?;
    let cash = purse.cash.checked_sub(purse.frozen)?.checked_sub(wanted)?;
    deducted.checked_add(Money::new(cash.minor().max(0), currency))
}
