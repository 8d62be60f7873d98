//! The filter of the audit log: one language for the address bar, the list and the export.

use super::{ActKind, Who};
use crate::api::{Pairs, Query, Reader};
use crate::bill_filter::{LIMIT_MAX, VALUES_MAX, free_text, whole_number};
use crate::id::AccountNumber;
use crate::rule::Rule;
use chrono::{Datelike, NaiveDate};

/// Which entries. Empty lists and `None` mean "any"; conditions on different fields all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Done by any of these.
    pub actor: Vec<Who>,
    /// Any of these acts.
    pub act: Vec<ActKind>,
    /// On any of these accounts.
    pub account: Vec<AccountNumber>,
    /// On this day or a later one, in the billing time zone.
    pub day_from: Option<NaiveDate>,
    /// On this day or an earlier one, in the billing time zone.
    pub day_to: Option<NaiveDate>,
    /// Found, whatever the case, in what the entry says in either language, in names, numbers and ids; every word has to
    /// be found.
    pub q: Option<String>,
}

/// A page of the log, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Which entries.
    pub filter: AuditFilter,
    /// How many at most, 1 to 500; 50 when nobody says.
    pub limit: Option<u32>,
    /// Goes on behind the page that gave this cursor.
    pub cursor: Option<String>,
}

/// Reads a day as `2026-11-02`.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let fits = digits(year, 4) && digits(month, 2) && digits(day, 2) && parts.next().is_none();
    fits.then_some(())?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// A day as `2026-11-02`.
pub fn day_text(day: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

impl AuditFilter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Query for AuditFilter {
    const KEYS: &'static [&'static str] = &["actor", "act", "account", "day_from", "day_to", "q"];

    fn write(&self, pairs: &mut Pairs) {
        pairs.each("actor", &self.actor);
        let acts: Vec<&str> = self.act.iter().map(|act| act.name()).collect();
        pairs.each("act", &acts);
        pairs.each("account", &self.account);
        pairs.maybe("day_from", self.day_from.map(day_text).as_ref());
        pairs.maybe("day_to", self.day_to.map(day_text).as_ref());
        pairs.maybe("q", self.q.as_ref());
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let day = |text: &str| parse_day(text).ok_or_else(|| Rule::UnknownValue { value: text.to_owned() });
        let filter = Self {
            actor: reader.list("actor", VALUES_MAX, |text| text.parse().ok()),
            act: reader.list("act", VALUES_MAX, ActKind::parse),
            account: reader.list("account", VALUES_MAX, |text| AccountNumber::parse(text).ok()),
            day_from: reader.one("day_from", day),
            day_to: reader.one("day_to", day),
            q: reader.one("q", free_text).flatten(),
        };
        if let (Some(from), Some(to)) = (filter.day_from, filter.day_to)
            && to < from
        {
            reader.refuse("day_to", Rule::ReversedRange { from: day_text(from), to: day_text(to) });
        }
        filter
    }
}

impl Query for AuditQuery {
    const KEYS: &'static [&'static str] =
        &["actor", "act", "account", "day_from", "day_to", "q", "limit", "cursor"];

    fn write(&self, pairs: &mut Pairs) {
        self.filter.write(pairs);
        pairs.maybe("limit", self.limit.as_ref());
        pairs.maybe("cursor", self.cursor.as_ref());
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            filter: AuditFilter::read(reader),
            limit: reader.one("limit", |text| whole_number(text, 1, LIMIT_MAX)),
            cursor: reader.one("cursor", |text| Ok(text.to_owned())),
        }
    }
}
