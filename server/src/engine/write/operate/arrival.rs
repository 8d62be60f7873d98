//! Bank transfers that are nobody's: given to an account, or sent back (S13).

use super::super::Store;
use super::super::change::Change;
use super::super::decide::Decision;
use super::super::refusal::Refusal;
use super::{Decided, Target, agreed, allowed, moved};
use crate::store::StoreError;
use crate::store::arrivals::Arrival;
use contract::ledger::{Channel, Transaction};
use contract::operator::{ArrivalChange, Denied, Effects};
use contract::payment::{RefundEvent, RefundState};

/// The transfer, if it waits for somebody to say what becomes of it.
async fn waiting<C: Store>(tx: &mut C, id: &str) -> Result<Result<Arrival, Denied>, StoreError> {
    let Some(arrival) = tx.hold_arrival(id).await? else { return Ok(Err(Denied::UnknownArrival)) };
    let returns = arrival.returning.is_some_and(RefundState::counts);
    Ok(if arrival.owner.is_some() || returns { Err(Denied::NotWaiting) } else { Ok(arrival) })
}

fn change(arrival: Arrival) -> ArrivalChange {
    let Arrival { id, payer, reference, money, .. } = arrival;
    ArrivalChange { id, payer, reference, money }
}

/// What arrived goes to the account's cash.
pub(super) async fn assign<C: Store>(tx: &mut C, target: Target<'_>, id: &str) -> Decided {
    let arrival = allowed!(waiting(tx, id).await?);
    if arrival.money.currency() != target.moment.currency {
        return Ok(Err(Denied::ArrivalCurrency { currency: arrival.money.currency() }.into()));
    }
    let transaction = allowed!(Transaction::top_up(Channel::BankTransfer, arrival.money));
    let given = Change::ArrivalGiven { id: id.to_owned() };
    let effects = Some(Effects { arrival: Some(change(arrival)), ..Effects::default() });
    Ok(Ok(Decision { effects, ..moved(transaction, vec![given]) }))
}

/// It goes back to whoever sent it. Until somebody says whose it is it stands in nobody's books.
pub(super) async fn send_back<C: Store>(tx: &mut C, id: &str) -> Decided {
    let arrival = allowed!(waiting(tx, id).await?);
    let attempt = arrival.return_attempts.saturating_add(1);
    let back = Change::ArrivalReturning { id: id.to_owned(), attempt };
    Ok(Ok(agreed(vec![back], Effects { arrival: Some(change(arrival)), ..Effects::default() })))
}

/// The bank sent it back, or did not: then it waits again.
pub(in crate::engine::write) async fn end<C: Store>(
    tx: &mut C,
    moment: super::super::decide::Moment,
    (id, attempt): (&str, i64),
    event: RefundEvent,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let held = tx.hold_arrival(id).await?;
    let Some(arrival) = held.filter(|held| held.return_attempts == attempt) else {
        return Ok(Err(Refusal::NotInThisState));
    };
    let state = match arrival.returning.map(|before| before.after(event, moment.now)) {
        Some(Ok(state)) if arrival.returning == Some(RefundState::UnderWay) && state.is_final() => state,
        _ => return Ok(Err(Refusal::NotInThisState)),
    };
    let changes = vec![Change::ArrivalReturned { id: id.to_owned(), state }];
    Ok(Ok(Decision { changes, ..Decision::default() }))
}
