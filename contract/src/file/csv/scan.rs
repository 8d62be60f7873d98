//! Finds rows and fields in bytes. It goes on where the last chunk ended and looks at no byte twice.

use super::{CsvError, CsvErrorKind, CsvReader, Progress};
use std::ops::Range;

/// Where a field lies, from the start of its row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    start: usize,
    end: usize,
    pub(super) quoted: bool,
}

impl Span {
    pub(super) const fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Inside what the next byte lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// A field begins here.
    Start,
    /// A field without quotes.
    Plain,
    /// Inside quotes.
    Quoted,
    /// Behind a quote that either closes the field or is the first of two.
    Closed,
}

/// Beginnings that tell another format.
const OTHER_FORMATS: [(&[u8], &str); 6] = [
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"PAR1", "Parquet"),
    (b"%PDF", "PDF"),
];
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// The longest of these beginnings.
const BEGINNING: usize = 4;

impl CsvReader {
    /// Looks for the next row.
    pub fn advance(&mut self) -> Result<Progress, CsvError> {
        self.forget();
        if !self.begun {
            if self.buffer.len() < BEGINNING && !self.finished {
                return Ok(Progress::Hungry);
            }
            self.begin()?;
        }
        if self.after_cr && self.buffer.get(self.at) == Some(&b'\n') {
            self.at += 1;
            self.start = self.at;
            self.after_cr = false;
        }
        while self.at < self.buffer.len() {
            self.after_cr = false;
            let row_ends = match self.mode {
                Mode::Start => self.start_field(),
                Mode::Plain => self.plain(),
                Mode::Quoted => self.quoted(),
                Mode::Closed => self.closed()?,
            };
            self.check_limits()?;
            if row_ends {
                self.terminated = true;
                return Ok(self.complete());
            }
        }
        if self.finished { self.last_row() } else { Ok(Progress::Hungry) }
    }

    /// Drops the current row, if it is whole.
    pub(super) fn forget(&mut self) {
        if self.whole {
            self.start = self.at;
            self.fields.clear();
            self.damaged.clear();
            self.line += 1 + self.more_lines;
            self.more_lines = 0;
            self.whole = false;
            self.terminated = false;
        }
    }

    fn begin(&mut self) -> Result<(), CsvError> {
        self.begun = true;
        if let Some((_, name)) = OTHER_FORMATS.iter().find(|(bytes, _)| self.buffer.starts_with(bytes)) {
            return Err(self.error(CsvErrorKind::OtherFormat(name)));
        }
        if self.buffer.starts_with(BYTE_ORDER_MARK) {
            self.at = BYTE_ORDER_MARK.len();
            self.start = self.at;
        }
        Ok(())
    }

    fn start_field(&mut self) -> bool {
        if self.buffer.get(self.at) == Some(&b'"') {
            self.at += 1;
            self.field_start = self.at;
            self.mode = Mode::Quoted;
            return false;
        }
        self.field_start = self.at;
        self.mode = Mode::Plain;
        self.plain()
    }

    fn plain(&mut self) -> bool {
        let rest = self.buffer.get(self.at..).unwrap_or_default();
        let Some(length) = rest.iter().position(|byte| matches!(byte, b',' | b'\n' | b'\r')) else {
            self.at = self.buffer.len();
            return false;
        };
        self.at += length;
        self.end_field(self.at, false)
    }

    fn quoted(&mut self) -> bool {
        let rest = self.buffer.get(self.at..).unwrap_or_default();
        match memchr::memchr(b'"', rest) {
            Some(length) => {
                self.at += length + 1;
                self.mode = Mode::Closed;
            }
            None => self.at = self.buffer.len(),
        }
        false
    }

    fn closed(&mut self) -> Result<bool, CsvError> {
        match self.buffer.get(self.at) {
            Some(b'"') => {
                self.doubled = true;
                self.at += 1;
                self.mode = Mode::Quoted;
                Ok(false)
            }
            Some(b',' | b'\n' | b'\r') => Ok(self.end_field(self.at - 1, true)),
            _ => Err(self.error(CsvErrorKind::TextAfterQuote)),
        }
    }

    /// Ends the field before the delimiter at `at`, steps over it and says whether it ends the row.
    fn end_field(&mut self, end: usize, quoted: bool) -> bool {
        self.push_field(end, quoted);
        let delimiter = self.buffer.get(self.at);
        self.after_cr = delimiter == Some(&b'\r');
        let row_ends = delimiter != Some(&b',');
        self.at += 1;
        self.mode = Mode::Start;
        row_ends
    }

    fn push_field(&mut self, end: usize, quoted: bool) {
        let mut end = end;
        if quoted && let Some(field) = self.buffer.get_mut(self.field_start..end) {
            self.more_lines += line_breaks(field);
            if self.doubled {
                end = self.field_start + halve_quotes(field);
                self.doubled = false;
            }
        }
        self.fields.push(Span { start: self.field_start - self.start, end: end - self.start, quoted });
    }

    /// The row that no line break ends, if there is one.
    fn last_row(&mut self) -> Result<Progress, CsvError> {
        match self.mode {
            Mode::Quoted => return Err(self.error(CsvErrorKind::OpenQuote)),
            Mode::Start if self.fields.is_empty() => return Ok(Progress::End),
            Mode::Start => {
                self.field_start = self.at;
                self.push_field(self.at, false);
            }
            Mode::Plain => self.push_field(self.at, false),
            Mode::Closed => self.push_field(self.at - 1, true),
        }
        self.mode = Mode::Start;
        self.check_limits()?;
        self.terminated = false;
        Ok(self.complete())
    }

    fn complete(&mut self) -> Progress {
        self.row += 1;
        self.whole = true;
        let row = self.buffer.get(self.start..self.at).unwrap_or_default();
        if str::from_utf8(row).is_err() {
            self.repair();
        }
        Progress::Row
    }

    fn repair(&mut self) {
        let row = self.buffer.get(self.start..self.at).unwrap_or_default();
        self.repaired.clear();
        for (column, span) in self.fields.iter_mut().enumerate() {
            let bytes = row.get(span.range()).unwrap_or_default();
            if str::from_utf8(bytes).is_err() {
                self.damaged.push(column);
            }
            span.start = self.repaired.len();
            self.repaired.push_str(&String::from_utf8_lossy(bytes));
            span.end = self.repaired.len();
        }
    }

    fn check_limits(&self) -> Result<(), CsvError> {
        let limits = self.limits;
        let open = match self.mode {
            Mode::Start => self.at,
            Mode::Plain | Mode::Quoted => self.field_start,
            // Behind the quote.
            Mode::Closed => self.field_start + 1,
        };
        let last = self.fields.last().map_or(0, |span| span.end - span.start);
        let kind = if self.fields.len() > limits.columns {
            CsvErrorKind::TooManyColumns(limits.columns)
        } else if last.max(self.at - open) > limits.field_bytes {
            CsvErrorKind::FieldTooLong(limits.field_bytes)
        } else if self.at - self.start > limits.row_bytes {
            CsvErrorKind::RowTooLong(limits.row_bytes)
        } else {
            return Ok(());
        };
        Err(self.error(kind))
    }

    fn error(&self, kind: CsvErrorKind) -> CsvError {
        CsvError { row: self.row + 1, line: self.line, kind }
    }
}

/// LF, CRLF or a lone CR.
fn line_breaks(field: &[u8]) -> u64 {
    let feeds = field.iter().filter(|&&byte| byte == b'\n').count();
    let lone = memchr::memchr(b'\r', field).map_or(0, |_| {
        let lone = |pair: &&[u8]| pair.first() == Some(&b'\r') && pair.get(1) != Some(&b'\n');
        field.windows(2).filter(lone).count() + usize::from(field.last() == Some(&b'\r'))
    });
    u64::try_from(feeds + lone).unwrap_or(u64::MAX)
}

/// Makes one quote of each two, in place, and says how long the text is then. What is left behind it is filled with
/// spaces, so that a row of valid UTF-8 stays one.
fn halve_quotes(field: &mut [u8]) -> usize {
    let (mut from, mut to) = (0, 0);
    while from < field.len() {
        let byte = field[from];
        field[to] = byte;
        to += 1;
        from += if byte == b'"' { 2 } else { 1 };
    }
    field[to..].fill(b' ');
    to
}
