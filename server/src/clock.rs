//! The clock as a parameter: the one place that asks the machine what time it is.
//!
//! Everything else is given a [`Clock`], so that a test can let twelve hours pass.

use chrono::{DateTime, Utc};
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
}

impl Clock {
    /// A clock that stands at `micros` after 1970.
    pub fn standing(micros: i64) -> Self {
        Self::Standing(Arc::new(AtomicI64::new(micros)))
    }

    /// Microseconds since 1970-01-01T00:00:00Z: what the database keeps.
    #[allow(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now(&self) -> i64 {
        match self {
            Self::System => Utc::now().timestamp_micros(),
            Self::Standing(at) => at.load(Ordering::SeqCst),
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
}
