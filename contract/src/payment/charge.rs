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

/// What stands of a month when a charge of it is about to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It is not issued yet.
    Running {
        /// What its bills come to.
        accrued: Money,
        /// What is prepaid of it by other charges, and what they are about to bring.
        charged: Money,
        /// What coupons, cards, refunds and cash will pay of it.
        otherwise: Money,
    },
    /// Its bill is issued.
    Issued {
        /// What is outstanding of it.
        outstanding: Money,
        /// What is outstanding of it and of all months before it.
        upto: Money,
        /// Cash that is not frozen: it pays the oldest anyway.
        cash: Money,
        /// What other charges of it are about to bring.
        coming: Money,
    },
}

impl Claim {
    /// What a charge may take at most: nothing or below, when nothing is owed any more. It is asked before every attempt, and
    /// once more before the money is taken.
    ///
    /// # Errors
    /// Different currencies, or a difference past 63 bits.
    pub fn owed(self) -> Result<Money, MoneyError> {
        match self {
            Self::Running { accrued, charged, otherwise } => {
                accrued.checked_sub(charged)?.checked_sub(otherwise)
            }
            Self::Issued { outstanding, upto, cash, coming } => {
                let short = upto.checked_sub(Money::new(cash.minor().max(0), cash.currency()))?;
                let owed = Money::new(outstanding.minor().min(short.minor()), outstanding.currency());
                owed.checked_sub(coming)
            }
        }
    }
}

/// When a charge is tried again of which so many attempts failed, the first on a day; none after the last.
pub fn retry_on(first_failed: NaiveDate, failed_attempts: u32) -> Option<NaiveDate> {
    let place = usize::try_from(failed_attempts).ok()?.checked_sub(1)?;
    let days = RETRY_DAYS.get(place)?;
    first_failed.checked_add_days(Days::new(u64::from(*days)))
}
