//! CSV of a list: UTF-8 with a byte order mark, RFC 4180, CRLF, the columns of the Excel export (B5).
//!
//! Must never let a spreadsheet run a text: what starts like a formula gets a leading `'` and stands in quotes
//! (B8). Figures are our own and stay bare numbers, negative ones too.

use super::export::{ExportColumn, Exported, Kind, Usage, is_formula, join_usage};
use super::{DocumentError, figure};
use contract::cycle::Cycle;
use contract::locale::Locale;
use std::io::Write;

const BLOCK: usize = 64 * 1024;

/// Writes rows to `sink` as they come.
pub struct CsvWriter<'c, W: Write, C> {
    sink: W,
    columns: &'c [C],
    locale: Locale,
    line: Vec<u8>,
    joined: String,
}

impl<'c, W: Write, C: ExportColumn> CsvWriter<'c, W, C> {
    /// Starts a file with the headings of `columns`.
    ///
    /// # Errors
    /// When the sink refuses.
    pub fn new(sink: W, columns: &'c [C], locale: Locale) -> Result<Self, DocumentError> {
        let mut line = Vec::with_capacity(BLOCK + 4096);
        line.extend_from_slice("\u{feff}".as_bytes());
        for (at, column) in columns.iter().enumerate() {
            if at > 0 {
                line.push(b',');
            }
            push_text(&mut line, column.heading(locale));
        }
        line.extend_from_slice(b"\r\n");
        Ok(Self { sink, columns, locale, line, joined: String::new() })
    }

    /// Adds one row.
    ///
    /// # Errors
    /// When the sink refuses.
    pub fn row(&mut self, row: &impl Exported<C>) -> Result<(), DocumentError> {
        for (at, &column) in self.columns.iter().enumerate() {
            if at > 0 {
                self.line.push(b',');
            }
            match column.kind() {
                Kind::Cycle => push_cycle(&mut self.line, row.cycle(column)),
                Kind::Day => {
                    let day = row.day(column).map(|day| day.to_string()).unwrap_or_default();
                    self.line.extend_from_slice(day.as_bytes());
                }
                Kind::Count => figure::push_integer(&mut self.line, row.count(column)),
                Kind::Amount => {
                    let money = row.amount(column);
                    let exponent = money.currency().exponent();
                    figure::push_amount(&mut self.line, money.minor().into(), exponent);
                }
                Kind::Quantity => self.quantity(row.usage()),
                Kind::Unit => self.unit(row.usage()),
                Kind::Text | Kind::Id | Kind::UniqueId => {
                    push_text(&mut self.line, row.text(column, self.locale));
                }
            }
        }
        self.line.extend_from_slice(b"\r\n");
        if self.line.len() >= BLOCK {
            self.sink.write_all(&self.line)?;
            self.line.clear();
        }
        Ok(())
    }

    /// Writes what is left and gives the sink back.
    ///
    /// # Errors
    /// When the sink refuses.
    pub fn finish(mut self) -> Result<W, DocumentError> {
        self.sink.write_all(&self.line)?;
        self.sink.flush()?;
        Ok(self.sink)
    }

    fn quantity(&mut self, usage: &[Usage<'_>]) {
        match usage {
            [] => {}
            [one] if figure::is_decimal(one.quantity) => {
                self.line.extend_from_slice(one.quantity.as_bytes());
            }
            several => {
                join_usage(&mut self.joined, several.iter().map(|one| one.quantity));
                push_text(&mut self.line, &self.joined);
            }
        }
    }

    fn unit(&mut self, usage: &[Usage<'_>]) {
        match usage {
            [] => {}
            [one] => push_text(&mut self.line, one.unit),
            several => {
                join_usage(&mut self.joined, several.iter().map(|one| one.unit));
                push_text(&mut self.line, &self.joined);
            }
        }
    }
}

/// `2026-10`; a contract's cycle has a year of four digits.
fn push_cycle(out: &mut Vec<u8>, cycle: Cycle) {
    let month = u64::from(cycle.month());
    figure::push_integer(out, u64::from(cycle.year().unsigned_abs()));
    out.extend_from_slice(if month < 10 { b"-0" } else { b"-" });
    figure::push_integer(out, month);
}

/// Appends one text field (B8, RFC 4180).
pub fn push_text(out: &mut Vec<u8>, text: &str) {
    let formula = is_formula(text);
    let quoted = formula
        || text.bytes().any(|byte| matches!(byte, b'"' | b',' | b';') || byte < b' ')
        || text.starts_with(' ')
        || text.ends_with(' ');
    if !quoted {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    if formula {
        out.push(b'\'');
    }
    for byte in text.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}
