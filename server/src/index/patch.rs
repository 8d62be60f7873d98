//! Point changes: columns in which only some bills are other ones than before.

use super::columns::{Columns, Touched, UsageList};
use super::edit::{Edit, Moves};
use super::encode::{Row, UsageCells};
use super::record::BillRecord;
use crate::store::StoreError;
use std::collections::HashSet;
use std::sync::Arc;

/// Columns after a change, and what became of their rows.
#[derive(Debug)]
pub struct Patched {
    /// The columns; what did not change is shared with the older ones.
    pub columns: Columns,
    /// Which visible cells of rows that stayed are other ones.
    pub touched: Touched,
    /// Those rows, by their old numbers.
    pub changed: Vec<u32>,
    /// Where rows stand now, if some came or went.
    pub moves: Option<Moves>,
}

/// Applies bills as they stand now. `None` when a bill speaks of something that the columns do not know, or is
/// no longer what it was of: then the organization has to be read anew.
pub fn patched(old: &Columns, records: &[BillRecord]) -> Result<Option<Patched>, StoreError> {
    let mut patch =
        Patched { columns: old.clone(), touched: Touched::default(), changed: vec![], moves: None };
    let mut edits: Vec<Edit<Row>> = vec![];
    let mut unknown = HashSet::new();
    for record in records {
        let Some(mut row) = Row::new(&mut patch.columns, record)? else { return Ok(None) };
        let (at, stands) = find(old, &row);
        match (stands, record.withdrawn) {
            (Some(place), _) if place != row.place => return Ok(None),
            (Some(_), true) => edits.push(Edit::Take { row: at }),
            (Some(_), false) => {
                let Some(usage) = coded(&patch.columns, record) else { return Ok(None) };
                patch.change(at, &mut row, usage);
            }
            (None, withdrawn) => {
                unknown.insert(row.place);
                if !withdrawn {
                    let Some(usage) = coded(&patch.columns, record) else { return Ok(None) };
                    patch.set_usage(&mut row, usage);
                    edits.push(Edit::Put { before: at, row });
                }
            }
        }
    }
    if !unknown.is_empty() && old.place.iter().any(|place| unknown.contains(place)) {
        return Ok(None);
    }
    if !edits.is_empty() {
        edits.sort_by_key(|edit| (edit.place(), key(edit)));
        patch.moves = Some(Moves::new(old.rows(), &edits));
        patch.columns.edit(&edits);
    }
    Ok(Some(patch))
}

impl Patched {
    fn change(&mut self, at: usize, row: &mut Row, usage: UsageList) {
        let columns = &mut self.columns;
        let mut touched = Touched::default();
        if usage == columns.usage(at) {
            (row.usage_unit, row.usage_digits, row.usage_decimals) =
                (columns.usage_unit[at], columns.usage_digits[at], columns.usage_decimals[at]);
        } else {
            self.set_usage(row, usage);
            touched.usage = true;
        }
        touched = touched.and(self.columns.put(at, row));
        if touched != Touched::default() {
            self.changed.extend(u32::try_from(at));
            self.touched = self.touched.and(touched);
        }
    }

    fn set_usage(&mut self, row: &mut Row, usage: UsageList) {
        let cells = UsageCells::new(usage);
        row.set_usage(&cells, self.columns.usage_lists.len());
        if let UsageCells::List(list) = cells {
            Arc::make_mut(&mut self.columns.usage_lists).push(list);
        }
    }
}

impl Touched {
    /// Cells that either touched.
    const fn and(self, other: Self) -> Self {
        Self {
            consumption: self.consumption || other.consumption,
            overdraft: self.overdraft || other.overdraft,
            status: self.status || other.status,
            usage: self.usage || other.usage,
            number: self.number || other.number,
        }
    }
}

type Key = (std::cmp::Reverse<i32>, u32, u16, u32);

fn row_key(row: &Row) -> Key {
    (std::cmp::Reverse(row.cycle), row.account, row.product, row.application)
}

fn key(edit: &Edit<Row>) -> Option<Key> {
    match edit {
        Edit::Put { row, .. } => Some(row_key(row)),
        Edit::Take { .. } => None,
    }
}

/// Where a bill of this account, product, application and cycle stands or would stand, and the place of the one that
/// does.
fn find(columns: &Columns, row: &Row) -> (usize, Option<u32>) {
    let wanted = row_key(row);
    let (mut low, mut high) = (0, columns.rows());
    while low < high {
        let middle = low.midpoint(high);
        if columns.key(middle) < wanted { low = middle + 1 } else { high = middle }
    }
    let stands = (low < columns.rows() && columns.key(low) == wanted).then(|| columns.place[low]);
    (low, stands)
}

/// The usage of a bill with the codes of its units; `None` with a new unit.
fn coded(columns: &Columns, record: &BillRecord) -> Option<UsageList> {
    let code = |unit: &String| u16::try_from(columns.units.binary_search(unit).ok()?).ok();
    record.usage.iter().map(|(value, unit)| Some((*value, code(unit)?))).collect()
}
