//! Automatic settlement: the account's monthly bills are paid from what it holds (A2).

use super::act::Command;
use super::decide::{Decision, Moment, Movement};
use super::perform::Refusal;
use super::{Books, Store, situation};
use crate::store::StoreError;
use crate::store::terms::Standing;
use contract::ledger::{Source, Transaction};
use contract::money::Money;
use contract::settle::{Plan, Run, Step};
use std::collections::BTreeMap;

pub(super) async fn decide<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    books: &Books,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let (organization, account, currency) = (command.organization, command.account, moment.currency);
    let stored = Standing {
        currency,
        control: tx.credit_control(organization, account, currency, moment.today).await?,
        settings: tx.settings(organization, account).await?,
        holds: tx.holds(organization, account).await?,
        coupons: tx.coupons(organization, account, currency).await?,
        cards: tx.cards(organization, account, currency).await?,
        owed: tx.owed(organization, account, currency).await?,
        books: books.clone(),
    };
    let standing = situation::standing(stored, moment.now, moment.today);
    Ok(match standing.run() {
        Ok(Run::Nothing) => Ok(Decision::default()),
        Ok(Run::Closed(_)) => Err(Refusal::Closed),
        Ok(Run::Plan(plan)) => planned(plan),
        Err(error) => Err(error.into()),
    })
}

/// The plan as movements: one for each monthly bill that is paid.
fn planned(plan: Plan) -> Result<Decision, Refusal> {
    let Plan { steps, outcomes, stop, .. } = plan;
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
