//! Why is this unsettled? (M5)
//!
//! The conditions under which a monthly bill is paid by itself, each with its figures. The automatic job asks the same
//! function and goes ahead only when every gate is open, so what the portal says and what the job does can't differ.

use super::{CardRefusal, ChargeFailure, Outcome, Owed, Policy, Purse, plan};
use crate::cycle::{Cycle, day_begins};
use crate::hold::Hold;
use crate::id::CardId;
use crate::money::{Money, MoneyError};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What an account's terms and settings say about automatic settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Terms {
    /// On credit control; otherwise the default payment method is charged (A4).
    pub credit_control: bool,
    /// *Automatic settlement* is on (A2).
    pub automatic: bool,
    /// A special agreement excludes it.
    pub special_agreement: bool,
}

/// A charge that did not go through (M3, A4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FailedCharge {
    /// The payment method as people know it: `Visa ending 4242`.
    pub method: String,
    /// The cycle that was to be charged.
    pub cycle: Cycle,
    /// How much.
    pub money: Money,
    /// How many attempts failed.
    pub attempts: u32,
    /// The day of the last one.
    pub failed_on: NaiveDate,
    /// Why the last one failed.
    pub reason: ChargeFailure,
    /// When it is tried again by itself; none when it is not.
    pub retry_on: Option<NaiveDate>,
}

impl FailedCharge {
    /// From when on it is tried again by itself: when that day begins in the billing time zone.
    pub fn retry_at(&self) -> Option<DateTime<Utc>> {
        self.retry_on.and_then(day_begins)
    }
}

/// Everything that decides whether a monthly bill is paid by itself.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The moment.
    pub now: DateTime<Utc>,
    /// What is outstanding on the account, oldest first: the monthly bill and those before it.
    pub owed: &'a [Owed],
    /// The month of the monthly bill that is asked about.
    pub cycle: Cycle,
    /// What can pay.
    pub purse: &'a Purse,
    /// The terms of payment.
    pub policy: Policy,
    /// The account's terms.
    pub terms: Terms,
    /// What holds the account.
    pub holds: &'a [Hold],
    /// The charge that failed last for this monthly bill, if one did.
    pub failed_charge: Option<&'a FailedCharge>,
}

/// A condition, its figures, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Condition {
    /// Whether it lets the monthly bill be paid.
    pub met: bool,
    /// What it is about.
    pub finding: Finding,
}

/// What a condition is about, with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Finding {
    /// The official bill is there (M2).
    Issued {
        /// When it is issued.
        at: DateTime<Utc>,
    },
    /// Automatic settlement is on (A2). Only accounts on credit control have the switch.
    Automatic,
    /// No special agreement excludes the account.
    Agreement,
    /// Nothing holds the account.
    Free {
        /// What holds it.
        holds: Vec<Hold>,
    },
    /// The automatic charge went through (A4).
    Charged {
        /// The charge that failed.
        failed: Option<FailedCharge>,
    },
    /// Available credit is above nothing.
    Credit {
        /// Cash.
        cash: Money,
        /// Credit limit.
        limit: Money,
        /// Frozen amount.
        frozen: Money,
        /// Cash + credit limit − frozen.
        available: Money,
    },
    /// What is there pays it whole, after what is older.
    Enough {
        /// What is outstanding.
        outstanding: Money,
        /// What would be paid of it now.
        pays: Money,
        /// What is missing.
        missing: Money,
    },
    /// This stored value card can pay for all of it.
    Card {
        /// The card.
        card: CardId,
        /// What is left on it.
        left: Money,
        /// Why it can't pay one or more of the bills.
        refusals: Vec<CardRefusal>,
    },
    /// This refund may pay it (S14).
    Refund {
        /// Its month.
        month: Cycle,
        /// What is left of it.
        left: Money,
    },
}

/// When a monthly bill can clear at the earliest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "when", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Earliest {
    /// With the next run: nothing stands in the way.
    Now,
    /// When the official bill is issued.
    AtIssue {
        /// That moment.
        at: DateTime<Utc>,
    },
    /// When nothing holds the account any more.
    WhenFree,
    /// Within 2 seconds of a top-up of so much.
    AfterTopUp {
        /// How much is needed.
        money: Money,
    },
    /// When the charge is tried again.
    AtRetry {
        /// On this day.
        on: NaiveDate,
    },
    /// Not by itself: it has to be paid by hand, or a setting changed.
    ByHand,
}

/// Why a monthly bill is, or is not, paid by itself (M5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// Every condition, those of the gate first.
    pub conditions: Vec<Condition>,
    /// When it can clear at the earliest.
    pub earliest: Earliest,
}

impl Explanation {
    /// The conditions that stand in the way now.
    pub fn reasons(&self) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(|condition| !condition.met)
    }
}

/// The gates of automatic settlement: it goes ahead when all are open. The job's own predicate.
pub fn gates(situation: &Situation<'_>) -> Result<Vec<Condition>, MoneyError> {
    let purse = situation.purse;
    let at = situation.cycle.issued_at();
    let available = purse.available_credit()?;
    let credit =
        Finding::Credit { cash: purse.cash, limit: purse.credit_limit, frozen: purse.frozen, available };
    let mut conditions = vec![Condition { met: at <= situation.now, finding: Finding::Issued { at } }];
    if situation.terms.credit_control {
        conditions.push(Condition { met: situation.terms.automatic, finding: Finding::Automatic });
        let met = !situation.terms.special_agreement;
        conditions.push(Condition { met, finding: Finding::Agreement });
    } else {
        let failed = situation.failed_charge.cloned();
        conditions.push(Condition { met: failed.is_none(), finding: Finding::Charged { failed } });
    }
    let holds = situation.holds.to_vec();
    conditions.push(Condition { met: holds.is_empty(), finding: Finding::Free { holds } });
    conditions.push(Condition { met: available.minor() > 0, finding: credit });
    Ok(conditions)
}

/// All conditions of a monthly bill, with what the purse would pay if every gate were open.
///
/// # Errors
/// Different currencies, or sums past 63 bits.
pub fn explain(situation: &Situation<'_>) -> Result<Explanation, MoneyError> {
    let mut conditions = gates(situation)?;
    let Some(owed) = situation.owed.iter().find(|owed| owed.cycle == situation.cycle) else {
        // What is not issued owes nothing yet, but waits for its issue, or for the next attempt at its charge.
        let waits = situation.cycle.issued_at() > situation.now;
        let earliest = if waits { earliest(situation, &conditions, &[])? } else { Earliest::Now };
        return Ok(Explanation { conditions, earliest });
    };
    let upto: Vec<Owed> =
        situation.owed.iter().filter(|owed| owed.cycle <= situation.cycle).cloned().collect();
    let planned = plan(situation.purse.clone(), &upto, situation.policy)?;
    let nothing = Money::zero(situation.purse.cash.currency());
    let outcome = planned.outcomes.iter().find(|outcome| outcome.cycle == situation.cycle);
    let outcome =
        outcome.copied().unwrap_or(Outcome { cycle: owed.cycle, paid: nothing, outstanding: nothing });
    let outstanding = outcome.paid.checked_add(outcome.outstanding)?;
    let enough = Finding::Enough { outstanding, pays: outcome.paid, missing: outcome.outstanding };
    conditions.push(Condition { met: outcome.outstanding.is_zero(), finding: enough });
    if !outcome.outstanding.is_zero() {
        conditions.extend(bound(situation, owed, &planned.purse));
    }
    let earliest = earliest(situation, &conditions, &planned.outcomes)?;
    Ok(Explanation { conditions, earliest })
}

/// Cards and refunds with something left that can't pay what is open.
fn bound(situation: &Situation<'_>, owed: &Owed, left: &Purse) -> Vec<Condition> {
    let cards = left.cards.iter().filter(|card| card.left.minor() > 0).filter_map(|card| {
        let mut refusals: Vec<CardRefusal> =
            owed.bills.iter().filter_map(|bill| card.refuses(bill)).collect();
        refusals.sort_unstable();
        refusals.dedup();
        let finding = Finding::Card { card: card.id, left: card.left, refusals };
        matches!(&finding, Finding::Card { refusals, .. } if !refusals.is_empty())
            .then_some(Condition { met: false, finding })
    });
    let locked = left.refunds.iter().filter(|lot| {
        lot.left.minor() > 0 && lot.month > situation.cycle && !situation.policy.settle_past_bills
    });
    let refunds = locked.map(|lot| {
        let finding = Finding::Refund { month: lot.month, left: lot.left };
        Condition { met: false, finding }
    });
    cards.chain(refunds).collect()
}

/// The latest of what has to happen first; what a person has to do weighs more than what comes by itself.
fn earliest(
    situation: &Situation<'_>,
    conditions: &[Condition],
    outcomes: &[Outcome],
) -> Result<Earliest, MoneyError> {
    let unmet = || conditions.iter().filter(|condition| !condition.met).map(|condition| &condition.finding);
    if unmet().any(|finding| matches!(finding, Finding::Automatic | Finding::Agreement)) {
        return Ok(Earliest::ByHand);
    }
    let failed = unmet().find_map(|finding| match finding {
        Finding::Charged { failed: Some(failed) } => Some(failed),
        _ => None,
    });
    if let Some(failed) = failed {
        return Ok(failed.retry_on.map_or(Earliest::ByHand, |on| Earliest::AtRetry { on }));
    }
    if unmet().any(|finding| matches!(finding, Finding::Free { .. })) {
        return Ok(Earliest::WhenFree);
    }
    if let Some(at) = unmet().find_map(|finding| match finding {
        Finding::Issued { at } => Some(*at),
        _ => None,
    }) {
        return Ok(Earliest::AtIssue { at });
    }
    let nothing = Money::zero(situation.purse.cash.currency());
    let missing = Money::sum(nothing.currency(), outcomes.iter().map(|outcome| outcome.outstanding))?;
    if missing.is_zero() {
        Ok(Earliest::Now)
    } else {
        Ok(Earliest::AfterTopUp { money: needed(situation, missing)? })
    }
}

/// The smallest top-up after which this monthly bill is paid, older ones before it, as far as money decides that; nothing
/// when what is there pays it (A2, S14).
///
/// # Errors
/// Different currencies, or sums past 63 bits.
pub fn top_up_for(situation: &Situation<'_>) -> Result<Money, MoneyError> {
    let upto: Vec<Owed> =
        situation.owed.iter().filter(|owed| owed.cycle <= situation.cycle).cloned().collect();
    let planned = plan(situation.purse.clone(), &upto, situation.policy)?;
    let outstanding = planned.outcomes.iter().map(|outcome| outcome.outstanding);
    let missing = Money::sum(situation.purse.cash.currency(), outstanding)?;
    if missing.is_zero() { Ok(missing) } else { needed(situation, missing) }
}

/// A failed charge stands in the way as long as there is no free cash to pay from instead (A4).
pub fn charge_stands(terms: Terms, purse: &Purse) -> bool {
    !terms.credit_control && purse.available_credit().is_ok_and(|free| free.minor() <= 0)
}

/// The smallest top-up after which everything up to this monthly bill is paid: what is missing, and what available
/// credit is short of it.
fn needed(situation: &Situation<'_>, missing: Money) -> Result<Money, MoneyError> {
    let upto: Vec<Owed> =
        situation.owed.iter().filter(|owed| owed.cycle <= situation.cycle).cloned().collect();
    let pays = |minor: i64| -> Result<bool, MoneyError> {
        let purse = situation.purse.clone().topped_up(Money::new(minor, missing.currency()))?;
        Ok(plan(purse, &upto, situation.policy)?.stop.is_none())
    };
    // Paying more never takes more of a top-up than was missing and is frozen, what cash is below nothing, and one unit to
    // open the gate.
    let below = situation.purse.cash.minor().min(0).saturating_neg();
    let frozen = situation.purse.frozen.minor().max(0).saturating_add(below);
    let debt = situation.purse.available_credit()?.minor().min(0).saturating_neg();
    let most = missing.minor().saturating_add(frozen).saturating_add(debt).saturating_add(1);
    let (mut short, mut enough) = (0_i64, most);
    while enough - short > 1 {
        let middle = short + (enough - short) / 2;
        if pays(middle)? { enough = middle } else { short = middle }
    }
    Ok(Money::new(enough, missing.currency()))
}
