//! The index against a model that is too simple to be wrong: a list of bills, filtered and sorted row by row.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use contract::account::{Account, AccountKind, Application, Product};
use contract::bill::{BillSummary, Status};
use contract::bill_filter::{BillFilter, BillQuery};
use contract::bill_sort::{BillSort, SortColumn};
use contract::cycle::Cycle;
use contract::id::{AccountNumber, ApplicationId, ProductCode};
use contract::money::{Amount, Currency};
use contract::rule::Rule;
use proptest::prelude::*;
use server::index::{BillRecord, Names, Scope, Snapshot};
use server::store::ids;
use std::cmp::Ordering;

const ORGANIZATION: i64 = 3;
const CURRENCIES: [Currency; 3] = [Currency::USD, Currency::JPY, Currency::KWD];

fn names() -> Names {
    let account = |id: i64| Account {
        number: AccountNumber::parse(&format!("HRB-{id:04}")).unwrap(),
        name: ["Harbour", "harbour Osaka", "港湾", "Quay"][id as usize % 4].to_owned(),
        kind: AccountKind::Member,
        currency: CURRENCIES[id as usize % 3],
    };
    let product = |id: i64| Product {
        code: ProductCode::parse(&format!("p{id}")).unwrap(),
        name: ["SMS", "Email", "WhatsApp"][id as usize % 3].to_owned(),
    };
    let application = |id: i64| Application {
        id: ApplicationId::parse(&format!("app-{id}")).unwrap(),
        name: format!("Codes {}", id % 3),
        app_key: (id % 2 == 0).then(|| format!("9f2c{id:04}")),
        whatsapp_account: None,
    };
    Names {
        issuer: "HRB".to_owned(),
        accounts: (0..6).map(|id| (ids::id(ORGANIZATION, id), account(id))).collect(),
        products: (0..3).map(|id| (ids::id(ORGANIZATION, id), product(id))).collect(),
        applications: (0..5).map(|id| (ids::id(ORGANIZATION, id), application(id))).collect(),
    }
}

prop_compose! {
    fn record()(
        key in (0_i64..6, 0_i64..3, 0_i64..5, 24_300_i32..24_304),
        consumption in -500_i64..5_000, pending: bool, withdrawn in prop::bool::weighted(0.1),
        usage in prop::collection::vec((0_i64..300, 0_u8..4, 0_usize..3), 0..3),
        year in prop::option::of(2024_u16..2027),
    ) -> BillRecord {
        let unit = |place: usize| ["segments", "GB", "conversations"][place].to_owned();
        BillRecord {
            id: 0,
            account: ids::id(ORGANIZATION, key.0),
            product: ids::id(ORGANIZATION, key.1),
            application: ids::id(ORGANIZATION, key.2),
            cycle: key.3,
            consumption,
            overdraft: consumption / 2,
            pending,
            usage: usage.into_iter().map(|(d, e, u)| (Amount::from_minor(d, e), unit(u))).collect(),
            number: year.map(|year| (year, 1)),
            withdrawn,
        }
    }
}

fn records() -> impl Strategy<Value = Vec<BillRecord>> {
    prop::collection::vec(record(), 0..120).prop_map(|mut records| {
        let key = |r: &BillRecord| (r.account, r.product, r.application, r.cycle);
        records.sort_by_key(key);
        records.dedup_by_key(|record| key(record));
        for (place, record) in (1_u32..).zip(&mut records) {
            record.id = ids::id(ORGANIZATION, i64::from(place));
            record.number = record.number.map(|(year, _)| (year, place));
        }
        records
    })
}

fn filter() -> impl Strategy<Value = BillFilter> {
    let cycle = || prop::option::of((24_300_i32..24_304).prop_map(|index| Cycle::from_index(index).unwrap()));
    let text = prop::option::of(prop::sample::select(vec![
        "sms",
        "harbour",
        "港",
        "codes 1",
        "app-2 quay",
        "9f2c",
        "hrb-2025-0000001",
        "HRB-2026",
        "nothing here",
    ]));
    let products = prop::collection::vec(0_u8..3, 0..2);
    let accounts = prop::collection::vec(0_u8..6, 0..3);
    (products, cycle(), cycle(), prop::option::of(any::<bool>()), accounts, text).prop_map(
        |(products, from, to, pending, accounts, text)| BillFilter {
            product: products.into_iter().map(|id| ProductCode::parse(&format!("p{id}")).unwrap()).collect(),
            cycle_from: from,
            cycle_to: to,
            status: pending.map(|pending| if pending { Status::Pending } else { Status::Cleared }),
            account: accounts
                .into_iter()
                .map(|id| AccountNumber::parse(&format!("HRB-{id:04}")).unwrap())
                .collect(),
            application: vec![],
            q: text.map(str::to_owned),
        },
    )
}

fn passes(filter: &BillFilter, bill: &BillSummary) -> bool {
    let texts = [
        bill.product.name.as_str(),
        bill.product.code.as_str(),
        bill.application.name.as_str(),
        bill.application.id.as_str(),
        bill.application.app_key.as_deref().unwrap_or(""),
        bill.account.name.as_str(),
        bill.account.number.as_str(),
    ];
    let number = bill.number.clone().unwrap_or_default().to_lowercase();
    let found = |word: &str| {
        texts.iter().any(|text| text.to_lowercase().contains(word))
            || (word.len() >= 2 && number.starts_with(word))
    };
    (filter.product.is_empty() || filter.product.contains(&bill.product.code))
        && (filter.account.is_empty() || filter.account.contains(&bill.account.number))
        && filter.cycle_from.is_none_or(|from| bill.cycle >= from)
        && filter.cycle_to.is_none_or(|to| bill.cycle <= to)
        && filter.status.is_none_or(|status| bill.status == status)
        && filter.q.as_ref().is_none_or(|q| q.to_lowercase().split(' ').all(found))
}

fn by_default(left: &BillSummary, right: &BillSummary) -> Ordering {
    let key = |bill: &BillSummary| {
        (
            std::cmp::Reverse(bill.cycle),
            (bill.account.name.to_lowercase(), bill.account.number.clone()),
            (bill.product.name.to_lowercase(), bill.product.code.clone()),
            (bill.application.name.to_lowercase(), bill.application.id.clone()),
        )
    };
    key(left).cmp(&key(right))
}

fn by_column(column: SortColumn, left: &BillSummary, right: &BillSummary) -> Ordering {
    let name = |name: &str, code: &str| (name.to_lowercase(), code.to_owned());
    let usage = |bill: &BillSummary| bill.usage.first().map(|part| (part.unit.clone(), part.value));
    let money = |money: contract::money::Money| (money.currency(), money.minor());
    match column {
        SortColumn::Product => name(&left.product.name, left.product.code.as_str())
            .cmp(&name(&right.product.name, right.product.code.as_str())),
        SortColumn::Application => name(&left.application.name, left.application.id.as_str())
            .cmp(&name(&right.application.name, right.application.id.as_str())),
        SortColumn::Account => name(&left.account.name, left.account.number.as_str())
            .cmp(&name(&right.account.name, right.account.number.as_str())),
        SortColumn::Cycle => left.cycle.cmp(&right.cycle),
        SortColumn::Usage => usage(left).cmp(&usage(right)),
        SortColumn::Consumption => money(left.consumption).cmp(&money(right.consumption)),
        SortColumn::Overdraft => money(left.overdraft).cmp(&money(right.overdraft)),
        SortColumn::Status => left.status.cmp(&right.status),
    }
}

/// Filters and sorts row by row.
fn model(
    all: &[BillSummary],
    scope: Option<&[i64]>,
    filter: &BillFilter,
    sort: BillSort,
) -> Vec<BillSummary> {
    let seen = |bill: &BillSummary| {
        scope.is_none_or(|places| {
            places.iter().any(|place| bill.account.number.as_str() == format!("HRB-{place:04}"))
        })
    };
    let mut bills: Vec<BillSummary> =
        all.iter().filter(|bill| seen(bill) && passes(filter, bill)).cloned().collect();
    bills.sort_by(by_default);
    bills.sort_by(|left, right| {
        let order = by_column(sort.column, left, right);
        if sort.descending { order.reverse() } else { order }
    });
    bills
}

fn sort() -> impl Strategy<Value = BillSort> {
    (prop::sample::select(SortColumn::ALL.to_vec()), any::<bool>())
        .prop_map(|(column, descending)| BillSort { column, descending })
}

fn everything(snapshot: &Snapshot) -> Vec<BillSummary> {
    let query = BillQuery { limit: Some(500), ..BillQuery::default() };
    snapshot.page(&Scope::All, &query).unwrap().items
}

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
