//! The filters over the list (B2): a search box and a chip for each; what they say stands in the address.

use super::address::{ListAddress, use_address};
use super::choices::{Source, account_source, application_source, product_source, use_bill_choices};
use super::columns::ColumnChooser;
use super::keys::{SEARCH_ID, focus_list};
use super::list::use_list;
use super::views::ViewsMenu;
use crate::locale::use_speech;
use crate::parts::{ChoiceFilter, CycleFilter, SearchBox};
use crate::route::{Column, Step};
use crate::ui::FilterChip;
use crate::words::Words;
use contract::bill::Status;
use contract::bill_filter::BillFilter;
use contract::bill_sort::SortColumn;
use leptos::prelude::*;

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
            {search_box(address)}
            {choice_filter(address, product_source())}
            {cycle_filter(address)}
            <StatusFilter />
            {choice_filter(address, account_source())}
            {choice_filter(address, application_source())}
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

/// What is searched for.
fn search_box(address: ListAddress) -> AnyView {
    let speech = use_speech();
    view! {
        <SearchBox
            id=SEARCH_ID
            label=speech.say(|words| words.bills.search_label)
            placeholder=speech.say(|words| words.bills.search)
            wanted=Signal::derive(move || address.filter(|filter| filter.q.clone().unwrap_or_default()))
            on_search=move |text| address.change(Step::Replace, |address| address.selection.filter.q = text)
            on_leave=move |()| focus_list()
        />
    }
    .into_any()
}

fn cycle_filter(address: ListAddress) -> AnyView {
    let speech = use_speech();
    let known = use_bill_choices();
    let known = Signal::derive(move || {
        let known = known.and_then(|known| known.get());
        known.map_or((None, None), |known| (known.first_cycle, known.last_cycle))
    });
    view! {
        <CycleFilter
            label=speech.tell(|words| (words.bills.column)(Column::Sorting(SortColumn::Cycle)).to_owned())
            range=Signal::derive(move || address.filter(|filter| (filter.cycle_from, filter.cycle_to)))
            known
            on_change=move |(from, to)| {
                address.filter_by(|filter| (filter.cycle_from, filter.cycle_to) = (from, to));
            }
        />
    }
    .into_any()
}

fn choice_filter(address: ListAddress, source: Source) -> AnyView {
    let speech = use_speech();
    view! {
        <ChoiceFilter
            label=speech.say(source.label)
            source=source.choices
            chosen=Signal::derive(move || address.filter(|filter| (source.read)(filter)))
            on_change=move |values| address.filter_by(|filter| (source.write)(filter, &values))
        />
    }
    .into_any()
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
