//! The statement: every movement with the running balance of what one looks at, filtered by the address, exported as it stands.

use super::address::PageAddress;
use super::movement::MovementDrawer;
use super::statement_filters::filters;
use crate::api::load::{Load, load};
use crate::api::use_api;
use crate::locale::{minute, use_speech};
use crate::parts::{MoneyText, ProblemText};
use crate::route::Step;
use crate::ui::{Button, Empty, HeaderCell, Icon, Loaded, Skeleton, Table};
use crate::words::Words;
use contract::api::{AccountPath, GetStatement, Problem};
use contract::id::AccountNumber;
use contract::statement::{StatementPage, StatementQuery, StatementRow, StatementTotals};
use leptos::prelude::*;

/// How many movements stand on a page.
const PAGE: u32 = 200;

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
        <tr
            data-href="yes"
            data-active=move || active.get().then_some("yes")
            on:click=move |_| address.open(Some(id))
        >
            <td data-card="second">{minute(moved.at)}</td>
            <td data-card="title">
                <button class="entry-link" type="button" aria-haspopup="dialog">
                    {speech.tell(move |_| title.of(speech.locale()).to_owned())}
                </button>
            </td>
            <td class="c-books">{books}</td>
            <td class="c-who" data-card="third">{speech.tell(move |_| by.of(speech.locale()).to_owned())}</td>
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
