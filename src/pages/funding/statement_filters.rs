//! What narrows the statement: text, whose balance, kind, billing cycle, days; and the files of what is left.

use super::address::PageAddress;
use crate::api::download::{Download, Wanted};
use crate::api::load::Load;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::{DayFilter, SearchBox};
use crate::route::Step;
use crate::ui::{Align, Choice, FilterChip, Icon, Menu, MenuItem, Select};
use contract::api::{AccountPath, ExportStatementCsv, ExportStatementXlsx, Method, url};
use contract::cycle::Cycle;
use contract::id::AccountNumber;
use contract::ledger::{BookKind, Kind};
use contract::statement::StatementPage;
use leptos::prelude::*;

/// The search box, for `/`.
const SEARCH_ID: &str = "statement-search";

/// The filters, how many movements fit, and the files of them.
pub(super) fn filters(
    address: PageAddress,
    page: Load<StatementPage>,
    whose: Signal<Option<AccountNumber>>,
) -> AnyView {
    let speech = use_speech();
    let books = Signal::derive(move || {
        let (words, locale) = (&speech.words().funding, speech.locale());
        let books = BookKind::ALL.map(|book| Choice::new(book.name(), book.title(locale)));
        std::iter::once(Choice::new("", words.every_book)).chain(books).collect::<Vec<_>>()
    });
    let kinds = Signal::derive(move || {
        let (words, locale) = (&speech.words().funding, speech.locale());
        let kinds = Kind::ALL.map(|kind| Choice::new(kind.name(), kind.title(locale)));
        std::iter::once(Choice::new("", words.every_kind)).chain(kinds).collect::<Vec<_>>()
    });
    let book =
        Signal::derive(move || address.filter(|filter| filter.book.map_or("", BookKind::name).to_owned()));
    let kind = Signal::derive(move || {
        address.filter(|filter| filter.kind.first().map_or("", |kind| kind.name()).to_owned())
    });
    let count = move || page.get().map(|page| page.count);
    view! {
        <div class="filter-bar statement-filters" role="group" aria-label=speech.say(|words| words.funding.statement)>
            <SearchBox
                id=SEARCH_ID
                label=speech.say(|words| words.funding.search)
                placeholder=speech.say(|words| words.funding.search)
                wanted=Signal::derive(move || address.filter(|filter| filter.q.clone().unwrap_or_default()))
                on_search=move |text| address.filter_by(Step::Replace, |filter| filter.q = text)
                on_leave=|()| {}
            />
            <Select
                label=speech.say(|words| words.funding.balance_of)
                value=book
                choices=books
                on_change=move |name: String| {
                    address.filter_by(Step::Push, |filter| filter.book = BookKind::parse(&name));
                }
            />
            <Select
                label=speech.say(|words| words.funding.movement)
                value=kind
                choices=kinds
                on_change=move |name: String| {
                    address.filter_by(Step::Push, |filter| filter.kind = Kind::parse(&name).into_iter().collect());
                }
            />
            {month(address)}
            <DayFilter
                label=speech.say(|words| words.funding.day)
                range=Signal::derive(move || address.filter(|filter| (filter.day_from, filter.day_to)))
                on_change=move |(from, to)| {
                    address.filter_by(Step::Push, |filter| (filter.day_from, filter.day_to) = (from, to));
                }
            />
            <div class="filter-bar-end">
                {move || count().map(|count| view! {
                    <span class="bills-count">{speech.tell(move |words| (words.funding.movements)(count))}</span>
                })}
                {export(address, whose)}
            </div>
        </div>
    }
    .into_any()
}

/// One billing cycle; none is all of them.
fn month(address: PageAddress) -> AnyView {
    let speech = use_speech();
    let label = speech.say(|words| words.funding.cycle);
    let value = Signal::derive(move || address.filter(|filter| filter.cycle.map(|cycle| cycle.to_string())));
    let change = move |cycle: Option<Cycle>| {
        address.filter_by(Step::Push, |filter| filter.cycle = cycle);
    };
    view! {
        <FilterChip
            label
            value
            remove_label=speech.tell(move |words| (words.bills.remove_filter)(&label.get()))
            on_remove=move |()| change(None)
        >
            <div class="day-range">
                <label class="day-range-end">
                    <span class="field-label">{label}</span>
                    <span class="input">
                        <input
                            class="input-text"
                            type="month"
                            placeholder="2026-10"
                            prop:value=move || value.get().unwrap_or_default()
                            on:change:target=move |event| change(event.target().value().parse().ok())
                        />
                    </span>
                </label>
            </div>
        </FilterChip>
    }
    .into_any()
}

/// All that is filtered, as a file.
fn export(address: PageAddress, whose: Signal<Option<AccountNumber>>) -> AnyView {
    let speech = use_speech();
    let download = use_context::<Download>().unwrap_or_else(|| Download::new(use_api()));
    let start = move |excel: bool| {
        let Some(account) = whose.get_untracked() else { return };
        let path = AccountPath { account };
        let (filter, _) = address.statement.get_untracked();
        let url = match excel {
            true => url::<ExportStatementXlsx>(&path, &filter),
            false => url::<ExportStatementCsv>(&path, &filter),
        };
        let name = if excel { "statement.xlsx" } else { "statement.csv" }.to_owned();
        download.start(Wanted { method: Method::Get, url, body: None, name });
    };
    view! {
        <Menu label=speech.say(|words| words.bills.export) align=Align::End>
            <MenuItem
                label=Signal::stored("Excel".to_owned())
                detail=Signal::stored(".xlsx".to_owned())
                icon=Icon::File
                on_press=move |()| start(true)
            />
            <MenuItem
                label=Signal::stored("CSV".to_owned())
                detail=Signal::stored(".csv".to_owned())
                icon=Icon::File
                on_press=move |()| start(false)
            />
        </Menu>
    }
    .into_any()
}
