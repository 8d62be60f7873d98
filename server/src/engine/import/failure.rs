//! Why a file was not imported; nothing of it was.

use crate::store::StoreError;
use contract::file::focus::{FocusError, Refusal};
use contract::rule::FieldError;

/// How many refused cells are said; the others are counted.
const SAID: usize = 20;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The organization's name can't be one.
    #[error("the organization's name: {}", .0.first().map_or("", |error| error.message.as_str()))]
    Organization(Vec<FieldError>),
    /// The file can't be opened or read.
    #[error("{file}: {error}")]
    Io {
        /// Name of the file.
        file: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// The compressed data ends too early or is damaged.
    #[error(
        "{file}: the compressed data is cut or damaged after row {row} ({error}); get the file again. Nothing was \
         imported"
    )]
    Compressed {
        /// Name of the file.
        file: String,
        /// The last row that could be read; the header is row 1.
        row: u64,
        /// What the decompressor says.
        error: std::io::Error,
    },
    /// It is no FOCUS file, or a cut one.
    #[error("{file}: {error}. Nothing was imported")]
    Unreadable {
        /// Name of the file.
        file: String,
        /// Where and why.
        error: FocusError,
    },
    /// No bill can be made of some rows.
    #[error("{file}: {rows} rows can't be read. Nothing was imported\n{}", said(.refusals, *.left_off))]
    Refused {
        /// Name of the file.
        file: String,
        /// How many rows.
        rows: u64,
        /// The first of their cells.
        refusals: Vec<Refusal>,
        /// How many further cells.
        left_off: u64,
    },
    /// Somebody wrote into the file while it was read.
    #[error("{0} changed while it was read; import it again when it is complete. Nothing was imported")]
    Changed(String),
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A defect in the portal.
    #[error("a defect: {0}. Nothing was imported")]
    Defect(String),
}

impl From<tokio::task::JoinError> for ImportError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Defect(error.to_string())
    }
}

fn said(refusals: &[Refusal], left_off: u64) -> String {
    let mut lines: Vec<String> = refusals.iter().take(SAID).map(|refusal| format!("  {refusal}")).collect();
    let further = left_off + u64::try_from(refusals.len().saturating_sub(SAID)).unwrap_or(0);
    if further > 0 {
        lines.push(format!("  and {further} more"));
    }
    lines.join("\n")
}
