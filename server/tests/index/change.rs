//! After a change of some bills the list is what it would be if all of them had been read anew.

use crate::model::{ORGANIZATION, everything, filter, model, names, record, records, sort};
use contract::bill_filter::{BillFilter, BillQuery};
use contract::bill_sort::{BillSort, SortColumn};
use contract::money::Amount;
use proptest::prelude::*;
use server::index::{BillRecord, Scope, Snapshot};
use server::store::ids;

/// What happens to the bills in one step: other cells for some, some gone, some back, new ones.
fn step() -> impl Strategy<Value = (Vec<(usize, BillRecord)>, Vec<BillRecord>)> {
    (prop::collection::vec((0_usize..120, record()), 0..12), prop::collection::vec(record(), 0..4))
}

fn key(bill: &BillRecord) -> (i64, i64, i64, i32) {
    (bill.account, bill.product, bill.application, bill.cycle)
}

/// Applies a step and gives the bills that are other ones.
fn apply(
    all: &mut Vec<BillRecord>,
    (changes, new): (Vec<(usize, BillRecord)>, Vec<BillRecord>),
) -> Vec<BillRecord> {
    let mut touched = std::collections::BTreeSet::new();
    for (place, cells) in changes {
        let Some(bill) = all.get_mut(place) else { continue };
        let number = bill.number.or(cells.number.map(|(year, _)| (year, place as u32)));
        *bill = BillRecord {
            id: bill.id,
            account: bill.account,
            product: bill.product,
            application: bill.application,
            cycle: bill.cycle,
            number,
            // Half of them change nothing but their status.
            consumption: if place % 2 == 0 { bill.consumption } else { cells.consumption },
            overdraft: if place % 2 == 0 { bill.overdraft } else { cells.overdraft },
            usage: if place % 2 == 0 { bill.usage.clone() } else { cells.usage },
            withdrawn: cells.withdrawn,
            pending: cells.pending,
        };
        touched.insert(place);
    }
    for mut bill in new {
        if all.iter().all(|known| key(known) != key(&bill)) {
            bill.id = ids::id(ORGANIZATION, all.len() as i64 + 1);
            touched.insert(all.len());
            all.push(bill);
        }
    }
    touched.into_iter().map(|place| all[place].clone()).collect()
}

/// Every bill of a list, page by page.
fn listed(
    snapshot: &Snapshot,
    filter: &BillFilter,
    sort: BillSort,
) -> Option<Vec<contract::bill::BillSummary>> {
    let mut query = BillQuery { filter: filter.clone(), sort, limit: Some(17), ..BillQuery::default() };
    let mut all = vec![];
    loop {
        let page = snapshot.page(&Scope::All, &query).ok()?;
        all.extend(page.items);
        match page.next_cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => return Some(all),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn b2_b3_after_changes_the_list_is_what_the_model_says(
        mut all in records(),
        steps in prop::collection::vec(step(), 1..4),
        questions in prop::collection::vec((filter(), sort()), 1..4),
        prepared: bool,
    ) {
        let mut snapshot = Snapshot::of(ORGANIZATION, 1, names(), all.clone()).unwrap();
        for (step, revision) in steps.into_iter().zip(2_u64..) {
            if prepared {
                snapshot.prepare();
            }
            for (filter, sort) in &questions {
                listed(&snapshot, filter, *sort);
            }
            let changed = apply(&mut all, step);
            let anew = Snapshot::of(ORGANIZATION, revision, names(), all.clone()).unwrap();
            // A unit of usage that was never seen is read anew.
            snapshot = match snapshot.changed(revision, &changed).unwrap() {
                Some(changed) => changed,
                None => Snapshot::of(ORGANIZATION, revision, names(), all.clone()).unwrap(),
            };
            let bills = everything(&snapshot);
            prop_assert_eq!(&bills, &everything(&anew));
            prop_assert_eq!(snapshot.bills(), anew.bills());
            let choices = (snapshot.choices(&Scope::All), anew.choices(&Scope::All));
            prop_assert_eq!(choices.0.bills, choices.1.bills);
            prop_assert_eq!(choices.0.products, choices.1.products);
            for (filter, sort) in &questions {
                let answer = listed(&snapshot, filter, *sort);
                prop_assert_eq!(&answer, &listed(&anew, filter, *sort));
                if let Some(answer) = answer {
                    prop_assert_eq!(answer, model(&bills, None, filter, *sort));
                }
                let totals = |snapshot: &Snapshot| snapshot.select(&Scope::All, filter).map(|it| it.totals.clone());
                prop_assert_eq!(totals(&snapshot), totals(&anew));
            }
            for column in SortColumn::ALL {
                for descending in [false, true] {
                    let (filter, sort) = (BillFilter::default(), BillSort { column, descending });
                    prop_assert_eq!(listed(&snapshot, &filter, sort), listed(&anew, &filter, sort));
                }
            }
        }
    }
}

fn bill(place: i64, pending: bool) -> BillRecord {
    BillRecord {
        id: ids::id(ORGANIZATION, place),
        account: ids::id(ORGANIZATION, place % 6),
        product: ids::id(ORGANIZATION, 0),
        application: ids::id(ORGANIZATION, 0),
        cycle: 24_300,
        consumption: place,
        overdraft: place,
        pending,
        usage: vec![(Amount::from_minor(place, 1), "GB".to_owned())],
        number: None,
        withdrawn: false,
    }
}

#[test]
fn b2_a_cursor_goes_on_over_a_change_of_status() {
    let bills: Vec<BillRecord> = (1..=6).map(|place| bill(place, true)).collect();
    let before = Snapshot::of(ORGANIZATION, 1, names(), bills).unwrap();
    let sort = BillSort { column: SortColumn::Consumption, descending: false };
    let query = BillQuery { sort, limit: Some(2), ..BillQuery::default() };
    let first = before.page(&Scope::All, &query).unwrap();
    let after = before.changed(2, &[bill(3, false)]).unwrap().unwrap();
    let page = after.page(&Scope::All, &BillQuery { cursor: first.next_cursor, ..query.clone() }).unwrap();
    assert_eq!(page.snapshot, 2);
    assert_eq!(page.items[0].id, contract::id::BillId::new(ids::id(ORGANIZATION, 2)));
    // Cursors of the older state lead on in the newer one; the older one still answers as it did.
    assert_eq!(before.page(&Scope::All, &query).unwrap().items, first.items);
}

#[test]
fn what_can_not_be_taken_in_is_read_anew() {
    let before = Snapshot::of(ORGANIZATION, 1, names(), vec![bill(1, true), bill(2, true)]).unwrap();
    let unit = BillRecord { usage: vec![(Amount::ZERO, "never seen".to_owned())], ..bill(1, true) };
    let account = BillRecord { account: ids::id(ORGANIZATION, 99), ..bill(3, true) };
    let moved = BillRecord { cycle: 24_299, ..bill(1, true) };
    for strange in [unit, account, moved] {
        assert!(before.changed(2, &[strange]).unwrap().is_none());
    }
}
