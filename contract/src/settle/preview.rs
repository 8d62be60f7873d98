//! What automatic settlement does with an account as it stands, and what it would do after a top-up.
//!
//! The server's job and the browser's preview ask the same function.

use super::{Condition, FailedCharge, Owed, Plan, Policy, Purse, Situation, Terms, gates, plan};
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

    /// The same after a top-up.
    ///
    /// # Errors
    /// Different currencies, or sums past 63 bits.
    pub fn topped_up(mut self, money: Money) -> Result<Self, MoneyError> {
        self.purse = self.purse.topped_up(money)?;
        Ok(self)
    }
}
