//! What was spent, against the bill list under the same filter.

use crate::model::{CURRENCIES, ORGANIZATION, names, records};
use contract::bill_filter::BillFilter;
use contract::cycle::Cycle;
use contract::money::Currency;
use proptest::prelude::*;
use server::index::{Scope, Snapshot};
use server::store::ids;

/// What the list's totals say of a currency.
fn listed(snapshot: &Snapshot, scope: &Scope, filter: &BillFilter, currency: Currency) -> (u64, i128) {
    let selection = snapshot.select(scope, filter).unwrap();
    let of = selection.totals.iter().find(|total| total.consumption.currency() == currency);
    of.map_or((0, 0), |total| (total.bills, i128::from(total.consumption.minor())))
}

fn within(months: &[Cycle]) -> BillFilter {
    BillFilter {
        cycle_from: months.first().copied(),
        cycle_to: months.last().copied(),
        ..BillFilter::default()
    }
}

proptest! {
    #[test]
    fn the_sums_of_the_charts_are_the_totals_of_the_list(
        records in records(), months in 1_usize..6, mine in prop::option::of(prop::collection::btree_set(0_i64..6, 0..4)),
    ) {
        let snapshot = Snapshot::of(ORGANIZATION, 1, names(), records).unwrap();
        let scope = mine.map_or(Scope::All, |mine| {
            Scope::only(mine.into_iter().map(|place| ids::id(ORGANIZATION, place)).collect())
        });
        for (currency, bills) in snapshot.currencies(&scope) {
            prop_assert_eq!(listed(&snapshot, &scope, &BillFilter::default(), currency).0, bills);
        }
        for currency in CURRENCIES {
            let spend = snapshot.spend(&scope, currency, months);
            let newest = snapshot.choices(&scope).last_cycle;
            prop_assert_eq!(spend.months.last().copied(), newest);
            prop_assert_eq!(spend.months.len(), newest.map_or(0, |_| months));
            if newest.is_none() {
                prop_assert!(spend.products.is_empty() && spend.accounts.is_empty());
                continue;
            }
            let all = within(&spend.months);
            let (_, total) = listed(&snapshot, &scope, &all, currency);
            prop_assert_eq!(spend.accounts.iter().map(|(_, sum)| sum).sum::<i128>(), total);
            prop_assert_eq!(spend.products.iter().flat_map(|(_, sums)| sums).sum::<i128>(), total);
            for (product, sums) in &spend.products {
                for (month, sum) in spend.months.iter().zip(sums) {
                    let filter = BillFilter { product: vec![product.code.clone()], ..within(&[*month]) };
                    prop_assert_eq!(listed(&snapshot, &scope, &filter, currency).1, *sum);
                }
            }
            for (account, sum) in &spend.accounts {
                let filter = BillFilter { account: vec![account.number.clone()], ..all.clone() };
                prop_assert_eq!(listed(&snapshot, &scope, &filter, currency).1, *sum);
            }
        }
    }
}
