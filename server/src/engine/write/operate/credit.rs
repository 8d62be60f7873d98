//! Money is given back: refunds, credit notes, and what is undone.

use super::super::Store;
use super::super::change::Change;
use super::super::decide::Decision;
use super::super::refusal::Refusal;
use super::{Decided, Target, allowed, moved};
use crate::engine::late::Taken;
use crate::store::StoreError;
use contract::cycle::Cycle;
use contract::id::BillId;
use contract::ledger::{Book, Kind, Transaction};
use contract::money::{Money, MoneyError};
use contract::operator::{ActKind, Denied, Effects, credit as credited, left_of_charge, parts};

/// What can still be given back of an issued month: what was charged for it, less what was given back already, by refunds,
/// credit notes and adjustments; below nothing where those took what is still open. None: it is not issued, and nothing but
/// what was charged in advance touches it (M2).
async fn left_of<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    (month, taken): (Cycle, &Taken),
) -> Result<Option<Result<Money, MoneyError>>, StoreError> {
    let currency = target.moment.currency;
    let money = |minor: i64| Money::new(minor, currency);
    let Some(charged) = tx.charged(target.ids(), month).await? else { return Ok(None) };
    let given_back = money(tx.given_back(target.ids(), month).await?);
    Ok(Some(left_of_charge(money(charged), given_back, taken.of_month(month, currency)?)))
}

pub(super) async fn refund<C: Store>(tx: &mut C, target: Target<'_>, month: Cycle, money: Money) -> Decided {
    let taken = Taken::read(tx, target.ids()).await?;
    let Some(most) = left_of(tx, target, (month, &taken)).await? else {
        return Ok(Err(Denied::NotIssued { month }.into()));
    };
    let left = allowed!(most);
    let most = if left.is_negative() { Money::zero(left.currency()) } else { left };
    if money.minor() > most.minor() {
        return Ok(Err(Denied::AboveCharge { month, most }.into()));
    }
    Ok(Ok(moved(allowed!(Transaction::refund(month, money)), Vec::new())))
}

pub(super) async fn note<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    month: Cycle,
    bill: Option<BillId>,
    money: Money,
) -> Decided {
    let taken = Taken::read(tx, target.ids()).await?;
    let Some(left) = left_of(tx, target, (month, &taken)).await? else {
        return Ok(Err(Denied::NotIssued { month }.into()));
    };
    let mut bills = tx.creditable(target.ids(), month, target.moment.currency).await?;
    if let Some(bill) = bill {
        bills.retain(|one| one.bill == bill);
        if bills.is_empty() {
            return Ok(Err(Denied::UnknownBill.into()));
        }
    }
    let bills = taken.without(bills)?;
    let steps = allowed!(allowed!(credited(&bills, allowed!(left), money)));
    let (open, paid) = allowed!(parts(&steps, Money::zero(money.currency())));
    let transaction = allowed!(Transaction::credit(month, open, paid));
    let changes = vec![Change::Credited { cycle: month, steps: steps.clone() }];
    let effects = Some(Effects { bills: steps, ..Effects::default() });
    Ok(Ok(Decision { effects, ..moved(transaction, changes) }))
}

pub(super) async fn reverse<C: Store>(tx: &mut C, target: Target<'_>, place: i64) -> Decided {
    let Some(entry) = tx.entry(target.ids(), place).await? else {
        return Ok(Err(Denied::UnknownEntry.into()));
    };
    if entry.reversed {
        return Ok(Err(Denied::AlreadyReversed.into()));
    }
    if !ActKind::parse(&entry.act).is_some_and(ActKind::can_be_reversed) {
        return Ok(Err(Denied::NotReversible.into()));
    }
    let mut decision = Decision::default();
    for (id, transaction) in tx.movements_of(target.organization, place).await? {
        let undone = allowed!(undone(target, id, &transaction));
        decision.movements.push(allowed!(transaction.reversed(Kind::Reversal)).into());
        decision.changes.extend(undone);
    }
    decision.changes.push(Change::Reversed { entry: place });
    Ok(Ok(decision))
}

/// What is recorded beside the reversal of a movement. What it gave has to be there still, all of it.
fn undone(target: Target<'_>, id: i64, transaction: &Transaction) -> Result<Option<Change>, Refusal> {
    let mut change = None;
    for posting in transaction.postings() {
        match posting.book {
            Book::Coupon(_) | Book::Card(_) | Book::Refund(_) => {
                let (given, left) = (posting.book.balance(posting.debit)?, target.balance(posting.book)?);
                if left.minor() < given.minor() {
                    return Err(Denied::Spent { left }.into());
                }
                if !matches!(posting.book, Book::Refund(_)) {
                    change = Some(Change::Ended(posting.book));
                }
            }
            _ => {}
        }
        if let (Kind::CreditNote, Some(cycle)) = (transaction.kind(), month_of(posting.book)) {
            change = Some(Change::PutBack { cycle, transaction: id });
        }
    }
    Ok(change)
}

const fn month_of(book: Book) -> Option<Cycle> {
    match book {
        Book::Receivable(cycle) | Book::Refund(cycle) => Some(cycle),
        _ => None,
    }
}
