//! A newer delivery against what stands: which bills are new, changed, the same, or gone. It decides and writes
//! nothing.

use crate::store::bills_write::usage_json;
use crate::store::deliveries_write::Standing;
use contract::file::focus::FoldedBill;
use std::collections::BTreeMap;

/// Account, product and application of a bill, as ids.
pub type Key = (i64, i64, i64);

/// A bill that stands, and the place of what a delivery says about it.
pub type Met = (Standing, usize);

/// What a delivery is to what stands.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Places of bills that were not there.
    pub added: Vec<usize>,
    /// Bills that add up to something else.
    pub changed: Vec<Met>,
    /// Bills that come to the same.
    pub unchanged: Vec<Met>,
    /// Bills that the delivery says nothing about.
    pub removed: Vec<Standing>,
}

/// Compares the bills of one scope. A bill that was withdrawn counts as not there, and comes back as added or changed
/// under its old id.
pub fn compare<'a>(
    standing: Vec<Standing>,
    delivered: impl IntoIterator<Item = (usize, Key, &'a FoldedBill)>,
) -> Comparison {
    let mut rest: BTreeMap<Key, Standing> = standing.into_iter().map(|bill| (bill.key, bill)).collect();
    let mut comparison = Comparison::default();
    for (place, key, bill) in delivered {
        match rest.remove(&key) {
            None => comparison.added.push(place),
            Some(before) if same(&before, bill) => comparison.unchanged.push((before, place)),
            Some(before) => comparison.changed.push((before, place)),
        }
    }
    comparison.removed = rest.into_values().filter(|bill| !bill.withdrawn).collect();
    comparison
}

fn same(before: &Standing, bill: &FoldedBill) -> bool {
    !before.withdrawn
        && before.exact == bill.exact.to_string()
        && before.balances.consumption() == bill.settled.money
        && u64::try_from(before.lines) == Ok(bill.lines)
        && before.usage == usage_json(&bill.usage)
}
