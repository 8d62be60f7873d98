//! What is frozen for a running cycle follows its bills (A4): as much as they come to, less what was charged for them in
//! advance.
//!
//! It looks at nothing but what stands, so doing it again, or after a kill, comes to the same.

use super::act::Command;
use super::decide::{Decision, Moment};
use super::refusal::Refusal;
use super::{Books, Store};
use crate::store::StoreError;
use contract::cycle::Cycle;
use contract::ledger::{Book, Transaction};
use contract::money::Money;

pub(super) async fn decide<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    books: &Books,
    cycle: Cycle,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let (organization, account) = (command.organization, command.account);
    if tx.is_issued(organization, account, cycle).await? {
        return Ok(Err(Refusal::AlreadyIssued));
    }
    let accrued = tx.accrued(organization, account, cycle).await?;
    let frozen = held(books, Book::Frozen(cycle));
    let wanted = to_freeze(accrued, held(books, Book::Prepayment(cycle)));
    if wanted == frozen {
        return Ok(Ok(Decision::default()));
    }
    let money = |minor| Money::new(minor, moment.currency);
    let moved = Transaction::accrue(cycle, money(frozen), money(wanted)).map_err(Refusal::from);
    Ok(moved.map(|moved| Decision { movements: vec![moved.into()], ..Decision::default() }))
}

/// What is to be frozen for usage of so much, of which so much was charged in advance; minor units.
pub fn to_freeze(accrued: i64, prepaid: i64) -> i64 {
    accrued.saturating_sub(prepaid).max(0)
}

/// What is held on a book, in minor units.
pub(super) fn held(books: &Books, book: Book) -> i64 {
    books.get(&book).map_or(0, |debits| debits.saturating_neg())
}
