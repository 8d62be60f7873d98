//! The movements that there are, each as its postings.
//!
//! Nowhere else is it decided which books a movement touches. Amounts are above nothing; [`Transaction::try_new`]
//! refuses the rest.

use super::{Book, Channel, NotATransaction, Posting, Transaction};
use crate::cycle::Cycle;
use crate::id::{CardId, CouponId};
use crate::money::{Money, MoneyError};
use serde::{Deserialize, Serialize};

/// What kind of movement a transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Kind {
    /// A cycle's bills became official (M2).
    Issue,
    /// Usage of the running cycle was counted anew (A4): what is frozen follows.
    Accrual,
    /// Money arrived in cash.
    TopUp,
    /// A running cycle was charged in advance (A4).
    Prepayment,
    /// A monthly bill was paid, in part or in full.
    Repayment,
    /// Money was given back, to the refund balance of its month.
    Refund,
    /// A bill was reduced.
    CreditNote,
    /// A stored value card or coupon was given.
    Grant,
    /// What was left of a card or coupon expired.
    Lapse,
    /// Money went to, or came from, another account of the organization.
    Transfer,
    /// Cash goes back through the channel that it came by.
    ChannelRefund,
    /// A channel gave money back without being asked.
    TakenBack,
    /// An earlier transaction was undone.
    Reversal,
}

/// What a monthly bill is paid from (A2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Source {
    /// A coupon.
    Coupon(CouponId),
    /// A stored value card.
    Card(CardId),
    /// The refund balance of a month.
    Refund(Cycle),
    /// Cash.
    Cash,
    /// What was charged for the cycle before it was issued (A4).
    Prepayment(Cycle),
}

impl Source {
    /// The book that it is taken from.
    pub const fn book(self) -> Book {
        match self {
            Self::Coupon(coupon) => Book::Coupon(coupon),
            Self::Card(card) => Book::Card(card),
            Self::Refund(cycle) => Book::Refund(cycle),
            Self::Cash => Book::Cash,
            Self::Prepayment(cycle) => Book::Prepayment(cycle),
        }
    }
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::Issue,
        Self::Accrual,
        Self::TopUp,
        Self::Prepayment,
        Self::Repayment,
        Self::Refund,
        Self::CreditNote,
        Self::Grant,
        Self::Lapse,
        Self::Transfer,
        Self::ChannelRefund,
        Self::TakenBack,
        Self::Reversal,
    ];

    /// The name in JSON and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Accrual => "accrual",
            Self::TopUp => "top_up",
            Self::Prepayment => "prepayment",
            Self::Repayment => "repayment",
            Self::Refund => "refund",
            Self::CreditNote => "credit_note",
            Self::Grant => "grant",
            Self::Lapse => "lapse",
            Self::Transfer => "transfer",
            Self::ChannelRefund => "channel_refund",
            Self::TakenBack => "taken_back",
            Self::Reversal => "reversal",
        }
    }

    /// The kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What a cycle's official bill comes to (M2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issued {
    /// To be paid.
    pub outstanding: Money,
    /// In a payment that is not final.
    pub processing: Money,
    /// Covered by packages that were bought in advance, or paid before the ledger began.
    pub taken_over: Money,
    /// Taken off by credit notes before the ledger began.
    pub canceled: Money,
    /// What bills below nothing come to, as an amount above nothing: it goes to the refund balance of the month.
    pub credited: Money,
    /// The exact sum of all lines, rounded once.
    pub exact: Money,
}

fn pair(kind: Kind, debited: Book, credited: Book, money: Money) -> Result<Transaction, NotATransaction> {
    let negative = Money::zero(money.currency()).checked_sub(money)?;
    let postings = [Posting { book: debited, debit: money }, Posting { book: credited, debit: negative }];
    Transaction::try_new(kind, money.currency(), postings)
}

impl Transaction {
    /// A cycle is issued: what is outstanding is owed; credits go to the refund balance of the month; what single
    /// roundings add up to beyond the rounded exact sum is a residue of its own.
    pub fn issue(cycle: Cycle, issued: Issued) -> Result<Self, NotATransaction> {
        let currency = issued.exact.currency();
        let minus = |money: Money| Money::zero(currency).checked_sub(money);
        let Issued { outstanding, processing, taken_over, canceled, credited, exact } = issued;
        let billed = Money::sum(currency, [outstanding, processing, taken_over, canceled])?;
        let residue = billed.checked_sub(credited)?.checked_sub(exact)?;
        let postings = [
            Posting { book: Book::Receivable(cycle), debit: outstanding },
            Posting { book: Book::Processing(cycle), debit: processing },
            Posting { book: Book::TakenOver, debit: taken_over },
            Posting { book: Book::CreditNote, debit: canceled },
            Posting { book: Book::Refund(cycle), debit: minus(credited)? },
            Posting { book: Book::Consumption, debit: minus(exact)? },
            Posting { book: Book::Rounding, debit: minus(residue)? },
        ];
        Self::try_new(Kind::Issue, currency, postings)
    }

    /// What is frozen for a running cycle goes from `before` to `now` (A4).
    pub fn accrue(cycle: Cycle, before: Money, now: Money) -> Result<Self, NotATransaction> {
        let more = now.checked_sub(before)?;
        pair(Kind::Accrual, Book::Unbilled(cycle), Book::Frozen(cycle), more)
    }

    /// Cash arrives through a channel.
    pub fn top_up(channel: Channel, money: Money) -> Result<Self, NotATransaction> {
        pair(Kind::TopUp, Book::Clearing(channel), Book::Cash, money)
    }

    /// A running cycle is charged through a channel before its bill is issued (A4).
    pub fn prepay(channel: Channel, cycle: Cycle, money: Money) -> Result<Self, NotATransaction> {
        pair(Kind::Prepayment, Book::Clearing(channel), Book::Prepayment(cycle), money)
    }

    /// What was charged in advance for a cycle beyond its bill becomes cash (A4).
    pub fn prepaid_too_much(cycle: Cycle, money: Money) -> Result<Self, NotATransaction> {
        pair(Kind::Prepayment, Book::Prepayment(cycle), Book::Cash, money)
    }

    /// The monthly bill of a cycle is paid from its sources, in one transaction.
    pub fn repay(
        cycle: Cycle,
        parts: impl IntoIterator<Item = (Source, Money)>,
    ) -> Result<Self, NotATransaction> {
        let parts: Vec<Posting> =
            parts.into_iter().map(|(source, debit)| Posting { book: source.book(), debit }).collect();
        let Some(first) = parts.first() else { return Err(NotATransaction::Empty) };
        let currency = first.debit.currency();
        let paid = Money::sum(currency, parts.iter().map(|part| part.debit))?;
        let debit = Money::zero(currency).checked_sub(paid)?;
        let receivable = Posting { book: Book::Receivable(cycle), debit };
        Self::try_new(Kind::Repayment, currency, parts.into_iter().chain([receivable]))
    }

    /// Money is given back into the refund balance of a month.
    pub fn refund(month: Cycle, money: Money) -> Result<Self, NotATransaction> {
        pair(Kind::Refund, Book::CreditNote, Book::Refund(month), money)
    }

    /// Cash is on its way back through a channel.
    pub fn refund_asked(channel: Channel, money: Money) -> Result<Self, NotATransaction> {
        pair(Kind::ChannelRefund, Book::Cash, Book::Refunding(channel), money)
    }

    /// The channel gave it back.
    pub fn refund_confirmed(channel: Channel, money: Money) -> Result<Self, NotATransaction> {
        pair(Kind::ChannelRefund, Book::Refunding(channel), Book::Clearing(channel), money)
    }

    /// The channel did not: it is cash again.
    pub fn refund_failed(channel: Channel, money: Money) -> Result<Self, NotATransaction> {
        pair(Kind::ChannelRefund, Book::Refunding(channel), Book::Cash, money)
    }

    /// A channel gave money back without being asked: off what was charged in advance for a month, as far as it says, and off
    /// cash for the rest.
    pub fn taken_back(
        channel: Channel,
        ahead: Option<(Cycle, Money)>,
        money: Money,
    ) -> Result<Self, NotATransaction> {
        let currency = money.currency();
        let part = ahead.map_or(Money::zero(currency), |(_, part)| part);
        let prepaid = ahead.map(|(cycle, part)| Posting { book: Book::Prepayment(cycle), debit: part });
        let cash = Posting { book: Book::Cash, debit: money.checked_sub(part)? };
        let debit = Money::zero(currency).checked_sub(money)?;
        let clearing = Posting { book: Book::Clearing(channel), debit };
        Self::try_new(Kind::TakenBack, currency, prepaid.into_iter().chain([cash, clearing]))
    }

    /// A monthly bill is reduced: `open` of what is still owed, `paid` of what was paid already (it goes to the refund
    /// balance of the bill's month).
    pub fn credit(cycle: Cycle, open: Money, paid: Money) -> Result<Self, NotATransaction> {
        let currency = open.currency();
        let minus = |money: Money| -> Result<Money, MoneyError> { Money::zero(currency).checked_sub(money) };
        let postings = [
            Posting { book: Book::CreditNote, debit: open.checked_add(paid)? },
            Posting { book: Book::Receivable(cycle), debit: minus(open)? },
            Posting { book: Book::Refund(cycle), debit: minus(paid)? },
        ];
        Self::try_new(Kind::CreditNote, currency, postings)
    }

    /// A stored value card or a coupon is given.
    pub fn grant(book: Book, money: Money) -> Result<Self, NotATransaction> {
        pair(Kind::Grant, Book::Grant, book, money)
    }

    /// What is left of a card or a coupon expires.
    pub fn lapse(book: Book, left: Money) -> Result<Self, NotATransaction> {
        pair(Kind::Lapse, book, Book::Lapsed, left)
    }

    /// Cash leaves for another account of the organization.
    pub fn send(money: Money) -> Result<Self, NotATransaction> {
        pair(Kind::Transfer, Book::Cash, Book::Clearing(Channel::Transfer), money)
    }

    /// Cash arrives from another account of the organization.
    pub fn receive(money: Money) -> Result<Self, NotATransaction> {
        pair(Kind::Transfer, Book::Clearing(Channel::Transfer), Book::Cash, money)
    }
}
