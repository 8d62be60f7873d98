//! A model that is too simple to be wrong: a list of bills, filtered and sorted row by row.

use contract::account::{Account, AccountKind, Application, Product};
use contract::bill::{BillSummary, Status};
use contract::bill_filter::{BillFilter, BillQuery};
use contract::bill_sort::{BillSort, SortColumn};
use contract::cycle::Cycle;
use contract::id::{AccountNumber, ApplicationId, ProductCode};
use contract::money::{Amount, Currency};
use proptest::prelude::*;
use server::index::{BillRecord, Names, Scope, Snapshot};
use server::store::ids;
use std::cmp::Ordering;

pub const ORGANIZATION: i64 = 3;
pub const CURRENCIES: [Currency; 3] = [Currency::USD, Currency::JPY, Currency::KWD];

pub fn names() -> Names {
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
    pub fn record()(
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

pub fn records() -> impl Strategy<Value = Vec<BillRecord>> {
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

pub fn filter() -> impl Strategy<Value = BillFilter> {
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

pub fn passes(filter: &BillFilter, bill: &BillSummary) -> bool {
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

pub fn by_default(left: &BillSummary, right: &BillSummary) -> Ordering {
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

pub fn by_column(column: SortColumn, left: &BillSummary, right: &BillSummary) -> Ordering {
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
pub fn model(
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

pub fn sort() -> impl Strategy<Value = BillSort> {
    (prop::sample::select(SortColumn::ALL.to_vec()), any::<bool>())
        .prop_map(|(column, descending)| BillSort { column, descending })
}

pub fn everything(snapshot: &Snapshot) -> Vec<BillSummary> {
    let query = BillQuery { limit: Some(500), ..BillQuery::default() };
    snapshot.page(&Scope::All, &query).unwrap().items
}
