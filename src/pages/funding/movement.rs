//! One movement: its postings, and who moved it when.

use super::address::PageAddress;
use crate::api::load::load;
use crate::api::use_api;
use crate::locale::{minute, use_speech};
use crate::parts::{MoneyText, ProblemText};
use crate::ui::{Drawer, Loaded, Skeleton};
use contract::api::{AccountPath, GetStatement, Problem};
use contract::id::AccountNumber;
use contract::money::Money;
use contract::statement::{Moved, PostedLine, StatementFilter, StatementQuery};
use leptos::prelude::*;

/// The drawer; open while the address names a movement.
#[component]
pub(super) fn MovementDrawer(address: PageAddress, whose: Signal<Option<AccountNumber>>) -> impl IntoView {
    let speech = use_speech();
    let found = load::<GetStatement>(use_api(), move || {
        let (account, open) = (whose.get()?, address.open.get()?);
        let filter = StatementFilter { q: Some(open.to_string()), ..StatementFilter::default() };
        Some((AccountPath { account }, StatementQuery { filter, limit: Some(1), cursor: None }))
    });
    let problem: Signal<Option<Problem>> = found.problem.into();
    let content = move || {
        let moved = found.get().and_then(|page| page.items.first().map(|row| row.moved.clone()));
        match moved {
            Some(moved) => details(&moved),
            None => view! { <p class="muted">{speech.say(|words| words.funding.no_movement)}</p> }.into_any(),
        }
    };
    view! {
        <Drawer
            open=Signal::derive(move || address.open.get().is_some())
            on_close=move |()| address.open(None)
            title=speech.say(|words| words.funding.movement)
            subtitle=Signal::derive(move || address.open.get().map(|open| open.to_string()).unwrap_or_default())
            close=speech.say(|words| words.shell.close)
        >
            <Loaded
                state=found.state()
                skeleton=|| view! { <Skeleton lines=6 /> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=found.retry()
            >
                {content}
            </Loaded>
        </Drawer>
    }
    .into_any()
}

fn details(moved: &Moved) -> AnyView {
    let speech = use_speech();
    let (title, by, entry) = (moved.movement.title.clone(), moved.by.name.clone(), moved.entry);
    view! {
        <dl class="terms">
            <dt>{speech.say(|words| words.funding.movement)}</dt>
            <dd>{speech.tell(move |_| title.of(speech.locale()).to_owned())}</dd>
            <dt>{speech.say(|words| words.funding.when)}</dt>
            <dd>{minute(moved.at)} " (UTC+8)"</dd>
            <dt>{speech.say(|words| words.funding.done_by)}</dt>
            <dd>{speech.tell(move |_| by.of(speech.locale()).to_owned())}</dd>
            <dt>{speech.say(|words| words.funding.audit_entry)}</dt>
            <dd>{crate::locale::count(entry)}</dd>
        </dl>
        <table class="postings">
            <thead>
                <tr>
                    <th scope="col">{speech.say(|words| words.funding.book_name)}</th>
                    <th scope="col" class="number">{speech.say(|words| words.funding.debit)}</th>
                    <th scope="col" class="number">{speech.say(|words| words.funding.credit)}</th>
                </tr>
            </thead>
            <tbody>{moved.movement.postings.iter().cloned().map(posting).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn posting(line: PostedLine) -> AnyView {
    let speech = use_speech();
    let PostedLine { name, debit, .. } = line;
    let credit = Money::zero(debit.currency()).checked_sub(debit).unwrap_or(debit);
    let (left, right) = if debit.is_negative() { (None, Some(credit)) } else { (Some(debit), None) };
    let cell = |money: Option<Money>| money.map(|money| view! { <MoneyText money /> });
    view! {
        <tr>
            <td>{speech.tell(move |_| name.of(speech.locale()).to_owned())}</td>
            <td class="number">{cell(left)}</td>
            <td class="number">{cell(right)}</td>
        </tr>
    }
    .into_any()
}
