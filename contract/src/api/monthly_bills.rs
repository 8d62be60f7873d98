//! Endpoints of monthly bills: what every account owes, and why (M1, M4, M5).

use super::endpoint::endpoints;
use super::{AccountPath, CSV, MonthlyBillPath, PDF, TransactionPath, XLSX};
use crate::account::AccountName;
use crate::cycle::Cycle;
use crate::id::{BillId, TransactionId};
use crate::ledger::{Book, Kind, Source};
use crate::money::{Currency, Money};
use crate::monthly_bill::{Age, MonthlyBill};
use crate::monthly_filter::{MonthlyQuery, MonthlySelection};
use crate::permission::{Access, Permission};
use crate::settle::{Explanation, Standing};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

const VIEW: Access = Access::Allowed(Permission::ViewBills);
const EXPORT: Access = Access::Allowed(Permission::ExportBills);

/// The first cycle of which repayment records exist (M4).
pub fn first_recorded_cycle() -> Cycle {
    const JANUARY_2023: i32 = 2023 * 12;
    Cycle::from_index(JANUARY_2023).unwrap_or(Cycle::FIRST)
}

/// Exact totals of everything that is filtered, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthlyTotal {
    /// How many monthly bills.
    pub monthly_bills: u64,
    /// Their consumption.
    pub consumption: Money,
    /// What is paid of it.
    pub paid: Money,
    /// What is outstanding.
    pub outstanding: Money,
    /// In payments that are not final.
    pub processing: Money,
    /// What of the outstanding is overdue.
    pub overdue: Money,
    /// Outstanding of issued monthly bills by how long it has been due, in the order of [`Age::ALL`].
    pub ages: Vec<(Age, Money)>,
}

impl MonthlyTotal {
    /// The total of no monthly bill.
    pub fn nothing(currency: Currency) -> Self {
        let nothing = Money::zero(currency);
        Self {
            monthly_bills: 0,
            consumption: nothing,
            paid: nothing,
            outstanding: nothing,
            processing: nothing,
            overdue: nothing,
            ages: Age::ALL.map(|age| (age, nothing)).to_vec(),
        }
    }
}

/// A page of the overview, and the totals of all that is filtered: one state of the whole set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthlyBillPage {
    /// The monthly bills of this page.
    pub items: Vec<MonthlyBill>,
    /// By currency, in the order of the currency codes.
    pub totals: Vec<MonthlyTotal>,
    /// How many are filtered, over all pages.
    pub count: u64,
    /// Place of the first item in the order, from 0.
    pub from: u64,
    /// Which state of the organization's monthly bills this speaks of; it grows with every change.
    pub snapshot: u64,
    /// Where the next page goes on; none on the last page.
    pub next_cursor: Option<String>,
}

/// A payment of a bill, linked to its movement in the ledger (M4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RepaymentRecord {
    /// When.
    pub at: DateTime<Utc>,
    /// The movement.
    pub transaction: TransactionId,
    /// From what.
    pub source: Source,
    /// To which bill.
    pub bill: BillId,
    /// Its number.
    pub bill_number: String,
    /// How much.
    pub money: Money,
}

/// What was paid of a monthly bill (M4): coupons + cards + cash + prepaid cover + taken over − credited is the amount paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RepaymentDetails {
    /// The monthly bill.
    pub monthly_bill: MonthlyBill,
    /// Covered by packages that were bought in advance.
    pub prepaid_cover: Money,
    /// Bills below nothing: they went to the refund balance of the month.
    pub credited: Money,
    /// Paid before records were kept here.
    pub taken_over: Money,
    /// Deducted by coupons.
    pub coupons: Money,
    /// Paid by stored value cards.
    pub cards: Money,
    /// Paid in cash, with refunds and prepayments applied.
    pub cash: Money,
    /// Every record, oldest first.
    pub records: Vec<RepaymentRecord>,
    /// Whether records are kept for this cycle: from 2023-01 on.
    pub recorded: bool,
}

/// A posting of a movement: so much on one book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostingLine {
    /// The book.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "receivable/2026-10"))]
    pub book: Book,
    /// The debit; a credit is negative.
    pub debit: Money,
}

/// A movement of the ledger with its postings, which come to nothing (A7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedgerTransaction {
    /// Id.
    pub id: TransactionId,
    /// Whose books.
    pub account: AccountName,
    /// When.
    pub at: DateTime<Utc>,
    /// What kind of movement.
    pub kind: Kind,
    /// Its place in the organization's audit log.
    pub entry: u64,
    /// Its postings, debits first.
    pub postings: Vec<PostingLine>,
}

endpoints! {
    /// Monthly bills of the accounts the caller may see, newest cycle first, with the totals of all that is filtered (M1).
    ListMonthlyBills = Get "/api/v1/monthly-bills", VIEW, { query: MonthlyQuery, response: MonthlyBillPage, }

    /// One monthly bill and what was paid of it (M4).
    GetRepaymentDetails = Get "/api/v1/monthly-bills/{account}/{cycle}/repayments", VIEW, {
        path: MonthlyBillPath, response: RepaymentDetails,
    }

    /// Why a monthly bill is, or is not, paid by itself (M5).
    ExplainMonthlyBill = Get "/api/v1/monthly-bills/{account}/{cycle}/explanation", VIEW, {
        path: MonthlyBillPath, response: Explanation,
    }

    /// The stamped monthly bill as a PDF, with all its bills (M1).
    GetMonthlyBillDocument = Get "/api/v1/monthly-bills/{account}/{cycle}/document.pdf", EXPORT, {
        path: MonthlyBillPath, file: PDF,
    }

    /// Everything that is filtered of the overview, as an Excel workbook (M1, B5).
    ExportMonthlyBillsXlsx = Get "/api/v1/monthly-bills/export.xlsx", EXPORT, {
        query: MonthlySelection, file: XLSX,
    }

    /// Everything that is filtered of the overview, as CSV (M1, B5).
    ExportMonthlyBillsCsv = Get "/api/v1/monthly-bills/export.csv", EXPORT, {
        query: MonthlySelection, file: CSV,
    }

    /// What an account has, owes and agreed to: from it the browser sees what a top-up would do.
    GetStanding = Get "/api/v1/monthly-bills/{account}/standing", VIEW, {
        path: AccountPath, response: Standing,
    }

    /// A movement of the ledger with its postings (M4, A7).
    GetTransaction = Get "/api/v1/transactions/{id}", VIEW, {
        path: TransactionPath, response: LedgerTransaction,
    }
}
