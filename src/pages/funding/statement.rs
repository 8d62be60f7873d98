//! The statement: every movement with the running balance of what one looks at, filtered by the address, exported as it stands.

use super::address::PageAddress;
use super::movement::MovementDrawer;
use crate::api::download::{Download, Wanted};
use crate::api::load::{Load, load};
use crate::api::use_api;
use crate::locale::{minute, use_speech};
use crate::parts::{MoneyText, ProblemText, SearchBox};
use crate::route::Step;
use crate::ui::{
    Align, Button, Choice, Empty, HeaderCell, Icon, Loaded, Menu, MenuItem, Select, Skeleton, Table,
};
use crate::words::Words;
use contract::api::{
    AccountPath, ExportStatementCsv, ExportStatementXlsx, GetStatement, Method, Problem, url,
};
use contract::audit::{day_text, parse_day};
use contract::id::AccountNumber;
use contract::ledger::{BookKind, Kind};
use contract::statement::{StatementPage, StatementQuery, StatementRow, StatementTotals};
use leptos::prelude::*;

/// How many movements stand on a page.
const PAGE: u32 = 200;
/// The search box, for `/`.
const SEARCH_ID: &str = "statement-search";

/// The part.
#[component]
pub(super) fn StatementSection(address: PageAddress, whose: Signal<Option<AccountNumber>>) -> impl IntoView {
    let speech = use_speech();
    let page = load::<GetStatement>(use_api(), move || {
        let account = whose.get()?;
        let (filter, cursor) = address.statement.get();
        Some((AccountPath { account }, StatementQuery { filter, limit: Some(PAGE), cursor }))
    });
    let problem: Signal<Option<Problem>> = page.problem.into();
    let empty = Memo::new(move |_| page.get().is_some_and(|page| page.items.is_empty()));
    let content = move || match empty.get() {
        true => view! {
            <Empty
                icon=Icon::Search
                title=speech.say(|words| words.funding.no_movement)
                text=speech.say(|words| words.funding.no_movement_text)
            />
        }
        .into_any(),
        false => table(address, page),
    };
    view! {
        {filters(address, page, whose)}
        <Loaded
            state=page.state()
            skeleton=|| view! { <Skeleton lines=12 /> }
            problem=move || view! { <ProblemText problem /> }
            retry=speech.say(|words| words.shell.try_again)
            on_retry=page.retry()
        >
            {move || page.get().and_then(|page| page.totals).map(totals)}
            {content}
            {pages(address, page)}
        </Loaded>
        <MovementDrawer address whose />
    }
    .into_any()
}

fn filters(address: PageAddress, page: Load<StatementPage>, whose: Signal<Option<AccountNumber>>) -> AnyView {
    let speech = use_speech();
    let books = Signal::derive(move || {
        let words = &speech.words().funding;
        let books = BookKind::ALL.map(|book| Choice::new(book.name(), (words.book)(book)));
        std::iter::once(Choice::new("", words.every_book)).chain(books).collect::<Vec<_>>()
    });
    let kinds = Signal::derive(move || {
        let words = &speech.words().funding;
        let kinds = Kind::ALL.map(|kind| Choice::new(kind.name(), (words.kind)(kind)));
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
            {day(address, |words| words.funding.day_from, true)}
            {day(address, |words| words.funding.day_to, false)}
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

fn month(address: PageAddress) -> AnyView {
    let speech = use_speech();
    let value =
        move || address.filter(|filter| filter.cycle.map(|cycle| cycle.to_string()).unwrap_or_default());
    let change = move |text: String| {
        address.filter_by(Step::Push, |filter| filter.cycle = text.parse().ok());
    };
    view! {
        <input
            class="filter-date"
            type="month"
            aria-label=speech.say(|words| words.funding.cycle)
            title=speech.say(|words| words.funding.cycle)
            prop:value=value
            on:change:target=move |event| change(event.target().value())
        />
    }
    .into_any()
}

fn day(address: PageAddress, label: fn(&Words) -> &'static str, from: bool) -> AnyView {
    let speech = use_speech();
    let value = move || {
        let day = address.filter(|filter| if from { filter.day_from } else { filter.day_to });
        day.map(day_text).unwrap_or_default()
    };
    let change = move |text: String| {
        address.filter_by(Step::Push, |filter| {
            let day = parse_day(&text);
            if from { filter.day_from = day } else { filter.day_to = day }
        });
    };
    view! {
        <input
            class="filter-date"
            type="date"
            aria-label=speech.say(label)
            title=speech.say(label)
            prop:value=value
            on:change:target=move |event| change(event.target().value())
        />
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

/// Opening + came in − went out + left out = closing.
fn totals(totals: StatementTotals) -> AnyView {
    let speech = use_speech();
    let StatementTotals { opening, came_in, went_out, left_out, closing } = totals;
    let went_out =
        contract::money::Money::zero(went_out.currency()).checked_sub(went_out).unwrap_or(went_out);
    let part = |word: fn(&Words) -> &'static str, money| {
        view! { <div><dt>{speech.say(word)}</dt><dd><MoneyText money /></dd></div> }
    };
    view! {
        <dl class="statement-totals">
            {part(|words| words.funding.opening, opening)}
            {part(|words| words.funding.came_in, came_in)}
            {part(|words| words.funding.went_out, went_out)}
            {(!left_out.is_zero()).then(|| part(|words| words.funding.left_out, left_out))}
            {part(|words| words.funding.closing, closing)}
        </dl>
    }
    .into_any()
}

fn table(address: PageAddress, page: Load<StatementPage>) -> AnyView {
    let speech = use_speech();
    let of_book = Memo::new(move |_| address.filter(|filter| filter.book.is_some()));
    let rows = move || {
        let items = page.get().map(|page| page.items.clone()).unwrap_or_default();
        items.into_iter().map(|item| row(item, address)).collect_view()
    };
    let amount = speech.tell(move |words| {
        if of_book.get() { words.funding.change } else { words.funding.amount }.to_owned()
    });
    view! {
        <Table label=speech.say(|words| words.funding.statement)>
            <thead>
                <tr>
                    <HeaderCell label=speech.say(|words| words.funding.when) />
                    <HeaderCell label=speech.say(|words| words.funding.movement) />
                    <HeaderCell label=speech.say(|words| words.funding.postings) />
                    <HeaderCell label=speech.say(|words| words.funding.done_by) />
                    <HeaderCell label=amount class="number" />
                    {move || of_book.get().then(|| view! {
                        <HeaderCell label=speech.say(|words| words.funding.balance) class="number" />
                    })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

fn row(item: StatementRow, address: PageAddress) -> AnyView {
    let speech = use_speech();
    let StatementRow { moved, change, balance } = item;
    let id = moved.movement.id;
    let active = Memo::new(move |_| address.open.get() == Some(id));
    let title = moved.movement.title;
    let by = moved.by.name;
    let books: Vec<_> = moved.movement.postings.into_iter().map(|posting| posting.name).collect();
    let books = speech.tell(move |_| {
        let locale = speech.locale();
        books.iter().map(|name| name.of(locale)).collect::<Vec<_>>().join(" · ")
    });
    view! {
        <tr data-active=move || active.get().then_some("yes")>
            <td data-card="second">{minute(moved.at)}</td>
            <td data-card="title">
                <button class="link" type="button" on:click=move |_| address.open(Some(id))>
                    {speech.tell(move |_| title.of(speech.locale()).to_owned())}
                </button>
            </td>
            <td>{books}</td>
            <td data-card="third">{speech.tell(move |_| by.of(speech.locale()).to_owned())}</td>
            <td class="number" data-card="amount"><MoneyText money=change /></td>
            {balance.map(|balance| view! {
                <td class="number" data-card="state"><MoneyText money=balance /></td>
            })}
        </tr>
    }
    .into_any()
}

/// Back to the newest, and on to older movements.
fn pages(address: PageAddress, page: Load<StatementPage>) -> AnyView {
    let speech = use_speech();
    let next = Memo::new(move |_| page.get().and_then(|page| page.next_cursor.clone()));
    let later = Memo::new(move |_| address.statement.with(|(_, after)| after.is_some()));
    let go = move |after: Option<String>| address.change(Step::Push, |address| address.after = after);
    view! {
        <nav class="statement-pages" aria-label=speech.say(|words| words.funding.statement)>
            {move || later.get().then(|| view! {
                <Button label=speech.say(|words| words.funding.newest) on_press=move |()| go(None) />
            })}
            {move || next.get().map(|cursor| view! {
                <Button
                    label=speech.say(|words| words.funding.older)
                    on_press=move |()| go(Some(cursor.clone()))
                />
            })}
        </nav>
    }
    .into_any()
}
