//! Excel files of a list, written as a stream (B5, B8): bold frozen headings, autofilter, column widths, amounts as
//! numbers in their currency's format, ids as text, cycles as dates, a totals row per currency, further sheets
//! past the row limit.
//!
//! Must never hold rows (memory does not grow with the file beyond a capped table of repeated texts), never write
//! a formula, never round: an amount of more than 15 digits stays text. Nothing here depends on time: the same
//! rows give the same bytes.

mod cell;
mod parts;
mod strings;

use super::export::{ExportColumn, Exported, ExportedTotal, Kind, Usage, is_formula, join_usage};
use super::zip::ZipWriter;
use super::{DocumentError, figure};
use contract::locale::Locale;
use parts::style;
use std::io::Write;
use strings::SharedStrings;

/// Data rows of a sheet: 1,048,576 less the headings.
pub const SHEET_ROWS: u32 = 1_048_575;

/// A sheet's XML is ended before its archive entry could pass 4 GiB.
const SHEET_BYTES: u64 = 3_800_000_000;

/// Deflate level. A million rows measured 3.0 CPU s and 137 MB at level 1, 4.1 s and 94 MB at 2, 6.3 s and 80 MB
/// at 4, 10.4 s and 77 MB at 6.
const LEVEL: u32 = 2;

const BLOCK: usize = 64 * 1024;

/// Writes a workbook to `sink` while rows come in.
pub struct XlsxWriter<'c, W: Write, C> {
    zip: ZipWriter<W>,
    columns: &'c [C],
    locale: Locale,
    strings: SharedStrings,
    /// Letters of each column, and the shared string that it had last.
    layout: Vec<cell::Place>,
    row_limit: u32,
    /// Rows of the open sheet, headings included.
    sheet_row: u32,
    sheet_bytes: u64,
    /// Last data row of each sheet begun.
    sheets: Vec<u32>,
    out: Vec<u8>,
    joined: String,
}

impl<'c, W: Write, C: ExportColumn> XlsxWriter<'c, W, C> {
    /// Starts a workbook with the headings of `columns`.
    ///
    /// # Errors
    /// When the sink refuses.
    pub fn new(sink: W, columns: &'c [C], locale: Locale) -> Result<Self, DocumentError> {
        Self::with_row_limit(sink, columns, locale, SHEET_ROWS)
    }

    /// As [`new`](Self::new), with another limit of data rows a sheet.
    ///
    /// # Errors
    /// When the sink refuses.
    pub fn with_row_limit(
        sink: W,
        columns: &'c [C],
        locale: Locale,
        row_limit: u32,
    ) -> Result<Self, DocumentError> {
        let mut writer = Self {
            zip: ZipWriter::new(sink, LEVEL),
            columns,
            locale,
            strings: SharedStrings::default(),
            layout: (0..columns.len()).map(cell::Place::new).collect(),
            row_limit: row_limit.clamp(1, SHEET_ROWS),
            sheet_row: 0,
            sheet_bytes: 0,
            sheets: Vec::new(),
            out: Vec::with_capacity(BLOCK + 8192),
            joined: String::new(),
        };
        writer.entry("_rels/.rels", parts::PACKAGE_RELATIONS)?;
        writer.entry("docProps/core.xml", &parts::core(C::title(locale), locale))?;
        writer.entry("xl/styles.xml", &parts::styles())?;
        writer.begin_sheet()?;
        Ok(writer)
    }

    /// Adds one row.
    ///
    /// # Errors
    /// When the sink refuses.
    pub fn row(&mut self, row: &impl Exported<C>) -> Result<(), DocumentError> {
        if self.sheet_row > self.row_limit || self.sheet_bytes > SHEET_BYTES {
            self.end_sheet()?;
            self.begin_sheet()?;
        }
        self.open_row();
        for at in 0..self.columns.len() {
            let column = self.columns[at];
            match column.kind() {
                Kind::Cycle => {
                    let day = cell::day_number(row.cycle(column).first_day());
                    self.whole(at, style::CYCLE, day);
                }
                Kind::Day => {
                    if let Some(day) = row.day(column) {
                        self.whole(at, style::DAY, cell::day_number(day));
                    }
                }
                Kind::Count => self.whole(at, style::PLAIN, row.count(column)),
                Kind::Amount => {
                    let money = row.amount(column);
                    let exponent = money.currency().exponent();
                    let styles = [style::amount(exponent), style::FIGURE_TEXT];
                    self.amount(at, money.minor().into(), exponent, styles);
                }
                Kind::Quantity => self.quantity(at, row.usage()),
                Kind::Unit => self.unit(at, row.usage()),
                Kind::Text => self.shared(at, row.text(column, self.locale), style::PLAIN),
                Kind::Id => self.shared(at, row.text(column, self.locale), style::ID),
                Kind::UniqueId => {
                    let text = row.text(column, self.locale);
                    let style = cell::text_style(text, style::ID);
                    self.layout[at].inline(&mut self.out, style, text);
                }
            }
        }
        self.close_row()?;
        if let Some(last) = self.sheets.last_mut() {
            *last = self.sheet_row;
        }
        Ok(())
    }

    /// Adds the totals, closes the workbook and gives the sink back.
    ///
    /// # Errors
    /// When the sink refuses.
    pub fn finish(mut self, totals: &[impl ExportedTotal<C>]) -> Result<W, DocumentError> {
        let needed = u32::try_from(totals.len()).unwrap_or(u32::MAX);
        if self.sheet_row.saturating_add(needed) > SHEET_ROWS + 1 {
            self.end_sheet()?;
            self.begin_sheet()?;
        }
        for total in totals {
            self.total(total)?;
        }
        self.end_sheet()?;
        self.zip.begin("xl/sharedStrings.xml")?;
        self.strings.write(|bytes| self.zip.write(bytes))?;
        let sheets = std::mem::take(&mut self.sheets);
        let workbook = parts::workbook(&sheets, self.columns.len(), C::title(self.locale));
        self.entry("xl/workbook.xml", &workbook)?;
        let relations = parts::workbook_relations(sheets.len());
        self.entry("xl/_rels/workbook.xml.rels", &relations)?;
        let types = parts::content_types(sheets.len());
        self.entry("[Content_Types].xml", &types)?;
        self.zip.finish()
    }

    fn total(&mut self, total: &impl ExportedTotal<C>) -> Result<(), DocumentError> {
        let (currency, columns) = (total.currency(), self.columns);
        self.open_row();
        for (at, &column) in columns.iter().enumerate() {
            if let Some(minor) = total.amount(column) {
                let exponent = currency.exponent();
                let styles = [style::total_amount(exponent), style::TOTAL_TEXT];
                self.amount(at, minor, exponent, styles);
            } else if total.names_currency(column) {
                self.shared(at, currency.code(), style::TOTAL);
            } else if at == 0 {
                let label = total.label(self.locale);
                self.shared(at, &label, style::TOTAL);
            } else {
                self.layout[at].blank(&mut self.out, style::TOTAL);
            }
        }
        self.close_row()
    }

    fn whole(&mut self, at: usize, style: u8, number: u64) {
        self.layout[at].number(&mut self.out, style, |out| figure::push_integer(out, number));
    }

    /// An amount as number, or as text when a spreadsheet would round it (B5).
    fn amount(&mut self, at: usize, minor: i128, exponent: u8, [number, text]: [u8; 2]) {
        let place = &mut self.layout[at];
        if figure::amount_fits_a_cell(minor) {
            place.number(&mut self.out, number, |out| {
                figure::push_amount(out, minor, exponent);
            });
        } else {
            place.inline(&mut self.out, text, &figure::amount(minor, exponent));
        }
    }

    fn quantity(&mut self, at: usize, usage: &[Usage<'_>]) {
        match usage {
            [] => {}
            [one] if figure::decimal_fits_a_cell(one.quantity) => {
                self.layout[at].number(&mut self.out, style::PLAIN, |out| {
                    out.extend_from_slice(one.quantity.as_bytes());
                });
            }
            several => {
                join_usage(&mut self.joined, several.iter().map(|one| one.quantity));
                self.layout[at].inline(&mut self.out, style::FIGURE_TEXT, &self.joined);
            }
        }
    }

    fn unit(&mut self, at: usize, usage: &[Usage<'_>]) {
        match usage {
            [] => {}
            [one] => self.shared(at, one.unit, style::PLAIN),
            several => {
                join_usage(&mut self.joined, several.iter().map(|one| one.unit));
                let units = std::mem::take(&mut self.joined);
                self.shared(at, &units, style::PLAIN);
                self.joined = units;
            }
        }
    }

    /// A text cell that points to the table of repeated texts; inline once the table is full.
    fn shared(&mut self, at: usize, text: &str, plain: u8) {
        if text.is_empty() {
            return;
        }
        let style = cell::text_style(text, plain);
        let place = &mut self.layout[at];
        match place.same_as_last(text).or_else(|| self.strings.intern(text)) {
            Some(index) => {
                place.remember(text, index);
                self.strings.count_use();
                place.shared(&mut self.out, style, index);
            }
            None => place.inline(&mut self.out, style, text),
        }
    }

    fn begin_sheet(&mut self) -> Result<(), DocumentError> {
        let number = self.sheets.len() + 1;
        self.sheets.push(1);
        self.sheet_row = 0;
        self.sheet_bytes = 0;
        self.zip.begin(&format!("xl/worksheets/sheet{number}.xml"))?;
        let head = parts::sheet_head(self.columns, number == 1);
        self.out.extend_from_slice(head.as_bytes());
        self.open_row();
        for at in 0..self.columns.len() {
            let column = self.columns[at];
            let styled = match column.kind() {
                Kind::Amount | Kind::Quantity | Kind::Count => style::HEADING_RIGHT,
                _ => style::HEADING,
            };
            self.shared(at, column.heading(self.locale), styled);
        }
        self.close_row()
    }

    fn end_sheet(&mut self) -> Result<(), DocumentError> {
        let last = self.sheets.last().copied().unwrap_or(1);
        let tail = parts::sheet_tail(self.columns.len(), last);
        self.out.extend_from_slice(tail.as_bytes());
        self.flush()?;
        self.zip.end()
    }

    fn open_row(&mut self) {
        self.sheet_row += 1;
        self.out.extend_from_slice(b"<row r=\"");
        let start = self.out.len();
        figure::push_integer(&mut self.out, u64::from(self.sheet_row));
        for place in &mut self.layout {
            place.in_row(&self.out[start..]);
        }
        self.out.extend_from_slice(b"\">");
    }

    fn close_row(&mut self) -> Result<(), DocumentError> {
        self.out.extend_from_slice(b"</row>");
        if self.out.len() >= BLOCK {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), DocumentError> {
        self.zip.write(&self.out)?;
        self.sheet_bytes += self.out.len() as u64;
        self.out.clear();
        Ok(())
    }

    fn entry(&mut self, name: &str, content: &str) -> Result<(), DocumentError> {
        self.zip.begin(name)?;
        self.zip.write(content.as_bytes())?;
        self.zip.end()
    }
}
