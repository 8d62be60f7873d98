//! What an act comes to, with what stood before and what stands after.

use crate::calendar::CreditControl;
use crate::id::{BillId, PaymentId};
use crate::ledger::Book;
use crate::money::Money;
use crate::threshold::ThresholdRange;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A balance that an act changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BookChange {
    /// The book.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "refund/2026-10"))]
    pub book: Book,
    /// What stood on it.
    pub before: Money,
    /// What stands on it.
    pub after: Money,
}

/// So much is taken off a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreditStep {
    /// The bill.
    pub bill: BillId,
    /// Of what is outstanding.
    pub open: Money,
    /// Of what was paid: it goes to the refund balance of the month.
    pub paid: Money,
}

/// Terms of credit before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsChange {
    /// From this day on.
    pub valid_from: NaiveDate,
    /// What was agreed for that day; none: not on credit control.
    pub before: Option<CreditControl>,
    /// What is agreed for it.
    pub after: Option<CreditControl>,
    /// Holidays that business days are counted by.
    pub calendar: String,
}

/// The threshold of a channel before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThresholdChange {
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// What held.
    pub before: Money,
    /// What holds from then on.
    pub after: Money,
}

/// A range of thresholds before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThresholdRangeChange {
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// What held; none: no threshold could be set.
    pub before: Option<ThresholdRange>,
    /// What holds.
    pub after: ThresholdRange,
}

/// What becomes of a holiday calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DaysChange {
    /// Days that are set, or set otherwise.
    pub set: u64,
    /// Days that become ordinary ones.
    pub removed: u64,
    /// Days that stay as they are.
    pub same: u64,
    /// Days that are past: they stay as they are, whatever was given.
    pub past: u64,
}

/// The payment that a bank transfer is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArrivalPayment {
    /// The payment.
    pub id: PaymentId,
    /// How much it is.
    pub money: Money,
    /// What has arrived of it then, in all: it succeeds when that is all of it.
    pub arrived: Money,
}

/// A bank transfer that is given to an account, or sent back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArrivalChange {
    /// The bank's id of it.
    pub id: String,
    /// Who sent it.
    pub payer: String,
    /// What they wrote on it.
    pub reference: String,
    /// How much.
    pub money: Money,
    /// The payment that it is of, if it is of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<ArrivalPayment>,
}

/// All that an act changes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Effects {
    /// Balances, by book.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub books: Vec<BookChange>,
    /// Bills that are reduced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bills: Vec<CreditStep>,
    /// Terms of credit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsChange>,
    /// Terms that were agreed for later days and change with them, in the order of their days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later_terms: Vec<TermsChange>,
    /// A threshold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<ThresholdChange>,
    /// A range of thresholds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold_range: Option<ThresholdRangeChange>,
    /// A bank transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrival: Option<ArrivalChange>,
    /// A holiday calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<DaysChange>,
}

/// What came, or would come, of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActOutcome {
    /// Nothing was changed: this is what would happen.
    pub dry_run: bool,
    /// It was done before under this key: nothing was changed now.
    pub already: bool,
    /// The key under which it is done once.
    pub key: String,
    /// Its place in the organization's audit log; none of a dry run.
    pub entry: Option<i64>,
    /// What it changes.
    pub effects: Effects,
}
