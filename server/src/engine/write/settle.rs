//! Automatic settlement: the account's monthly bills are paid from what it holds (A2).

use super::act::Command;
use super::decide::{Decision, Moment, Movement};
use super::refusal::Refusal;
use super::{Books, Store, situation};
use crate::store::StoreError;
use crate::store::terms::Standing;
use contract::cycle::Cycle;
use contract::ledger::{Book, Source, Transaction};
use contract::money::Money;
use contract::settle::{Gate, Plan, Policy, Purse, Run, Step, plan};
use std::collections::BTreeMap;

pub(super) async fn decide<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    books: &Books,
    read: Option<Standing>,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let stored = match read {
        Some(read) => read,
        None => read_alone(tx, command, moment).await?,
    };
    let stored = Standing { books: books.clone(), ..stored };
    let standing = situation::standing(stored, moment.now, moment.today);
    Ok(match standing.run() {
        Ok(Run::Nothing) => Ok(Decision::default()),
        Ok(Run::Closed(_)) => Err(Refusal::Closed),
        Ok(Run::Plan(plan)) => planned(plan),
        Err(error) => Err(error.into()),
    })
}

/// What the account has, owes and agreed to, without its books.
pub(super) async fn read_alone<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
) -> Result<Standing, StoreError> {
    let (organization, account, currency) = (command.organization, command.account, moment.currency);
    Ok(Standing {
        currency,
        control: tx.credit_control(organization, account, currency, moment.today).await?,
        settings: tx.settings(organization, account).await?,
        holds: tx.holds(organization, account).await?,
        failed_charge: tx.failed_charge(organization, account, currency).await?,
        coupons: tx.coupons(organization, account, currency).await?,
        cards: tx.cards(organization, account, currency).await?,
        owed: tx.owed(organization, account, currency).await?,
        books: Books::new(),
    })
}

/// Monthly bills are paid from what arrived, as far as it is still there and not frozen (A5), where the account's owner wants
/// that and automatic settlement does not do it anyway. While something holds the account, nothing is.
pub(super) async fn remit<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    books: &Books,
    money: Money,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let (organization, account, currency) = (command.organization, command.account, moment.currency);
    if money.currency() != currency {
        return Ok(Err(contract::money::MoneyError::DifferentCurrencies.into()));
    }
    let terms = tx.credit_control(organization, account, currency, moment.today).await?;
    if !tx.settings(organization, account).await?.remits(terms.as_ref()) {
        return Ok(Ok(Decision::default()));
    }
    if !tx.holds(organization, account).await?.is_empty() {
        return Ok(Err(Refusal::Closed));
    }
    let owed = tx.owed(organization, account, currency).await?;
    let cash = books.get(&Book::Cash).map_or(0, |debits| debits.saturating_neg());
    let free = cash.saturating_sub(situation::frozen(books, currency).minor().max(0));
    let (left, nothing) = (money.minor().min(free).max(0), Money::zero(currency));
    let purse = Purse::of_cash(Money::new(left, currency), nothing, nothing);
    let policy = Policy { today: moment.today, settle_past_bills: false, gate: Gate::Unfrozen };
    Ok(match plan(purse, &owed, policy) {
        Ok(plan) => planned(plan),
        Err(error) => Err(error.into()),
    })
}

/// The plan as movements: one for each monthly bill that is paid.
fn planned(plan: Plan) -> Result<Decision, Refusal> {
    let Plan { steps, outcomes, stop, .. } = plan;
    let mut decision = Decision { stop, ..Decision::default() };
    for outcome in outcomes.iter().filter(|outcome| !outcome.paid.is_zero()) {
        let steps: Vec<Step> = steps.iter().filter(|step| step.cycle == outcome.cycle).cloned().collect();
        decision.movements.push(repaid(outcome.cycle, steps)?);
        decision.paid.push((outcome.cycle, outcome.paid));
    }
    Ok(decision)
}

/// A monthly bill is paid by these steps, in one movement.
pub(super) fn repaid(cycle: Cycle, steps: Vec<Step>) -> Result<Movement, Refusal> {
    let mut parts: BTreeMap<Source, Money> = BTreeMap::new();
    for step in &steps {
        let part = parts.entry(step.source).or_insert(Money::zero(step.money.currency()));
        *part = part.checked_add(step.money)?;
    }
    Ok(Movement { transaction: Transaction::repay(cycle, parts)?, steps })
}
