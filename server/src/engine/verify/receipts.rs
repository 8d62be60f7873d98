//! What was booked for payments and transfers: entries of the audit log by what their keys name, each with its movements.

use crate::engine::write::ARRIVAL;
use crate::store::StoreError;
use crate::store::payments_audit::{AuditPayments, LoggedReceipt};
use contract::cycle::Cycle;
use contract::id::PaymentId;
use contract::ledger::{Book, Kind, Posting, Source, Transaction};
use contract::money::{Currency, Money};
use contract::operator::{Instruction, OperatorAct};
use std::collections::BTreeMap;

/// How many entries are read at once.
const PAGE: i64 = 1_000;

/// An entry by which money arrived.
#[derive(Debug)]
pub(super) struct Receipt {
    /// Its place in the audit log.
    pub(super) place: i64,
    account: i64,
    /// None for one that makes no movement: the ledger's own check says why.
    movements: Vec<Option<Transaction>>,
}

/// Entries by which money arrived, by what they name.
#[derive(Debug, Default)]
pub(super) struct Receipts {
    payments: BTreeMap<PaymentId, Vec<Receipt>>,
    arrivals: BTreeMap<String, Vec<Receipt>>,
    /// Places of entries that receive a payment and name none.
    nameless: Vec<i64>,
}

impl Receipts {
    /// Reads everything that was booked, page by page.
    pub(super) async fn read<C: AuditPayments + Send>(
        tx: &mut C,
        organization: i64,
    ) -> Result<Self, StoreError> {
        let mut receipts = Self::default();
        let mut last = 0;
        loop {
            let page = tx.receipts(organization, last, PAGE).await?;
            let Some(newest) = page.last().map(|row| row.place) else { return Ok(receipts) };
            receipts.take_in(&page);
            last = newest;
        }
    }

    /// Takes in postings by entry and movement.
    fn take_in(&mut self, rows: &[LoggedReceipt]) {
        for entry in rows.chunk_by(|one, other| one.place == other.place) {
            let Some(first) = entry.first() else { continue };
            let movements = entry.chunk_by(|one, other| one.transaction_id == other.transaction_id);
            let movements =
                movements.filter(|rows| rows.first().is_some_and(|row| row.transaction_id.is_some()));
            let movements = movements.map(movement).collect();
            let receipt = Receipt { place: first.place, account: first.account_id, movements };
            self.add(first, receipt);
        }
    }

    fn add(&mut self, entry: &LoggedReceipt, receipt: Receipt) {
        // Before the key stands the kind of actor.
        let key = entry.idempotency_key.split_once('/').map_or("", |(_, key)| key);
        if entry.act == "receive" {
            match key.strip_prefix("payment/").and_then(|id| id.parse().ok()) {
                Some(id) => self.payments.entry(id).or_default().push(receipt),
                None => self.nameless.push(receipt.place),
            }
        } else if entry.act == "assign_arrival" {
            match serde_json::from_str(&entry.input) {
                Ok(Instruction { act: OperatorAct::AssignArrival { arrival, .. }, .. }) => {
                    self.arrivals.entry(arrival).or_default().push(receipt);
                }
                _ => self.nameless.push(receipt.place),
            }
        } else if let Some(id) = key.strip_prefix(ARRIVAL) {
            self.arrivals.entry(id.to_owned()).or_default().push(receipt);
        }
    }

    /// Takes what was booked for a payment.
    pub(super) fn of_payment(&mut self, id: PaymentId) -> Vec<Receipt> {
        self.payments.remove(&id).unwrap_or_default()
    }

    /// Takes what was booked for a transfer.
    pub(super) fn of_arrival(&mut self, id: &str) -> Vec<Receipt> {
        self.arrivals.remove(id).unwrap_or_default()
    }

    /// What was booked for nothing that is there, once everything that is there was taken.
    pub(super) fn left(self) -> impl Iterator<Item = String> {
        let nameless = self.nameless.into_iter().map(|place| (place, "a payment, but names none".to_owned()));
        let payments = self.payments.into_iter().flat_map(|(id, receipts)| {
            receipts.into_iter().map(move |receipt| (receipt.place, format!("{id}, which is not there")))
        });
        let arrivals = self.arrivals.into_iter().flat_map(|(id, receipts)| {
            receipts.into_iter().map(move |receipt| {
                (receipt.place, format!("transfer {id}, which is not there or not its own"))
            })
        });
        let all = nameless.chain(payments).chain(arrivals);
        all.map(|(place, what)| format!("audit entry {place}: it books {what}"))
    }
}

/// Whether it was booked once, on this account, as one of these movements. What was charged for a month may pay the bill of
/// that at once, from the cash that it became.
pub(super) fn booked_once(
    receipts: &[Receipt],
    account: i64,
    allowed: &[Transaction],
    month: Option<Cycle>,
) -> Result<(), String> {
    let receipt = match receipts {
        [] => return Err("nothing was booked for it".to_owned()),
        [receipt] => receipt,
        [one, other, ..] => {
            return Err(format!(
                "it is booked twice, by the audit entries {} and {}",
                one.place, other.place
            ));
        }
    };
    let place = receipt.place;
    if receipt.account != account {
        return Err(format!("audit entry {place} books it on account {}, not {account}", receipt.account));
    }
    match receipt.movements.as_slice() {
        [Some(movement)] if allowed.iter().any(|one| is_same(one, movement)) => Ok(()),
        [Some(movement), Some(pays)]
            if movement.kind() == Kind::TopUp
                && allowed.iter().any(|one| is_same(one, movement))
                && month.is_some_and(|month| pays_from(movement, pays, month)) =>
        {
            Ok(())
        }
        [_] => Err(format!("audit entry {place} books something else than its amount")),
        several => Err(format!("audit entry {place} books it by {} movements, not by one", several.len())),
    }
}

/// Whether the second pays the bill of a month from the cash that the first brings.
fn pays_from(brings: &Transaction, pays: &Transaction, month: Cycle) -> bool {
    let cash = |movement: &Transaction| {
        let of_cash = movement.postings().iter().filter(|posting| posting.book == Book::Cash);
        of_cash.map(|posting| posting.debit.minor()).sum::<i64>()
    };
    let paid = cash(pays);
    let repaid = Transaction::repay(month, [(Source::Cash, Money::new(paid, pays.currency()))]);
    paid.saturating_add(cash(brings)) <= 0 && repaid.is_ok_and(|repaid| is_same(&repaid, pays))
}

fn is_same(one: &Transaction, other: &Transaction) -> bool {
    let sorted = |transaction: &Transaction| {
        let mut postings = transaction.postings().to_vec();
        postings.sort_by_key(|posting| posting.book);
        postings
    };
    (one.kind(), one.currency()) == (other.kind(), other.currency()) && sorted(one) == sorted(other)
}

/// The movement that these postings are.
fn movement(rows: &[LoggedReceipt]) -> Option<Transaction> {
    let first = rows.first()?;
    let currency: Currency = first.currency.as_ref()?.parse().ok()?;
    let posting = |row: &LoggedReceipt| {
        let book: Book = row.book.as_ref()?.parse().ok()?;
        Some(Posting { book, debit: Money::new(row.debit?, currency) })
    };
    let postings = rows.iter().map(posting).collect::<Option<Vec<_>>>()?;
    Transaction::try_new(Kind::parse(first.kind.as_ref()?)?, currency, postings).ok()
}
