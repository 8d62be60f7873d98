//! Which column of a file holds which column of FOCUS: read off the header, in any order and any case.

use super::{Column, FindingKind, FocusError, Report};
use crate::file::csv::Record;

/// The columns of one file.
#[derive(Debug)]
pub(super) struct Layout {
    /// Place in the file of each column of FOCUS.
    places: [Option<u16>; Column::COUNT],
    /// The column of FOCUS at each place of the file.
    columns: Vec<Option<Column>>,
}

impl Layout {
    /// Reads a header: what it lacks is an error, what it has too much is found.
    pub(super) fn read(header: Record<'_>, report: &mut Report) -> Result<Self, FocusError> {
        let mut layout = Self { places: [None; Column::COUNT], columns: Vec::with_capacity(header.len()) };
        for (place, text) in header.iter().enumerate() {
            let column = Column::of(text);
            layout.columns.push(column);
            let Some(column) = column else {
                let custom = text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x_"));
                let kind = if custom { FindingKind::CustomColumn } else { FindingKind::ExtraColumn };
                report.note_header(text, kind);
                continue;
            };
            let Some(entry) = layout.places.get_mut(column.index()) else { continue };
            if entry.is_some() {
                return Err(FocusError::ColumnTwice(column));
            }
            *entry = u16::try_from(place).ok();
            if column.name() != text {
                let odd = if text.trim() == text { FindingKind::OddCasing } else { FindingKind::Spaces };
                report.note_header(text, odd);
            }
        }
        layout.check_missing(report)?;
        Ok(layout)
    }

    fn check_missing(&self, report: &mut Report) -> Result<(), FocusError> {
        let absent = Column::ALL.iter().copied().filter(|column| self.place(*column).is_none());
        let (needed, wanted): (Vec<Column>, Vec<Column>) =
            absent.partition(|column| Column::NEEDED.contains(column));
        if !needed.is_empty() {
            return Err(FocusError::MissingColumns(needed));
        }
        for column in wanted.into_iter().filter(|column| column.since() == 0) {
            report.note_header(column.name(), FindingKind::MissingColumn);
        }
        Ok(())
    }

    /// Where the column stands in the file.
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.places.get(column.index()).copied().flatten().map(usize::from)
    }

    /// The column of FOCUS at each place of the file.
    pub(super) fn columns(&self) -> &[Option<Column>] {
        &self.columns
    }
}
