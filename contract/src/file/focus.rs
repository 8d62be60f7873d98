//! FOCUS 1.0–1.2: the FinOps Open Cost and Usage Specification, as CSV (R1, R2).
//!
//! Read as a stream: [`FocusReader`] makes rows of chunks, [`Fold`] makes bills of rows, a [`Report`] keeps what was
//! off. The rule for what is off: a row whose amount, currency, account or cycle can't be read is *refused*, and with
//! one refused row the whole file is, so that nothing is half imported; everything else is read and *found*.
//!
//! What is read out of a row is the [`Mapping`], which is configuration.

mod cell;
mod check;
mod column;
mod finding;
mod fold;
mod layout;
mod mapping;
mod moment;
mod reader;
mod refusal;
mod report;
mod row;
mod sum;
mod tags;
mod values;

pub use column::{Column, Holds};
pub use finding::FindingKind;
pub use fold::{Fold, Folded, FoldedAccount, FoldedBill, Placed};
pub use mapping::{AccountFrom, Mapping, ProductFrom};
pub use moment::{Moment, Zone};
pub use reader::FocusReader;
pub use refusal::{FocusError, Refusal, RefusalKind};
pub use report::{Example, FindingSummary, Report};
pub use row::FocusRow;
pub use sum::ExactSum;
pub use values::ChargeCategory;

/// How far the reader got: the CSV reader's word for it.
pub use super::csv::Progress;
