//! Monthly bills: all bills of one account in one cycle, paid as one (M1).
//!
//! A state is never stored: it follows from the balances, the issue and the day.

use crate::account::AccountName;
use crate::bill::Unbalanced;
use crate::cycle::Cycle;
use crate::money::{Money, MoneyError};
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
    pub fn of(balances: &MonthlyBalances, issued: bool) -> Self {
        if !issued {
            return Self::NotIssued;
        }
        let covered_only = balances.paid().is_ok_and(|paid| paid == balances.prepaid_cover);
        let untouched = covered_only && balances.canceled.is_zero();
        match balances.outstanding.is_zero() && balances.processing.is_zero() {
            true => Self::Settled,
            false if untouched => Self::Unsettled,
            false => Self::PartlySettled,
        }
    }
}

/// The four balances of a monthly bill: the sums of its bills', so outstanding + processing + settled + canceled =
/// consumption, always. Bills below nothing settle themselves: they make settled smaller by what went to the refund
/// balance of the month, and that stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "UncheckedMonthly")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthlyBalances {
    consumption: Money,
    prepaid_cover: Money,
    outstanding: Money,
    processing: Money,
    settled: Money,
    canceled: Money,
    credited: Money,
}

/// Sums as somebody claims them to be.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct UncheckedMonthly {
    /// What was consumed in the cycle, less credits.
    pub consumption: Money,
    /// The part of it that prepaid balances covered when the cycle closed; part of settled.
    pub prepaid_cover: Money,
    /// To be paid.
    pub outstanding: Money,
    /// In a payment that is not final.
    pub processing: Money,
    /// Paid, less credits.
    pub settled: Money,
    /// Taken off by credit notes.
    pub canceled: Money,
    /// What bills below nothing come to, as an amount above nothing: it went to the refund balance of the month.
    pub credited: Money,
}

impl TryFrom<UncheckedMonthly> for MonthlyBalances {
    type Error = Unbalanced;
    fn try_from(claimed: UncheckedMonthly) -> Result<Self, Unbalanced> {
        let UncheckedMonthly {
            consumption,
            prepaid_cover,
            outstanding,
            processing,
            settled,
            canceled,
            credited,
        } = claimed;
        let parts = [outstanding, processing, settled, canceled];
        let adds_up = Money::sum(consumption.currency(), parts)? == consumption;
        let paid = settled.checked_add(credited)?;
        let covered = !paid.checked_sub(prepaid_cover)?.is_negative();
        let below =
            [outstanding, processing, prepaid_cover, canceled, credited].into_iter().any(Money::is_negative);
        if !adds_up || !covered || below {
            return Err(Unbalanced);
        }
        Ok(Self { consumption, prepaid_cover, outstanding, processing, settled, canceled, credited })
    }
}

impl MonthlyBalances {
    /// What was consumed in the cycle, less credits.
    pub const fn consumption(&self) -> Money {
        self.consumption
    }
    /// What prepaid balances covered.
    pub const fn prepaid_cover(&self) -> Money {
        self.prepaid_cover
    }
    /// To be paid.
    pub const fn outstanding(&self) -> Money {
        self.outstanding
    }
    /// In a payment that is not final.
    pub const fn processing(&self) -> Money {
        self.processing
    }
    /// Taken off by credit notes.
    pub const fn canceled(&self) -> Money {
        self.canceled
    }
    /// What went to the refund balance of the month.
    pub const fn credited(&self) -> Money {
        self.credited
    }
    /// The amount paid, with what prepaid balances covered (M1): what is settled, before credits.
    pub fn paid(&self) -> Result<Money, MoneyError> {
        self.settled.checked_add(self.credited)
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
    pub balances: MonthlyBalances,
    /// How far it is paid.
    pub state: State,
    /// Until when it is to be paid; none for an account without credit control, and before issue (M3).
    pub due_date: Option<NaiveDate>,
    /// Past its due date, or its automatic charge failed: the service may be interrupted.
    pub overdue: bool,
    /// The first day past its due date; none when it is not overdue, or only because its automatic charge failed.
    pub overdue_since: Option<NaiveDate>,
}

impl MonthlyBill {
    /// How long what is outstanding of it has been due; none when nothing is, or when it is not issued.
    pub fn age(&self, today: NaiveDate) -> Option<Age> {
        let owes = self.state != State::NotIssued && !self.balances.outstanding().is_zero();
        owes.then(|| Age::of(self.due_date, today))
    }
}

/// Whether a monthly bill is overdue on a day: something is outstanding, and its due date has passed or its automatic
/// charge failed (M3).
pub fn is_overdue(state: State, due_date: Option<NaiveDate>, charge_failed: bool, today: NaiveDate) -> bool {
    let open = matches!(state, State::Unsettled | State::PartlySettled);
    open && (charge_failed || due_date.is_some_and(|due| today > due))
}

/// Since when a monthly bill is past its due date: the first day after it; none while something else made it overdue (M3).
pub fn overdue_since(state: State, due_date: Option<NaiveDate>, today: NaiveDate) -> Option<NaiveDate> {
    let late = is_overdue(state, due_date, false, today);
    due_date.filter(|_| late).and_then(|due| due.succ_opt())
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

    /// The name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Undated => "undated",
            Self::NotDue => "not_due",
            Self::Days30 => "days30",
            Self::Days60 => "days60",
            Self::Days90 => "days90",
            Self::Older => "older",
        }
    }

    /// The band with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|age| age.name() == name)
    }

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
