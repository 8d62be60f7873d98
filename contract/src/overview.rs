//! The overview: what needs somebody, what is outstanding, what was spent on what and by whom.
//!
//! What needs somebody is said by a filter of the monthly bills: the number that is shown and the list that a click
//! opens can't differ.

use crate::account::{AccountName, Product};
use crate::cycle::Cycle;
use crate::id::{AccountNumber, ProductCode};
use crate::money::{Currency, Money};
use crate::monthly_bill::{Age, State};
use crate::monthly_filter::{MonthlyColumn, MonthlyFilter, MonthlySelection, MonthlySort};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// How many months the spend is shown of, the newest with bills being the last.
pub const MONTHS: usize = 12;
/// Products that are shown one by one; the others are the rest.
pub const TOP_PRODUCTS: usize = 5;
/// Accounts that are shown one by one; the others are the rest.
pub const TOP_ACCOUNTS: usize = 8;
/// Due within so many days from today: soon.
pub const SOON_DAYS: u64 = 7;
/// The most accounts that a link to a list of monthly bills names.
pub const NAMED_ACCOUNTS: usize = 50;

/// Something that may need the reader, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MatterKind {
    /// Overdue monthly bills: the service may be interrupted (M1).
    Overdue,
    /// Those of them that have no due date: their automatic charge failed (M3, A4).
    ChargeFailed,
    /// Unpaid monthly bills that are due within [`SOON_DAYS`].
    DueSoon,
    /// Accounts that hold less than what is outstanding of their bills with a due date.
    Short,
    /// Unpaid monthly bills that automatic settlement leaves alone, for a task or a payment holds their account.
    Held,
    /// Monthly bills that are not issued yet: nothing is to be done, and this is what comes.
    NotIssued,
}

/// What there is of one kind, over every currency; amounts of different currencies stand beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Matter {
    /// What it is.
    pub kind: MatterKind,
    /// How many: accounts that are short, monthly bills for any other kind.
    pub count: u64,
    /// What is outstanding of it, or missing, by currency in the order of the codes.
    pub amounts: Vec<Money>,
    /// The accounts that it speaks of, where it speaks of accounts and there are not many.
    pub accounts: Vec<AccountNumber>,
}

/// What is outstanding of issued monthly bills that have been due for so long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Band {
    /// For how long.
    pub age: Age,
    /// How many monthly bills.
    pub monthly_bills: u64,
    /// What is outstanding of them.
    pub outstanding: Money,
}

/// Consumption of a product, or of all products that are not shown one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductSpend {
    /// The product; none for the rest.
    pub product: Option<Product>,
    /// Which products these are, for a filter of the bill list.
    pub codes: Vec<ProductCode>,
    /// Its consumption, month by month.
    pub months: Vec<Money>,
    /// Of all months.
    pub total: Money,
}

/// Consumption of an account, or of all accounts that are not shown one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountSpend {
    /// The account; none for the rest.
    pub account: Option<AccountName>,
    /// How many accounts.
    pub accounts: u64,
    /// Their consumption in all months.
    pub total: Money,
}

/// The figures of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figures {
    /// The currency.
    pub currency: Currency,
    /// What is outstanding of issued monthly bills, in the order of [`Age::ALL`].
    pub bands: Vec<Band>,
    /// What is outstanding of monthly bills that are not issued yet.
    pub not_issued: Money,
    /// The months, oldest first.
    pub months: Vec<Cycle>,
    /// Consumption of all products, month by month.
    pub spend: Vec<Money>,
    /// The same by product, the largest first, the rest last.
    pub products: Vec<ProductSpend>,
    /// The same by account, the largest first, the rest last.
    pub accounts: Vec<AccountSpend>,
    /// Consumption of all months.
    pub total: Money,
}

/// The overview of the accounts that the caller sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overview {
    /// The day that decides what is late, in the billing time zone.
    pub today: NaiveDate,
    /// What may need the reader, the most urgent first; what there is nothing of is left out.
    pub matters: Vec<Matter>,
    /// Currencies that there are bills in, in the order of the codes.
    pub currencies: Vec<Currency>,
    /// The figures of the currency that was asked for, or of that with the most bills; none without bills.
    pub figures: Option<Figures>,
}

impl MatterKind {
    /// Whether somebody should do something about it.
    pub const fn is_urgent(self) -> bool {
        !matches!(self, Self::NotIssued)
    }
}

impl Matter {
    /// The monthly bills that it speaks of on this day: what is counted, and what its link opens.
    pub fn selection(&self, today: NaiveDate) -> MonthlySelection {
        let open = vec![State::Unsettled, State::PartlySettled];
        let mut filter = MonthlyFilter { account: self.accounts.clone(), ..MonthlyFilter::default() };
        match self.kind {
            MatterKind::Overdue => filter.overdue = Some(true),
            MatterKind::ChargeFailed => (filter.overdue, filter.age) = (Some(true), vec![Age::Undated]),
            MatterKind::DueSoon => {
                filter.age = vec![Age::NotDue];
                filter.due_to = today.checked_add_days(Days::new(SOON_DAYS));
            }
            MatterKind::Short | MatterKind::Held => filter.state = open,
            MatterKind::NotIssued => filter.state = vec![State::NotIssued],
        }
        let column = match self.kind {
            MatterKind::Overdue | MatterKind::DueSoon => MonthlyColumn::Due,
            MatterKind::ChargeFailed | MatterKind::Short | MatterKind::Held => MonthlyColumn::Account,
            MatterKind::NotIssued => return MonthlySelection { filter, sort: MonthlySort::default() },
        };
        MonthlySelection { filter, sort: MonthlySort { column, descending: false } }
    }
}
