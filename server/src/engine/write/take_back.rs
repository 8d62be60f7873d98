//! A channel gave money of a payment back without being asked: a chargeback, or a refund made there. The money is gone,
//! whatever the account has left.
//!
//! What was charged in advance for a month that still runs is taken off that first, the rest off cash: below nothing, if it
//! is spent. Then available credit is as much lower, and what arrives next makes it good.

use super::accrue::held;
use super::act::Command;
use super::change::Change;
use super::decide::{Decision, Moment};
use super::refusal::Refusal;
use super::{Books, Store};
use crate::store::StoreError;
use crate::store::ids::{id, series};
use crate::store::payments_write::StoredPayment;
use crate::store::refunds::StoredRefund;
use contract::id::{PaymentId, RefundId};
use contract::ledger::{Book, NotATransaction, Transaction};
use contract::money::Money;
use contract::payment::{Event, Purpose, RefundState, State, given_back, taken_back};

/// `told`: what the channel has given back of the payment in all.
pub(super) async fn decide<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    books: &Books,
    (payment, money, told): (PaymentId, Money, Money),
) -> Result<Result<Decision, Refusal>, StoreError> {
    let organization = command.organization;
    let held = tx.hold_payment(organization, payment).await?;
    let Some(paid) = held.filter(|held| held.account == command.account) else {
        return Ok(Err(Refusal::NoPayment));
    };
    let refunds = tx.refunds_of(organization, payment).await?;
    let known = refunds.iter().map(|refund| (refund.state, refund.money));
    let taken = given_back(paid.money.currency(), known).and_then(|known| taken_back(told, known));
    match taken {
        Ok(taken) if taken == Some(money) => {}
        // Somebody else was quicker, or a refund that was asked for has ended meanwhile.
        Ok(_) => return Ok(Err(Refusal::NotInThisState)),
        Err(error) => return Ok(Err(error.into())),
    }
    let next = match next(&paid, money, moment) {
        Ok(next) => next,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let transaction = match movement(&paid, money, books) {
        Ok(transaction) => transaction,
        Err(error) => return Ok(Err(error.into())),
    };
    let new = StoredRefund {
        organization,
        id: RefundId::new(id(organization, tx.take(organization, series::REFUND, 1).await?)),
        account: command.account,
        payment,
        channel: paid.channel,
        money,
        state: RefundState::TakenBack { at: moment.now },
        requested_at: moment.now.timestamp_micros(),
    };
    let (movements, changes) = (vec![transaction.into()], vec![Change::TakenBack { refund: new, next }]);
    Ok(Ok(Decision { movements, changes, ..Decision::default() }))
}

/// The payment's state: so much more of it was given back. What is on its way counts when it has arrived.
fn next(paid: &StoredPayment, money: Money, moment: Moment) -> Result<State, Refusal> {
    let before = match &paid.state {
        State::Refunded { refunded, .. } => *refunded,
        _ => Money::zero(money.currency()),
    };
    let refunded = before.checked_add(money)?;
    Ok(paid.state.clone().after(Event::Refund { paid: paid.money, refunded }, paid.money, moment.now)?)
}

fn movement(paid: &StoredPayment, money: Money, books: &Books) -> Result<Transaction, NotATransaction> {
    let ahead = match paid.purpose {
        Purpose::Charge { cycle, .. } => {
            let part = held(books, Book::Prepayment(cycle)).min(money.minor()).max(0);
            Some((cycle, Money::new(part, money.currency())))
        }
        Purpose::TopUp | Purpose::Check => None,
    };
    Transaction::taken_back(paid.channel, ahead, money)
}
