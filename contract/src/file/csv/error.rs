//! What makes a file no CSV.

use std::fmt;

/// Why a file can't be read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvErrorKind {
    /// The file ends inside quotes: it is cut, or a quote is missing.
    OpenQuote,
    /// Text between a closing quote and the next comma.
    TextAfterQuote,
    /// A row longer than so many bytes: most likely a missing closing quote.
    RowTooLong(usize),
    /// A field longer than so many bytes: most likely a missing closing quote.
    FieldTooLong(usize),
    /// More columns than this.
    TooManyColumns(usize),
    /// The file is something else; the text says what.
    OtherFormat(&'static str),
}

/// Where and why a file can't be read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvError {
    /// The row; the header is row 1.
    pub row: u64,
    /// The line on which the row starts, from 1.
    pub line: u64,
    /// Why.
    pub kind: CsvErrorKind,
}

impl fmt::Display for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (row, line) = (self.row, self.line);
        match self.kind {
            CsvErrorKind::OpenQuote => {
                write!(
                    f,
                    "row {row} (line {line}): the file ends inside quotes; it was cut, or a quote is missing"
                )
            }
            CsvErrorKind::TextAfterQuote => {
                write!(
                    f,
                    "row {row} (line {line}): text follows a closing quote; quotes inside a field are doubled"
                )
            }
            CsvErrorKind::RowTooLong(max) => {
                write!(f, "row {row} (line {line}): longer than {max} bytes; is a closing quote missing?")
            }
            CsvErrorKind::FieldTooLong(max) => {
                write!(
                    f,
                    "row {row} (line {line}): a field longer than {max} bytes; is a closing quote missing?"
                )
            }
            CsvErrorKind::TooManyColumns(max) => {
                write!(f, "row {row} (line {line}): more than {max} columns")
            }
            CsvErrorKind::OtherFormat(name) => write!(f, "the file is {name}, not CSV in UTF-8"),
        }
    }
}

impl std::error::Error for CsvError {}
