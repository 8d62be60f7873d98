//! The time that a history has: the machine's, shifted as the history wants it. Every process of the portal reads it from
//! the same file.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};

#[derive(Debug)]
pub struct Time {
    pub file: PathBuf,
    shift: AtomicI64,
}

impl Time {
    pub fn new(file: PathBuf, now: DateTime<Utc>) -> Self {
        let time = Self { file, shift: AtomicI64::new(0) };
        time.jump(now);
        time
    }

    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::microseconds(self.shift.load(Ordering::SeqCst))
    }

    /// Lets it be then, at once.
    pub fn jump(&self, then: DateTime<Utc>) {
        let shift = (then - Utc::now()).num_microseconds().unwrap();
        let draft = self.file.with_extension("draft");
        std::fs::write(&draft, shift.to_string()).unwrap();
        std::fs::rename(draft, &self.file).unwrap();
        self.shift.store(shift, Ordering::SeqCst);
    }

    /// Lets so much time pass, or be undone.
    pub fn pass(&self, time: TimeDelta) {
        self.jump(self.now() + time);
    }

    /// When the running month is issued: 12:00 on the 2nd of the next one, in UTC+8.
    pub fn next_issue(&self) -> DateTime<Utc> {
        let first = |date: NaiveDate| date.with_day(1).unwrap().checked_add_months(Months::new(1)).unwrap();
        let at = |date: NaiveDate| date.checked_add_days(Days::new(1)).unwrap().and_hms_opt(4, 0, 0).unwrap();
        let today = (self.now() + TimeDelta::hours(8)).date_naive();
        let this_month = at(today.with_day(1).unwrap()).and_utc();
        if this_month > self.now() { this_month } else { at(first(today)).and_utc() }
    }

    /// The month that it is, in UTC+8: year × 12 + month − 1.
    pub fn cycle(&self) -> i64 {
        cycle_at(self.now())
    }

    /// The day that it is, in UTC+8.
    pub fn day(&self) -> String {
        (self.now() + TimeDelta::hours(8)).date_naive().to_string()
    }

    /// The newest month whose time to be issued has come.
    pub fn newest_issued(&self) -> i64 {
        newest_issued_at(self.now())
    }
}

fn cycle_at(now: DateTime<Utc>) -> i64 {
    let today = (now + TimeDelta::hours(8)).date_naive();
    i64::from(today.year()) * 12 + i64::from(today.month0())
}

/// A day and 12 hours into the next month it is issued.
fn newest_issued_at(now: DateTime<Utc>) -> i64 {
    cycle_at(now - TimeDelta::hours(36)) - 1
}

/// `2026-09`.
pub fn cycle_text(cycle: i64) -> String {
    format!("{:04}-{:02}", cycle.div_euclid(12), cycle.rem_euclid(12) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m2_a_month_is_issued_at_noon_of_the_2nd_of_the_next() {
        for (now, newest) in [
            ("2026-03-01T17:22:00Z", "2026-01"),
            ("2026-03-02T03:59:59Z", "2026-01"),
            ("2026-03-02T04:00:00Z", "2026-02"),
            ("2026-03-31T15:59:59Z", "2026-02"),
            ("2026-03-31T16:00:00Z", "2026-02"),
            ("2027-01-02T04:00:00Z", "2026-12"),
        ] {
            assert_eq!(cycle_text(newest_issued_at(now.parse().unwrap())), newest, "{now}");
        }
    }
}
