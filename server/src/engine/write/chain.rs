//! The hash chain of the audit log.
//!
//! An entry's hash covers every field of it, the movements that belong to it and the hash before, so that nothing can be
//! changed, left out or put in without every later hash being wrong.

use crate::chance::hex;
use contract::ledger::Transaction;
use sha2::{Digest, Sha256};

/// What a hash covers beside the movements.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    /// Hash of the entry before; empty for the first.
    pub previous: &'a str,
    /// Its place in the log.
    pub place: i64,
    /// When, in microseconds.
    pub at: i64,
    /// Who.
    pub actor: &'a str,
    /// What kind of act.
    pub act: &'a str,
    /// The account.
    pub account: i64,
    /// The key.
    pub key: &'a str,
    /// What was asked.
    pub input: &'a str,
    /// What came of it.
    pub outcome: &'a str,
}

/// A movement that a hash covers, with what it pays of which bills.
#[derive(Debug, Clone)]
pub struct Sealed<'a> {
    /// Its id.
    pub id: i64,
    /// Its postings.
    pub transaction: &'a Transaction,
    /// Bill, book that it was taken from, and minor units.
    pub paid: Vec<(i64, String, i64)>,
}

/// The hash of an entry: SHA-256 over its fields, its movements and what they pay, each with its length before it, in
/// hexadecimal.
pub fn seal<'a>(fields: &Fields<'_>, movements: impl IntoIterator<Item = Sealed<'a>>) -> String {
    let mut hash = Sha256::new();
    let mut text = |text: &str| {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text.as_bytes());
    };
    text(fields.previous);
    for number in [fields.place, fields.at, fields.account] {
        text(&number.to_string());
    }
    for field in [fields.actor, fields.act, fields.key, fields.input, fields.outcome] {
        text(field);
    }
    for Sealed { id, transaction, mut paid } in movements {
        text(&id.to_string());
        text(transaction.kind().name());
        text(transaction.currency().code());
        let mut postings: Vec<_> = transaction.postings().iter().collect();
        postings.sort_by_key(|posting| posting.book);
        for posting in postings {
            text(&posting.book.to_string());
            text(&posting.debit.minor().to_string());
        }
        paid.sort();
        for (bill, source, amount) in paid {
            text(&bill.to_string());
            text(&source);
            text(&amount.to_string());
        }
    }
    hex(&hash.finalize())
}
