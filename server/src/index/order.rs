//! Orders of the list (B3): for each column the rows from smallest to largest; equal ones stay in the default
//! order, whichever way the column is turned.

use super::bits::Bits;
use super::columns::Columns;
use contract::bill_sort::{BillSort, SortColumn};
use std::sync::OnceLock;

/// Orders, each made when it is first asked for.
#[derive(Debug)]
pub struct Orders([OnceLock<Order>; SortColumn::ALL.len()]);

#[derive(Debug)]
struct Order {
    /// Rows, smallest first.
    rows: Vec<u32>,
    /// One bit per place: whether its value differs from the one before.
    starts: Bits,
}

impl Orders {
    /// None made yet.
    pub const fn new() -> Self {
        Self([const { OnceLock::new() }; SortColumn::ALL.len()])
    }

    /// The rows of `selected` in the order of `sort`.
    pub fn arrange(&self, columns: &Columns, selected: &Bits, sort: BillSort) -> Vec<u32> {
        if sort == BillSort::default() {
            let mut arranged = Vec::with_capacity(selected.count());
            arranged.extend(selected.rows().filter_map(|row| u32::try_from(row).ok()));
            return arranged;
        }
        let place = SortColumn::ALL.iter().position(|&column| column == sort.column).unwrap_or(0);
        let order = self.0[place].get_or_init(|| Order::new(columns, sort.column));
        let mut kept = Kept::new(selected);
        if !sort.descending {
            kept.take(&order.rows);
            return kept.finish();
        }
        let mut end = order.rows.len();
        for start in (0..order.rows.len()).rev() {
            if order.starts.has(start) {
                kept.take(&order.rows[start..end]);
                end = start;
            }
        }
        kept.finish()
    }

    /// Makes every order now, so that nobody waits for one later.
    pub fn prepare(&self, columns: &Columns) {
        for (place, &column) in SortColumn::ALL.iter().enumerate() {
            self.0[place].get_or_init(|| Order::new(columns, column));
        }
    }
}

/// The selected ones of many rows. Every row is written and only counted if it is selected: there is no branch that
/// the processor could guess wrong, which takes half the time and less.
struct Kept<'a> {
    selected: &'a Bits,
    /// One longer than what is selected: rows that are not may be written behind the last one that is.
    rows: Vec<u32>,
    count: usize,
}

impl<'a> Kept<'a> {
    fn new(selected: &'a Bits) -> Self {
        Self { selected, rows: vec![0; selected.count() + 1], count: 0 }
    }

    fn take(&mut self, rows: &[u32]) {
        for &row in rows {
            self.rows[self.count] = row;
            self.count += usize::from(self.selected.has(row as usize));
        }
    }

    fn finish(mut self) -> Vec<u32> {
        self.rows.truncate(self.count);
        self.rows
    }
}

impl Order {
    fn new(columns: &Columns, column: SortColumn) -> Self {
        match column {
            SortColumn::Product => Self::by(columns, |row| columns.product[row]),
            SortColumn::Application => Self::by(columns, |row| columns.application[row]),
            SortColumn::Account => Self::by(columns, |row| columns.account[row]),
            SortColumn::Cycle => Self::by(columns, |row| columns.cycle[row]),
            SortColumn::Status => Self::by(columns, |row| !columns.pending[row]),
            SortColumn::Consumption => {
                Self::by(columns, |row| (columns.currency_code(row), columns.consumption[row]))
            }
            SortColumn::Overdraft => {
                Self::by(columns, |row| (columns.currency_code(row), columns.overdraft[row]))
            }
            SortColumn::Usage => Self::by_usage(columns),
        }
    }

    fn by<K: Ord + Copy>(columns: &Columns, key: impl Fn(usize) -> K) -> Self {
        let mut keyed: Vec<(K, u32)> =
            (0_u32..).zip(0..columns.rows()).map(|(row, at)| (key(at), row)).collect();
        keyed.sort_unstable();
        let mut starts = Bits::range(keyed.len(), 0, keyed.len());
        starts.retain(|place| place == 0 || keyed[place - 1].0 != keyed[place].0);
        Self { rows: keyed.into_iter().map(|(_, row)| row).collect(), starts }
    }

    /// By the first quantity's unit, then its value; bills without usage first.
    fn by_usage(columns: &Columns) -> Self {
        let keys: Vec<(u16, contract::money::Amount)> = (0..columns.rows())
            .map(|row| {
                let first = columns.usage(row).first().copied();
                first.map_or((0, contract::money::Amount::ZERO), |(value, unit)| (unit + 1, value))
            })
            .collect();
        let mut rows: Vec<u32> = (0_u32..).zip(0..columns.rows()).map(|(row, _)| row).collect();
        rows.sort_unstable_by(|&left, &right| {
            keys[left as usize].cmp(&keys[right as usize]).then(left.cmp(&right))
        });
        let mut starts = Bits::range(rows.len(), 0, rows.len());
        starts.retain(|place| place == 0 || keys[rows[place - 1] as usize] != keys[rows[place] as usize]);
        Self { rows, starts }
    }
}
