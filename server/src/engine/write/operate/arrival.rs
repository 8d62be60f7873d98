//! Bank transfers that are nobody's: given to an account, or sent back (S13).

use super::super::Store;
use super::super::change::{Change, Tied};
use super::super::decide::Decision;
use super::super::refusal::Refusal;
use super::{Decided, Target, agreed, allowed, moved};
use crate::store::StoreError;
use crate::store::arrivals::Arrival;
use crate::store::payments_write::StoredPayment;
use contract::id::PaymentId;
use contract::ledger::{Channel, Transaction};
use contract::operator::{ArrivalChange, ArrivalPayment, Denied, Effects};
use contract::payment::{Announced, Event, RefundEvent, RefundState, named, the_one_waiting_for};

/// The transfer, if it waits for somebody to say what becomes of it.
async fn waiting<C: Store>(tx: &mut C, id: &str) -> Result<Result<Arrival, Denied>, StoreError> {
    let Some(arrival) = tx.hold_arrival(id).await? else { return Ok(Err(Denied::UnknownArrival)) };
    let returns = arrival.returning.is_some_and(RefundState::counts);
    Ok(if arrival.owner.is_some() || returns { Err(Denied::NotWaiting) } else { Ok(arrival) })
}

fn change(arrival: Arrival, payment: Option<ArrivalPayment>) -> ArrivalChange {
    let Arrival { id, payer, reference, money, .. } = arrival;
    ArrivalChange { id, payer, reference, money, payment }
}

/// What arrived goes to the account's cash. What waits for it has it then, in the same commit.
pub(super) async fn assign<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    id: &str,
    payment: Option<PaymentId>,
) -> Decided {
    let arrival = allowed!(waiting(tx, id).await?);
    if arrival.money.currency() != target.moment.currency {
        return Ok(Err(Denied::ArrivalCurrency { currency: arrival.money.currency() }.into()));
    }
    let payment = match payment {
        Some(id) => Some(allowed!(chosen(tx, target, id).await?)),
        None => found(tx, target, &arrival).await?,
    };
    let tied = allowed!(payment.map(|payment| tie(payment, &arrival, target)).transpose());
    let transaction = allowed!(Transaction::top_up(Channel::BankTransfer, arrival.money));
    let shown = tied.as_ref().map(|tied| ArrivalPayment {
        id: tied.payment,
        money: tied.money,
        arrived: tied.arrived,
    });
    let given = Change::ArrivalGiven { id: id.to_owned(), tied };
    let effects = Some(Effects { arrival: Some(change(arrival, shown)), ..Effects::default() });
    Ok(Ok(Decision { effects, ..moved(transaction, vec![given]) }))
}

/// The payment that the operator says it is of: any that waits, or was given up waiting.
async fn chosen<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    id: PaymentId,
) -> Result<Result<StoredPayment, Denied>, StoreError> {
    let held = tx.hold_payment(target.organization, id).await?;
    let Some(payment) = held.filter(|held| held.account == target.account) else {
        return Ok(Err(Denied::UnknownPayment));
    };
    if payment.channel != Channel::BankTransfer {
        return Ok(Err(Denied::NotByTransfer));
    }
    Ok(if payment.state.is_paid() { Err(Denied::PaidAlready) } else { Ok(payment) })
}

/// The payment that its reference names, or the only one of the account that waits for so much. What its reference names
/// elsewhere is none of its business, and then its amount is no name either.
async fn found<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    arrival: &Arrival,
) -> Result<Option<StoredPayment>, StoreError> {
    let organization = target.organization;
    if let Some(id) = named(&arrival.reference)
        && let Some(payment) = tx.hold_payment(organization, id).await?
    {
        let fits = (payment.channel, payment.account) == (Channel::BankTransfer, target.account);
        return Ok(fits.then_some(payment));
    }
    let open = tx.open_transfers(organization, target.account).await?;
    let open: Vec<Announced> = open.into_iter().map(|open| Announced::from(&open)).collect();
    match the_one_waiting_for(arrival.money, &open) {
        Some(id) => tx.hold_payment(organization, id).await,
        None => Ok(None),
    }
}

/// What has arrived of a payment with this transfer, and where it stands then.
fn tie(payment: StoredPayment, arrival: &Arrival, target: Target<'_>) -> Result<Tied, Refusal> {
    let StoredPayment { id, money, state, .. } = payment;
    let arrived = payment.arrived.checked_add(arrival.money)?;
    let ends = arrived.minor() >= money.minor() && !state.is_paid();
    let state =
        ends.then(|| state.after(Event::Succeed { paid: money }, money, target.moment.now)).transpose()?;
    Ok(Tied { payment: id, money, arrived, state })
}

/// It goes back to whoever sent it. Until somebody says whose it is it stands in nobody's books.
pub(super) async fn send_back<C: Store>(tx: &mut C, id: &str) -> Decided {
    let arrival = allowed!(waiting(tx, id).await?);
    let attempt = arrival.return_attempts.saturating_add(1);
    let back = Change::ArrivalReturning { id: id.to_owned(), attempt };
    Ok(Ok(agreed(vec![back], Effects { arrival: Some(change(arrival, None)), ..Effects::default() })))
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
