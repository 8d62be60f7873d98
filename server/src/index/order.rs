//! Orders of the list (B3): for each column the rows from smallest to largest; equal ones stay in the default
//! order, whichever way the column is turned.
//!
//! Cycle and status need no order of their own: the one is the default order cycle by cycle, the other has two groups.

use super::bits::Bits;
use super::columns::Columns;
use super::keys::{Key, sorted};
use super::patch::Patched;
use super::repair;
use contract::bill_sort::{BillSort, SortColumn};
use std::sync::{Arc, OnceLock};

/// Columns whose order is kept.
const KEPT: [SortColumn; 6] = [
    SortColumn::Product,
    SortColumn::Application,
    SortColumn::Account,
    SortColumn::Usage,
    SortColumn::Consumption,
    SortColumn::Overdraft,
];
/// A selection of at most one row in so many sorts its own rows; a larger one is kept out of the order of all.
const SPARSE: usize = 8;

/// Marks a place of an order whose value differs from the one before.
const START: u32 = 1 << 31;

/// Orders, each made when it is first asked for.
#[derive(Debug)]
pub struct Orders([OnceLock<Arc<Order>>; KEPT.len()]);

/// Rows, smallest first; some marked as a start.
#[derive(Debug)]
pub struct Order(Vec<u32>);

impl Orders {
    /// None made yet.
    pub const fn new() -> Self {
        Self([const { OnceLock::new() }; KEPT.len()])
    }

    /// The rows of `selected` in the order of `sort`.
    pub fn arrange(&self, columns: &Columns, selected: &Bits, sort: BillSort) -> Vec<u32> {
        let Some(place) = KEPT.iter().position(|&column| column == sort.column) else {
            return match sort.column {
                SortColumn::Status => by_status(columns, selected, sort.descending),
                _ => by_cycle(columns, selected, sort.descending),
            };
        };
        let count = selected.count();
        if count <= columns.rows() / SPARSE {
            return sorted(columns, sort.column, ascending(selected, count), sort.descending);
        }
        let order = self.0[place].get_or_init(|| Arc::new(Order::new(columns, sort.column)));
        order.keep(selected, count, sort.descending)
    }

    /// Makes every order now, so that nobody waits for one later.
    pub fn prepare(&self, columns: &Columns) {
        for (place, &column) in KEPT.iter().enumerate() {
            self.0[place].get_or_init(|| Arc::new(Order::new(columns, column)));
        }
    }

    /// These orders after a change: what it does not concern is shared, the rest repaired; what is not made yet stays
    /// to be made.
    pub fn repaired(&self, old: &Columns, patched: &Patched) -> Self {
        let orders = Self::new();
        for (place, &column) in KEPT.iter().enumerate() {
            let Some(order) = self.0[place].get() else { continue };
            let order = match repair::Repair::new(old, patched, column) {
                None => Some(Arc::clone(order)),
                Some(repair) => repair.order(order).map(Arc::new),
            };
            if let Some(order) = order {
                let _ = orders.0[place].set(order);
            }
        }
        orders
    }
}

impl Order {
    fn new(columns: &Columns, column: SortColumn) -> Self {
        let all = (0_u32..).take(columns.rows()).collect();
        let mut entries = sorted(columns, column, all, false);
        let mut before = None;
        for entry in &mut entries {
            let key = Some(Key::of(columns, column, *entry));
            if key != before {
                *entry |= START;
            }
            before = key;
        }
        Self(entries)
    }

    /// An order of rows; `starts` says at which places a value differs from the one before.
    pub fn of(mut rows: Vec<u32>, starts: impl Iterator<Item = (usize, bool)>) -> Self {
        for (place, start) in starts {
            if let Some(entry) = rows.get_mut(place) {
                *entry = if start { *entry | START } else { *entry & !START };
            }
        }
        Self(rows)
    }

    /// Places of the order, with what marks them.
    pub fn entries(&self) -> &[u32] {
        &self.0
    }

    /// The selected rows, down or up. Every row is written and only counted if it is selected: there is no branch that
    /// the processor could guess wrong, which takes half the time and less.
    fn keep(&self, selected: &Bits, count: usize, descending: bool) -> Vec<u32> {
        // One longer: rows that are not selected may be written behind the last one that is.
        let mut rows = vec![0; count + 1];
        let mut kept = 0;
        if descending {
            let mut group = 0;
            for &entry in self.0.iter().rev() {
                rows[kept] = row(entry);
                kept += usize::from(selected.has(row(entry) as usize));
                if entry & START != 0 {
                    if kept - group > 1 {
                        rows[group..kept].reverse();
                    }
                    group = kept;
                }
            }
        } else {
            for &entry in &self.0 {
                rows[kept] = row(entry);
                kept += usize::from(selected.has(row(entry) as usize));
            }
        }
        rows.truncate(kept);
        rows
    }
}

/// The row of an entry.
#[inline]
pub const fn row(entry: u32) -> u32 {
    entry & !START
}

fn ascending(selected: &Bits, count: usize) -> Vec<u32> {
    let mut rows = Vec::with_capacity(count);
    rows.extend(selected.rows().filter_map(|row| u32::try_from(row).ok()));
    rows
}

/// Newest first is how rows stand; oldest first turns the cycles, not what is in them.
fn by_cycle(columns: &Columns, selected: &Bits, descending: bool) -> Vec<u32> {
    let rows = ascending(selected, selected.count());
    if descending {
        return rows;
    }
    let mut turned = Vec::with_capacity(rows.len());
    for cycle in
        rows.chunk_by(|&left, &right| columns.cycle[left as usize] == columns.cycle[right as usize]).rev()
    {
        turned.extend_from_slice(cycle);
    }
    turned
}

/// Pending before cleared, or the other way around.
fn by_status(columns: &Columns, selected: &Bits, descending: bool) -> Vec<u32> {
    let mut first = selected.clone();
    let pending = &columns.pending[..];
    first.retain(|row| pending[row] != descending);
    let mut rows = ascending(&first, selected.count());
    first.turn(selected);
    rows.extend(first.rows().filter_map(|row| u32::try_from(row).ok()));
    rows
}
