//! The time of the demo world: 36 cycles up to the running one.
//!
//! Only the month counts, and whether the cycle before is issued yet (M2); and which third of the month it is, for an
//! invitation that is still open. So a world is the same for ten days.

use super::lives::{Span, moment};
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use contract::cycle::{Cycle, NotACycle, billing_zone};

/// How many cycles the world goes back, the running one included.
const CYCLES: i32 = 36;

/// How many issued cycles are lived through with money, month by month.
const LIVED: i32 = 6;

/// The cycles of the world.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    running: Cycle,
    newest_issued: Cycle,
    invites_last: DateTime<Utc>,
}

/// Days of a month on which a third of it begins, the last first, and the hour at which the main account invites.
const THIRDS: [u32; 3] = [21, 11, 1];
const INVITES_AT: i64 = 11;

/// The last beginning of a third.
fn invites_last(running: Cycle, now: DateTime<Utc>) -> DateTime<Utc> {
    let days = [running, running.previous()]
        .into_iter()
        .flat_map(|cycle| THIRDS.into_iter().filter_map(move |day| cycle.first_day().with_day(day)));
    let mut moments = days.map(|day| moment(day, INVITES_AT, 0));
    moments.find(|at| *at <= now).unwrap_or(now)
}

impl Calendar {
    /// The calendar at `now`.
    pub fn at(now: DateTime<Utc>) -> Result<Self, NotACycle> {
        let running = Cycle::at(now)?;
        let before = running.previous();
        let newest_issued = if before.issued_at() <= now { before } else { before.previous() };
        Ok(Self { running, newest_issued, invites_last: invites_last(running, now) })
    }

    /// How many cycles there are.
    pub const fn length(&self) -> u64 {
        CYCLES.unsigned_abs() as u64
    }

    /// Every cycle, oldest first.
    pub fn cycles(&self) -> impl Iterator<Item = Cycle> + use<> {
        let last = self.running.index();
        (last - CYCLES + 1..=last).filter_map(|index| Cycle::from_index(index).ok())
    }

    /// The first day of all.
    pub fn first_day(&self) -> NaiveDate {
        self.cycles().next().unwrap_or(self.running).first_day()
    }

    /// How many cycles ago it was; 0 for the running one.
    pub const fn age(&self, cycle: Cycle) -> i32 {
        self.running.index() - cycle.index()
    }

    /// Whether its bills have numbers (M2).
    pub fn is_issued(&self, cycle: Cycle) -> bool {
        cycle <= self.newest_issued
    }

    /// The cycle that was issued last.
    pub const fn newest_issued(&self) -> Cycle {
        self.newest_issued
    }

    /// The first month that accounts with money live through; before that everything counts as taken over.
    pub fn lived_from(&self) -> Cycle {
        Cycle::from_index(self.newest_issued.index() - LIVED + 1).unwrap_or(self.newest_issued)
    }

    /// What is lived through, and when the world ends.
    pub fn span(&self) -> Span {
        let (months, running) = self
            .cycles()
            .filter(|cycle| *cycle >= self.lived_from())
            .partition(|cycle| self.is_issued(*cycle));
        let settled = self.newest_issued.issued_at() + Duration::minutes(2);
        let end = settled.max(self.made_at() + Duration::minutes(2));
        Span { months, running, end, invites_last: self.invites_last }
    }

    /// When a cycle's usage was delivered: as the cycle ended, or for the running one, as it began.
    pub fn delivered_at(&self, cycle: Cycle) -> DateTime<Utc> {
        let day = if cycle < self.running { cycle.next() } else { cycle }.first_day();
        let local = billing_zone().from_local_datetime(&day.and_time(NaiveTime::MIN)).single();
        local.map_or(DateTime::<Utc>::UNIX_EPOCH, |local| local.with_timezone(&Utc))
    }

    /// When the world was made, as far as it says.
    pub fn made_at(&self) -> DateTime<Utc> {
        self.delivered_at(self.running)
    }
}
