//! A page of the log, newest entry first, and the ways to older and newer ones.

use super::address::PageAddress;
use super::filters::SEARCH_ID;
use crate::api::load::Load;
use crate::locale::{minute, use_speech};
use crate::route::Step;
use crate::ui::keyboard::{all_inside, move_focus, overlay_open};
use crate::ui::{Button, Empty, HeaderCell, Icon, Table, listen_keys, typing};
use contract::api::AuditPage;
use contract::audit::{AuditEntry, AuditFilter};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The links that lead to an entry.
const LINKS: &str = "tbody .entry-link";

/// The table and its foot.
#[component]
pub fn Entries(address: PageAddress, page: Load<AuditPage>) -> impl IntoView {
    let speech = use_speech();
    listen();
    let is_empty = Memo::new(move |_| page.get().is_some_and(|page| page.items.is_empty()));
    let rows = move || {
        let page = page.get();
        page.iter().flat_map(|page| &page.items).map(|entry| row(address, entry)).collect_view()
    };
    let table = move || {
        view! {
            <Table label=speech.say(|words| words.audit.table)>
                <thead>
                    <tr>
                        <HeaderCell label=speech.say(|words| words.audit.time) class="c-time" />
                        <HeaderCell label=speech.say(|words| words.audit.who) class="c-who" />
                        <HeaderCell label=speech.say(|words| words.audit.account) class="c-account" />
                        <HeaderCell label=speech.say(|words| words.audit.asked) class="c-asked" />
                        <HeaderCell label=speech.say(|words| words.audit.outcome) class="c-outcome" />
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        }
    };
    view! {
        <div class="bills-main audit-main">
            {move || {
                if is_empty.get() { nothing(address, page) } else { table().into_any() }
            }}
            <Foot address page />
        </div>
    }
    .into_any()
}

fn row(address: PageAddress, entry: &AuditEntry) -> AnyView {
    let speech = use_speech();
    let place = entry.place;
    let is_open = Memo::new(move |_| address.open.get() == Some(place));
    let AuditEntry { at, actor, account, asked, outcome, .. } = entry.clone();
    let said = move |said: contract::audit::Said| move || said.of(speech.locale()).to_owned();
    let account = account.map(|account| {
        view! {
            <span class="account-name">
                <span>{account.name}</span>
                " "
                <span class="faint">{account.number.to_string()}</span>
            </span>
        }
    });
    let by_itself = actor.id.starts_with("job/").then_some("muted");
    view! {
        <tr
            data-href="yes"
            data-active=move || is_open.get().then_some("yes")
            aria-current=move || is_open.get().then_some("true")
            on:click=move |_| address.show(Some(place))
        >
            <td class="c-time" data-card="third">
                <a class="entry-link" href=move || address.of_entry(place) on:click=|event| event.stop_propagation()>
                    {minute(at)}
                </a>
            </td>
            <td class="c-who" data-card="state"><span class=by_itself>{said(actor.name)}</span></td>
            <td class="c-account" data-card="amount">{account}</td>
            <td class="c-asked" data-card="title">{said(asked)}</td>
            <td class="c-outcome" data-card="second">{said(outcome)}</td>
        </tr>
    }
    .into_any()
}

/// The ways to other pages, how far a search came, and what the log is about.
#[component]
fn Foot(address: PageAddress, page: Load<AuditPage>) -> impl IntoView {
    let speech = use_speech();
    let is_later = Memo::new(move |_| address.list.get().is_some_and(|(_, cursor)| cursor.is_some()));
    let next = Memo::new(move |_| page.get().and_then(|page| page.next_cursor.clone()));
    let searched = move || {
        let since = page.get().and_then(|page| page.searched_since)?;
        Some((speech.words().audit.searched_since)(&minute(since)))
    };
    let go = move |cursor: Option<String>| address.change(Step::Push, |address| address.cursor = cursor);
    let newest = move || {
        view! {
            <Button label=speech.say(|words| words.audit.newest_page) on_press=move |()| go(None) />
        }
    };
    let older = move |cursor: String| {
        view! {
            <Button label=speech.say(|words| words.audit.older) on_press=move |()| go(Some(cursor.clone())) />
        }
    };
    view! {
        <footer class="audit-foot">
            <p class="caption">
                {move || searched().map(|text| view! { <strong>{text}</strong> " " })}
                {speech.say(|words| words.audit.covers)}
            </p>
            <div class="row">
                {move || is_later.get().then(newest)}
                {move || next.get().map(older)}
            </div>
        </footer>
    }
    .into_any()
}

fn nothing(address: PageAddress, page: Load<AuditPage>) -> AnyView {
    let speech = use_speech();
    let has_more = page.get().is_some_and(|page| page.next_cursor.is_some());
    if has_more {
        return view! {
            <Empty
                icon=Icon::Search
                title=speech.say(|words| words.audit.not_yet)
                text=speech.say(|words| words.audit.not_yet_text)
            />
        }
        .into_any();
    }
    if address.filter(AuditFilter::is_empty) {
        return view! {
            <Empty
                icon=Icon::AuditLog
                title=speech.say(|words| words.audit.empty_world)
                text=speech.say(|words| words.audit.empty_world_text)
            />
        }
        .into_any();
    }
    view! {
        <Empty
            icon=Icon::Filter
            title=speech.say(|words| words.audit.empty)
            text=speech.say(|words| words.audit.empty_text)
        >
            <Button
                label=speech.say(|words| words.bills.clear_all)
                on_press=move |()| address.clear_filters()
            />
        </Empty>
    }
    .into_any()
}

/// `/` searches; j, k and arrows move among the entries; Enter follows the link that one stands on.
fn listen() {
    listen_keys(move |event| {
        let plain = !event.alt_key() && !event.ctrl_key() && !event.meta_key();
        if !plain || typing(&event) || overlay_open() {
            return;
        }
        let done = match event.key().as_str() {
            "/" => {
                let found = document().get_element_by_id(SEARCH_ID);
                let found = found.and_then(|found| found.dyn_into::<HtmlElement>().ok());
                found.is_some_and(|found| found.focus().is_ok())
            }
            "j" | "ArrowDown" => step("ArrowDown"),
            "k" | "ArrowUp" => step("ArrowUp"),
            _ => false,
        };
        if done {
            event.prevent_default();
        }
    });
}

fn table() -> Option<web_sys::Element> {
    document().query_selector(".audit-main").ok().flatten()
}

fn step(key: &str) -> bool {
    table().is_some_and(|table| move_focus(&table, LINKS, key))
}

/// The focus goes to the newest entry.
pub fn focus_first() {
    let first = table().and_then(|table| all_inside(&table, LINKS).into_iter().next());
    if let Some(first) = first {
        let _ = first.focus();
    }
}
