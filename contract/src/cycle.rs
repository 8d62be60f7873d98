//! Billing cycles: calendar months in the billing time zone (UTC+8).
//!
//! It never reads a clock; whoever asks what is due or issued brings the time along.

use chrono::{DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, Offset, TimeZone, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A billing cycle, written `2026-10`. Years 1970 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
pub struct Cycle(i32);

/// The text is not a month written as `2026-10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotACycle;

/// Seconds that the billing time zone is ahead of UTC.
const ZONE_OFFSET_S: i32 = 8 * 3600;
const FIRST_YEAR: i32 = 1970;
const LAST_YEAR: i32 = 9999;

/// The billing time zone, UTC+8.
pub fn billing_zone() -> FixedOffset {
    FixedOffset::east_opt(ZONE_OFFSET_S).unwrap_or_else(|| Utc.fix())
}

/// The day of the billing time zone on which a moment lies.
pub fn billing_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&billing_zone()).date_naive()
}

impl Cycle {
    /// The first there is: 1970-01.
    pub const FIRST: Self = Self(FIRST_YEAR * 12);

    /// The cycle of a year and a month from 1 to 12.
    pub fn try_new(year: i32, month: u32) -> Result<Self, NotACycle> {
        let month = i32::try_from(month).map_err(|_| NotACycle)?;
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) || !(1..=12).contains(&month) {
            return Err(NotACycle);
        }
        Ok(Self(year * 12 + month - 1))
    }

    /// The cycle that `time` falls into, in the billing time zone.
    pub fn at(time: DateTime<Utc>) -> Result<Self, NotACycle> {
        Self::of(time.with_timezone(&billing_zone()).date_naive())
    }

    /// The cycle that a date of the billing time zone falls into.
    pub fn of(date: NaiveDate) -> Result<Self, NotACycle> {
        Self::try_new(date.year(), date.month())
    }

    /// Months since year 0: the stored form, and a distance when subtracted.
    pub const fn index(self) -> i32 {
        self.0
    }

    /// The cycle with this stored form.
    pub fn from_index(index: i32) -> Result<Self, NotACycle> {
        let month = u32::try_from(index.rem_euclid(12) + 1).map_err(|_| NotACycle)?;
        Self::try_new(index.div_euclid(12), month)
    }

    /// The year.
    pub const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u32 {
        self.0.rem_euclid(12).unsigned_abs() + 1
    }

    /// The cycle after this one; the last one stays.
    pub fn next(self) -> Self {
        Self::from_index(self.0 + 1).unwrap_or(self)
    }

    /// The cycle before this one; the first one stays.
    pub fn previous(self) -> Self {
        Self::from_index(self.0 - 1).unwrap_or(self)
    }

    /// Its first day, in the billing time zone.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year(), self.month(), 1).unwrap_or(NaiveDate::MIN)
    }

    /// Its last day, in the billing time zone.
    pub fn last_day(self) -> NaiveDate {
        self.day_behind().pred_opt().unwrap_or(NaiveDate::MAX)
    }

    /// The day on which its official bill is issued: the 2nd of the following month (M2).
    pub fn issue_date(self) -> NaiveDate {
        self.day_behind().checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX)
    }

    /// The first day after it, also after the last cycle there is.
    fn day_behind(self) -> NaiveDate {
        self.first_day().checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX)
    }

    /// The moment at which its official bill is issued: 12:00 on the 2nd of the following month, UTC+8 (M2).
    pub fn issued_at(self) -> DateTime<Utc> {
        let noon = self.issue_date().and_hms_opt(12, 0, 0);
        let local = noon.and_then(|noon| billing_zone().from_local_datetime(&noon).single());
        local.map_or(DateTime::<Utc>::MAX_UTC, |local| local.with_timezone(&Utc))
    }
}

/// The moment at which a day begins in the billing time zone.
pub fn day_begins(day: NaiveDate) -> Option<DateTime<Utc>> {
    let local = billing_zone().from_local_datetime(&day.and_hms_opt(0, 0, 0)?).single()?;
    Some(local.with_timezone(&Utc))
}

impl FromStr for Cycle {
    type Err = NotACycle;
    fn from_str(text: &str) -> Result<Self, NotACycle> {
        let (year, month) = text.split_once('-').ok_or(NotACycle)?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !digits(year) || !digits(month) {
            return Err(NotACycle);
        }
        Self::try_new(year.parse().map_err(|_| NotACycle)?, month.parse().map_err(|_| NotACycle)?)
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl fmt::Debug for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl From<Cycle> for String {
    fn from(cycle: Cycle) -> Self {
        cycle.to_string()
    }
}

impl TryFrom<String> for Cycle {
    type Error = NotACycle;
    fn try_from(text: String) -> Result<Self, NotACycle> {
        text.parse()
    }
}

impl fmt::Display for NotACycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a month written as 2026-10")
    }
}

impl std::error::Error for NotACycle {}
