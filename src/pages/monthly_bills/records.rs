//! The repayment-details drawer (M4): what was paid of a monthly bill by kind of source, each record with its movement in
//! the ledger; the tabs and what stands beside them add up to the amount paid.

use super::list::use_list;
use super::movement::Movement;
use crate::api::load::{Load, load};
use crate::api::use_api;
use crate::locale::{figure, minute, use_speech};
use crate::parts::{MoneyText, ProblemText};
use crate::route::Tab;
use crate::ui::{Drawer, Loaded, Note, Skeleton, Tab as TabHead, Tabs, Tone};
use crate::words::Words;
use contract::api::{GetRepaymentDetails, Problem, RepaymentDetails, RepaymentRecord};
use contract::ledger::Source;
use contract::money::Money;
use leptos::prelude::*;

/// The drawer; open while the address names one of its tabs.
#[component]
pub fn RecordsDrawer() -> impl IntoView {
    let speech = use_speech();
    let address = use_list().address;
    let open = Memo::new(move |_| address.tab.get() != Tab::Why && address.open.get().is_some());
    let details = load::<GetRepaymentDetails>(use_api(), move || {
        open.get().then(|| address.open.get()).flatten().map(|path| (path, ()))
    });
    let subtitle = Signal::derive(move || {
        let named = details.get().map(|details| details.monthly_bill.account.name.clone());
        let path = address.open.get();
        path.map(|path| format!("{} · {}", named.unwrap_or_else(|| path.account.to_string()), path.cycle))
            .unwrap_or_default()
    });
    let close = move |()| address.show(address.open.get_untracked(), Tab::default());
    view! {
        <Drawer
            open
            on_close=close
            title=speech.say(|words| words.monthly.records)
            subtitle
            close=speech.say(|words| words.shell.close)
            footer=move || view! { <Sums details /> }
        >
            <Body details />
        </Drawer>
    }
    .into_any()
}

#[component]
fn Body(details: Load<RepaymentDetails>) -> impl IntoView {
    let speech = use_speech();
    let address = use_list().address;
    let problem: Signal<Option<Problem>> = details.problem.into();
    let head = move |tab: Tab, word: fn(&Words) -> &'static str| {
        let sum = move || details.get().map(|details| figure(&sum_of(&details, tab).value()));
        // A figure's width is held while it is on its way.
        let sum = Signal::derive(move || sum().unwrap_or_else(|| "\u{a0}".to_owned()));
        TabHead { name: tab.name(), label: speech.say(word), figure: Some(sum) }
    };
    let tabs = vec![
        head(Tab::Coupons, |words| words.monthly.coupons),
        head(Tab::Cards, |words| words.monthly.cards),
        head(Tab::Cash, |words| words.monthly.cash),
    ];
    let pick = move |name: String| {
        let tab = Tab::parse(&name).unwrap_or(Tab::Cash);
        address.change(crate::route::Step::Replace, |address| address.tab = tab);
    };
    view! {
        <Tabs
            label=speech.say(|words| words.monthly.tabs)
            tabs
            current=Signal::derive(move || address.tab.get().name().to_owned())
            on_pick=pick
        >
            <Loaded
                state=details.state()
                skeleton=|| view! { <Skeleton lines=6 /> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=details.retry()
            >
                {move || details.get().map(|details| content(&details, address.tab.get()))}
            </Loaded>
        </Tabs>
    }
    .into_any()
}

fn sum_of(details: &RepaymentDetails, tab: Tab) -> Money {
    match tab {
        Tab::Coupons => details.coupons,
        Tab::Cards => details.cards,
        Tab::Cash | Tab::Why => details.cash,
    }
}

const fn belongs(source: &Source, tab: Tab) -> bool {
    match source {
        Source::Coupon(_) => matches!(tab, Tab::Coupons),
        Source::Card(_) => matches!(tab, Tab::Cards),
        Source::Refund(_) | Source::Cash | Source::Prepayment(_) => matches!(tab, Tab::Cash),
    }
}

fn content(details: &RepaymentDetails, tab: Tab) -> AnyView {
    let speech = use_speech();
    if !details.recorded {
        return view! { <Note tone=Tone::Neutral>{speech.say(|words| words.monthly.not_recorded)}</Note> }
            .into_any();
    }
    let records: Vec<RepaymentRecord> =
        details.records.iter().filter(|record| belongs(&record.source, tab)).cloned().collect();
    if records.is_empty() {
        return view! { <Note tone=Tone::Neutral>{speech.say(|words| words.monthly.no_record)}</Note> }
            .into_any();
    }
    view! { <ul class="records">{records.into_iter().map(record).collect_view()}</ul> }.into_any()
}

fn record(record: RepaymentRecord) -> AnyView {
    let speech = use_speech();
    let source = record.source;
    view! {
        <li>
            <span>{speech.tell(move |words| (words.monthly.source)(&source))}</span>
            <MoneyText money=record.money />
            <span class="faint mono">{record.bill_number}</span>
            <time class="faint">{minute(record.at)}</time>
            <Movement id=record.transaction />
        </li>
    }
    .into_any()
}

/// What adds up to the amount paid; parts of nothing are left out, save the tabs'.
#[component]
fn Sums(details: Load<RepaymentDetails>) -> impl IntoView {
    type Line = (fn(&Words) -> &'static str, Money);
    let speech = use_speech();
    (move || {
        let details = details.get()?;
        let nothing = Money::zero(details.cash.currency());
        let tabs: [Line; 3] = [
            (|words| words.monthly.coupons, details.coupons),
            (|words| words.monthly.cards, details.cards),
            (|words| words.monthly.cash, details.cash),
        ];
        let beside: [Line; 2] = [
            (|words| words.monthly.prepaid_cover, details.prepaid_cover),
            (|words| words.monthly.taken_over, details.taken_over),
        ];
        let beside = beside.into_iter().filter(|(_, money)| !money.is_zero());
        let paid = details.monthly_bill.balances.paid().unwrap_or(nothing);
        let line = |(label, money): Line| {
            view! { <div><dt>{speech.say(label)}</dt><dd><MoneyText money /></dd></div> }.into_any()
        };
        let credited = (!details.credited.is_zero()).then(|| {
            let money = details.credited;
            view! { <p class="faint">{speech.tell(move |words| (words.monthly.credited_beside)(&money))}</p> }
        });
        Some(view! {
            <div class="records-sums">
                <dl class="sum">
                    {tabs.into_iter().chain(beside).map(line).collect_view()}
                    {line((|words| words.monthly.amount_paid, paid))}
                </dl>
                {credited}
            </div>
        })
    })
    .into_any()
}
