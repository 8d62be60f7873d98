//! The ledger: money as double-entry (A7). Every movement is a balanced, append-only transaction of one account;
//! every balance is a sum of postings.
//!
//! A transaction that does not balance, or mixes currencies, can't be constructed. Amounts are debits; a credit is a
//! negative debit. What is owed *to* the account (cash, cards, coupons, refunds) therefore stands below zero in the
//! books; [`Book::balance`] gives it the sign that people expect. No transaction touches two accounts: a transfer is
//! a pair, tied by the channel [`Channel::Transfer`], whose postings come to zero over all accounts.

mod book;
mod book_kind;
mod movement;
mod words;

pub use book::{Book, Channel, NotABook, Side};
pub use book_kind::BookKind;
pub use movement::{Issued, Kind, Source};

use crate::money::{Currency, Money, MoneyError};
use std::collections::BTreeSet;
use std::fmt;

/// One side of a movement: so much on one book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// The book.
    pub book: Book,
    /// The debit; a credit is negative. Never nothing.
    pub debit: Money,
}

/// Why postings make no transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotATransaction {
    /// Debits less credits is not nothing but this.
    Unbalanced(Money),
    /// Postings of more than one currency, or a sum past 63 bits.
    Money(MoneyError),
    /// Nothing moves.
    Empty,
    /// A book stands in it twice.
    BookTwice(Book),
}

impl fmt::Display for NotATransaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unbalanced(money) => write!(f, "the postings are {money} off"),
            Self::Money(error) => write!(f, "the postings can't be added: {error}"),
            Self::Empty => f.write_str("no posting moves anything"),
            Self::BookTwice(book) => write!(f, "two postings on {book}"),
        }
    }
}

impl std::error::Error for NotATransaction {}

impl From<MoneyError> for NotATransaction {
    fn from(error: MoneyError) -> Self {
        Self::Money(error)
    }
}

/// A balanced set of postings on the books of one account (A7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    kind: Kind,
    currency: Currency,
    postings: Vec<Posting>,
}

impl Transaction {
    /// The transaction of these postings; those of nothing are left out. They have to come to zero.
    pub fn try_new(
        kind: Kind,
        currency: Currency,
        postings: impl IntoIterator<Item = Posting>,
    ) -> Result<Self, NotATransaction> {
        let postings: Vec<Posting> =
            postings.into_iter().filter(|posting| !posting.debit.is_zero()).collect();
        let off = Money::sum(currency, postings.iter().map(|posting| posting.debit))?;
        if !off.is_zero() {
            return Err(NotATransaction::Unbalanced(off));
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = postings.iter().find(|posting| !seen.insert(posting.book)) {
            return Err(NotATransaction::BookTwice(twice.book));
        }
        if postings.is_empty() { Err(NotATransaction::Empty) } else { Ok(Self { kind, currency, postings }) }
    }

    /// What kind of movement it is.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The one currency that it moves.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Its postings: at least two.
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// The transaction that undoes this one: the same books, the other side.
    pub fn reversed(&self, kind: Kind) -> Result<Self, NotATransaction> {
        let nothing = Money::zero(self.currency);
        let turned = self.postings.iter().map(|posting| {
            Ok::<_, MoneyError>(Posting { book: posting.book, debit: nothing.checked_sub(posting.debit)? })
        });
        Self::try_new(kind, self.currency, turned.collect::<Result<Vec<_>, _>>()?)
    }
}
