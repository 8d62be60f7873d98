//! When an account that is not on credit control is charged (A4).

use crate::ledger::Channel;
use crate::money::{Money, MoneyError};
use chrono::{Days, NaiveDate};

/// How many days after a charge failed first it is tried again. After the last one the bill is overdue (M3).
pub const RETRY_DAYS: [u8; 4] = [1, 3, 5, 7];

/// At how much a running cycle is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// The channel of the default method.
    pub channel: Channel,
    /// The least that has to have accrued since the last charge.
    pub at: Money,
}

/// What is to be charged now: what accrued and was not charged yet, when it reaches the threshold, or when the month is
/// over; none when it is not time.
///
/// # Errors
/// Different currencies, or a difference past 63 bits.
pub fn due(
    accrued: Money,
    charged: Money,
    threshold: Option<Threshold>,
    over: bool,
) -> Result<Option<Money>, MoneyError> {
    let open = accrued.checked_sub(charged)?;
    if open.minor() <= 0 {
        return Ok(None);
    }
    let reached = match threshold {
        Some(threshold) => open.checked_sub(threshold.at)?.minor() >= 0,
        None => false,
    };
    Ok((over || reached).then_some(open))
}

/// When a charge is tried again of which so many attempts failed, the first on a day; none after the last.
pub fn retry_on(first_failed: NaiveDate, failed_attempts: u32) -> Option<NaiveDate> {
    let place = usize::try_from(failed_attempts).ok()?.checked_sub(1)?;
    let days = RETRY_DAYS.get(place)?;
    first_failed.checked_add_days(Days::new(u64::from(*days)))
}
