//! Comma-separated values (RFC 4180), read in chunks of any size.
//!
//! It never holds more than one row and the chunk that was fed last, and it never guesses: a quote that is still open
//! at the end of the file, or text behind a closing quote, is an error with its row and line. Rows end with LF, CRLF
//! or CR. The header is row 1; a row with line breaks inside quotes counts as one.

mod error;
mod scan;

pub use error::{CsvError, CsvErrorKind};

use scan::{Mode, Span};

/// How much a row may hold before it is taken for a broken file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvLimits {
    /// The longest row, in bytes.
    pub row_bytes: usize,
    /// The longest field, in bytes.
    pub field_bytes: usize,
    /// The most columns.
    pub columns: usize,
}

impl Default for CsvLimits {
    /// 4 MiB a row, 1 MiB a field, 1,000 columns.
    fn default() -> Self {
        Self { row_bytes: 4 << 20, field_bytes: 1 << 20, columns: 1_000 }
    }
}

/// How far a reader got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// A whole row is there.
    Row,
    /// The bytes so far hold no further whole row: feed more, or finish.
    Hungry,
    /// There are no more rows.
    End,
}

/// Reads rows from chunks: [`feed`](Self::feed), [`advance`](Self::advance) until hungry, feed again; at the end of
/// the file [`finish`](Self::finish), then advance to the end.
#[derive(Debug)]
pub struct CsvReader {
    limits: CsvLimits,
    buffer: Vec<u8>,
    /// Where the current row starts in the buffer.
    start: usize,
    /// The first byte that was not looked at.
    at: usize,
    /// Where the current field starts; behind its quote if it has one.
    field_start: usize,
    fields: Vec<Span>,
    mode: Mode,
    /// Doubled quotes in the current field.
    doubled: bool,
    /// The current row is whole.
    whole: bool,
    /// The last row ended with CR: an LF right behind it belongs to it.
    after_cr: bool,
    /// The current row has a line break at its end.
    terminated: bool,
    begun: bool,
    finished: bool,
    row: u64,
    line: u64,
    /// Lines that the current row takes up besides its first.
    more_lines: u64,
    /// The current row with its broken characters replaced; empty when it has none.
    repaired: String,
    /// The columns in which characters were replaced.
    damaged: Vec<usize>,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    text: &'a str,
    fields: &'a [Span],
    damaged: &'a [usize],
    row: u64,
    line: u64,
    terminated: bool,
}

impl CsvReader {
    /// A reader at the beginning of a file.
    pub fn new(limits: CsvLimits) -> Self {
        Self {
            limits,
            buffer: Vec::new(),
            start: 0,
            at: 0,
            field_start: 0,
            fields: Vec::new(),
            mode: Mode::Start,
            doubled: false,
            whole: false,
            after_cr: false,
            terminated: false,
            begun: false,
            finished: false,
            row: 0,
            line: 1,
            more_lines: 0,
            repaired: String::new(),
            damaged: Vec::new(),
        }
    }

    /// Adds the next bytes of the file. The current row is gone afterwards.
    pub fn feed(&mut self, chunk: &[u8]) {
        self.forget();
        self.buffer.drain(..self.start);
        self.at -= self.start;
        self.field_start = self.field_start.saturating_sub(self.start);
        self.start = 0;
        self.buffer.extend_from_slice(chunk);
    }

    /// Says that there are no more bytes.
    pub fn finish(&mut self) {
        self.finished = true;
    }

    /// The current row; an empty one before the first.
    pub fn record(&self) -> Record<'_> {
        let bytes = self.buffer.get(self.start..self.at).unwrap_or_default();
        let text =
            if self.damaged.is_empty() { str::from_utf8(bytes).unwrap_or_default() } else { &self.repaired };
        let fields = if self.whole { self.fields.as_slice() } else { &[] };
        Record {
            text,
            fields,
            damaged: &self.damaged,
            row: self.row,
            line: self.line,
            terminated: self.terminated,
        }
    }
}

impl<'a> Record<'a> {
    /// The text of a column, counted from 0; empty when the row has no such column.
    pub fn get(&self, column: usize) -> &'a str {
        self.fields.get(column).and_then(|span| self.text.get(span.range())).unwrap_or_default()
    }

    /// Whether the column is written in quotes: `""` is an empty text, nothing at all is no value.
    pub fn is_quoted(&self, column: usize) -> bool {
        self.fields.get(column).is_some_and(|span| span.quoted)
    }

    /// Every column's text.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> {
        let text = self.text;
        self.fields.iter().map(move |span| text.get(span.range()).unwrap_or_default())
    }

    /// How many columns.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether it is a blank line.
    pub fn is_empty(&self) -> bool {
        self.fields.len() <= 1 && self.get(0).is_empty() && !self.is_quoted(0)
    }

    /// The row's number; the header is row 1.
    pub fn row(&self) -> u64 {
        self.row
    }

    /// The line of the file on which the row starts, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Whether a line break ends it; without one the file may be cut.
    pub fn is_terminated(&self) -> bool {
        self.terminated
    }

    /// The columns that are no valid UTF-8: their broken characters read as `�`.
    pub fn damaged(&self) -> &'a [usize] {
        self.damaged
    }
}
