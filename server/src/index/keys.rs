//! What each column sorts by.

use super::columns::Columns;
use super::radix;
use contract::bill_sort::SortColumn;
use contract::money::Amount;
use std::cmp::Reverse;

/// The value of a row in a column; values compare as the column sorts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A whole number within a group: an amount within its currency.
    Whole(u8, i64),
    /// The first quantity within its unit; none comes first.
    Usage(Option<(u16, Amount)>),
}

impl Key {
    /// The value of a row.
    #[inline]
    pub fn of(columns: &Columns, column: SortColumn, row: u32) -> Self {
        let at = row as usize;
        match column {
            SortColumn::Product => Self::Whole(0, columns.product[at].into()),
            SortColumn::Application => Self::Whole(0, columns.application[at].into()),
            SortColumn::Account => Self::Whole(0, columns.account[at].into()),
            SortColumn::Cycle => Self::Whole(0, columns.cycle[at].into()),
            SortColumn::Status => Self::Whole(0, (!columns.pending[at]).into()),
            SortColumn::Consumption => Self::Whole(columns.currency_code(at), columns.consumption[at]),
            SortColumn::Overdraft => Self::Whole(columns.currency_code(at), columns.overdraft[at]),
            SortColumn::Usage => Self::Usage(columns.first_usage(at).map(|(value, unit)| (unit, value))),
        }
    }
}

/// Sorts ascending rows by a column, down or up; what has the same value stays ascending.
pub fn sorted(columns: &Columns, column: SortColumn, rows: Vec<u32>, descending: bool) -> Vec<u32> {
    let turn = |key: u64| if descending { !key } else { key };
    if column == SortColumn::Usage {
        return by_usage(columns, rows, descending);
    }
    let mut rows = rows;
    let mut grouped = false;
    rows = radix::sort(rows, |row| match Key::of(columns, column, row) {
        Key::Whole(_, value) => turn(radix::signed(value)),
        Key::Usage(_) => 0,
    });
    grouped |= matches!(column, SortColumn::Consumption | SortColumn::Overdraft);
    if grouped && columns.currencies.len() > 1 {
        rows = radix::sort(rows, |row| turn(columns.currency_code(row as usize).into()));
    }
    rows
}

fn by_usage(columns: &Columns, mut rows: Vec<u32>, descending: bool) -> Vec<u32> {
    let decimals = rows.iter().map(|&row| parts(columns, row).1).max().unwrap_or(0);
    let value = |row: u32| {
        let (digits, own) = parts(columns, row);
        i64::try_from(digits.checked_mul(10_i128.checked_pow(decimals - own)?)?).ok()
    };
    if !rows.iter().all(|&row| value(row).is_some()) {
        // Quantities too large to be compared as whole numbers.
        let key = |&row: &u32| Key::of(columns, SortColumn::Usage, row);
        if descending {
            rows.sort_by_key(|row| Reverse(key(row)));
        } else {
            rows.sort_by_key(key);
        }
        return rows;
    }
    let turn = |key: u64| if descending { !key } else { key };
    let rows = radix::sort(rows, |row| turn(radix::signed(value(row).unwrap_or(0))));
    let unit = |row: u32| columns.first_usage(row as usize).map_or(0, |(_, unit)| u64::from(unit) + 1);
    radix::sort(rows, |row| turn(unit(row)))
}

/// Digits and decimals of the first quantity.
#[inline]
fn parts(columns: &Columns, row: u32) -> (i128, u32) {
    let at = row as usize;
    match columns.usage_list(at) {
        None => (columns.usage_digits[at].into(), columns.usage_decimals[at].into()),
        Some(list) => list.first().map_or((0, 0), |(value, _)| value.parts()),
    }
}
