//! Holiday calendars as they come: a CSV file of `date,kind`, and what it changes.

use super::{Day, HolidayCalendar};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// The most days that one file sets.
pub const HOLIDAYS_MAX: usize = 5_000;

/// What a file changes of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replaced {
    /// Days that are set, or set otherwise.
    pub set: Vec<(NaiveDate, Day)>,
    /// Days that become ordinary ones.
    pub removed: Vec<NaiveDate>,
    /// How many stay as they are.
    pub same: u64,
    /// How many of the file are past: they are left as they are.
    pub past: u64,
}

impl Day {
    /// The name in files, in JSON and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Holiday => "holiday",
            Self::Workday => "workday",
        }
    }

    /// The kind of day with this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Holiday, Self::Workday].into_iter().find(|day| day.name() == name)
    }
}

impl HolidayCalendar {
    /// Its days, in order.
    pub fn days(&self) -> impl Iterator<Item = (NaiveDate, Day)> + '_ {
        self.0.iter().map(|(date, day)| (*date, *day))
    }

    /// Reads a date written as `2026-12-25`, of the years 1970 to 9999.
    pub fn read_date(text: &str) -> Option<NaiveDate> {
        let plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let date: NaiveDate = text.parse().ok().filter(|_| plain)?;
        (1970..=9999).contains(&date.year()).then_some(date)
    }

    /// Reads a CSV file of `date,kind`, with or without that header. A day stands in it once.
    ///
    /// # Errors
    /// The number of the first line that can't be read, or is one too many.
    pub fn read(text: &str) -> Result<Vec<(NaiveDate, Day)>, usize> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut days = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            let cell = |cell: &str| cell.trim().trim_matches('"').trim().to_ascii_lowercase();
            let mut cells = line.split(',').map(cell);
            let (first, second, third) = (cells.next().unwrap_or_default(), cells.next(), cells.next());
            if (first.is_empty() && second.is_none()) || (index == 0 && first == "date") {
                continue;
            }
            let date = Self::read_date(&first);
            let day = second.as_deref().and_then(Day::parse).filter(|_| third.is_none());
            let (Some(date), Some(day)) = (date, day) else { return Err(index + 1) };
            if days.insert(date, day).is_some() || days.len() > HOLIDAYS_MAX {
                return Err(index + 1);
            }
        }
        Ok(days.into_iter().collect())
    }

    /// What a file changes: it is the whole of the years that it speaks of. What is past never changes.
    pub fn replaced_by(&self, file: &[(NaiveDate, Day)], today: NaiveDate) -> Replaced {
        let years: BTreeSet<i32> = file.iter().map(|(date, _)| date.year()).collect();
        let mut replaced = Replaced::default();
        for (date, day) in file {
            if *date < today {
                replaced.past += 1;
            } else if self.0.get(date) == Some(day) {
                replaced.same += 1;
            } else {
                replaced.set.push((*date, *day));
            }
        }
        let given: BTreeSet<NaiveDate> = file.iter().map(|(date, _)| *date).collect();
        let gone = self.0.keys().filter(|date| **date >= today && years.contains(&date.year()));
        replaced.removed = gone.filter(|date| !given.contains(date)).copied().collect();
        replaced
    }
}
