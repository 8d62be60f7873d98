//! What a filter lets through, with its exact totals, and the same in an order.

use super::bits::Bits;
use super::columns::Columns;
use contract::api::Total;
use contract::money::Money;
use std::collections::HashSet;
use std::sync::Arc;

/// The rows that a filter lets through, and their totals by currency.
#[derive(Debug)]
pub struct Selection {
    pub(super) bits: Bits,
    /// How many bills.
    pub count: usize,
    /// By currency, in the order of the codes.
    pub totals: Vec<Total>,
}

/// Rows in an order.
pub type Rows = Arc<Vec<u32>>;

impl Selection {
    /// Counts and adds up. Sums are taken in 128 bits; `None` when one does not fit into money.
    pub fn new(columns: &Columns, bits: Bits) -> Option<Self> {
        let mut sums = vec![(0_u64, 0_i128, 0_i128); columns.currencies.len()];
        for row in bits.rows() {
            let sum = &mut sums[usize::from(columns.currency_code(row))];
            sum.0 += 1;
            sum.1 += i128::from(columns.consumption[row]);
            sum.2 += i128::from(columns.overdraft[row]);
        }
        let count = bits.count();
        let mut totals = vec![];
        for (&currency, (bills, consumption, overdraft)) in columns.currencies.iter().zip(sums) {
            if bills > 0 {
                let consumption = Money::new(i64::try_from(consumption).ok()?, currency);
                let overdraft = Money::new(i64::try_from(overdraft).ok()?, currency);
                totals.push(Total { bills, consumption, overdraft });
            }
        }
        Some(Self { bits, count, totals })
    }

    /// The same rows less what was not picked: only those of `only` (if there are any), none of `except`. The sets
    /// hold places of bill ids.
    pub fn pick(&self, columns: &Columns, only: &HashSet<u32>, except: &HashSet<u32>) -> Option<Self> {
        let mut bits = self.bits.clone();
        bits.retain(|row| {
            let place = columns.place[row];
            (only.is_empty() || only.contains(&place)) && !except.contains(&place)
        });
        Self::new(columns, bits)
    }
}
