//! What automatic settlement does with an account as it stands, and what it would do after a top-up.
//!
//! The server's job and the browser's preview ask the same function.

use super::{
    Condition, FailedCharge, Outcome, Owed, Plan, Policy, Purse, Situation, Terms, charge_stands, gates,
    plan, top_up_for,
};
use crate::cycle::Cycle;
use crate::hold::Hold;
use crate::id::BillId;
use crate::money::{Money, MoneyError};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Everything that decides what is paid of an account by itself, at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing {
    /// The moment.
    pub now: DateTime<Utc>,
    /// What can pay.
    pub purse: Purse,
    /// What is outstanding, oldest first.
    pub owed: Vec<Owed>,
    /// The numbers of those bills.
    pub numbers: Vec<(BillId, String)>,
    /// The terms of payment.
    pub policy: Policy,
    /// The account's terms.
    pub terms: Terms,
    /// What holds the account.
    pub holds: Vec<Hold>,
    /// The charge that failed last, if one did.
    pub failed_charge: Option<FailedCharge>,
}

/// What automatic settlement does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Nothing is outstanding.
    Nothing,
    /// Nothing: these gates are closed.
    Closed(Vec<Condition>),
    /// It pays by this plan.
    Plan(Plan),
}

/// What a top-up does for one monthly bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Nothing is paid by itself: these gates stay closed.
    Closed(Vec<Condition>),
    /// Older ones are paid before it.
    Pays {
        /// What is paid of them, oldest first.
        older: Vec<(Cycle, Money)>,
        /// What stays outstanding of it.
        left: Money,
        /// Cash that stays, because it is frozen.
        kept: Money,
    },
}

/// What automatic settlement does now: it looks at the oldest monthly bill's gates, then plans all of them (A2).
///
/// # Errors
/// Different currencies, or sums past 63 bits.
pub fn run(situation: &Situation<'_>) -> Result<Run, MoneyError> {
    let closed: Vec<Condition> = gates(situation)?.into_iter().filter(|condition| !condition.met).collect();
    if !closed.is_empty() {
        return Ok(Run::Closed(closed));
    }
    plan(situation.purse.clone(), situation.owed, situation.policy).map(Run::Plan)
}

impl Standing {
    /// What decides about the monthly bill of a month.
    pub fn situation(&self, cycle: Cycle) -> Situation<'_> {
        Situation {
            now: self.now,
            owed: &self.owed,
            cycle,
            purse: &self.purse,
            policy: self.policy,
            terms: self.terms,
            holds: &self.holds,
            failed_charge: self.failed_charge.as_ref(),
        }
    }

    /// What automatic settlement does now.
    ///
    /// # Errors
    /// Different currencies, or sums past 63 bits.
    pub fn run(&self) -> Result<Run, MoneyError> {
        match self.owed.first() {
            Some(first) => run(&self.situation(first.cycle)),
            None => Ok(Run::Nothing),
        }
    }

    /// The same after a top-up. Free cash pays what a failed charge did not (A4).
    ///
    /// # Errors
    /// Different currencies, or sums past 63 bits.
    pub fn topped_up(mut self, money: Money) -> Result<Self, MoneyError> {
        self.purse = self.purse.topped_up(money)?;
        self.failed_charge = self.failed_charge.filter(|_| charge_stands(self.terms, &self.purse));
        Ok(self)
    }

    /// The smallest top-up after which the monthly bill of a month is paid, older ones before it (A2, S14).
    ///
    /// # Errors
    /// Different currencies, or sums past 63 bits.
    pub fn top_up_for(&self, cycle: Cycle) -> Result<Money, MoneyError> {
        top_up_for(&self.situation(cycle))
    }

    /// What a top-up of so much does for the monthly bill of a month; none when nothing of that is outstanding.
    ///
    /// # Errors
    /// Different currencies, or sums past 63 bits.
    pub fn reach(&self, cycle: Cycle, money: Money) -> Result<Option<Reach>, MoneyError> {
        Ok(match self.clone().topped_up(money)?.run()? {
            Run::Nothing => None,
            Run::Closed(gates) => Some(Reach::Closed(gates)),
            Run::Plan(plan) => {
                let own = plan.outcomes.iter().find(|outcome| outcome.cycle == cycle);
                let paid = |outcome: &&Outcome| outcome.cycle < cycle && !outcome.paid.is_zero();
                let older =
                    plan.outcomes.iter().filter(paid).map(|older| (older.cycle, older.paid)).collect();
                let Purse { cash, frozen, .. } = plan.purse;
                let kept = Money::new(cash.minor().min(frozen.minor()).max(0), cash.currency());
                own.map(|own| Reach::Pays { older, left: own.outstanding, kept })
            }
        })
    }
}
