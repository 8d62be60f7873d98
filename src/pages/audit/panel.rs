//! The entry that is open, beside the log: everything that its hash covers, with the movements posting by posting (A7).

use super::address::PageAddress;
use super::table::focus_first;
use crate::api::load::{Load, load};
use crate::api::use_api;
use crate::locale::{minute, use_speech};
use crate::parts::{MoneyText, ProblemText};
use crate::ui::{Loaded, SidePanel, Skeleton};
use crate::words::AuditWords;
use chrono::Timelike;
use contract::api::{AuditPath, GetAuditEntry, Problem};
use contract::audit::{AuditDetails, AuditMovement, AuditPosting, Said};
use contract::money::Money;
use leptos::prelude::*;

/// The panel; nothing while no entry is open.
#[component]
pub fn EntryPanel(address: PageAddress) -> impl IntoView {
    let is_open = Memo::new(move |_| address.open.get().is_some());
    (move || is_open.get().then(|| view! { <Open address /> })).into_any()
}

#[component]
fn Open(address: PageAddress) -> impl IntoView {
    let speech = use_speech();
    let details =
        load::<GetAuditEntry>(use_api(), move || address.open.get().map(|place| (AuditPath { place }, ())));
    let close = move |()| {
        address.show(None);
        focus_first();
    };
    let problem: Signal<Option<Problem>> = details.problem.into();
    view! {
        <SidePanel
            label=speech.say(|words| words.audit.panel)
            close=speech.say(|words| words.shell.close)
            on_close=close
            head=move || view! { <Head details /> }
        >
            <Loaded
                state=details.state()
                skeleton=|| view! { <Skeleton lines=10 /> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=details.retry()
            >
                {move || details.get().map(|details| content(&details))}
            </Loaded>
        </SidePanel>
    }
    .into_any()
}

#[component]
fn Head(details: Load<AuditDetails>) -> impl IntoView {
    let speech = use_speech();
    (move || {
        let details = details.get()?;
        let entry = &details.entry;
        let title = entry.title.clone();
        let place = entry.place;
        Some(view! {
            <h2>{move || title.of(speech.locale()).to_owned()}</h2>
            <span class="faint">{speech.tell(move |words| (words.audit.entry)(place))}</span>
        })
    })
    .into_any()
}

fn content(details: &AuditDetails) -> AnyView {
    view! {
        {facts(details)}
        {movements(&details.movements)}
        {proof(details)}
    }
    .into_any()
}

fn facts(details: &AuditDetails) -> AnyView {
    let speech = use_speech();
    let entry = &details.entry;
    let label = |pick: fn(&AuditWords) -> &'static str| move || pick(&speech.words().audit);
    let said = |said: &Said| {
        let said = said.clone();
        move || said.of(speech.locale()).to_owned()
    };
    let at = format!("{}:{:02} (UTC+8)", minute(entry.at), entry.at.second());
    let account = entry.account.as_ref().map(|account| {
        let named = format!("{} · {}", account.name, account.number);
        view! { <dt>{label(|words| words.account)}</dt><dd>{named}</dd> }
    });
    view! {
        <dl class="terms">
            <dt>{label(|words| words.time)}</dt>
            <dd>{at}</dd>
            <dt>{label(|words| words.who)}</dt>
            <dd>{said(&entry.actor.name)}</dd>
            {account}
            <dt>{label(|words| words.asked)}</dt>
            <dd>{said(&entry.asked)}</dd>
            <dt>{label(|words| words.outcome)}</dt>
            <dd>{said(&entry.outcome)}</dd>
        </dl>
    }
    .into_any()
}

/// Every movement with its postings: debits, credits, and that they are the same.
fn movements(movements: &[AuditMovement]) -> AnyView {
    let speech = use_speech();
    if movements.is_empty() {
        return view! { <p class="muted audit-none">{speech.say(|words| words.audit.no_movement)}</p> }
            .into_any();
    }
    let each = movements.iter().map(|movement| {
        let (title, id) = (movement.title.clone(), movement.id.to_string());
        let postings = movement.postings.iter().map(posting).collect_view();
        view! {
            <section class="movement">
                <h3>{move || title.of(speech.locale()).to_owned()} " " <code class="faint">{id}</code></h3>
                <table class="postings">
                    <thead>
                        <tr>
                            <th scope="col">{speech.say(|words| words.audit.book)}</th>
                            <th scope="col" class="number">{speech.say(|words| words.audit.debit)}</th>
                            <th scope="col" class="number">{speech.say(|words| words.audit.credit)}</th>
                        </tr>
                    </thead>
                    <tbody>{postings}</tbody>
                </table>
            </section>
        }
    });
    each.collect_view().into_any()
}

fn posting(posting: &AuditPosting) -> AnyView {
    let speech = use_speech();
    let name = posting.name.clone();
    let is_credit = posting.debit.is_negative();
    let money = Money::new(posting.debit.minor().saturating_abs(), posting.debit.currency());
    let debit = (!is_credit).then(|| view! { <MoneyText money /> });
    let credit = is_credit.then(|| view! { <MoneyText money /> });
    view! {
        <tr>
            <th scope="row">{move || name.of(speech.locale()).to_owned()}</th>
            <td class="number">{debit}</td>
            <td class="number">{credit}</td>
        </tr>
    }
    .into_any()
}

/// Key and hashes: what ties the entry to the one before.
fn proof(details: &AuditDetails) -> AnyView {
    let speech = use_speech();
    let label = |pick: fn(&AuditWords) -> &'static str| move || pick(&speech.words().audit);
    let before = match details.previous_sha256.as_str() {
        "" => view! { <span class="muted">{label(|words| words.first)}</span> }.into_any(),
        hash => view! { <code class="audit-hash">{hash.to_owned()}</code> }.into_any(),
    };
    view! {
        <details class="audit-proof">
            <summary>{label(|words| words.proof)}</summary>
            <dl class="terms">
                <dt>{label(|words| words.who_id)}</dt>
                <dd><code class="audit-hash">{details.entry.actor.id.clone()}</code></dd>
                <dt>{label(|words| words.key)}</dt>
                <dd><code class="audit-hash">{details.key.clone()}</code></dd>
                <dt>{label(|words| words.before)}</dt>
                <dd>{before}</dd>
                <dt>"SHA-256"</dt>
                <dd><code class="audit-hash">{details.sha256.clone()}</code></dd>
            </dl>
        </details>
    }
    .into_any()
}
