//! The monthly bill that is open, beside the list: its figures, what can be done, and why it is, or is not, paid.

use super::documents;
use super::keys::focus_list;
use super::list::use_list;
use super::preview::Preview;
use super::reasons::{Reasons, needed};
use super::records::RecordsDrawer;
use super::row::{due, payable, state};
use crate::api::load::{Load, load};
use crate::api::use_api;
use crate::locale::{day, use_speech};
use crate::parts::late::{Fetch, Late, late};
use crate::parts::{MoneyText, ProblemText};
use crate::route::{Tab, top_up_for};
use crate::ui::{Button, Glyph, Icon, Loaded, Note, SidePanel, Skeleton, Tone};
use crate::words::Words;
use contract::api::{ExplainMonthlyBill, GetRepaymentDetails, Problem, RepaymentDetails};
use contract::money::Money;
use contract::monthly_bill::State;
use contract::settle::Explanation;
use leptos::prelude::*;

/// The panel; nothing while no monthly bill is open.
#[component]
pub fn MonthlyPanel() -> impl IntoView {
    let list = use_list();
    let is_open = Memo::new(move |_| list.address.open.get().is_some());
    (move || is_open.get().then(|| view! { <Late fetch=MONTHLY_PANEL frame="side-panel" /> })).into_any()
}

late!(open in monthly_panel: Open);

/// The code of an open monthly bill, its records included.
pub const MONTHLY_PANEL: Fetch = open::fetch;

#[component]
pub(super) fn Open() -> impl IntoView {
    let speech = use_speech();
    let list = use_list();
    let address = list.address;
    // What changed under the list has changed here too.
    let asked = move || {
        let _ = list.totals();
        address.open.get().map(|path| (path, ()))
    };
    let details = load::<GetRepaymentDetails>(use_api(), asked);
    let why = load::<ExplainMonthlyBill>(use_api(), asked);
    let close = move |()| {
        address.show(None, Tab::default());
        focus_list();
    };
    let problem: Signal<Option<Problem>> = details.problem.into();
    // It stays while the figures above it are read again: nothing typed is lost.
    let previewed = Memo::new(move |_| {
        let bill = details.get().map(|details| details.monthly_bill.clone())?;
        (!bill.balances.outstanding().is_zero()).then_some(bill.account.number)
    });
    let suggested = Signal::derive(move || why.get().and_then(|why| needed(&why)));
    let preview = move || previewed.get().map(|account| view! { <Preview account suggested /> });
    view! {
        <SidePanel
            label=speech.say(|words| words.monthly.panel)
            close=speech.say(|words| words.shell.close)
            on_close=close
            head=move || view! { <Head details /> }
        >
            <Loaded
                state=details.state()
                skeleton=|| view! { <Skeleton lines=12 /> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=details.retry()
            >
                <Content details why />
            </Loaded>
            {preview}
        </SidePanel>
        <RecordsDrawer />
    }
    .into_any()
}

#[component]
fn Head(details: Load<RepaymentDetails>) -> impl IntoView {
    let speech = use_speech();
    (move || {
        let details = details.get()?;
        let bill = &details.monthly_bill;
        let (count, cycle) = (bill.bills, bill.cycle);
        let number = bill.account.number.to_string();
        Some(view! {
            <div class="bill-head-line">
                <h2>{bill.account.name.clone()}</h2>
                {state(bill)}
            </div>
            <span class="faint">
                {speech.tell(move |words| format!("{cycle} · {number} · {}", (words.bills.bills)(count)))}
            </span>
        })
    })
    .into_any()
}

#[component]
fn Content(details: Load<RepaymentDetails>, why: Load<Explanation>) -> impl IntoView {
    (move || {
        let details = details.get()?;
        let overdue = details.monthly_bill.overdue.then(|| {
            let (speech, since) = (use_speech(), details.monthly_bill.overdue_since);
            let means = speech.tell(move |words| {
                let since = since.map(|date| day(date, speech.locale()));
                (words.monthly.overdue_means)(since.as_deref())
            });
            view! { <Note tone=Tone::Red>{means}</Note> }
        });
        let open = !details.monthly_bill.balances.outstanding().is_zero();
        let reasons = open.then(|| view! { <Reasons why /> });
        Some(
            view! {
                {overdue}
                {balances(&details)}
                {terms(&details)}
                {actions(&details)}
                {reasons}
            }
            .into_any(),
        )
    })
    .into_any()
}

/// From what was consumed to what is outstanding, line by line; lines of nothing are left out.
fn balances(details: &RepaymentDetails) -> AnyView {
    type Line = (fn(&Words) -> &'static str, Money);
    let speech = use_speech();
    let balances = details.monthly_bill.balances;
    let nothing = Money::zero(balances.consumption().currency());
    let less = |money: Money| nothing.checked_sub(money).unwrap_or(nothing);
    let between: [Line; 8] = [
        (|words| words.monthly.coupons, less(details.coupons)),
        (|words| words.monthly.cards, less(details.cards)),
        (|words| words.monthly.cash, less(details.cash)),
        (|words| words.monthly.prepaid_cover, less(details.prepaid_cover)),
        (|words| words.monthly.taken_over, less(details.taken_over)),
        (|words| words.monthly.credited, details.credited),
        (|words| words.monthly.processing, less(balances.processing())),
        (|words| words.monthly.canceled, less(balances.canceled())),
    ];
    let line = |(label, money): Line| {
        view! { <div><dt>{speech.say(label)}</dt><dd><MoneyText money /></dd></div> }.into_any()
    };
    let between = between.into_iter().filter(|(_, money)| !money.is_zero()).map(line).collect_view();
    view! {
        <dl class="sum">
            {line((|words| words.monthly.consumption, balances.consumption()))}
            {between}
            {line((|words| words.monthly.outstanding, balances.outstanding()))}
        </dl>
    }
    .into_any()
}

fn terms(details: &RepaymentDetails) -> AnyView {
    let speech = use_speech();
    let bill = &details.monthly_bill;
    let paid = bill.balances.paid().unwrap_or(bill.balances.consumption());
    let due = (bill.state != State::NotIssued).then(|| {
        view! { <dt>{speech.say(|words| words.monthly.due_date)}</dt><dd>{due(bill)}</dd> }
    });
    view! {
        <dl class="terms">
            <dt>{speech.say(|words| words.monthly.amount_paid)}</dt>
            <dd><MoneyText money=paid /></dd>
            {due}
        </dl>
    }
    .into_any()
}

/// Pay, view what was paid.
fn actions(details: &RepaymentDetails) -> AnyView {
    let speech = use_speech();
    let list = use_list();
    let bill = &details.monthly_bill;
    let path = super::list::path_of(bill);
    let href = top_up_for(&path);
    let view_paid = move |()| list.address.show(Some(path.clone()), Tab::Cash);
    let pay = match payable(bill) {
        Some(_) => view! {
            <a class="button" data-kind="primary" href=href>
                <Glyph icon=Icon::Payment />
                <span class="button-label">{speech.say(|words| words.monthly.pay)}</span>
            </a>
        }
        .into_any(),
        None => {
            let issued = bill.state != State::NotIssued;
            let blocked = speech.tell(move |words| {
                let reason = if issued { words.monthly.nothing_to_pay } else { words.monthly.pay_not_issued };
                reason.to_owned()
            });
            let blocked = Signal::derive(move || Some(blocked.get()));
            view! { <Button label=speech.say(|words| words.monthly.pay) icon=Icon::Payment blocked /> }
                .into_any()
        }
    };
    let (wanted, download) = (documents::stamped(bill), documents::use_download());
    view! {
        <div class="row">
            {pay}
            <Button label=speech.say(|words| words.monthly.view_details) on_press=view_paid />
            <Button
                label=speech.say(|words| words.monthly.stamped_pdf)
                icon=Icon::Download
                on_press=move |()| download.start(wanted.clone())
            />
        </div>
    }
    .into_any()
}
