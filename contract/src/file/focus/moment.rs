//! Dates and times as billing files write them.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Timelike, Utc};

/// What a file says about the time zone of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// UTC.
    Utc,
    /// So many minutes ahead of UTC.
    Ahead(i32),
    /// Nothing: FOCUS means UTC.
    Unsaid,
}

/// A date and time as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The date as written.
    pub date: NaiveDate,
    /// Seconds since that day's midnight.
    pub second_of_day: u32,
    /// Its zone.
    pub zone: Zone,
}

impl Moment {
    /// Reads `2024-09-01T00:00:00Z`, and with less: a space for the `T`, no zone, an offset, no seconds, fractions
    /// of a second (dropped), no time. Nothing that could be read in two ways, as `9/1/2024`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let date = date(bytes.get(..10)?)?;
        let rest = bytes.get(10..)?;
        let Some((b'T' | b't' | b' ', clock)) = rest.split_first() else {
            return rest.is_empty().then_some(Self { date, second_of_day: 0, zone: Zone::Unsaid });
        };
        let (second_of_day, rest) = clock_time(clock)?;
        Some(Self { date, second_of_day, zone: zone(rest)? })
    }

    /// The moment in UTC; a time without zone is UTC.
    pub fn utc(self) -> Option<DateTime<Utc>> {
        let ahead_minutes = if let Zone::Ahead(minutes) = self.zone { minutes } else { 0 };
        let local = self.date.and_hms_opt(0, 0, 0)? + TimeDelta::seconds(i64::from(self.second_of_day));
        local.checked_sub_signed(TimeDelta::minutes(i64::from(ahead_minutes))).map(|utc| utc.and_utc())
    }

    /// The same moment written in UTC; a time without zone is UTC.
    pub fn in_utc(self) -> Option<Self> {
        let Zone::Ahead(_) = self.zone else { return Some(self) };
        let utc = self.utc()?;
        let second_of_day = utc.num_seconds_from_midnight();
        Some(Self { date: utc.date_naive(), second_of_day, zone: Zone::Utc })
    }

    /// Whether it is midnight as written.
    pub const fn is_midnight(self) -> bool {
        self.second_of_day == 0
    }

    /// As the end of a period: the first day that lies wholly behind it.
    pub fn day_after(self) -> Option<NaiveDate> {
        if self.is_midnight() { Some(self.date) } else { self.date.checked_add_days(Days::new(1)) }
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits
        .iter()
        .try_fold(0_u32, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
}

fn date(text: &[u8]) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else { return None };
    let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[m1, m2])?, number(&[d1, d2])?)
}

/// Seconds of the day, and what follows the time.
fn clock_time(text: &[u8]) -> Option<(u32, &[u8])> {
    let [h1, h2, b':', m1, m2, rest @ ..] = text else { return None };
    let (hour, minute) = (number(&[*h1, *h2])?, number(&[*m1, *m2])?);
    let (second, rest) = match rest {
        [b':', s1, s2, rest @ ..] => (number(&[*s1, *s2])?, rest),
        _ => (0, rest),
    };
    let rest = match rest {
        [b'.', fraction @ ..] => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return None;
            }
            fraction.get(digits..)?
        }
        _ => rest,
    };
    (hour < 24 && minute < 60 && second < 60).then_some((hour * 3600 + minute * 60 + second, rest))
}

fn zone(text: &[u8]) -> Option<Zone> {
    match text {
        b"" => Some(Zone::Unsaid),
        b"Z" | b"z" | b" UTC" | b"UTC" | b" Z" => Some(Zone::Utc),
        [sign @ (b'+' | b'-'), h1, h2, rest @ ..] => {
            let minutes = match rest {
                [] => 0,
                [b':', m1, m2] | [m1, m2] => number(&[*m1, *m2])?,
                _ => return None,
            };
            let minutes = i32::try_from(number(&[*h1, *h2])? * 60 + minutes).ok()?;
            match (minutes, sign) {
                (0, _) => Some(Zone::Utc),
                (1..=1080, b'+') => Some(Zone::Ahead(minutes)),
                (1..=1080, _) => Some(Zone::Ahead(-minutes)),
                _ => None,
            }
        }
        _ => None,
    }
}
