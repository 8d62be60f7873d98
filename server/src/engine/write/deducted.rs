//! Coupons deduct before anything else (A6), then stored value cards and refunds: also before what was charged ahead for a
//! month (A4). On credit control all of it waits for automatic settlement.

use super::act::Command;
use super::decide::Moment;
use super::refusal::Refusal;
use super::settle::read_alone;
use super::{Books, Store, situation};
use crate::store::StoreError;
use crate::store::terms::Standing;
use contract::cycle::Cycle;
use contract::ledger::Book;
use contract::settle::{Step, deductions};

/// What is deducted from a month that is about to be issued. While something holds the account, nothing is.
pub(super) async fn steps<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    (books, cycle): (&Books, Cycle),
) -> Result<Result<Vec<Step>, Refusal>, StoreError> {
    let bound = |book: &Book| matches!(book, Book::Coupon(_) | Book::Card(_) | Book::Refund(_));
    if !books.iter().any(|(book, debits)| bound(book) && *debits < 0) {
        return Ok(Ok(Vec::new()));
    }
    let read = read_alone(tx, command, moment).await?;
    if !read.holds.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    let (organization, account) = command.on();
    let running = tx.running(organization, account, cycle, moment.currency).await?;
    let stored = Standing { books: books.clone(), ..read };
    let owed: Vec<_> = stored.owed.iter().cloned().chain(running).collect();
    let (purse, policy) = (situation::purse(&stored), situation::policy(&stored, moment.today));
    Ok(deductions(&purse, &owed, cycle, policy).map_err(Refusal::from))
}
