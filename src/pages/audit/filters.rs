//! The filters over the log; what they say stands in the address.

use super::address::PageAddress;
use super::table::focus_first;
use crate::api::load::load;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::{ChoiceFilter, Choices, DayFilter, SearchBox};
use crate::route::Step;
use crate::ui::Choice;
use contract::api::{ChoiceQuery, GetAuditChoices, ListAccounts};
use contract::audit::{ActKind, AuditFilter};
use contract::id::AccountNumber;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// How many accounts are asked for at once.
const ASKED: u32 = 100;
/// The element id of the search box.
pub const SEARCH_ID: &str = "audit-search";

/// Search box and chips.
#[component]
pub fn Filters(address: PageAddress) -> impl IntoView {
    let speech = use_speech();
    let is_filtered = Memo::new(move |_| address.filter(|filter| !filter.is_empty()));
    let clear = move || {
        let press = move |_| address.clear_filters();
        view! {
            <button class="button" type="button" data-kind="quiet" on:click=press>
                {speech.say(|words| words.bills.clear_all)}
            </button>
        }
    };
    view! {
        <div class="filter-bar bills-filters" role="group" aria-label=speech.say(|words| words.audit.search)>
            <SearchBox
                id=SEARCH_ID
                label=speech.say(|words| words.audit.search_label)
                placeholder=speech.say(|words| words.audit.search)
                wanted=Signal::derive(move || address.filter(|filter| filter.q.clone().unwrap_or_default()))
                on_search=move |text| address.filter_by(Step::Replace, |filter| filter.q = text)
                on_leave=move |()| focus_first()
            />
            <DayFilter
                label=speech.say(|words| words.audit.day)
                range=Signal::derive(move || address.filter(|filter| (filter.day_from, filter.day_to)))
                on_change=move |(from, to)| {
                    address.filter_by(Step::Push, |filter| (filter.day_from, filter.day_to) = (from, to));
                }
            />
            {actors(address)}
            {acts(address)}
            {accounts(address)}
            {move || is_filtered.get().then(clear)}
        </div>
    }
    .into_any()
}

fn actors(address: PageAddress) -> AnyView {
    let speech = use_speech();
    let known = load::<GetAuditChoices>(use_api(), || Some(((), ())));
    let choices = Signal::derive(move || {
        let known = known.get();
        let actors = known.iter().flat_map(|known| &known.actors);
        actors.map(|actor| Choice::new(&actor.id, actor.name.of(speech.locale()))).collect::<Vec<_>>()
    });
    let change = move |values: BTreeSet<String>| {
        let parsed = values.iter().filter_map(|text| text.parse().ok());
        address.filter_by(Step::Push, |filter| filter.actor = parsed.collect());
    };
    let ids = |filter: &AuditFilter| filter.actor.iter().map(ToString::to_string).collect();
    view! {
        <ChoiceFilter
            label=speech.say(|words| words.audit.who)
            source=Choices::searched(choices, RwSignal::new(String::new()))
            chosen=Signal::derive(move || address.filter(ids))
            on_change=change
        />
    }
    .into_any()
}

fn acts(address: PageAddress) -> AnyView {
    let speech = use_speech();
    let choices = Signal::derive(move || {
        let locale = speech.locale();
        ActKind::ALL.iter().map(|act| Choice::new(act.name(), act.title(locale))).collect::<Vec<_>>()
    });
    let change = move |values: BTreeSet<String>| {
        let parsed = values.iter().filter_map(|text| ActKind::parse(text));
        address.filter_by(Step::Push, |filter| filter.act = parsed.collect());
    };
    let names = |filter: &AuditFilter| filter.act.iter().map(|act| act.name().to_owned()).collect();
    view! {
        <ChoiceFilter
            label=speech.say(|words| words.audit.act)
            source=Choices::searched(choices, RwSignal::new(String::new()))
            chosen=Signal::derive(move || address.filter(names))
            on_change=change
        />
    }
    .into_any()
}

fn accounts(address: PageAddress) -> AnyView {
    let speech = use_speech();
    let query = RwSignal::new(String::new());
    let asked = move || {
        let text = query.with(|query| query.trim().to_owned());
        ChoiceQuery { q: (!text.is_empty()).then_some(text), limit: Some(ASKED) }
    };
    let found = load::<ListAccounts>(use_api(), move || Some(((), asked())));
    let choices = Signal::derive(move || {
        let listing = found.get();
        let accounts = listing.iter().flat_map(|listing| listing.items.iter());
        let choice = |account: &contract::account::Account| {
            Choice::new(account.number.as_str(), account.name.clone())
                .with_detail(format!("{} · {}", account.number, account.currency))
        };
        accounts.map(choice).collect::<Vec<_>>()
    });
    let change = move |values: BTreeSet<String>| {
        let parsed = values.iter().filter_map(|text| AccountNumber::parse(text).ok());
        address.filter_by(Step::Push, |filter| filter.account = parsed.collect());
    };
    let numbers = |filter: &AuditFilter| filter.account.iter().map(ToString::to_string).collect();
    view! {
        <ChoiceFilter
            label=speech.say(|words| words.audit.account)
            source=Choices::searched(choices, query)
            chosen=Signal::derive(move || address.filter(numbers))
            on_change=change
        />
    }
    .into_any()
}
