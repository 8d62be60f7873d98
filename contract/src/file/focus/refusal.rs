//! Why a file is not imported: a row that no bill can be made of, or a file that can't be read at all.

use super::Column;
use crate::file::csv::CsvError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What about a row can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RefusalKind {
    /// More or fewer columns than the header: its cells can't be told apart.
    Columns {
        /// How many it has.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
    /// The last row has fewer columns than the header and no line break: the file was cut.
    Cut,
    /// No value where a bill needs one.
    Missing,
    /// Not a decimal number.
    NotANumber,
    /// More digits than can be kept exactly.
    TooManyDigits,
    /// Not the code of a currency.
    UnknownCurrency,
    /// Not the id of an account: too long, or with control characters.
    NotAnId,
    /// Not a date and time.
    NotATime,
    /// Characters that are no UTF-8.
    InvalidUtf8,
    /// The bill's sum is too large to be kept.
    OutOfRange,
}

/// A row that no bill can be made of; one of them refuses the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The row; the header is row 1.
    pub row: u64,
    /// The line on which it starts.
    pub line: u64,
    /// The column, if it is one.
    pub column: Option<String>,
    /// What is wrong with it.
    #[serde(flatten)]
    pub why: RefusalKind,
    /// The cell as it stands, shortened.
    pub raw: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {} (line {})", self.row, self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        match self.why {
            RefusalKind::Columns { found, expected } => {
                write!(f, ": {found} columns where the header has {expected}")
            }
            RefusalKind::Cut => f.write_str(": the file ends inside this row; it was cut"),
            RefusalKind::Missing => f.write_str(": no value"),
            RefusalKind::NotANumber => write!(f, ": {:?} is no decimal number", self.raw),
            RefusalKind::TooManyDigits => {
                write!(f, ": {:?} has more digits than can be kept exactly", self.raw)
            }
            RefusalKind::UnknownCurrency => write!(f, ": {:?} is no currency of ISO 4217", self.raw),
            RefusalKind::NotAnId => write!(f, ": {:?} can't be the id of an account", self.raw),
            RefusalKind::NotATime => {
                write!(f, ": {:?} is no date and time as 2024-09-01T00:00:00Z", self.raw)
            }
            RefusalKind::InvalidUtf8 => write!(f, ": {:?} is not UTF-8", self.raw),
            RefusalKind::OutOfRange => f.write_str(": the bill's sum is too large"),
        }
    }
}

/// A file that can't be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FocusError {
    /// It is no CSV, or cut inside quotes.
    Csv(CsvError),
    /// There is nothing in it.
    Empty,
    /// There is only a header.
    NoRows,
    /// Without these columns no bill can be made of it.
    MissingColumns(Vec<Column>),
    /// Two columns of the same name.
    ColumnTwice(Column),
}

impl fmt::Display for FocusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Csv(error) => write!(f, "{error}"),
            Self::Empty => f.write_str("the file is empty"),
            Self::NoRows => f.write_str("the file has a header but no rows"),
            Self::MissingColumns(columns) => {
                let names: Vec<&str> = columns.iter().map(|column| column.name()).collect();
                write!(f, "not a FOCUS file: the header lacks {}", names.join(", "))
            }
            Self::ColumnTwice(column) => write!(f, "the header has the column {} twice", column.name()),
        }
    }
}

impl std::error::Error for FocusError {}

impl From<CsvError> for FocusError {
    fn from(error: CsvError) -> Self {
        Self::Csv(error)
    }
}
