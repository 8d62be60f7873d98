//! Business days and due dates (M3).
//!
//! Which days are holidays is data that is handed in; nothing here knows a country.

mod holidays;

pub use holidays::{HOLIDAYS_MAX, Replaced};

use crate::cycle::Cycle;
use crate::money::Money;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a calendar says about a day, against the rule that Monday to Friday are business days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Day {
    /// No business is done although it is no weekend.
    Holiday,
    /// Business is done although it is a weekend.
    Workday,
}

/// A holiday calendar: the days that differ from the week's rule.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolidayCalendar(BTreeMap<NaiveDate, Day>);

impl HolidayCalendar {
    /// The calendar with these exceptions.
    pub fn new(days: impl IntoIterator<Item = (NaiveDate, Day)>) -> Self {
        Self(days.into_iter().collect())
    }

    /// Whether business is done on this day.
    pub fn is_business_day(&self, date: NaiveDate) -> bool {
        match self.0.get(&date) {
            Some(Day::Holiday) => false,
            Some(Day::Workday) => true,
            None => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// The `days`th business day after `date`. None: `date` itself.
    pub fn business_days_after(&self, date: NaiveDate, days: u16) -> NaiveDate {
        let mut at = date;
        for _ in 0..days {
            at = next_day(at);
            while at != NaiveDate::MAX && !self.is_business_day(at) {
                at = next_day(at);
            }
        }
        at
    }
}

/// How many months are settled together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SettlementCycle {
    /// Each month by itself.
    Monthly,
    /// The months of a calendar quarter.
    Quarterly,
}

impl SettlementCycle {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Monthly, Self::Quarterly];

    /// The name in JSON and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
        }
    }

    /// The settlement cycle with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cycle| cycle.name() == name)
    }

    /// Its last day, for a month inside it.
    pub fn last_day(self, month: Cycle) -> NaiveDate {
        match self {
            Self::Monthly => month.last_day(),
            Self::Quarterly => {
                let rest = 2 - (month.month() - 1) % 3;
                (0..rest).fold(month, |month, _| month.next()).last_day()
            }
        }
    }
}

/// How long after the end of a settlement cycle its bills are to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "days", content = "count", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PaymentPeriod {
    /// So many days, whatever they are.
    Calendar(u16),
    /// So many business days.
    Business(u16),
}

const fn directly() -> bool {
    true
}

/// The longest payment period, in days.
pub const PAYMENT_PERIOD_MAX_DAYS: u16 = 365;

/// The contract term that lets an account pay later (section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreditControl {
    /// How far available credit reaches beyond cash: a gate, never a source of money.
    pub limit: Money,
    /// How many months are settled together.
    pub settlement_cycle: SettlementCycle,
    /// How long after its end bills are to be paid.
    pub payment_period: PaymentPeriod,
    /// A special agreement excludes the account from automatic settlement.
    pub special_agreement: bool,
    /// Contracted with us, and not through a reseller: only then refunds may settle past bills (S14).
    #[serde(default = "directly")]
    pub directly_contracted: bool,
}

impl CreditControl {
    /// The day until which a cycle's monthly bill is to be paid: the end of the settlement cycle and the payment
    /// period, but never before the day after it was issued (M3).
    pub fn due_date(&self, cycle: Cycle, issued_on: NaiveDate, calendar: &HolidayCalendar) -> NaiveDate {
        let end = self.settlement_cycle.last_day(cycle);
        let due = match self.payment_period {
            PaymentPeriod::Calendar(days) => {
                end.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
            }
            PaymentPeriod::Business(days) => calendar.business_days_after(end, days),
        };
        due.max(next_day(issued_on))
    }
}

fn next_day(date: NaiveDate) -> NaiveDate {
    date.succ_opt().unwrap_or(NaiveDate::MAX)
}
