//! A row of the overview (M1): pressed, it opens the monthly bill beside the list.

use super::documents;
use super::list::{List, path_of, use_list};
use crate::locale::{day, use_speech};
use crate::parts::{MoneyText, MonthlyStateBadge};
use crate::route::{Step, Tab, top_up_for};
use crate::ui::{Badge, Glyph, Icon, Tone};
use contract::money::Money;
use contract::monthly_bill::{MonthlyBill, State};
use leptos::prelude::*;
use std::sync::Arc;

/// The row at a place; empty until it has been read.
#[component]
pub fn Row(place: u64) -> impl IntoView {
    let list = use_list();
    let bill = Memo::new(move |_| {
        list.rows.arrived.track();
        list.at(place)
    });
    let is_open = Memo::new(move |_| {
        bill.with(|bill| bill.as_ref().is_some_and(|bill| list.address.open.get() == Some(path_of(bill))))
    });
    let is_active = Memo::new(move |_| list.active.get() == Some(place));
    let cells = move || {
        match bill.get() {
        Some(bill) => cells(list, place, &bill),
        None => view! { <td class="pin c-account" data-card="title" colspan="8"><span class="skeleton-line"></span></td> }
            .into_any(),
    }
    };
    view! {
        <tr
            data-href="yes"
            aria-rowindex=(place + 2).to_string()
            data-overdue=move || bill.with(|bill| bill.as_ref().is_some_and(|bill| bill.overdue)).then_some("yes")
            aria-current=move || is_open.get().then_some("true")
            data-active=move || is_open.get().then_some("yes")
            data-at=move || is_active.get().then_some("yes")
            on:click=move |_| list.open_at(place, Tab::default(), Step::Push)
        >
            {cells}
        </tr>
    }
    .into_any()
}

fn cells(list: List, place: u64, bill: &Arc<MonthlyBill>) -> AnyView {
    let speech = use_speech();
    let balances = &bill.balances;
    let paid = balances.paid().unwrap_or(balances.consumption());
    let interruption = speech.say(|words| words.monthly.interruption);
    let view_paid = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        list.open_at(place, Tab::Cash, Step::Push);
    };
    view! {
        <td class="pin c-account" data-card="title">
            <span class="first-line" title=bill.account.name.clone()>{bill.account.name.clone()}</span>
            " "
            <span class="second-line">{bill.account.number.to_string()}</span>
        </td>
        <td class="c-cycle" data-card="second">{bill.cycle.to_string()}</td>
        <td class="number c-consumption"><MoneyText money=balances.consumption() /></td>
        <td class="number c-paid">
            <button
                class="figure-link"
                type="button"
                tabindex="-1"
                title=speech.say(|words| words.monthly.view_details)
                on:click=view_paid
            >
                <MoneyText money=paid />
            </button>
        </td>
        <td class="number c-outstanding" data-card="amount"><MoneyText money=balances.outstanding() /></td>
        <td class="c-due" data-card="third">
            <span class="first-line">{due(bill)}</span>
            {bill.overdue.then(|| view! { " "<span class="second-line late">{late(bill)}</span> })}
        </td>
        <td class="c-state" data-card="state">
            {state(bill)}
            {bill.overdue.then(|| view! { " "<span class="second-line late">{interruption}</span> })}
        </td>
        <td class="c-act">{actions(bill)}</td>
    }
    .into_any()
}

/// Until when it is to be paid; what has no date is charged by itself.
pub fn due(bill: &MonthlyBill) -> AnyView {
    let speech = use_speech();
    match (bill.state, bill.due_date) {
        (State::NotIssued, _) => ().into_any(),
        (_, Some(date)) => view! { {speech.tell(move |_| day(date, speech.locale()))} }.into_any(),
        (_, None) => {
            view! { <span class="faint">{speech.say(|words| words.monthly.no_due_date)}</span> }.into_any()
        }
    }
}

/// Since when it is overdue, or that its charge failed (M3).
fn late(bill: &MonthlyBill) -> Signal<String> {
    let (speech, since) = (use_speech(), bill.overdue_since);
    speech.tell(move |words| {
        let since = since.map(|date| day(date, speech.locale()));
        (words.monthly.late_since)(since.as_deref())
    })
}

/// The state, and whether it is overdue.
pub fn state(bill: &MonthlyBill) -> AnyView {
    let speech = use_speech();
    let overdue = bill.overdue.then(|| {
        let label = speech.say(|words| words.monthly.overdue);
        view! { <Badge tone=Signal::stored(Tone::Red) label /> }
    });
    view! { <span class="states"><MonthlyStateBadge state=bill.state />{overdue}</span> }.into_any()
}

/// What is outstanding and may be paid by hand: nothing before issue (M2).
pub fn payable(bill: &MonthlyBill) -> Option<Money> {
    let open = bill.balances.outstanding();
    (bill.state != State::NotIssued && open.minor() > 0).then_some(open)
}

fn actions(bill: &Arc<MonthlyBill>) -> AnyView {
    let speech = use_speech();
    let pay = payable(bill).map(|_| {
        let href = top_up_for(&path_of(bill));
        view! {
            <a class="row-action" tabindex="-1" href=href on:click=|event| event.stop_propagation()>
                {speech.say(|words| words.monthly.pay)}
            </a>
        }
    });
    let (wanted, download) = (documents::stamped(bill), documents::use_download());
    let fetch = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        download.start(wanted.clone());
    };
    let label = speech.say(|words| words.monthly.stamped_pdf);
    view! {
        {pay}
        <button class="row-action" type="button" tabindex="-1" title=label aria-label=label on:click=fetch>
            <Glyph icon=Icon::Download />
        </button>
    }
    .into_any()
}
