//! A payment succeeded: its money and its new state, in one commit (P3, A4).

use super::Store;
use super::act::Command;
use super::decide::{Decision, Moment};
use super::refusal::Refusal;
use crate::store::StoreError;
use crate::store::payments_write::{ChargeEnd, Heard, StoredPayment};
use contract::id::PaymentId;
use contract::ledger::Transaction;
use contract::payment::{Credited, Event, Purpose, State, credited};

/// To the running cycle that it was charged for; to cash when it comes late, or when the cycle is issued already.
pub(super) async fn decide<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    id: PaymentId,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let organization = command.organization;
    let held = tx.hold_payment(organization, id).await?;
    let Some(payment) = held.filter(|payment| payment.account == command.account) else {
        return Ok(Err(Refusal::NoPayment));
    };
    if payment.money.currency() != moment.currency {
        return Ok(Err(contract::money::MoneyError::DifferentCurrencies.into()));
    }
    let state = match payment.state.clone().after(Event::Succeed, payment.money, moment.now) {
        Ok(state) => state,
        Err(refused) => return Ok(Err(refused.into())),
    };
    let late = matches!(state, State::Succeeded { late: true, .. });
    let transaction = match credited(payment.purpose, late) {
        Credited::Prepayment(cycle) if !tx.is_issued(organization, command.account, cycle).await? => {
            Transaction::prepay(payment.channel, cycle, payment.money)
        }
        Credited::Prepayment(_) | Credited::Cash => Transaction::top_up(payment.channel, payment.money),
        Credited::Nothing => return Ok(Err(Refusal::NotAboveNothing)),
    };
    Ok(transaction.map_err(Refusal::from).map(|transaction| Decision {
        movements: vec![transaction.into()],
        received: Some((payment, state)),
        ..Decision::default()
    }))
}

/// Keeps the state, and that the charge it was an attempt at is paid.
pub(super) async fn record<C: Store>(
    tx: &mut C,
    payment: &StoredPayment,
    state: &State,
    now: i64,
) -> Result<(), StoreError> {
    let (organization, id) = (payment.organization, payment.id);
    tx.put_payment(organization, id, state, None).await?;
    let outcome = if matches!(state, State::Succeeded { late: true, .. }) { "late" } else { "applied" };
    let heard = Heard { at: now, source: "door", event: "{\"event\":\"succeed\"}", outcome };
    tx.add_heard(organization, id, &heard).await?;
    if let (Purpose::Charge { cycle, crossing, .. }, State::Succeeded { late: false, .. }) =
        (payment.purpose, state)
    {
        let place = (i64::from(cycle.index()), i64::from(crossing));
        let end = ChargeEnd { place, state: "paid", ..ChargeEnd::default() };
        tx.put_charge(organization, payment.account, &end).await?;
    }
    Ok(())
}
