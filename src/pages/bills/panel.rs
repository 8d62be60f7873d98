//! The bill that is open, beside the list: what it is, what it owes, how its amount came about, its lines.

use super::address::use_address;
use super::derivation::Came;
use super::documents;
use super::lines::Lines;
use super::list::use_list;
use crate::api::load::{Load, load};
use crate::api::use_api;
use crate::locale::{day, figure, use_speech};
use crate::parts::late::{Fetch, Late, late};
use crate::parts::{MoneyText, ProblemText, StatusBadge};
use crate::route::Step;
use crate::ui::{Button, ButtonKind, Icon, Loaded, SidePanel, Skeleton, Tone, use_toasts};
use crate::words::{BillWords, Words};
use contract::adjustment::{Adjusts, BillLink};
use contract::api::{BillPath, GetBill, Problem};
use contract::bill::{Bill, BillSummary};
use contract::money::Money;
use leptos::prelude::*;
use std::sync::Arc;

/// The panel; nothing while no bill is open.
#[component]
pub fn BillPanel() -> impl IntoView {
    let address = use_address();
    let is_open = Memo::new(move |_| address.bill().is_some());
    move || is_open.get().then(|| view! { <Late fetch=BILL_PANEL frame="side-panel" /> })
}

late!(open in bills_panel: OpenBill);

/// The code of an open bill.
pub const BILL_PANEL: Fetch = open::fetch;

#[component]
pub(super) fn OpenBill() -> impl IntoView {
    let speech = use_speech();
    let address = use_address();
    let bill = load::<GetBill>(use_api(), move || address.bill().map(|id| (BillPath { id }, ())));
    let close = move |()| {
        address.change(Step::Push, |address| address.bill = None);
        super::keys::focus_list();
    };
    let problem: Signal<Option<Problem>> = bill.problem.into();
    view! {
        <SidePanel
            label=speech.say(|words| words.bill.panel)
            close=speech.say(|words| words.shell.close)
            on_close=close
            head=move || view! { <Head bill /> }
        >
            <Loaded
                state=bill.state()
                skeleton=|| view! { <Skeleton lines=12 /> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=bill.retry()
            >
                <Content bill />
            </Loaded>
        </SidePanel>
    }
}

#[component]
fn Head(bill: Load<Bill>) -> impl IntoView {
    let speech = use_speech();
    move || {
        let bill = bill.get()?;
        let BillSummary { product, application, number, status, .. } = &bill.summary;
        let number = number.clone().map_or_else(
            || view! { <span class="muted">{speech.say(|words| words.bill.not_issued)}</span> }.into_any(),
            |number| view! { <span class="mono faint">{number}</span> }.into_any(),
        );
        Some(view! {
            <div class="bill-head-line">
                <h2>{format!("{} · {}", product.name, application.name)}</h2>
                <StatusBadge status=*status />
            </div>
            {number}
        })
    }
}

#[component]
fn Content(bill: Load<Bill>) -> impl IntoView {
    move || {
        let bill = bill.get()?;
        Some(
            view! {
                {facts(&bill)}
                {balances(&bill)}
                <Came bill=Arc::clone(&bill) />
                {actions(&bill)}
                <Lines bill=Arc::clone(&bill) />
            }
            .into_any(),
        )
    }
}

/// Names and values.
fn facts(bill: &Bill) -> AnyView {
    let speech = use_speech();
    let locale = speech.locale();
    let summary = &bill.summary;
    let fact = |label: fn(&BillWords) -> &'static str, value: Option<AnyView>| {
        let label = move || label(&speech.words().bill);
        value.map(|value| view! { <dt>{label}</dt><dd>{value}</dd> })
    };
    let text = |text: String| Some(view! { <span>{text}</span> }.into_any());
    let named = |name: &str, id: &str| text((speech.words().bill.named)(name, id));
    let mono = |text: &Option<String>| text.clone().map(|text| view! { <code>{text}</code> }.into_any());
    let usage = summary.usage.iter().map(|part| {
        view! { <span class="bill-quantity">{figure(&part.value.to_string())} " " {part.unit.clone()}</span> }
    });
    let usage = view! { {usage.collect::<Vec<_>>()} }.into_any();
    view! {
        <dl class="terms">
            {fact(|words| words.account, named(&summary.account.name, summary.account.number.as_str()))}
            {fact(|words| words.application, named(&summary.application.name, summary.application.id.as_str()))}
            {fact(|words| words.cycle, text(summary.cycle.to_string()))}
            {fact(|words| words.adjusts, bill.adjusts.as_ref().and_then(|adjusts| text(adjusted(adjusts, &speech.words().bill))))}
            {fact(|words| words.adjusted_by, text_of(&bill.adjustments, &speech.words().bill).and_then(text))}
            {fact(|words| words.bill_date, bill.bill_date.and_then(|date| text(day(date, locale))))}
            {fact(|words| words.app_key, mono(&summary.application.app_key))}
            {fact(|words| words.whatsapp, mono(&summary.whatsapp_account().map(str::to_owned)))}
            {fact(|words| words.usage, Some(usage))}
        </dl>
    }
    .into_any()
}

/// The bill and the month that a bill adjusts (M2).
fn adjusted(adjusts: &Adjusts, words: &BillWords) -> String {
    let number = adjusts.bill.as_ref().and_then(|bill| bill.number.as_deref());
    let cycle = adjusts.cycle.to_string();
    number.map_or_else(|| cycle.clone(), |number| (words.linked)(number, &cycle))
}

/// The bills that adjust a bill; none when there are none.
fn text_of(adjustments: &[BillLink], words: &BillWords) -> Option<String> {
    let one = |bill: &BillLink| {
        (words.linked)(bill.number.as_deref().unwrap_or(words.not_issued), &bill.cycle.to_string())
    };
    let all: Vec<String> = adjustments.iter().map(one).collect();
    (!all.is_empty()).then(|| all.join(words.comma))
}

/// What was consumed, and what became of it. What is zero and says nothing is left out.
fn balances(bill: &Bill) -> AnyView {
    let speech = use_speech();
    let balances = &bill.balances;
    let covered = balances.prepaid_cover();
    let repaid = balances.settled().checked_sub(covered).unwrap_or(balances.settled());
    let less = |money: Money| Money::new(money.minor().saturating_neg(), money.currency());
    let line = |label: fn(&Words) -> &'static str, money: Money| {
        view! { <div><dt>{speech.say(label)}</dt><dd><MoneyText money /></dd></div> }
    };
    let maybe = |label: fn(&Words) -> &'static str, money: Money| {
        (!money.is_zero()).then(|| line(label, less(money)))
    };
    view! {
        <dl class="sum" aria-label=speech.say(|words| words.bill.balances)>
            {line(|words| words.bill.consumption, balances.consumption())}
            {line(|words| words.bill.covered, less(covered))}
            {line(|words| words.bill.repaid, less(repaid))}
            {maybe(|words| words.bill.canceled, balances.canceled())}
            {maybe(|words| words.bill.processing, balances.processing())}
            {line(|words| words.bill.outstanding, balances.outstanding())}
        </dl>
    }
    .into_any()
}

fn actions(bill: &Bill) -> AnyView {
    let speech = use_speech();
    let toasts = use_toasts();
    let list = use_list();
    let wanted = documents::of_bill(bill.summary.id, bill.summary.number.as_deref());
    let copy = move |()| {
        if let Ok(address) = window().location().href() {
            let _ = window().navigator().clipboard().write_text(&address);
            toasts.say(Tone::Green, speech.words_now().bill.link_copied);
        }
    };
    view! {
        <div class="row">
            <Button
                label=speech.say(|words| words.bill.download)
                kind=ButtonKind::Primary
                icon=Icon::Download
                on_press=move |()| list.download.start(wanted.clone())
            />
            <Button label=speech.say(|words| words.bill.copy_link) icon=Icon::Link on_press=copy />
        </div>
    }
    .into_any()
}
