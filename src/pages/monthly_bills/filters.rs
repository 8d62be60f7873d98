//! The filters over the overview; what they say stands in the address.

use super::address::PageAddress;
use super::keys::{SEARCH_ID, focus_list};
use super::list::{List, use_list};
use crate::api::load::{Load, load};
use crate::api::use_api;
use crate::locale::{day, use_speech};
use crate::parts::{ChoiceFilter, Choices, CycleFilter, SearchBox};
use crate::route::Step;
use crate::ui::{Checkbox, Choice, FilterChip, Glyph, Icon, Tick, Toggled};
use contract::api::{BillChoices, ChoiceQuery, ListAccounts};
use contract::id::AccountNumber;
use contract::monthly_bill::{Age, State};
use contract::monthly_filter::{MonthlyColumn, MonthlyFilter};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// How many accounts are asked for at once.
const ASKED: u32 = 100;

/// Search box, chips, and how many there are.
#[component]
pub fn FilterBar() -> impl IntoView {
    let speech = use_speech();
    let list = use_list();
    let address = list.address;
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
        <div
            class="filter-bar bills-filters"
            role="group"
            aria-label=speech.say(|words| words.monthly.search)
        >
            <SearchBox
                id=SEARCH_ID
                label=speech.say(|words| words.monthly.search_label)
                placeholder=speech.say(|words| words.monthly.search)
                wanted=Signal::derive(move || address.filter(|filter| filter.q.clone().unwrap_or_default()))
                on_search=move |text| address.change(Step::Replace, |address| address.selection.filter.q = text)
                on_leave=move |()| focus_list()
            />
            {cycles(address)}
            {states(address)}
            {overdue(address)}
            {ages(address)}
            {accounts(address)}
            {due_to(address)}
            {move || is_filtered.get().then(clear)}
            <div class="filter-bar-end">{count(list)}</div>
        </div>
    }
    .into_any()
}

fn count(list: List) -> AnyView {
    let speech = use_speech();
    let known = Memo::new(move |_| list.totals().is_some());
    let count = move || (speech.words().monthly.count)(list.rows.count.get());
    (move || known.get().then(|| view! { <span class="bills-count">{count}</span> })).into_any()
}

fn cycles(address: PageAddress) -> AnyView {
    let speech = use_speech();
    let known = use_context::<Load<BillChoices>>();
    let known = Signal::derive(move || {
        let known = known.and_then(Load::get);
        known.map_or((None, None), |known| (known.first_cycle, known.last_cycle))
    });
    view! {
        <CycleFilter
            label=speech.tell(|words| (words.monthly.column)(MonthlyColumn::Cycle).to_owned())
            range=Signal::derive(move || address.filter(|filter| (filter.cycle_from, filter.cycle_to)))
            known
            on_change=move |(from, to)| {
                address.filter_by(|filter| (filter.cycle_from, filter.cycle_to) = (from, to));
            }
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
    let numbers = |filter: &MonthlyFilter| filter.account.iter().map(ToString::to_string).collect();
    let change = move |values: BTreeSet<String>| {
        let parsed = values.iter().filter_map(|text| AccountNumber::parse(text).ok());
        address.filter_by(|filter| filter.account = parsed.collect());
    };
    view! {
        <ChoiceFilter
            label=speech.tell(|words| (words.monthly.column)(MonthlyColumn::Account).to_owned())
            source=Choices::searched(choices, query)
            chosen=Signal::derive(move || address.filter(numbers))
            on_change=change
        />
    }
    .into_any()
}

/// Any of the states.
fn states(address: PageAddress) -> AnyView {
    let names = State::ALL.map(State::name).to_vec();
    picks(
        address,
        Picks {
            label: |words| (words.monthly.column)(MonthlyColumn::State),
            names,
            word: |words, name| State::parse(name).map_or("", |state| (words.monthly.state)(state)),
            read: |filter| filter.state.iter().map(|state| state.name()).collect(),
            write: |filter, names| {
                filter.state = names.iter().filter_map(|name| State::parse(name)).collect()
            },
        },
    )
}

/// Any of the bands.
fn ages(address: PageAddress) -> AnyView {
    let names = Age::ALL.map(Age::name).to_vec();
    picks(
        address,
        Picks {
            label: |words| words.monthly.ageing_short,
            names,
            word: |words, name| Age::parse(name).map_or("", |age| (words.monthly.age)(age)),
            read: |filter| filter.age.iter().map(|age| age.name()).collect(),
            write: |filter, names| filter.age = names.iter().filter_map(|name| Age::parse(name)).collect(),
        },
    )
}

/// A filter over a short closed list.
#[derive(Clone)]
struct Picks {
    label: fn(&crate::words::Words) -> &'static str,
    names: Vec<&'static str>,
    word: fn(&crate::words::Words, &str) -> &'static str,
    read: fn(&MonthlyFilter) -> Vec<&'static str>,
    write: fn(&mut MonthlyFilter, &[&str]),
}

fn picks(address: PageAddress, picks: Picks) -> AnyView {
    let speech = use_speech();
    let Picks { label, names, word, read, write } = picks;
    let chosen = Memo::new(move |_| address.filter(read));
    let label = speech.say(label);
    let value = Signal::derive(move || {
        let words: Vec<&str> = chosen.get().into_iter().map(|name| word(speech.words(), name)).collect();
        (!words.is_empty()).then(|| words.join(", "))
    });
    let option = move |name: &'static str| {
        let tick = Signal::derive(move || Tick::from(chosen.with(|chosen| chosen.contains(&name))));
        let toggle = move |press: Toggled| {
            let mut next = chosen.get_untracked();
            next.retain(|known| *known != name);
            next.extend(press.on.then_some(name));
            address.filter_by(|filter| write(filter, &next));
        };
        view! { <li><Checkbox label=speech.tell(move |words| word(words, name).to_owned()) tick on_toggle=toggle /></li> }
    };
    view! {
        <FilterChip
            label
            value
            remove_label=speech.tell(move |words| (words.bills.remove_filter)(&label.get()))
            on_remove=move |()| address.filter_by(|filter| write(filter, &[]))
        >
            <ul class="choice-list">{names.iter().copied().map(option).collect_view()}</ul>
        </FilterChip>
    }
    .into_any()
}

/// Due until a day: set by the overview's links, and taken away here.
fn due_to(address: PageAddress) -> AnyView {
    let speech = use_speech();
    let until = Memo::new(move |_| address.filter(|filter| filter.due_to));
    let label = speech.say(|words| words.monthly.due_until);
    let chip = move || {
        until.get().map(|until| {
            let remove = speech.tell(move |words| (words.bills.remove_filter)(&label.get()));
            view! {
                <span class="chip" data-state="on">
                    <span class="chip-open">
                        <span class="chip-label">{label}</span>
                        <b class="chip-value">{speech.tell(move |_| day(until, speech.locale()))}</b>
                    </span>
                    <button
                        class="chip-remove"
                        type="button"
                        aria-label=remove
                        title=remove
                        on:click=move |_| address.filter_by(|filter| filter.due_to = None)
                    >
                        <Glyph icon=Icon::Close />
                    </button>
                </span>
            }
        })
    };
    chip.into_any()
}

/// Only overdue ones.
fn overdue(address: PageAddress) -> AnyView {
    let speech = use_speech();
    let on = Memo::new(move |_| address.filter(|filter| filter.overdue == Some(true)));
    let press = move |_| {
        address.filter_by(|filter| filter.overdue = (filter.overdue != Some(true)).then_some(true));
    };
    view! {
        <span class="chip" data-state=move || if on.get() { "on" } else { "off" }>
            <button
                class="chip-open"
                type="button"
                aria-pressed=move || if on.get() { "true" } else { "false" }
                on:click=press
            >
                <span class="chip-label">{speech.say(|words| words.monthly.only_overdue)}</span>
            </button>
        </span>
    }
    .into_any()
}
