//! A payment succeeded: its money and its new state, in one commit (P3, A4). What was charged for a month that is issued by
//! now pays its bills at once: cash may be frozen for the running month.

use super::accrue::held;
use super::act::Command;
use super::decide::{Decision, Moment, Movement};
use super::refusal::Refusal;
use super::{Books, Store};
use crate::store::StoreError;
use crate::store::payments_write::{ChargeEnd, Heard, StoredPayment};
use contract::cycle::Cycle;
use contract::id::{BillId, PaymentId};
use contract::ledger::{Book, Source, Transaction};
use contract::money::Money;
use contract::payment::{Credited, Event, Purpose, State, credited};
use contract::settle::Step;

/// To the running cycle that it was charged for; to cash when it comes late, or when the cycle is issued already: then it
/// pays the cycle's bills.
pub(super) async fn decide<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    books: &Books,
    id: PaymentId,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let organization = command.organization;
    let kept = tx.hold_payment(organization, id).await?;
    let Some(payment) = kept.filter(|payment| payment.account == command.account) else {
        return Ok(Err(Refusal::NoPayment));
    };
    if payment.money.currency() != moment.currency {
        return Ok(Err(contract::money::MoneyError::DifferentCurrencies.into()));
    }
    let paid = Event::Succeed { paid: payment.money };
    let state = match payment.state.clone().after(paid, payment.money, moment.now) {
        Ok(state) => state,
        Err(refused) => return Ok(Err(refused.into())),
    };
    let late = matches!(state, State::Succeeded { late: true, .. });
    let money = payment.money;
    let issued = match payment.purpose {
        Purpose::Charge { cycle, .. } if tx.is_issued(organization, command.account, cycle).await? => {
            Some((cycle, tx.numbered(organization, command.account, cycle).await?))
        }
        _ => None,
    };
    let transaction = match credited(payment.purpose, late) {
        Credited::Prepayment(cycle) if issued.is_none() => Transaction::prepay(payment.channel, cycle, money),
        Credited::Prepayment(_) | Credited::Cash => Transaction::top_up(payment.channel, money),
        Credited::Nothing => return Ok(Err(Refusal::NotAboveNothing)),
    };
    // Where cash is below nothing, it makes that good first.
    let there = held(books, Book::Cash).saturating_add(money.minor()).clamp(0, money.minor());
    let paying =
        issued.map_or(Ok(None), |(cycle, bills)| pays(Money::new(there, money.currency()), cycle, &bills));
    let decided = transaction.map_err(Refusal::from).and_then(|transaction| {
        let mut decision = Decision::default();
        decision.movements.push(transaction.into());
        if let Some((paid, movement)) = paying? {
            decision.movements.push(movement);
            decision.paid.push(paid);
        }
        decision.received = Some((payment, state));
        Ok(decision)
    });
    Ok(decided)
}

/// How much is paid of which month.
type Paid = (Cycle, Money);

/// What is charged for an issued month pays its bills, in the order of their numbers, as far as they are open.
fn pays(money: Money, cycle: Cycle, bills: &[(BillId, i64)]) -> Result<Option<(Paid, Movement)>, Refusal> {
    let (mut left, mut steps) = (money.minor(), Vec::new());
    for &(bill, outstanding) in bills {
        let part = left.min(outstanding);
        if part > 0 {
            left -= part;
            steps.push(Step { cycle, bill, source: Source::Cash, money: Money::new(part, money.currency()) });
        }
    }
    if steps.is_empty() {
        return Ok(None);
    }
    let sum = Money::sum(money.currency(), steps.iter().map(|step| step.money))?;
    let transaction = Transaction::repay(cycle, [(Source::Cash, sum)])?;
    Ok(Some(((cycle, sum), Movement { transaction, steps })))
}

/// Keeps the state, and that the charge it was an attempt at is paid, be it late.
pub(super) async fn record<C: Store>(
    tx: &mut C,
    payment: &StoredPayment,
    state: &State,
    now: i64,
) -> Result<(), StoreError> {
    let (organization, id) = (payment.organization, payment.id);
    tx.put_payment(organization, id, state, None).await?;
    let outcome = if matches!(state, State::Succeeded { late: true, .. }) { "late" } else { "applied" };
    let event = serde_json::to_string(&Event::Succeed { paid: payment.money });
    let event = event.map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let heard = Heard { at: now, source: "door", event: &event, outcome };
    tx.add_heard(organization, id, &heard).await?;
    if let Purpose::Charge { cycle, crossing, .. } = payment.purpose {
        let place = (i64::from(cycle.index()), i64::from(crossing));
        let end = ChargeEnd { place, state: "paid", ..ChargeEnd::default() };
        tx.put_charge(organization, payment.account, &end).await?;
    }
    Ok(())
}
