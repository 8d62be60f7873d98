//! Filter and order of the monthly bills: one language for the address bar, the overview, totals and exports (M1).
//!
//! The same function filters, orders and adds up wherever it is asked.

use crate::api::{Pairs, Query, Reader};
use crate::bill_filter::{LIMIT_MAX, VALUES_MAX, free_text, whole_number};
use crate::cycle::Cycle;
use crate::id::AccountNumber;
use crate::monthly_bill::{Age, MonthlyBill, State};
use crate::rule::Rule;
use chrono::NaiveDate;
use std::cmp::Ordering;
use std::{fmt, str::FromStr};

/// Which monthly bills. Empty lists and `None` mean "any"; conditions on different fields all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct MonthlyFilter {
    /// This cycle or a later one.
    pub cycle_from: Option<Cycle>,
    /// This cycle or an earlier one.
    pub cycle_to: Option<Cycle>,
    /// Any of these states.
    pub state: Vec<State>,
    /// Only overdue ones, or only those that are not.
    pub overdue: Option<bool>,
    /// Of which something is outstanding that has been due for so long.
    pub age: Vec<Age>,
    /// Any of these accounts.
    pub account: Vec<AccountNumber>,
    /// Found, whatever the case, in name or number of the account; every word has to be found.
    pub q: Option<String>,
    /// Due on this day or earlier; those without a due date are not.
    pub due_to: Option<NaiveDate>,
}

/// A column that the overview can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MonthlyColumn {
    /// Account name, then number.
    Account,
    /// Billing cycle.
    Cycle,
    /// Consumption: by currency, then value.
    Consumption,
    /// Amount paid: by currency, then value.
    Paid,
    /// Outstanding: by currency, then value.
    Outstanding,
    /// Due date; those without one last.
    Due,
    /// State.
    State,
}

/// An order of the overview, written `cycle` or, descending, `-cycle`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MonthlySort {
    /// By what.
    pub column: MonthlyColumn,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// Which monthly bills, in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthlySelection {
    /// Which.
    pub filter: MonthlyFilter,
    /// In which order.
    pub sort: MonthlySort,
}

/// A page of the overview.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthlyQuery {
    /// Which, in which order.
    pub selection: MonthlySelection,
    /// How many at most, 1 to 500; 50 when nobody says.
    pub limit: Option<u32>,
    /// Goes on after the page that gave this cursor.
    pub cursor: Option<String>,
    /// How many monthly bills come before the first one wanted: how a scrollbar jumps. Not beside a cursor.
    pub from: Option<u32>,
}

impl MonthlyColumn {
    /// Every column, in the order of the overview.
    pub const ALL: [Self; 7] = [
        Self::Account,
        Self::Cycle,
        Self::Consumption,
        Self::Paid,
        Self::Outstanding,
        Self::Due,
        Self::State,
    ];

    /// The name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Cycle => "cycle",
            Self::Consumption => "consumption",
            Self::Paid => "paid",
            Self::Outstanding => "outstanding",
            Self::Due => "due",
            Self::State => "state",
        }
    }
}

impl Default for MonthlySort {
    /// Newest cycle first.
    fn default() -> Self {
        Self { column: MonthlyColumn::Cycle, descending: true }
    }
}

/// The text names no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotASort;

impl FromStr for MonthlySort {
    type Err = NotASort;
    fn from_str(text: &str) -> Result<Self, NotASort> {
        let (descending, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        let column = MonthlyColumn::ALL.into_iter().find(|column| column.name() == name).ok_or(NotASort)?;
        Ok(Self { column, descending })
    }
}

impl fmt::Display for MonthlySort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.column.name())
    }
}

impl MonthlySort {
    /// How two monthly bills stand to each other. Ties: newer cycle first, then account number, so that every order is
    /// total.
    pub fn compare(self, one: &MonthlyBill, other: &MonthlyBill) -> Ordering {
        let amounts = |pick: fn(&MonthlyBill) -> crate::money::Money| {
            let (one, other) = (pick(one), pick(other));
            (one.currency(), one.minor()).cmp(&(other.currency(), other.minor()))
        };
        let by = match self.column {
            MonthlyColumn::Account => {
                (&one.account.name, &one.account.number).cmp(&(&other.account.name, &other.account.number))
            }
            MonthlyColumn::Cycle => one.cycle.cmp(&other.cycle),
            MonthlyColumn::Consumption => amounts(|bill| bill.balances.consumption()),
            MonthlyColumn::Paid => {
                amounts(|bill| bill.balances.paid().unwrap_or(bill.balances.outstanding()))
            }
            MonthlyColumn::Outstanding => amounts(|bill| bill.balances.outstanding()),
            MonthlyColumn::Due => return self.by_due(one, other),
            MonthlyColumn::State => one.state.cmp(&other.state),
        };
        let by = if self.descending { by.reverse() } else { by };
        by.then_with(|| tie(one, other))
    }

    fn by_due(self, one: &MonthlyBill, other: &MonthlyBill) -> Ordering {
        let by = match (one.due_date, other.due_date) {
            (Some(one), Some(other)) if self.descending => other.cmp(&one),
            (Some(one), Some(other)) => one.cmp(&other),
            (one, other) => other.is_some().cmp(&one.is_some()),
        };
        by.then_with(|| tie(one, other))
    }
}

fn tie(one: &MonthlyBill, other: &MonthlyBill) -> Ordering {
    other.cycle.cmp(&one.cycle).then_with(|| one.account.number.cmp(&other.account.number))
}

impl MonthlyFilter {
    /// Whether it lets every monthly bill through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it lets a monthly bill through on this day.
    pub fn admits(&self, bill: &MonthlyBill, today: NaiveDate) -> bool {
        self.cycle_from.is_none_or(|from| bill.cycle >= from)
            && self.cycle_to.is_none_or(|to| bill.cycle <= to)
            && (self.state.is_empty() || self.state.contains(&bill.state))
            && self.overdue.is_none_or(|overdue| bill.overdue == overdue)
            && (self.age.is_empty() || bill.age(today).is_some_and(|age| self.age.contains(&age)))
            && (self.account.is_empty() || self.account.contains(&bill.account.number))
            && self.q.as_deref().is_none_or(|words| found(words, bill))
            && self.due_to.is_none_or(|to| bill.due_date.is_some_and(|due| due <= to))
    }

    fn write(&self, pairs: &mut Pairs) {
        pairs.maybe("cycle_from", self.cycle_from.as_ref());
        pairs.maybe("cycle_to", self.cycle_to.as_ref());
        let states: Vec<&str> = self.state.iter().map(|state| state.name()).collect();
        pairs.each("state", &states);
        pairs.maybe("overdue", self.overdue.as_ref());
        let ages: Vec<&str> = self.age.iter().map(|age| age.name()).collect();
        pairs.each("age", &ages);
        pairs.each("account", &self.account);
        pairs.maybe("q", self.q.as_ref());
        pairs.maybe("due_to", self.due_to.as_ref());
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let filter = Self {
            cycle_from: reader.one("cycle_from", |text| text.parse().map_err(|_| Rule::NotACycle)),
            cycle_to: reader.one("cycle_to", |text| text.parse().map_err(|_| Rule::NotACycle)),
            state: reader.list("state", State::ALL.len(), State::parse),
            overdue: reader.one("overdue", |text| {
                text.parse().map_err(|_| Rule::UnknownValue { value: text.to_owned() })
            }),
            age: reader.list("age", Age::ALL.len(), Age::parse),
            account: reader.list("account", VALUES_MAX, |text| AccountNumber::parse(text).ok()),
            q: reader.one("q", free_text).flatten(),
            due_to: reader.one("due_to", |text| text.parse().map_err(|_| Rule::Unreadable)),
        };
        if let (Some(from), Some(to)) = (filter.cycle_from, filter.cycle_to)
            && to < from
        {
            reader.refuse("cycle_to", Rule::ReversedRange { from: from.to_string(), to: to.to_string() });
        }
        filter
    }
}

fn found(words: &str, bill: &MonthlyBill) -> bool {
    let (name, number) = (bill.account.name.to_lowercase(), bill.account.number.as_str().to_lowercase());
    words.to_lowercase().split_whitespace().all(|word| name.contains(word) || number.contains(word))
}

impl Query for MonthlySelection {
    const KEYS: &'static [&'static str] =
        &["cycle_from", "cycle_to", "state", "overdue", "age", "account", "q", "due_to", "sort"];

    fn write(&self, pairs: &mut Pairs) {
        self.filter.write(pairs);
        pairs.maybe("sort", (self.sort != MonthlySort::default()).then_some(self.sort).as_ref());
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let filter = MonthlyFilter::read(reader);
        let sort = reader
            .one("sort", |text| text.parse().map_err(|_| Rule::UnknownValue { value: text.to_owned() }));
        Self { filter, sort: sort.unwrap_or_default() }
    }
}

impl Query for MonthlyQuery {
    const KEYS: &'static [&'static str] = &[
        "cycle_from",
        "cycle_to",
        "state",
        "overdue",
        "age",
        "account",
        "q",
        "due_to",
        "sort",
        "limit",
        "cursor",
        "from",
    ];

    fn write(&self, pairs: &mut Pairs) {
        self.selection.write(pairs);
        pairs.maybe("limit", self.limit.as_ref());
        pairs.maybe("cursor", self.cursor.as_ref());
        pairs.maybe("from", self.from.as_ref());
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let query = Self {
            selection: MonthlySelection::read(reader),
            limit: reader.one("limit", |text| whole_number(text, 1, LIMIT_MAX)),
            cursor: reader.one("cursor", |text| Ok(text.to_owned())),
            from: reader.one("from", |text| whole_number(text, 0, u32::MAX)),
        };
        if query.cursor.is_some() && query.from.is_some() {
            reader.refuse("from", Rule::NotTogether { other: "cursor".to_owned() });
        }
        query
    }
}
