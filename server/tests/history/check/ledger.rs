//! The ledger: balanced to the cent, and nothing lost or made on the way.

use super::{Books, number, same};
use crate::base::Reader;
use crate::check::{Charged, Gone};
use crate::model::{Model, Off};
use crate::world::Account;
use std::collections::BTreeMap;

/// What an account can pay from: what it holds stands in these books.
const HELD: [&str; 6] = ["cash", "refund/", "card/", "coupon/", "prepayment/", "refunding/"];
/// What may never fall below nothing on the side that it grows on: −1 for credits.
const FLOORS: [(&str, i64); 10] = [
    ("refunding/", -1),
    ("frozen/", -1),
    ("refund/", -1),
    ("card/", -1),
    ("coupon/", -1),
    ("prepayment/", -1),
    ("lapsed", -1),
    ("receivable/", 1),
    ("processing/", 1),
    ("unbilled/", 1),
];

/// Every movement balances, each currency comes to nothing, kept balances are what postings come to, and none is below
/// its floor: cash by no more than what was taken back at a bank. Gives the balances.
pub fn look(reader: &mut Reader, model: &Model) -> Result<Books, Off> {
    let from = "ledger_posting p JOIN ledger_transaction t \
        ON t.organization_id = p.organization_id AND t.id = p.transaction_id";
    let rows = reader.rows(["t.id", "t.account_id", "t.currency", "p.book", "p.debit"], from);
    let (mut movements, mut currencies) = (BTreeMap::new(), BTreeMap::new());
    let mut books = Books::new();
    for [transaction, account, currency, book, debit] in rows {
        let debit = number(&debit);
        *movements.entry(transaction).or_insert(0) += debit;
        *currencies.entry(currency).or_insert(0) += debit;
        *books.entry((number(&account), book)).or_insert(0) += debit;
    }
    movements.iter().try_for_each(|(id, sum)| same(&format!("movement {id} comes to"), *sum, 0))?;
    currencies
        .iter()
        .try_for_each(|(code, sum)| same(&format!("{code} over all books comes to"), *sum, 0))?;
    let mut left = books.clone();
    for [account, book, kept] in reader.rows(["account_id", "book", "debits"], "ledger_balance") {
        let place = (number(&account), book);
        same(&format!("balance {place:?}"), number(&kept), left.remove(&place).unwrap_or(0))?;
    }
    left.iter().try_for_each(|(place, sum)| same(&format!("balance {place:?} is not kept"), 0, *sum))?;
    for ((account, book), debits) in &books {
        let floor = FLOORS.iter().find(|(name, _)| book.starts_with(name));
        if floor.is_some_and(|(_, side)| side * debits < 0) {
            return Err(format!("account {account}, {book}: below nothing, debits are {debits}"));
        }
        if book == "cash" && *debits > model.taken_back(*account) {
            return Err(format!("account {account}: cash is below nothing, debits are {debits}"));
        }
    }
    Ok(books)
}

/// What an account was given is what it holds, what was paid with it, and what lapsed: each acknowledged act, each payment
/// and each transfer counts once.
pub fn nothing_lost(
    reader: &mut Reader,
    books: &Books,
    (model, charged, gone): (&Model, &[Charged], &Gone),
    accounts: &[Account],
) -> Result<(), Off> {
    let sums = |rows: Vec<[String; 2]>| -> BTreeMap<i64, i64> {
        rows.into_iter().map(|[account, sum]| (number(&account), number(&sum))).collect()
    };
    let by_account = |table: &str| format!("{table} GROUP BY account_id");
    let paid = sums(reader.rows(["account_id", "SUM(amount)"], &by_account("repayment")));
    let credited = sums(reader.rows(["account_id", "SUM(credited)"], &by_account("monthly_bill")));
    let noted = sums(reader.rows(["account_id", "SUM(paid)"], &by_account("credit_note")));
    for account in accounts {
        let of = |sums: &BTreeMap<i64, i64>| sums.get(&account.id).copied().unwrap_or(0);
        let own = books.iter().filter(|((id, _), _)| *id == account.id);
        let held = own.filter(|((_, book), _)| HELD.iter().any(|name| book.starts_with(name)));
        let held: i64 = held.map(|(_, debits)| -debits).sum();
        let lapsed = -books.get(&(account.id, "lapsed".to_owned())).copied().unwrap_or(0);
        let own = charged.iter().filter(|charged| charged.account == account.id);
        let charged: i64 = own.map(|charged| charged.cents).sum();
        let gone = gone.get(&account.id).copied().unwrap_or(0);
        let given = model.put_in(account.id) + charged + of(&credited) + of(&noted) - gone;
        let what = format!("account {}: what it holds, has paid, and what lapsed", account.number);
        same(&what, held + of(&paid) + lapsed, given)?;
    }
    Ok(())
}
