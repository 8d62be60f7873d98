//! The clock as a parameter: the one place that asks the machine what time it is.
//!
//! Everything else is given a [`Clock`], so that a test can let twelve hours pass.

use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// Says what time it is.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's.
    System,
    /// One that stands still until it is moved.
    Standing(Arc<AtomicI64>),
    /// The machine's, shifted by as many microseconds as a file says: how a test moves the time of a whole process.
    Shifted(Arc<PathBuf>),
}

/// How often a clock that can be set is looked at by whoever waits for it.
const LOOK: Duration = Duration::from_millis(10);

impl Clock {
    /// A clock that stands at `micros` after 1970.
    pub fn standing(micros: i64) -> Self {
        Self::Standing(Arc::new(AtomicI64::new(micros)))
    }

    /// The clock of this process. Only a build for tests can be told another time than the machine's, by
    /// `PORTAL_TEST_CLOCK`, the file of a [`Clock::Shifted`].
    pub fn of_process() -> Self {
        let told = if cfg!(debug_assertions) { std::env::var_os("PORTAL_TEST_CLOCK") } else { None };
        told.map_or(Self::System, |file| Self::Shifted(Arc::new(file.into())))
    }

    /// Microseconds since 1970-01-01T00:00:00Z: what the database keeps.
    #[allow(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now(&self) -> i64 {
        match self {
            Self::System => Utc::now().timestamp_micros(),
            Self::Standing(at) => at.load(Ordering::SeqCst),
            Self::Shifted(file) => Self::System.now().saturating_add(shift(file)),
        }
    }

    /// Waits until so much time has passed since `begun`. A clock that can be set wakes whoever waits when it is set back:
    /// what they wait for may be due at another time now.
    pub async fn sleep(&self, begun: i64, time: Duration) {
        let end = begun.saturating_add(micros(time));
        if matches!(self, Self::System) {
            let left = u64::try_from(end.saturating_sub(self.now())).unwrap_or(0);
            return tokio::time::sleep(Duration::from_micros(left).min(time)).await;
        }
        while (begun..end).contains(&self.now()) {
            tokio::time::sleep(LOOK).await;
        }
    }

    /// The same as date and time.
    pub fn now_utc(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.now()).unwrap_or_default()
    }

    /// Lets time pass on a standing clock; the machine's goes by itself.
    pub fn pass(&self, time: Duration) {
        if let Self::Standing(at) = self {
            at.fetch_add(micros(time), Ordering::SeqCst);
        }
    }
}

/// What the file of a shifted clock says; nothing while it is not there.
fn shift(file: &Path) -> i64 {
    std::fs::read_to_string(file).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}

/// A span of time in microseconds.
pub fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_clock_moves_only_when_moved() {
        let clock = Clock::standing(5);
        assert_eq!(clock.now(), 5);
        clock.clone().pass(Duration::from_secs(1));
        assert_eq!(clock.now(), 1_000_005);
    }

    #[tokio::test]
    async fn whoever_sleeps_by_a_clock_is_woken_by_it() {
        const HOUR: Duration = Duration::from_secs(60 * 60);
        let clock = Clock::standing(50);
        for moved_to in [50 + micros(HOUR), 0] {
            let Clock::Standing(at) = &clock else { return };
            at.store(50, Ordering::SeqCst);
            let moved = async {
                tokio::time::sleep(LOOK * 3).await;
                at.store(moved_to, Ordering::SeqCst);
            };
            tokio::join!(clock.sleep(50, HOUR), moved);
            // It was moved before they lay down.
            clock.sleep(50, HOUR).await;
        }
        let begun = Clock::System.now() - micros(HOUR);
        Clock::System.sleep(begun, HOUR).await;
    }

    #[test]
    fn a_shifted_clock_follows_its_file() {
        let file = std::env::temp_dir().join(format!("portal-clock-{}", std::process::id()));
        let clock = Clock::Shifted(Arc::new(file.clone()));
        let near = |shift: i64| (clock.now() - Clock::System.now() - shift).abs() < 10_000_000;
        assert!(near(0));
        std::fs::write(&file, "-86400000000").unwrap();
        assert!(near(-86_400_000_000));
        std::fs::remove_file(file).unwrap();
    }
}
