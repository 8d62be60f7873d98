//! Documents: rows in, bytes out. Excel and CSV exports (B5, B8), the bill as PDF (B4), ZIP archives.
//!
//! Knows neither HTTP nor SQL, reads no clock and no randomness: the same input gives the same bytes.
//! Amounts pass through as integers and decimal text; never a float near money.

pub mod audit;
pub mod csv;
pub mod export;
pub mod figure;
pub mod monthly_export;
pub mod pdf;
pub mod sink;
pub mod statement_export;
pub mod xlsx;
pub mod zip;

use std::io;

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The sink refused the bytes: the reader went away, or the disk is full.
    #[error("the document could not be written: {0}")]
    Sink(#[from] io::Error),
    /// A single file inside an archive grew past what its header can say (4 GiB).
    #[error("{0} is larger than an archive entry can be")]
    EntryTooLarge(String),
    /// The PDF engine refused the document: a fault of the layout, never of the bill's data.
    #[error("the PDF could not be made: {0}")]
    Pdf(String),
    /// A built-in font could not be read.
    #[error("the built-in font {0} could not be read")]
    Font(&'static str),
}
