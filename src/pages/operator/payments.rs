//! Payments by which money came in, what was sent back of each, and what still can be (item 8).

use super::Subject;
use super::form::Task;
use crate::locale::{Speech, minute, use_speech};
use crate::parts::MoneyText;
use crate::ui::{Badge, Button, ButtonKind, Tone};
use contract::api::{OperatorStanding, RefundablePayment};
use contract::operator::ActKind;
use contract::payment::{PaymentRefund, RefundState};
use leptos::prelude::*;
use std::sync::Arc;

/// The payments, newest first.
#[component]
pub(super) fn Payments(standing: Arc<OperatorStanding>, task: RwSignal<Option<Task>>) -> impl IntoView {
    let speech = use_speech();
    let list = if standing.payments.is_empty() {
        view! { <p class="muted">{speech.say(|words| words.operator.none_yet)}</p> }.into_any()
    } else {
        let rows = standing.payments.iter().map(|one| row(speech, &standing, one, task)).collect_view();
        let label = speech.say(|words| words.operator.payments);
        view! { <ul class="operator-acts" aria-label=label>{rows}</ul> }.into_any()
    };
    view! {
        <section class="operator-months">
            <h3>{speech.say(|words| words.operator.payments)}</h3>
            {list}
        </section>
    }
    .into_any()
}

fn row(
    speech: Speech,
    standing: &Arc<OperatorStanding>,
    one: &RefundablePayment,
    task: RwSignal<Option<Task>>,
) -> AnyView {
    let RefundablePayment { payment, refundable } = one.clone();
    let new = Task::of_payment(Subject::Account(Arc::clone(standing)), payment.id, refundable);
    let label = speech.tell(move |words| (words.operator.do_act)(ActKind::RefundPayment).to_owned());
    let send = (refundable.minor() > 0).then(|| {
        view! { <Button label kind=ButtonKind::Quiet on_press=move |()| task.set(Some(new.clone())) /> }
    });
    let channel = payment.channel;
    let with = payment.method.clone();
    let with = speech
        .tell(move |words| with.clone().unwrap_or_else(|| (words.payments.channel)(channel).to_owned()));
    view! {
        <li>
            <div class="operator-past"><b>{with}</b><MoneyText money=payment.money /></div>
            {payment.refunds.iter().map(|refund| sent(speech, refund)).collect_view()}
            <p class="caption">{minute(payment.created_at)}" · "<span class="mono">{payment.id.to_string()}</span></p>
            {send}
        </li>
    }
    .into_any()
}

fn sent(speech: Speech, refund: &PaymentRefund) -> AnyView {
    let (money, state) = (refund.money, refund.state);
    let tone = match state {
        RefundState::UnderWay => Tone::Blue,
        RefundState::Succeeded { .. } => Tone::Green,
        RefundState::TakenBack { .. } | RefundState::Failed { .. } => Tone::Red,
    };
    let label = speech.tell(move |words| (words.payments.refund_state)(state).to_owned());
    view! {
        <div class="operator-past"><span>"− "<MoneyText money /></span><Badge tone=Signal::stored(tone) label /></div>
    }
    .into_any()
}
