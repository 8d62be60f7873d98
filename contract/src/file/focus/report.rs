//! What was found in a file and what refuses it, kept small however large the file is: each kind of finding is
//! counted per column, with the exact rows as ranges and a few examples.

use super::{Column, FindingKind, Refusal, RefusalKind};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most ranges of rows that are kept for one column and kind; further rows are only counted.
const RANGES_MAX: usize = 2_000;
/// The most examples that are kept for one column and kind.
const EXAMPLES_MAX: usize = 3;
/// The most refused cells that are kept; further ones are only counted.
const REFUSALS_MAX: usize = 1_000;
/// The longest excerpt of a cell, in characters.
const RAW_MAX_CHARS: usize = 120;

/// A cell as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Its row; the header is row 1.
    pub row: u64,
    /// Its text, shortened.
    pub raw: String,
}

/// One kind of finding in one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingSummary {
    /// The column as the header writes it; none for what concerns whole rows.
    pub column: Option<String>,
    /// What is off.
    pub kind: FindingKind,
    /// How many cells (or rows).
    pub cells: u64,
    /// Their rows as ranges, first and last; the header is row 1.
    pub rows: Vec<(u64, u64)>,
    /// How many further cells are not in `rows`.
    pub left_off: u64,
    /// The first of them.
    pub examples: Vec<Example>,
}

#[derive(Debug, Clone, Default)]
struct Tally {
    cells: u64,
    ranges: Vec<(u64, u64)>,
    left_off: u64,
    examples: Vec<Example>,
}

/// Everything that was off in one file.
#[derive(Debug, Clone)]
pub struct Report {
    /// A tally for each column and, last, for whole rows; in each a place for every kind.
    tallies: Vec<Tally>,
    headers: Vec<FindingSummary>,
    refusals: Vec<Refusal>,
    refused_cells: u64,
    refused_rows: u64,
    last_refused: u64,
    rows: u64,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            tallies: vec![Tally::default(); (Column::COUNT + 1) * FindingKind::ALL.len()],
            headers: Vec::new(),
            refusals: Vec::new(),
            refused_cells: 0,
            refused_rows: 0,
            last_refused: 0,
            rows: 0,
        }
    }
}

impl Report {
    /// Notes that a cell (without a column: a row) is off.
    pub fn note(&mut self, row: u64, column: Option<Column>, kind: FindingKind, raw: &str) {
        let place = column.map_or(Column::COUNT, Column::index) * FindingKind::ALL.len() + kind as usize;
        let Some(tally) = self.tallies.get_mut(place) else { return };
        tally.cells += 1;
        let room = tally.ranges.len() < RANGES_MAX;
        match tally.ranges.last_mut() {
            Some((_, last)) if *last == row => {}
            Some((_, last)) if *last + 1 == row => *last = row,
            _ if room => tally.ranges.push((row, row)),
            _ => tally.left_off += 1,
        }
        if tally.examples.len() < EXAMPLES_MAX {
            tally.examples.push(Example { row, raw: shorten(raw) });
        }
    }

    /// Notes that a column of the header is off.
    pub(super) fn note_header(&mut self, column: &str, kind: FindingKind) {
        let rows = if kind == FindingKind::MissingColumn { Vec::new() } else { vec![(1, 1)] };
        self.headers.push(FindingSummary {
            column: Some(shorten(column)),
            kind,
            cells: 1,
            rows,
            left_off: 0,
            examples: Vec::new(),
        });
    }

    /// Notes that no bill can be made of a row.
    pub fn refuse(&mut self, row: u64, line: u64, column: Option<Column>, why: RefusalKind, raw: &str) {
        self.refused_cells += 1;
        if self.last_refused != row {
            self.refused_rows += 1;
            self.last_refused = row;
        }
        if self.refusals.len() < REFUSALS_MAX {
            let column = column.map(|column| column.name().to_owned());
            self.refusals.push(Refusal { row, line, column, why, raw: shorten(raw) });
        }
    }

    pub(super) fn count_row(&mut self) {
        self.rows += 1;
    }

    /// How many rows were looked at, without the header and blank lines.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many rows no bill can be made of. With one of them the file must not be imported.
    pub fn refused_rows(&self) -> u64 {
        self.refused_rows
    }

    /// The refused cells, the first thousand.
    pub fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }

    /// How many refused cells are not in [`Report::refusals`].
    pub fn refusals_left_off(&self) -> u64 {
        self.refused_cells - u64::try_from(self.refusals.len()).unwrap_or(0)
    }

    /// All that was found: the header's columns first, then by column and kind.
    pub fn findings(&self) -> Vec<FindingSummary> {
        let kinds = FindingKind::ALL.len();
        let cells = self.tallies.iter().enumerate().filter(|(_, tally)| tally.cells > 0);
        let cells = cells.filter_map(|(place, tally)| {
            let column = Column::ALL.get(place / kinds).map(|column| column.name().to_owned());
            let tally = tally.clone();
            Some(FindingSummary {
                column,
                kind: *FindingKind::ALL.get(place % kinds)?,
                cells: tally.cells,
                rows: tally.ranges,
                left_off: tally.left_off,
                examples: tally.examples,
            })
        });
        self.headers.iter().cloned().chain(cells).collect()
    }
}

impl fmt::Display for FindingSummary {
    /// `AvailabilityZone: 2 × a bare number …; rows 948, 951-960 (row 948: "0.05")`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.kind.words(crate::locale::Locale::En);
        write!(f, "{}: {} × {words}", self.column.as_deref().unwrap_or("whole rows"), self.cells)?;
        for (place, (first, last)) in self.rows.iter().enumerate() {
            f.write_str(if place == 0 { "; rows " } else { ", " })?;
            if first == last { write!(f, "{first}")? } else { write!(f, "{first}-{last}")? }
        }
        if self.left_off > 0 {
            write!(f, " and {} more", self.left_off)?;
        }
        match self.examples.first() {
            Some(example) if !example.raw.is_empty() => {
                write!(f, " (row {}: {:?})", example.row, example.raw)
            }
            _ => Ok(()),
        }
    }
}

fn shorten(raw: &str) -> String {
    match raw.char_indices().nth(RAW_MAX_CHARS) {
        Some((end, _)) => format!("{}…", raw.get(..end).unwrap_or_default()),
        None => raw.to_owned(),
    }
}
