//! Endpoints of bills, and of what bills speak of.

use super::endpoint::endpoints;
use super::{BillPage, BillPath, Listing, Pairs, Query, Reader};
use crate::account::{Account, Application, Product};
use crate::bill::{Bill, BillLine};
use crate::bill_filter::{BillQuery, BillSelection, whole_number};
use crate::cycle::Cycle;
use crate::id::BillId;
use crate::permission::{Access, Permission};
use serde::{Deserialize, Serialize};

const VIEW: Access = Access::Allowed(Permission::ViewBills);
const EXPORT: Access = Access::Allowed(Permission::ExportBills);

/// Excel workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Comma-separated values.
pub const CSV: &str = "text/csv; charset=utf-8";
/// PDF.
pub const PDF: &str = "application/pdf";
/// ZIP archive.
pub const ZIP: &str = "application/zip";

/// The most bills that one PDF or ZIP of bills may hold.
pub const DOCUMENTS_MAX: usize = 5_000;
/// The most bills that may be picked one by one for an export.
pub const PICKED_MAX: usize = 100_000;
/// The most lines on one page of a bill's lines.
pub const LINES_MAX: u32 = 1_000;

/// What an export or archive is to hold: everything that a filter lets through, in its order, less or only what
/// was picked by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Picked {
    /// Filter and order as the query part of the list's address.
    pub query: String,
    /// Only these of them; empty: all.
    pub only: Vec<BillId>,
    /// All but these.
    pub except: Vec<BillId>,
}

/// Which lines of a bill.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineQuery {
    /// How many lines come before the first one wanted.
    pub from: Option<u32>,
    /// How many at most, 1 to 1,000; 100 when nobody says.
    pub limit: Option<u32>,
}

impl Query for LineQuery {
    const KEYS: &'static [&'static str] = &["from", "limit"];
    fn write(&self, pairs: &mut Pairs) {
        pairs.maybe("from", self.from.as_ref());
        pairs.maybe("limit", self.limit.as_ref());
    }
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            from: reader.one("from", |text| whole_number(text, 0, u32::MAX)),
            limit: reader.one("limit", |text| whole_number(text, 1, LINES_MAX)),
        }
    }
}

/// A search in a list of choices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChoiceQuery {
    /// What its name or id contains, whatever the case.
    pub q: Option<String>,
    /// How many at most, 1 to 500; 50 when nobody says.
    pub limit: Option<u32>,
}

impl Query for ChoiceQuery {
    const KEYS: &'static [&'static str] = &["q", "limit"];
    fn write(&self, pairs: &mut Pairs) {
        pairs.maybe("q", self.q.as_ref());
        pairs.maybe("limit", self.limit.as_ref());
    }
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            q: reader.one("q", |text| Ok(text.to_owned())),
            limit: reader.one("limit", |text| whole_number(text, 1, 500)),
        }
    }
}

/// What the filters of the bill list can be set to, as far as the list is short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillChoices {
    /// Products that bills exist for, by name.
    pub products: Vec<Product>,
    /// The oldest cycle that a bill exists for.
    pub first_cycle: Option<Cycle>,
    /// The newest cycle that a bill exists for.
    pub last_cycle: Option<Cycle>,
    /// How many bills there are in all.
    pub bills: u64,
}

endpoints! {
    /// Bills the caller may see, newest cycle first, with the totals of all that is filtered (B1, B2, B3).
    ListBills = Get "/api/v1/bills", VIEW, { query: BillQuery, response: BillPage, }

    /// What the filters of the bill list can be set to.
    GetBillChoices = Get "/api/v1/bills/choices", VIEW, { response: BillChoices, }

    /// Accounts the caller may see, by name.
    ListAccounts = Get "/api/v1/accounts", VIEW, { query: ChoiceQuery, response: Listing<Account>, }

    /// Applications that the caller's accounts have bills for, by name.
    ListApplications = Get "/api/v1/applications", VIEW, { query: ChoiceQuery, response: Listing<Application>, }

    /// One bill with its balances and how its amount came about.
    GetBill = Get "/api/v1/bills/{id}", VIEW, { path: BillPath, response: Bill, }

    /// The lines of a bill, in the order of their delivery.
    ListBillLines = Get "/api/v1/bills/{id}/lines", VIEW, {
        path: BillPath, query: LineQuery, response: Listing<BillLine>,
    }

    /// The bill as a PDF (B4).
    GetBillDocument = Get "/api/v1/bills/{id}/document.pdf", EXPORT, { path: BillPath, file: PDF, }

    /// Everything that is filtered, as an Excel workbook (B5).
    ExportBillsXlsx = Get "/api/v1/bills/export.xlsx", EXPORT, { query: BillSelection, file: XLSX, }

    /// Everything that is filtered, as CSV (B5).
    ExportBillsCsv = Get "/api/v1/bills/export.csv", EXPORT, { query: BillSelection, file: CSV, }

    /// What was picked, as an Excel workbook (B5).
    ExportPickedXlsx = Post "/api/v1/bills/export.xlsx", EXPORT, { body: Picked, file: XLSX, }

    /// What was picked, as CSV (B5).
    ExportPickedCsv = Post "/api/v1/bills/export.csv", EXPORT, { body: Picked, file: CSV, }

    /// What was picked, as one PDF (B4).
    DownloadPickedPdf = Post "/api/v1/bills/documents.pdf", EXPORT, { body: Picked, file: PDF, }

    /// What was picked, as a ZIP of PDFs (B4).
    DownloadPickedZip = Post "/api/v1/bills/documents.zip", EXPORT, { body: Picked, file: ZIP, }
}
