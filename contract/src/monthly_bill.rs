//! Monthly bills: all bills of one account in one cycle, paid as one (M1).
//!
//! A state is never stored: it follows from the balances, the issue and the day.

use crate::account::AccountName;
use crate::bill::{Balances, Status};
use crate::cycle::Cycle;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How far a monthly bill is paid (section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum State {
    /// Before 12:00 on the 2nd of the following month (M2).
    NotIssued,
    /// Issued, and nothing of it is paid.
    Unsettled,
    /// Something is paid, something is not.
    PartlySettled,
    /// Nothing is left to pay.
    Settled,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::NotIssued, Self::Unsettled, Self::PartlySettled, Self::Settled];

    /// The name in addresses and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotIssued => "not_issued",
            Self::Unsettled => "unsettled",
            Self::PartlySettled => "partly_settled",
            Self::Settled => "settled",
        }
    }

    /// The state with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// The state of a monthly bill with these balances. What prepaid packages covered counts as consumed, not as
    /// paid: a bill of which nothing else is settled is unsettled.
    pub fn of(balances: &Balances, issued: bool) -> Self {
        if !issued {
            return Self::NotIssued;
        }
        let paid = balances.settled().checked_sub(balances.prepaid_cover());
        let untouched = paid.is_ok_and(|paid| paid.is_zero()) && balances.canceled().is_zero();
        match balances.status() {
            Status::Cleared => Self::Settled,
            Status::Pending if untouched => Self::Unsettled,
            Status::Pending => Self::PartlySettled,
        }
    }
}

/// A monthly bill as a row of the overview (M1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthlyBill {
    /// Who is billed.
    pub account: AccountName,
    /// The month.
    pub cycle: Cycle,
    /// How many bills it is made of.
    pub bills: u64,
    /// The four balances: the sums of its bills'.
    pub balances: Balances,
    /// How far it is paid.
    pub state: State,
    /// Until when it is to be paid; none for an account without credit control, and before issue (M3).
    pub due_date: Option<NaiveDate>,
    /// Past its due date, or its automatic charge failed: the service may be interrupted.
    pub overdue: bool,
}

/// Whether a monthly bill is overdue on a day: something is outstanding, and its due date has passed or its automatic
/// charge failed (M3).
pub fn is_overdue(state: State, due_date: Option<NaiveDate>, charge_failed: bool, today: NaiveDate) -> bool {
    let open = matches!(state, State::Unsettled | State::PartlySettled);
    open && (charge_failed || due_date.is_some_and(|due| today > due))
}

/// How long something has been due (ageing).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Age {
    /// Without a due date: it is charged by itself.
    Undated,
    /// Not due yet, or today.
    NotDue,
    /// 1 to 30 days late.
    Days30,
    /// 31 to 60 days late.
    Days60,
    /// 61 to 90 days late.
    Days90,
    /// More than 90 days late.
    Older,
}

impl Age {
    /// Every band, youngest first.
    pub const ALL: [Self; 6] =
        [Self::Undated, Self::NotDue, Self::Days30, Self::Days60, Self::Days90, Self::Older];

    /// The band of what was due on `due_date`.
    pub fn of(due_date: Option<NaiveDate>, today: NaiveDate) -> Self {
        let Some(due) = due_date else { return Self::Undated };
        match (today - due).num_days() {
            ..=0 => Self::NotDue,
            1..=30 => Self::Days30,
            31..=60 => Self::Days60,
            61..=90 => Self::Days90,
            _ => Self::Older,
        }
    }
}
