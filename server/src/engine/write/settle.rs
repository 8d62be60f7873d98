//! Automatic settlement: the account's monthly bills are paid from what it holds (A2).

use super::act::Command;
use super::decide::{Decision, Moment, Movement};
use super::perform::Refusal;
use super::{Books, Store, situation};
use crate::store::StoreError;
use crate::store::terms::Standing;
use contract::ledger::{Source, Transaction};
use contract::money::Money;
use contract::settle::{Owed, Plan, Policy, Purse, Situation, Step, gates, plan};
use std::collections::BTreeMap;

pub(super) async fn decide<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    books: &Books,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let (organization, account, currency) = (command.organization, command.account, moment.currency);
    let owed = tx.owed(organization, account, currency).await?;
    let Some(first) = owed.first().map(|first| first.cycle) else { return Ok(Ok(Decision::default())) };
    let standing = Standing {
        currency,
        control: tx.credit_control(organization, account, currency, moment.today).await?,
        settings: tx.settings(organization, account).await?,
        holds: tx.holds(organization, account).await?,
        coupons: tx.coupons(organization, account, currency).await?,
        cards: tx.cards(organization, account, currency).await?,
        owed,
        books: books.clone(),
    };
    let (purse, policy) = (situation::purse(&standing), situation::policy(&standing, moment.today));
    let situation = Situation {
        now: moment.now,
        owed: &standing.owed,
        cycle: first,
        purse: &purse,
        policy,
        terms: situation::terms(&standing),
        holds: &standing.holds,
        failed_charge: None,
    };
    let open = match gates(&situation) {
        Ok(conditions) => conditions.iter().all(|condition| condition.met),
        Err(error) => return Ok(Err(error.into())),
    };
    Ok(if open { planned(purse, &standing.owed, policy) } else { Err(Refusal::Closed) })
}

/// The plan as movements: one for each monthly bill that is paid.
fn planned(purse: Purse, owed: &[Owed], policy: Policy) -> Result<Decision, Refusal> {
    let Plan { steps, outcomes, stop, .. } = plan(purse, owed, policy)?;
    let mut decision = Decision { stop, ..Decision::default() };
    for outcome in outcomes.iter().filter(|outcome| !outcome.paid.is_zero()) {
        let steps: Vec<Step> = steps.iter().filter(|step| step.cycle == outcome.cycle).cloned().collect();
        let mut parts: BTreeMap<Source, Money> = BTreeMap::new();
        for step in &steps {
            let part = parts.entry(step.source).or_insert(Money::zero(step.money.currency()));
            *part = part.checked_add(step.money)?;
        }
        let transaction = Transaction::repay(outcome.cycle, parts)?;
        decision.movements.push(Movement { transaction, steps });
        decision.paid.push((outcome.cycle, outcome.paid));
    }
    Ok(decision)
}
