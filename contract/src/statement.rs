//! The statement of an account: its movements, with the running balance of what one looks at (A1).
//!
//! The same function filters, runs the balance and adds up for the page, the export and the tests. A movement that the filter
//! hides still counts: opening + came in − went out + left out = closing, always.

use crate::api::{Pairs, Query, Reader};
use crate::audit::{AuditActor, Said, day_text, parse_day};
use crate::bill_filter::{LIMIT_MAX, free_text, whole_number};
use crate::cycle::{Cycle, billing_zone};
use crate::id::TransactionId;
use crate::ledger::{Book, BookKind, Kind};
use crate::money::{Currency, Money, MoneyError};
use crate::rule::Rule;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Which movements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementFilter {
    /// Those that change this; then each comes with the balance after it.
    pub book: Option<BookKind>,
    /// Any of these kinds.
    pub kind: Vec<Kind>,
    /// Those on a book of this month.
    pub cycle: Option<Cycle>,
    /// On this day or later, in the billing time zone.
    pub day_from: Option<NaiveDate>,
    /// On this day or earlier.
    pub day_to: Option<NaiveDate>,
    /// Free text: every word has to be found in who did it, the movement's id or one of its books.
    pub q: Option<String>,
}

/// A page of the statement, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementQuery {
    /// Which.
    pub filter: StatementFilter,
    /// How many at most.
    pub limit: Option<u32>,
    /// Goes on after the page that gave this cursor.
    pub cursor: Option<String>,
}

/// One side of a movement, as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostedLine {
    /// The book.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub book: Book,
    /// What people call it.
    pub name: Said,
    /// The debit; a credit is negative.
    pub debit: Money,
}

/// A movement of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Movement {
    /// Its id.
    pub id: TransactionId,
    /// What kind.
    pub kind: Kind,
    /// What people call the kind.
    pub title: Said,
    /// Its postings: they come to zero.
    pub postings: Vec<PostedLine>,
}

/// A movement, and the entry of the audit log that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Moved {
    /// The movement.
    pub movement: Movement,
    /// When.
    pub at: DateTime<Utc>,
    /// Place of the entry in the audit log.
    pub entry: u64,
    /// Who did it.
    pub by: AuditActor,
    /// What kind of act it was.
    pub act: String,
}

/// A row of the statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatementRow {
    /// The movement.
    pub moved: Moved,
    /// By how much it changed the balance; without a book how much moved.
    pub change: Money,
    /// The balance after it; none without a book.
    pub balance: Option<Money>,
}

/// Opening + came in − went out + left out = closing, within the days that are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatementTotals {
    /// Balance before the first of the days.
    pub opening: Money,
    /// What came in by the movements that are shown.
    pub came_in: Money,
    /// What went out by them.
    pub went_out: Money,
    /// What the movements of these days come to that the rest of the filter hides.
    pub left_out: Money,
    /// Balance after the last of the days.
    pub closing: Money,
}

/// A page of the statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatementPage {
    /// Newest first.
    pub items: Vec<StatementRow>,
    /// How many are filtered, over all pages.
    pub count: u64,
    /// How the balance came about; none without a book.
    pub totals: Option<StatementTotals>,
    /// Where the next page goes on; none on the last page.
    pub next_cursor: Option<String>,
}

/// Everything that is filtered, oldest first, with its totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Oldest first.
    pub rows: Vec<StatementRow>,
    /// None without a book.
    pub totals: Option<StatementTotals>,
}

/// Whether a moment lies within days of the billing time zone, both included.
fn within(at: DateTime<Utc>, from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
    let day = at.with_timezone(&billing_zone()).date_naive();
    from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)
}

impl Movement {
    /// By how much it changes the balance of a kind of book.
    ///
    /// # Errors
    /// Sums past 63 bits.
    pub fn change(&self, kind: BookKind, currency: Currency) -> Result<Money, MoneyError> {
        let own = self.postings.iter().filter(|posting| posting.book.kind() == Some(kind));
        own.map(|posting| posting.book.balance(posting.debit))
            .try_fold(Money::zero(currency), |sum, change| sum.checked_add(change?))
    }

    /// How much it moves: the sum of its debits.
    ///
    /// # Errors
    /// Sums past 63 bits.
    pub fn volume(&self, currency: Currency) -> Result<Money, MoneyError> {
        let debits = self.postings.iter().map(|posting| posting.debit).filter(|debit| debit.minor() > 0);
        Money::sum(currency, debits)
    }
}

impl StatementFilter {
    /// Whether it lets a movement through, the days and the book aside.
    fn admits(&self, moved: &Moved) -> bool {
        let movement = &moved.movement;
        let of_cycle =
            |cycle: Cycle| movement.postings.iter().any(|posting| posting.book.cycle() == Some(cycle));
        let has_words = |words: &str| {
            let mut text = format!("{} {} {}", movement.id, moved.act, moved.by.id);
            let names = [&movement.title, &moved.by.name].into_iter();
            for said in names.chain(movement.postings.iter().map(|posting| &posting.name)) {
                text = format!("{text} {} {}", said.en, said.zh);
            }
            movement.postings.iter().for_each(|posting| text = format!("{text} {}", posting.book));
            let text = text.to_lowercase();
            words.to_lowercase().split_whitespace().all(|word| text.contains(word))
        };
        (self.kind.is_empty() || self.kind.contains(&movement.kind))
            && self.cycle.is_none_or(of_cycle)
            && self.q.as_deref().is_none_or(has_words)
    }
}

impl Statement {
    /// The statement over all movements of an account, which come oldest first.
    ///
    /// # Errors
    /// Sums past 63 bits.
    pub fn of(
        moved: impl IntoIterator<Item = Moved>,
        filter: &StatementFilter,
        currency: Currency,
    ) -> Result<Self, MoneyError> {
        let zero = Money::zero(currency);
        let mut totals =
            StatementTotals { opening: zero, came_in: zero, went_out: zero, left_out: zero, closing: zero };
        let mut balance = zero;
        let mut rows = Vec::new();
        for moved in moved {
            let inside = within(moved.at, filter.day_from, filter.day_to);
            let shown = inside && filter.admits(&moved);
            let Some(book) = filter.book else {
                if shown {
                    let change = moved.movement.volume(currency)?;
                    rows.push(StatementRow { moved, change, balance: None });
                }
                continue;
            };
            let change = moved.movement.change(book, currency)?;
            if change.is_zero() {
                continue;
            }
            balance = balance.checked_add(change)?;
            totals.count(change, shown, inside, within(moved.at, None, filter.day_to))?;
            if shown {
                rows.push(StatementRow { moved, change, balance: Some(balance) });
            }
        }
        Ok(Self { rows, totals: filter.book.map(|_| totals) })
    }
}

impl StatementTotals {
    /// Counts a change that is shown or not, that lies within the days or not, or before their end.
    fn count(&mut self, change: Money, shown: bool, inside: bool, before: bool) -> Result<(), MoneyError> {
        if !before {
            return Ok(());
        }
        self.closing = self.closing.checked_add(change)?;
        if !inside {
            self.opening = self.opening.checked_add(change)?;
        } else if !shown {
            self.left_out = self.left_out.checked_add(change)?;
        } else if change.is_negative() {
            self.went_out = self.went_out.checked_sub(change)?;
        } else {
            self.came_in = self.came_in.checked_add(change)?;
        }
        Ok(())
    }
}

impl Query for StatementFilter {
    const KEYS: &'static [&'static str] = &["book", "kind", "cycle", "day_from", "day_to", "q"];

    fn write(&self, pairs: &mut Pairs) {
        pairs.maybe("book", self.book.map(BookKind::name).as_ref());
        let kinds: Vec<&str> = self.kind.iter().map(|kind| kind.name()).collect();
        pairs.each("kind", &kinds);
        pairs.maybe("cycle", self.cycle.as_ref());
        pairs.maybe("day_from", self.day_from.map(day_text).as_ref());
        pairs.maybe("day_to", self.day_to.map(day_text).as_ref());
        pairs.maybe("q", self.q.as_ref());
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let unknown = |text: &str| Rule::UnknownValue { value: text.to_owned() };
        let book = reader.one("book", |text| BookKind::parse(text).ok_or_else(|| unknown(text)));
        let kind = reader.list("kind", Kind::ALL.len(), Kind::parse);
        let cycle = reader.one("cycle", |text| text.parse().map_err(|_| Rule::NotACycle));
        let day = |text: &str| parse_day(text).ok_or_else(|| unknown(text));
        let (day_from, day_to) = (reader.one("day_from", day), reader.one("day_to", day));
        if let (Some(from), Some(to)) = (day_from, day_to)
            && to < from
        {
            reader.refuse("day_to", Rule::ReversedRange { from: day_text(from), to: day_text(to) });
        }
        Self { book, kind, cycle, day_from, day_to, q: reader.one("q", free_text).flatten() }
    }
}

impl Query for StatementQuery {
    const KEYS: &'static [&'static str] =
        &["book", "kind", "cycle", "day_from", "day_to", "q", "limit", "cursor"];

    fn write(&self, pairs: &mut Pairs) {
        self.filter.write(pairs);
        pairs.maybe("limit", self.limit.as_ref());
        pairs.maybe("cursor", self.cursor.as_ref());
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            filter: StatementFilter::read(reader),
            limit: reader.one("limit", |text| whole_number(text, 1, LIMIT_MAX)),
            cursor: reader.one("cursor", |text| Ok(text.to_owned())),
        }
    }
}
