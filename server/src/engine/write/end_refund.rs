//! The channel gave money back, or did not: what was on its way leaves the books, or becomes cash again (item 8).

use super::Store;
use super::act::Command;
use super::change::Change;
use super::decide::{Decision, Moment};
use super::refusal::Refusal;
use crate::store::StoreError;
use contract::id::RefundId;
use contract::ledger::Transaction;
use contract::money::Money;
use contract::payment::{Event, RefundEvent, RefundState, State};

/// The first final word counts.
pub(super) async fn decide<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    id: RefundId,
    event: RefundEvent,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let organization = command.organization;
    let held = tx.hold_refund(organization, id).await?;
    let Some(refund) = held.filter(|refund| refund.account == command.account) else {
        return Ok(Err(Refusal::NoPayment));
    };
    let state = match refund.state.after(event, moment.now) {
        Ok(state) if refund.state == RefundState::UnderWay && state.is_final() => state,
        _ => return Ok(Err(Refusal::NotInThisState)),
    };
    let (channel, money) = (refund.channel, refund.money);
    let (transaction, payment) = if matches!(state, RefundState::Succeeded { .. }) {
        let Some(payment) = tx.hold_payment(organization, refund.payment).await? else {
            return Ok(Err(Refusal::NoPayment));
        };
        let before = match &payment.state {
            State::Refunded { refunded, .. } => *refunded,
            _ => Money::zero(money.currency()),
        };
        let refunded = match before.checked_add(money) {
            Ok(refunded) => refunded,
            Err(error) => return Ok(Err(error.into())),
        };
        match payment.state.after(Event::Refund { paid: payment.money, refunded }, payment.money, moment.now)
        {
            Ok(next) => (Transaction::refund_confirmed(channel, money), Some((refund.payment, next))),
            Err(refused) => return Ok(Err(refused.into())),
        }
    } else {
        (Transaction::refund_failed(channel, money), None)
    };
    let ended = Change::RefundEnded { id, state, payment };
    Ok(transaction.map_err(Refusal::from).map(|transaction| Decision {
        movements: vec![transaction.into()],
        changes: vec![ended],
        ..Decision::default()
    }))
}
