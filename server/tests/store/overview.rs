//! The overview of the demo world: each figure is what the lists say under the filter that its link opens.

use crate::base::{Base, story};
use contract::api::OverviewQuery;
use contract::bill_filter::{BillFilter, BillQuery};
use contract::cycle::Cycle;
use contract::locale::Locale;
use contract::money::{Currency, Money};
use contract::monthly_filter::{MonthlyFilter, MonthlyQuery, MonthlySelection};
use contract::overview::{Figures, Overview, TOP_ACCOUNTS, TOP_PRODUCTS};
use contract::permission::Role;
use server::chance::Chance;
use server::clock::Clock;
use server::demo;
use server::engine::{Caller, Engine, Scope};

const NOW: &str = "2026-11-21T08:00:00Z";

fn caller(scope: Scope) -> Caller {
    Caller {
        organization_id: 1,
        user_id: 1,
        role: Role::Viewer,
        scope,
        locale: Locale::En,
        session: String::new(),
    }
}

async fn engine(base: &Base) -> Engine {
    let now = NOW.parse().unwrap();
    demo::build(&base.db, 1_000, 1, now).await.unwrap();
    Engine::new(base.db.clone(), Clock::standing(now.timestamp_micros()), Chance::System)
}

async fn overview(engine: &Engine, caller: &Caller, currency: Option<Currency>) -> Overview {
    engine.overview(caller, OverviewQuery { currency }).await.unwrap()
}

/// What the bill list adds up to in this currency.
async fn listed(engine: &Engine, caller: &Caller, filter: BillFilter, currency: Currency) -> Money {
    let page =
        engine.bills(caller, BillQuery { filter, limit: Some(1), ..BillQuery::default() }).await.unwrap();
    let total = page.totals.iter().find(|total| total.consumption.currency() == currency);
    total.map_or(Money::zero(currency), |total| total.consumption)
}

async fn spend_is_listed(engine: &Engine, caller: &Caller, figures: &Figures) {
    let currency = figures.currency;
    let range = |from: Cycle, to: Cycle| BillFilter {
        cycle_from: Some(from),
        cycle_to: Some(to),
        ..BillFilter::default()
    };
    let all = range(figures.months[0], figures.months[11]);
    assert_eq!(listed(engine, caller, all.clone(), currency).await, figures.total);
    assert_eq!(Money::sum(currency, figures.spend.iter().copied()), Ok(figures.total));
    assert_eq!(Money::sum(currency, figures.products.iter().map(|one| one.total)), Ok(figures.total));
    assert_eq!(Money::sum(currency, figures.accounts.iter().map(|one| one.total)), Ok(figures.total));
    for (place, month) in figures.months.iter().enumerate() {
        assert_eq!(listed(engine, caller, range(*month, *month), currency).await, figures.spend[place]);
        for one in &figures.products {
            let filter = BillFilter { product: one.codes.clone(), ..range(*month, *month) };
            assert_eq!(listed(engine, caller, filter, currency).await, one.months[place], "{month}");
        }
    }
    for one in figures.accounts.iter().filter_map(|one| one.account.as_ref().map(|account| (account, one))) {
        let filter = BillFilter { account: vec![one.0.number.clone()], ..all.clone() };
        assert_eq!(listed(engine, caller, filter, currency).await, one.1.total, "{:?}", one.0);
    }
    assert!(figures.products.len() <= TOP_PRODUCTS + 1 && figures.accounts.len() <= TOP_ACCOUNTS + 1);
    let largest_first =
        figures.products.iter().filter(|one| one.product.is_some()).map(|one| one.total.minor());
    assert!(largest_first.is_sorted_by(|one, next| one >= next));
}

async fn outstanding_is_listed(engine: &Engine, caller: &Caller, figures: &Figures) {
    let page = engine.monthly_bills(caller, MonthlyQuery::default()).await.unwrap();
    let total = page.totals.iter().find(|total| total.outstanding.currency() == figures.currency).unwrap();
    let bands: Vec<_> = figures.bands.iter().map(|band| (band.age, band.outstanding)).collect();
    assert_eq!(bands, total.ages);
    let all = figures.bands.iter().map(|band| band.outstanding).chain([figures.not_issued]);
    assert_eq!(Money::sum(figures.currency, all), Ok(total.outstanding));
}

async fn matters_are_listed(engine: &Engine, caller: &Caller, overview: &Overview) {
    use contract::overview::MatterKind::{DueSoon, NotIssued, Overdue, Short};
    let kinds: Vec<_> = overview.matters.iter().map(|matter| matter.kind).collect();
    assert!([Overdue, Short, NotIssued].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    for matter in
        overview.matters.iter().filter(|matter| matches!(matter.kind, Overdue | DueSoon | NotIssued))
    {
        let selection = matter.selection(overview.today);
        let page = engine
            .monthly_bills(caller, MonthlyQuery { selection, ..MonthlyQuery::default() })
            .await
            .unwrap();
        assert_eq!(page.count, matter.count, "{:?}", matter.kind);
        let open = page.totals.iter().map(|total| total.outstanding).filter(|money| !money.is_zero());
        assert_eq!(open.collect::<Vec<_>>(), matter.amounts, "{:?}", matter.kind);
    }
    // What is missing is a part of what has a due date: refunds are at hand.
    let short = overview.matters.iter().find(|matter| matter.kind == Short).unwrap();
    let filter =
        MonthlyFilter { due_to: chrono::NaiveDate::from_ymd_opt(9999, 1, 1), ..MonthlyFilter::default() };
    let selection = MonthlySelection { filter, ..MonthlySelection::default() };
    let page =
        engine.monthly_bills(caller, MonthlyQuery { selection, ..MonthlyQuery::default() }).await.unwrap();
    for missing in &short.amounts {
        let total =
            page.totals.iter().find(|total| total.outstanding.currency() == missing.currency()).unwrap();
        assert!((1..=total.outstanding.minor()).contains(&missing.minor()), "{missing}");
    }
}

story! {
    async fn every_figure_of_the_overview_is_what_its_list_says(base: Base) {
        let engine = engine(&base).await;
        let first = |place: i64| server::store::ids::id(1, place);
        for scope in [Scope::All, Scope::only(vec![first(2), first(3)])] {
            let caller = caller(scope);
            let shown = overview(&engine, &caller, None).await;
            matters_are_listed(&engine, &caller, &shown).await;
            assert!(shown.currencies.contains(&shown.figures.unwrap().currency));
            for currency in shown.currencies {
                let figures = overview(&engine, &caller, Some(currency)).await.figures.unwrap();
                assert_eq!((figures.currency, figures.months.len()), (currency, 12));
                spend_is_listed(&engine, &caller, &figures).await;
                outstanding_is_listed(&engine, &caller, &figures).await;
            }
        }
        let nobodys = overview(&engine, &caller(Scope::only(vec![])), None).await;
        assert_eq!((nobodys.matters, nobodys.currencies, nobodys.figures), (vec![], vec![], None));
    }
}
