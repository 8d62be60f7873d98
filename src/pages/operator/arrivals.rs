//! Money that is nobody's: bank transfers, who sent what and how long it has waited, each given to an account or sent back
//! (S13); and payments of the wrong amount (P3).

use super::Subject;
use super::form::Task;
use super::other_amounts::other_amounts;
use crate::api::load::Load;
use crate::locale::{Speech, minute, use_speech};
use crate::parts::{MoneyText, ProblemText};
use crate::route::{OperatorAddress, Route};
use crate::ui::{Badge, Button, ButtonKind, Empty, Glyph, Icon, Loaded, Note, Skeleton, Tone};
use contract::api::{Problem, WaitingArrival, WaitingArrivals};
use contract::operator::ActKind;
use contract::payment::RefundState;
use leptos::prelude::*;

/// The list, oldest first.
#[component]
pub(super) fn Arrivals(waiting: Load<WaitingArrivals>, task: RwSignal<Option<Task>>) -> impl IntoView {
    let speech = use_speech();
    let problem: Signal<Option<Problem>> = waiting.problem.into();
    let list = move || {
        let listing = waiting.get()?;
        if listing.items.is_empty() && !listing.other_amounts.is_empty() {
            let none = speech.say(|words| words.operator.no_transfers);
            return Some(view! { <p>{none}"."</p> }.into_any());
        }
        if listing.items.is_empty() {
            let title = speech.say(|words| words.operator.no_transfers);
            let text = speech.say(|words| words.operator.no_transfers_text);
            return Some(view! { <Empty icon=Icon::Check title text /> }.into_any());
        }
        let rows = listing.items.iter().map(|one| row(speech, one, task)).collect_view();
        let label = speech.say(|words| words.operator.transfers);
        Some(view! { <ul class="operator-acts operator-transfers" aria-label=label>{rows}</ul> }.into_any())
    };
    view! {
        <a class="operator-back" href=Route::Operator(OperatorAddress::default()).print()>
            <Glyph icon=Icon::ChevronLeft />
            {speech.say(|words| words.operator.back)}
        </a>
        <div class="page-body">
            <section class="stack">
                <h2>{speech.say(|words| words.operator.transfers)}</h2>
                <p class="muted">{speech.say(|words| words.operator.transfers_text)}</p>
                <Loaded
                    state=waiting.state()
                    skeleton=|| view! { <Skeleton lines=6 /> }
                    problem=move || view! { <ProblemText problem /> }
                    retry=speech.say(|words| words.shell.try_again)
                    on_retry=waiting.retry()
                >
                    {list}
                </Loaded>
            </section>
            {move || waiting.get().and_then(|listing| other_amounts(speech, &listing.other_amounts))}
        </div>
    }
    .into_any()
}

fn row(speech: Speech, one: &WaitingArrival, task: RwSignal<Option<Task>>) -> AnyView {
    let days = one.waiting_days;
    let waited = speech.tell(move |words| (words.operator.waits)(days));
    let address = OperatorAddress { arrival: Some(one.id.clone()), ..OperatorAddress::default() };
    let new = Task::of_arrival(ActKind::ReturnArrival, Subject::Platform, one.clone());
    let acts = match one.returning {
        Some(RefundState::UnderWay) => view! {
            <Badge tone=Signal::stored(Tone::Blue) label=speech.say(|words| words.operator.goes_back) />
        }
        .into_any(),
        _ => view! {
            <div class="row">
                <a class="button" href=Route::Operator(address).print()>
                    <span class="button-label">
                        {speech.tell(|words| (words.operator.do_act)(ActKind::AssignArrival).to_owned())}
                    </span>
                </a>
                <Button
                    label=speech.tell(|words| (words.operator.do_act)(ActKind::ReturnArrival).to_owned())
                    kind=ButtonKind::Quiet
                    on_press=move |()| task.set(Some(new.clone()))
                />
            </div>
        }
        .into_any(),
    };
    let failed = one.returning.filter(|state| matches!(state, RefundState::Failed { .. })).map(|_| {
        view! { <Badge tone=Signal::stored(Tone::Red) label=speech.say(|words| words.operator.not_sent_back) /> }
    });
    view! {
        <li>
            <div class="operator-past"><MoneyText money=one.money /><b>{one.payer.clone()}</b>{failed}</div>
            <p>{reference(speech, one)}</p>
            <p class="caption">
                {minute(one.at)}" · "{waited}" · "<span class="mono">{one.id.clone()}</span>
            </p>
            {acts}
        </li>
    }
    .into_any()
}

/// What the sender wrote on it.
fn reference(speech: Speech, one: &WaitingArrival) -> AnyView {
    let written = one.reference.clone();
    if written.is_empty() {
        return view! { <span class="muted">{speech.say(|words| words.operator.no_reference)}</span> }
            .into_any();
    }
    view! { <span>{written}</span> }.into_any()
}

/// That a transfer waits for its account to be chosen; with a button where one is looked at.
#[component]
pub(super) fn Assigning(
    waiting: Load<WaitingArrivals>,
    arrival: Memo<Option<String>>,
    subject: Signal<Option<Subject>>,
    task: RwSignal<Option<Task>>,
) -> impl IntoView {
    let speech = use_speech();
    move || {
        let (id, listing) = (arrival.get()?, waiting.get()?);
        let one = listing.items.iter().find(|one| one.id == id)?.clone();
        let (money, payer) = (one.money.spoken(), one.payer.clone());
        let chosen = subject.get();
        let text = if chosen.is_some() {
            speech.tell(move |words| (words.operator.assign_here)(&money, &payer))
        } else {
            speech.tell(move |words| (words.operator.assign_choose)(&money, &payer))
        };
        let press = chosen.map(|subject| {
            let new = Task::of_arrival(ActKind::AssignArrival, subject, one.clone());
            let label = speech.tell(|words| (words.operator.do_act)(ActKind::AssignArrival).to_owned());
            view! { <Button label kind=ButtonKind::Primary on_press=move |()| task.set(Some(new.clone())) /> }
        });
        Some(
            view! {
                <div class="operator-assigning">
                    <Note tone=Tone::Blue><p>{text}</p>{press}</Note>
                </div>
            }
            .into_any(),
        )
    }
}
