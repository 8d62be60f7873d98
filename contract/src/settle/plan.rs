//! The planner: what pays what.
//!
//! It follows the order in which monthly bills are handed in. Inside a monthly bill: coupons, stored value cards,
//! refunds, cash; what is bound to products goes to matching bills first, everything in bill-number order (section 1,
//! A2). A monthly bill that can't be paid whole is paid in part. Cash never goes past one; what could not pay an older
//! one at all (a card of another month, a refund locked to a later one) may still pay a later one.

use super::{Owed, OwedBill, Purse};
use crate::cycle::Cycle;
use crate::id::BillId;
use crate::ledger::Source;
use crate::money::{Money, MoneyError};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// When something may be paid. Cash that is frozen is never spent: it is held for usage that is not billed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Gate {
    /// As long as available credit is above nothing: what happens by itself (A2, S9).
    AvailableCredit,
    /// Always: a payment by hand (P1).
    Unfrozen,
}

/// The terms of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policy {
    /// The day of payment: coupons are valid by it.
    pub today: NaiveDate,
    /// Refunds may pay bills of months before their own (S14).
    pub settle_past_bills: bool,
    /// When something may be paid.
    pub gate: Gate,
}

/// So much from a source to a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    /// The monthly bill's month.
    pub cycle: Cycle,
    /// The bill.
    pub bill: BillId,
    /// What pays.
    pub source: Source,
    /// How much, above nothing.
    pub money: Money,
}

/// What a plan does to a monthly bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outcome {
    /// Its month.
    pub cycle: Cycle,
    /// What the plan pays of it.
    pub paid: Money,
    /// What stays outstanding.
    pub outstanding: Money,
}

/// Where a plan runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stop", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Stop {
    /// Available credit is used up (or was) when this monthly bill's turn came; this one and all later ones wait.
    NoCredit {
        /// The first that waits.
        cycle: Cycle,
        /// Available credit then: nothing or below.
        available: Money,
    },
    /// This is the first that could not be paid whole.
    Short {
        /// Its month.
        cycle: Cycle,
        /// What is missing to pay it whole.
        missing: Money,
    },
}

/// What pays what, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Plan {
    /// In the order of payment.
    pub steps: Vec<Step>,
    /// One for each monthly bill that was handed in, in that order.
    pub outcomes: Vec<Outcome>,
    /// Where it runs out; none when everything is paid.
    pub stop: Option<Stop>,
    /// What is left to pay from.
    pub purse: Purse,
}

impl Plan {
    /// What it pays in all.
    pub fn paid(&self) -> Result<Money, MoneyError> {
        Money::sum(self.purse.cash.currency(), self.steps.iter().map(|step| step.money))
    }
}

/// Plans the payment of monthly bills, in the order in which they stand, from a purse of the same currency.
///
/// # Errors
/// Different currencies, or sums past 63 bits.
pub fn plan(purse: Purse, owed: &[Owed], policy: Policy) -> Result<Plan, MoneyError> {
    let mut planner = Planner { purse: in_order(purse), policy, steps: Vec::new() };
    let mut outcomes = Vec::with_capacity(owed.len());
    let mut stop = None;
    let mut closed = false;
    for monthly in owed {
        let before =
            Money::sum(planner.purse.cash.currency(), monthly.bills.iter().map(|bill| bill.outstanding))?;
        closed = closed || planner.closes()?;
        let paid = if closed { Money::zero(before.currency()) } else { planner.pay(monthly)? };
        let outstanding = before.checked_sub(paid)?;
        if stop.is_none() && !outstanding.is_zero() {
            let (cycle, available) = (monthly.cycle, planner.purse.available_credit()?);
            stop = Some(if closed {
                Stop::NoCredit { cycle, available }
            } else {
                Stop::Short { cycle, missing: outstanding }
            });
        }
        outcomes.push(Outcome { cycle: monthly.cycle, paid, outstanding });
    }
    Ok(Plan { steps: planner.steps, outcomes, stop, purse: planner.purse })
}

/// What expires first is spent first.
fn in_order(mut purse: Purse) -> Purse {
    purse.coupons.sort_by_key(|coupon| (coupon.valid_to, coupon.id));
    purse.cards.sort_by_key(|card| (card.valid_to, card.id));
    purse.refunds.sort_by_key(|lot| lot.month);
    purse
}

struct Planner {
    purse: Purse,
    policy: Policy,
    steps: Vec<Step>,
}

impl Planner {
    /// Whether nothing may be paid by itself any more.
    fn closes(&self) -> Result<bool, MoneyError> {
        match self.policy.gate {
            Gate::Unfrozen => Ok(false),
            Gate::AvailableCredit => Ok(self.purse.available_credit()?.minor() <= 0),
        }
    }

    /// Cash that may be spent: what is not frozen. Credit opens the gate, and pays nothing.
    fn spendable(&self) -> Result<Money, MoneyError> {
        let free = self.purse.cash.checked_sub(self.purse.frozen)?;
        Ok(Money::new(self.purse.cash.minor().min(free.minor()).max(0), free.currency()))
    }

    /// Pays a monthly bill as far as it goes; gives how much.
    fn pay(&mut self, monthly: &Owed) -> Result<Money, MoneyError> {
        let mut open: Vec<Money> = monthly.bills.iter().map(|bill| bill.outstanding).collect();
        let first_step = self.steps.len();
        let today = self.policy.today;
        for at in 0..self.purse.coupons.len() {
            let coupon = self.purse.coupons[at].clone();
            let left = self.spend(monthly, &mut open, Source::Coupon(coupon.id), coupon.left, |bill| {
                coupon.pays(bill, today)
            })?;
            self.purse.coupons[at].left = left;
        }
        for at in 0..self.purse.cards.len() {
            let card = self.purse.cards[at].clone();
            let left = self.spend(monthly, &mut open, Source::Card(card.id), card.left, |bill| {
                card.refuses(bill).is_none() && today < card.expires_on(today)
            })?;
            self.purse.cards[at].left = left;
        }
        for at in self.refunds_for(monthly.cycle) {
            let lot = self.purse.refunds[at];
            let left = self.spend(monthly, &mut open, Source::Refund(lot.month), lot.left, |_| true)?;
            self.purse.refunds[at].left = left;
        }
        let spendable = self.spendable()?;
        let left = self.spend(monthly, &mut open, Source::Cash, spendable, |_| true)?;
        let spent = spendable.checked_sub(left)?;
        self.purse.cash = self.purse.cash.checked_sub(spent)?;
        Money::sum(spent.currency(), self.steps[first_step..].iter().map(|step| step.money))
    }

    /// Places of the refund lots that may pay a bill of this month: those of the month and before, then, if past bills
    /// may be settled, those of later months (S14).
    fn refunds_for(&self, cycle: Cycle) -> Vec<usize> {
        let lots = self.purse.refunds.iter().enumerate();
        lots.filter(|(_, lot)| lot.month <= cycle || self.policy.settle_past_bills)
            .map(|(at, _)| at)
            .collect()
    }

    /// Spends a source on the bills that it may pay, in bill-number order; gives what is left of it.
    fn spend(
        &mut self,
        monthly: &Owed,
        open: &mut [Money],
        source: Source,
        mut left: Money,
        may_pay: impl Fn(&OwedBill) -> bool,
    ) -> Result<Money, MoneyError> {
        for (bill, open) in monthly.bills.iter().zip(open) {
            let part = Money::new(left.minor().min(open.minor()).max(0), left.currency());
            if part.is_zero() || !may_pay(bill) {
                continue;
            }
            left = left.checked_sub(part)?;
            *open = open.checked_sub(part)?;
            self.steps.push(Step { cycle: monthly.cycle, bill: bill.id, source, money: part });
        }
        Ok(left)
    }
}
