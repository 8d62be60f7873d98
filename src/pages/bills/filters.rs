//! The filters over the list (B2): a search box and a chip for each; what they say stands in the address.

use super::address::{ListAddress, use_address};
use super::choices::{Source, account_source, application_source, product_source};
use super::columns::ColumnChooser;
use super::cycle_filter::CycleFilter;
use super::keys::{SEARCH_ID, focus_list};
use super::list::use_list;
use super::views::ViewsMenu;
use crate::locale::use_speech;
use crate::route::Step;
use crate::ui::{FilterChip, Glyph, Icon, MultiChoice, MultiChoiceWords};
use crate::words::Words;
use contract::bill::Status;
use contract::bill_filter::{BillFilter, TEXT_MAX_CHARS};
use contract::bill_sort::SortColumn;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::time::Duration;

/// How long typing has to rest before the list follows.
const REST_MS: u64 = 90;

/// Search box, chips, and what there is to say of the result.
#[component]
pub fn FilterBar() -> impl IntoView {
    let speech = use_speech();
    let address = use_address();
    let list = use_list();
    let is_filtered = Memo::new(move |_| address.filter(|filter| !filter.is_empty()));
    let bills = speech.tell(move |words| match list.selected() {
        0 => (words.bills.bills)(list.rows.count()),
        selected => (words.bills.selected)(selected),
    });
    let known = Memo::new(move |_| list.rows.head.with(Option::is_some));
    view! {
        <div class="filter-bar bills-filters" role="group" aria-label=speech.say(|words| words.bills.search)>
            <SearchBox />
            <ChoiceFilter source=product_source() />
            <CycleFilter />
            <StatusFilter />
            <ChoiceFilter source=account_source() />
            <ChoiceFilter source=application_source() />
            {move || {
                is_filtered
                    .get()
                    .then(|| {
                        view! {
                            <button
                                class="button"
                                type="button"
                                data-kind="quiet"
                                on:click=move |_| address.clear_filters()
                            >
                                {speech.say(|words| words.bills.clear_all)}
                            </button>
                        }
                    })
            }}
            <div class="filter-bar-end">
                {move || known.get().then(|| view! { <span class="bills-count">{bills}</span> })}
                <ViewsMenu />
                <span class="bills-wide">
                    <ColumnChooser />
                </span>
            </div>
        </div>
    }
}

/// Free text. It follows the address, and the address follows it once typing rests.
#[component]
fn SearchBox() -> impl IntoView {
    let speech = use_speech();
    let address = use_address();
    let typed = RwSignal::new(String::new());
    let resting = StoredValue::new(None::<TimeoutHandle>);
    // Back, forward and "clear all" put their text into the box; one's own typing stays as typed.
    Effect::new(move |_| {
        let wanted = address.filter(|filter| filter.q.clone().unwrap_or_default());
        if words_of(&typed.get_untracked()) != words_of(&wanted) {
            typed.set(wanted);
        }
    });
    let follow = move || {
        // The page may have been left in the meantime.
        let Some(text) = typed.try_get_untracked() else { return };
        address.change(Step::Replace, |address| address.selection.filter.q = text_of(&text));
    };
    let on_input = move |text: String| {
        typed.set(text);
        if let Some(waiting) = resting.get_value() {
            waiting.clear();
        }
        resting.set_value(set_timeout_with_handle(follow, Duration::from_millis(REST_MS)).ok());
    };
    view! {
        <label class="bills-search">
            <Glyph icon=Icon::Search />
            <input
                type="search"
                id=SEARCH_ID
                autocomplete="off"
                spellcheck="false"
                maxlength=TEXT_MAX_CHARS.to_string()
                aria-label=speech.say(|words| words.bills.search_label)
                placeholder=speech.say(|words| words.bills.search)
                prop:value=typed
                on:input:target=move |event| on_input(event.target().value())
                on:keydown=move |event| {
                    if event.key() == "ArrowDown" || event.key() == "Enter" {
                        event.prevent_default();
                        focus_list();
                    }
                }
            />
            <kbd class="key" aria-hidden="true">"/"</kbd>
        </label>
    }
}

fn words_of(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn text_of(text: &str) -> Option<String> {
    let words = words_of(text);
    (!words.is_empty()).then(|| words.join(" "))
}

/// A filter that holds several of many: products, accounts, applications.
#[component]
fn ChoiceFilter(source: Source) -> impl IntoView {
    let speech = use_speech();
    let address = use_address();
    let label = speech.say(source.label);
    let chosen = Memo::new(move |_| address.filter(|filter| (source.read)(filter)));
    let value = Signal::derive(move || {
        let chosen = chosen.get();
        let first = chosen.first()?;
        let name = (source.name.get_value())(first);
        Some(match chosen.len() {
            1 => name,
            all => (speech.words().bills.and_more)(&name, all - 1),
        })
    });
    let set = move |values: BTreeSet<String>| address.filter_by(|filter| (source.write)(filter, &values));
    let words = MultiChoiceWords {
        label,
        search: speech.say(|words| words.bills.choices_search),
        none: speech.say(|words| words.bills.choices_none),
        more: speech.say(|words| words.bills.choices_more),
        clear: speech.say(|words| words.bills.choices_clear),
    };
    view! {
        <FilterChip
            label
            value
            remove_label=speech.tell(move |words| (words.bills.remove_filter)(&label.get()))
            on_remove=move |()| set(BTreeSet::new())
        >
            <MultiChoice choices=source.choices chosen on_change=set words query=source.query />
        </FilterChip>
    }
}

/// Pending or cleared.
#[component]
fn StatusFilter() -> impl IntoView {
    let speech = use_speech();
    let address = use_address();
    let status = Memo::new(move |_| address.filter(|filter: &BillFilter| filter.status));
    let open = RwSignal::new(false);
    let label = speech
        .tell(|words| (words.bills.column)(crate::route::Column::Sorting(SortColumn::Status)).to_owned());
    let value =
        Signal::derive(move || status.get().map(|status| (speech.words().bills.status)(status).to_owned()));
    let option = move |choice: Option<Status>, label: fn(&Words) -> &'static str| {
        let press = move |_| {
            open.set(false);
            set_status(address, choice);
        };
        view! {
            <label class="radio">
                <input
                    type="radio"
                    name="status"
                    prop:checked=move || status.get() == choice
                    on:change=press
                />
                <span>{speech.say(label)}</span>
            </label>
        }
    };
    view! {
        <FilterChip
            label
            value
            remove_label=speech.tell(move |words| (words.bills.remove_filter)(&label.get()))
            on_remove=move |()| set_status(address, None)
            open
        >
            <fieldset class="choice-list">
                <legend class="visually-hidden">{label}</legend>
                {option(None, |words| words.bills.any_status)}
                {option(Some(Status::Pending), |words| (words.bills.status)(Status::Pending))}
                {option(Some(Status::Cleared), |words| (words.bills.status)(Status::Cleared))}
            </fieldset>
        </FilterChip>
    }
}

fn set_status(address: ListAddress, status: Option<Status>) {
    address.filter_by(|filter| filter.status = status);
}
