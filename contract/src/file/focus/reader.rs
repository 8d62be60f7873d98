//! Rows of FOCUS out of chunks of bytes.

use super::layout::Layout;
use super::values::Values;
use super::{FindingKind, FocusError, FocusRow, Mapping, Progress, RefusalKind, Report};
use crate::file::csv::{CsvLimits, CsvReader};

/// Reads a FOCUS file as a stream: [`feed`](Self::feed), [`advance`](Self::advance) until hungry, feed again; at the
/// end of the file [`finish`](Self::finish), then advance to the end. A refused row is noted in the report and
/// skipped: whoever imports asks [`Report::refused_rows`] at the end.
#[derive(Debug)]
pub struct FocusReader {
    csv: CsvReader,
    mapping: Mapping,
    layout: Option<Layout>,
    values: Values,
}

impl FocusReader {
    /// A reader at the beginning of a file.
    pub fn new(mapping: Mapping) -> Self {
        Self::with_limits(mapping, CsvLimits::default())
    }

    /// A reader with other limits than the usual ones.
    pub fn with_limits(mapping: Mapping, limits: CsvLimits) -> Self {
        Self { csv: CsvReader::new(limits), mapping, layout: None, values: Values::default() }
    }

    /// Adds the next bytes of the file. The current row is gone afterwards.
    pub fn feed(&mut self, chunk: &[u8]) {
        self.csv.feed(chunk);
    }

    /// Says that there are no more bytes.
    pub fn finish(&mut self) {
        self.csv.finish();
    }

    /// Looks for the next row that can be read.
    pub fn advance(&mut self, report: &mut Report) -> Result<Progress, FocusError> {
        loop {
            match self.csv.advance()? {
                Progress::Row => {}
                Progress::Hungry => return Ok(Progress::Hungry),
                Progress::End if self.layout.is_none() => return Err(FocusError::Empty),
                Progress::End if report.rows() == 0 => return Err(FocusError::NoRows),
                Progress::End => return Ok(Progress::End),
            }
            if self.read_row(report)? {
                return Ok(Progress::Row);
            }
        }
    }

    fn read_row(&mut self, report: &mut Report) -> Result<bool, FocusError> {
        let record = self.csv.record();
        let (row, line) = (record.row(), record.line());
        let Some(layout) = &self.layout else {
            self.layout = Some(Layout::read(record, report)?);
            return Ok(false);
        };
        if record.is_empty() {
            report.note(row, None, FindingKind::BlankRow, "");
            return Ok(false);
        }
        report.count_row();
        let (found, expected) = (record.len(), layout.columns().len());
        if found != expected {
            let cut = found < expected && !record.is_terminated();
            let why = if cut { RefusalKind::Cut } else { RefusalKind::Columns { found, expected } };
            report.refuse(row, line, None, why, "");
            return Ok(false);
        }
        if !record.is_terminated() {
            report.note(row, None, FindingKind::NoFinalLineBreak, "");
        }
        Ok(self.values.read(record, layout, &self.mapping, report))
    }

    /// The current row, after [`advance`](Self::advance) said that there is one.
    pub fn row(&self) -> Option<FocusRow<'_>> {
        let (layout, cycle) = (self.layout.as_ref()?, self.values.cycle?);
        Some(FocusRow::new(self.csv.record(), layout, &self.values, &self.mapping, cycle))
    }
}
