//! What is left of a card or a coupon lapses when it has expired (A6).

use super::act::Command;
use super::change::Change;
use super::decide::{Decision, Moment};
use super::refusal::Refusal;
use super::{Books, Store};
use crate::store::StoreError;
use contract::ledger::{Book, NotATransaction, Transaction};
use contract::money::Money;

pub(super) async fn decide<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    books: &Books,
    book: Book,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let (organization, account, currency) = (command.organization, command.account, moment.currency);
    let expires_on = match book {
        Book::Coupon(id) => {
            let coupons = tx.coupons(organization, account, currency).await?;
            coupons.iter().find(|coupon| coupon.id == id).map(contract::settle::Coupon::expires_on)
        }
        Book::Card(id) => {
            let cards = tx.cards(organization, account, currency).await?;
            cards.iter().find(|card| card.id == id).map(|card| card.expires_on(moment.today))
        }
        _ => None,
    };
    // Somebody else may have ended it already: then there is nothing of it any more.
    if expires_on.is_none_or(|day| day > moment.today) || tx.has_ended(organization, book).await? {
        return Ok(Err(Refusal::NotExpired));
    }
    let debits = books.get(&book).copied().unwrap_or(0);
    let changes = vec![Change::Ended(book)];
    let movement = match Transaction::lapse(book, Money::new(debits.saturating_neg(), currency)) {
        Ok(transaction) => Some(transaction.into()),
        Err(NotATransaction::Empty) => None,
        Err(error) => return Ok(Err(error.into())),
    };
    Ok(Ok(Decision { movements: movement.into_iter().collect(), changes, ..Decision::default() }))
}
