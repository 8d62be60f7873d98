//! The list of one state against the model.

use crate::model::{ORGANIZATION, everything, filter, model, names, records, sort};
use contract::bill::BillSummary;
use contract::bill_filter::{BillFilter, BillQuery};
use contract::id::AccountNumber;
use contract::rule::Rule;
use proptest::prelude::*;
use server::index::{BillRecord, Scope, Snapshot};
use server::store::ids;

proptest! {
    #[test]
    fn b2_b3_the_list_is_what_the_model_says(records in records(), filter in filter(), sort in sort(), limit in 1_u32..40) {
        let withdrawn = records.iter().filter(|record| record.withdrawn).count();
        let total = records.len();
        let snapshot = Snapshot::of(ORGANIZATION, 1, names(), records).unwrap();
        let all = everything(&snapshot);
        prop_assert_eq!(all.len(), total - withdrawn);
        let expected = model(&all, None, &filter, sort);
        let mut query = BillQuery { filter: filter.clone(), sort, limit: Some(limit), ..BillQuery::default() };
        if let Some(unseen) = filter.product.iter().find(|code| all.iter().all(|bill| bill.product.code != **code)) {
            let errors = snapshot.page(&Scope::All, &query).unwrap_err();
            prop_assert_eq!(&errors[0].rule, &Rule::UnknownValue { value: unseen.to_string() });
            return Ok(());
        }
        let mut listed = vec![];
        loop {
            let page = snapshot.page(&Scope::All, &query).unwrap();
            prop_assert_eq!(page.count as usize, expected.len());
            for total in &page.totals {
                let of = |bill: &&BillSummary| bill.consumption.currency() == total.consumption.currency();
                let sum: i64 = expected.iter().filter(of).map(|bill| bill.consumption.minor()).sum();
                prop_assert_eq!(total.consumption.minor(), sum);
                prop_assert_eq!(total.bills as usize, expected.iter().filter(of).count());
            }
            prop_assert_eq!(page.totals.iter().map(|total| total.bills).sum::<u64>() as usize, expected.len());
            let at = BillQuery { from: Some(listed.len() as u32), cursor: None, ..query.clone() };
            prop_assert_eq!(&snapshot.page(&Scope::All, &at).unwrap().items, &page.items);
            listed.extend(page.items);
            match page.next_cursor {
                Some(cursor) => query.cursor = Some(cursor),
                None => break,
            }
        }
        prop_assert_eq!(listed, expected);
    }

    #[test]
    fn e3_a_limited_user_sees_their_accounts_and_nothing_else(records in records(), sort in sort(), mine in prop::collection::btree_set(0_i64..6, 0..3)) {
        let snapshot = Snapshot::of(ORGANIZATION, 1, names(), records).unwrap();
        let all = everything(&snapshot);
        let mine: Vec<i64> = mine.into_iter().collect();
        let scope = Scope::only(mine.iter().map(|&place| ids::id(ORGANIZATION, place)).collect());
        let query = BillQuery { sort, limit: Some(500), ..BillQuery::default() };
        let page = snapshot.page(&scope, &query).unwrap();
        let expected = model(&all, Some(&mine), &BillFilter::default(), sort);
        prop_assert_eq!(&page.items, &expected);
        let choices = snapshot.choices(&scope);
        prop_assert_eq!(choices.bills as usize, expected.len());
        prop_assert!(choices.products.iter().all(|product| expected.iter().any(|bill| bill.product == *product)));
        for place in 0..6 {
            let number = AccountNumber::parse(&format!("HRB-{place:04}")).unwrap();
            let filter = BillFilter { account: vec![number.clone()], ..BillFilter::default() };
            let answer = snapshot.page(&scope, &BillQuery { filter, ..BillQuery::default() });
            prop_assert_eq!(answer.is_ok(), mine.contains(&place));
            if let Err(errors) = answer {
                prop_assert_eq!(&errors[0].rule, &Rule::UnknownValue { value: number.to_string() });
            }
        }
    }

    #[test]
    fn b5_picking_by_hand_takes_exactly_what_was_picked(records in records(), picked in prop::collection::vec(0_usize..120, 0..9)) {
        let snapshot = Snapshot::of(ORGANIZATION, 1, names(), records).unwrap();
        let all = everything(&snapshot);
        let ids: Vec<_> = picked.iter().filter_map(|&place| all.get(place)).map(|bill| bill.id).collect();
        let selection = snapshot.select(&Scope::All, &BillFilter::default()).unwrap();
        let without = snapshot.pick(&selection, &[], &ids).unwrap();
        let distinct = ids.iter().collect::<std::collections::HashSet<_>>().len();
        prop_assert_eq!(without.count, all.len() - distinct);
        if !ids.is_empty() {
            let only = snapshot.pick(&selection, &ids, &[]).unwrap();
            prop_assert_eq!(only.count, distinct);
        }
        let foreign = contract::id::BillId::new(ids::id(ORGANIZATION + 1, 1));
        prop_assert_eq!(snapshot.pick(&selection, &[foreign], &[]).unwrap().count, 0);
    }
}

#[test]
fn b2_a_cursor_goes_on_after_its_bill_when_bills_were_added() {
    let bill = |place: i64, cycle: i32| BillRecord {
        id: ids::id(ORGANIZATION, place),
        account: ids::id(ORGANIZATION, 0),
        product: ids::id(ORGANIZATION, 0),
        application: ids::id(ORGANIZATION, 0),
        cycle,
        consumption: place,
        overdraft: place,
        pending: true,
        usage: vec![],
        number: None,
        withdrawn: false,
    };
    let before = Snapshot::of(ORGANIZATION, 1, names(), vec![bill(1, 24_300), bill(2, 24_301)]).unwrap();
    let query = BillQuery { limit: Some(1), ..BillQuery::default() };
    let cursor = before.page(&Scope::All, &query).unwrap().next_cursor.unwrap();
    let bills = vec![bill(1, 24_300), bill(2, 24_301), bill(3, 24_302)];
    let after = Snapshot::of(ORGANIZATION, 2, names(), bills).unwrap();
    let query = BillQuery { cursor: Some(cursor), ..query };
    let page = after.page(&Scope::All, &query).unwrap();
    assert_eq!(page.items.iter().map(|bill| bill.consumption.minor()).collect::<Vec<_>>(), [1]);
    let gone = Snapshot::of(ORGANIZATION, 3, names(), vec![bill(1, 24_300)]).unwrap();
    assert_eq!(gone.page(&Scope::All, &query).unwrap_err()[0].rule, Rule::BrokenCursor);
}
