//! Money goes back to where it came from: asked for here, sent afterwards, ended by the channel's own word.

use super::super::Store;
use super::super::change::Change;
use super::{Decided, Target, allowed, moved};
use crate::store::StoreError;
use crate::store::ids::{id, series};
use crate::store::refunds::StoredRefund;
use contract::id::{PaymentId, RefundId};
use contract::ledger::{Book, Transaction};
use contract::money::{Money, MoneyError};
use contract::operator::Denied;
use contract::payment::{RefundState, given_back, goes_back, left_to_refund};

/// What the account has in cash that nothing else waits for.
fn free_cash(target: Target<'_>) -> Result<Money, MoneyError> {
    let currency = target.moment.currency;
    let frozen = target.books.keys().filter(|book| matches!(book, Book::Frozen(_)));
    let frozen: Result<Vec<Money>, MoneyError> = frozen.map(|book| target.balance(*book)).collect();
    let free = target.balance(Book::Cash)?.checked_sub(Money::sum(currency, frozen?)?)?;
    Ok(Money::new(free.minor().max(0), currency))
}

/// Never more than was paid less what was given back before, and never more than the free cash (item 8).
pub(super) async fn refund_payment<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    payment: PaymentId,
    money: Money,
) -> Decided {
    let (organization, account) = target.ids();
    let held = tx.hold_payment(organization, payment).await?;
    let Some(paid) = held.filter(|held| held.account == account) else {
        return Ok(Err(Denied::UnknownPayment.into()));
    };
    if !paid.state.is_paid() {
        return Ok(Err(Denied::NotPaid.into()));
    }
    if !goes_back(paid.channel) {
        return Ok(Err(Denied::NotBack.into()));
    }
    let refunds = tx.refunds_of(organization, payment).await?;
    let given = refunds.iter().map(|refund| (refund.state, refund.money));
    let given = allowed!(given_back(paid.money.currency(), given));
    let most = allowed!(left_to_refund((paid.channel, paid.money), &paid.state, given));
    if money.minor() > most.minor() {
        return Ok(Err(Denied::AbovePayment { payment, most }.into()));
    }
    let free = allowed!(free_cash(target));
    if money.minor() > free.minor() {
        return Ok(Err(Denied::AboveCash { most: free }.into()));
    }
    let new = StoredRefund {
        organization,
        id: RefundId::new(next(tx, organization).await?),
        account,
        payment,
        channel: paid.channel,
        money,
        state: RefundState::UnderWay,
        requested_at: target.moment.now.timestamp_micros(),
    };
    let transaction = allowed!(Transaction::refund_asked(paid.channel, money));
    Ok(Ok(moved(transaction, vec![Change::RefundAsked(new)])))
}

async fn next<C: Store>(tx: &mut C, organization: i64) -> Result<i64, StoreError> {
    Ok(id(organization, tx.take(organization, series::REFUND, 1).await?))
}
