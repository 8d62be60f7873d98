//! How a payment stands, in words, and what can be done now.

use super::go;
use crate::api::load::Load;
use crate::api::submit::{Submit, fresh_key};
use crate::api::use_api;
use crate::locale::{figure, use_speech};
use crate::parts::{MoneyText, ProblemText};
use crate::route::{MonthlyAddress, Route, Step, TopUpAddress};
use crate::session::use_reader;
use crate::ui::{Badge, Button, ButtonKind, Glyph, Icon, Note, Tone};
use crate::words::Words;
use contract::api::{CancelPayment, PaymentPath};
use contract::money::Money;
use contract::payment::{CustomerStep, Payment, PaymentRefund, RefundState, State, Transfer};
use contract::permission::Permission;
use leptos::prelude::*;
use std::sync::Arc;

/// The payment, as it stands.
#[component]
pub(super) fn Outcome(payment: Load<Payment>) -> impl IntoView {
    // Built anew only when something about it changed, so that nobody loses the focus to a question.
    let shown = Memo::new(move |_| payment.get().map(|payment| Payment::clone(&payment)));
    (move || {
        let now = Arc::new(shown.get()?);
        Some(
            view! {
                <div class="stack payment-outcome">
                    {heading(&now)}
                    {remark(&now)}
                    {facts(&now)}
                    {refunds(&now)}
                    {next(&now, payment)}
                </div>
            }
            .into_any(),
        )
    })
    .into_any()
}

fn sum(money: Money) -> String {
    format!("{} {}", figure(&money.value()), money.currency())
}

fn status(payment: &Payment) -> (Tone, fn(&Words) -> &'static str) {
    match &payment.state {
        _ if payment.delayed => (Tone::Amber, |words| words.payments.delayed),
        State::Created | State::Submitted => (Tone::Blue, |words| words.payments.sending),
        State::AwaitingCustomer { next: CustomerStep::Page { .. } } => {
            (Tone::Amber, |words| words.payments.waiting)
        }
        State::AwaitingCustomer { next: CustomerStep::Transfer(_) } => {
            (Tone::Amber, |words| words.payments.transfer)
        }
        State::Authorized | State::Processing => (Tone::Blue, |words| words.payments.processing),
        State::Succeeded { .. } => (Tone::Green, |words| words.payments.succeeded),
        State::Declined { .. } => (Tone::Red, |words| words.payments.declined),
        State::Expired { .. } => (Tone::Neutral, |words| words.payments.expired),
        State::Canceled { .. } => (Tone::Neutral, |words| words.payments.canceled),
        State::Refunded { .. } => (Tone::Neutral, |words| words.payments.refunded),
        State::OtherAmount { .. } => (Tone::Red, |words| words.payments.other_amount),
    }
}

/// The sum and the status; a change of it is read aloud.
fn heading(payment: &Payment) -> AnyView {
    let speech = use_speech();
    let (tone, label) = status(payment);
    view! {
        <div class="payment-head" role="status" aria-label=speech.say(|words| words.payments.status)>
            <span class="payment-sum"><MoneyText money=payment.money /></span>
            <Badge tone=Signal::stored(tone) label=speech.say(label) />
        </div>
    }
    .into_any()
}

/// What it means, and what to do.
fn remark(payment: &Payment) -> AnyView {
    let speech = use_speech();
    let say = |pick: fn(&Words) -> &'static str| view! { <p>{speech.say(pick)}</p> }.into_any();
    match &payment.state {
        _ if payment.delayed => view! {
            <Note tone=Tone::Amber>{speech.say(|words| words.payments.delayed_text)}</Note>
        }
        .into_any(),
        State::Created | State::Submitted => say(|words| words.payments.sending_text),
        State::AwaitingCustomer { next: CustomerStep::Page { .. } } => {
            say(|words| words.payments.waiting_text)
        }
        State::AwaitingCustomer { .. } => say(|words| words.payments.transfer_text),
        State::Authorized | State::Processing => say(|words| words.payments.processing_text),
        State::Succeeded { late, .. } => {
            let (money, account, late) = (sum(payment.money), payment.account.name.clone(), *late);
            let text = speech.tell(move |words| (words.payments.succeeded_text)(&money, &account));
            view! {
                <Note tone=Tone::Green>{text}</Note>
                {late.then(|| view! {
                    <Note tone=Tone::Blue>{speech.say(|words| words.payments.late_text)}</Note>
                })}
            }
            .into_any()
        }
        State::Declined { reason, .. } => {
            let reason = *reason;
            view! {
                <Note tone=Tone::Red>
                    <p><strong>{speech.tell(move |words| (words.payments.reason)(reason).0.to_owned())}</strong></p>
                    <p>{speech.tell(move |words| (words.payments.reason)(reason).1.to_owned())}</p>
                </Note>
            }
            .into_any()
        }
        State::Expired { .. } => say(|words| words.payments.expired_text),
        State::Canceled { .. } => say(|words| words.payments.canceled_text),
        State::Refunded { refunded, .. } => {
            let refunded = sum(*refunded);
            let text = speech.tell(move |words| (words.payments.refunded_text)(&refunded));
            view! { <Note>{text}</Note> }.into_any()
        }
        state @ State::OtherAmount { paid, .. } => {
            let (paid, back) = (sum(*paid), state.left_unbooked().is_none());
            let text = speech.tell(move |words| (words.payments.other_amount_text)(&paid, back));
            view! { <Note tone=Tone::Red>{text}</Note> }.into_any()
        }
    }
}

/// What it is, and where a transfer has to go.
fn facts(payment: &Payment) -> AnyView {
    let speech = use_speech();
    let line = |label: fn(&Words) -> &'static str, value: AnyView| {
        view! {
            <dt>{speech.say(label)}</dt>
            <dd>{value}</dd>
        }
    };
    let text = |text: &str| text.to_owned().into_any();
    let transfer = match &payment.state {
        State::AwaitingCustomer { next: CustomerStep::Transfer(transfer) } => Some(transfer.clone()),
        _ => None,
    };
    let to = transfer.map(|Transfer { reference, payee, bank, bank_account, .. }| {
        view! {
            {line(|words| words.payments.reference, view! { <strong class="mono">{reference}</strong> }.into_any())}
            {line(|words| words.payments.payee, text(&payee))}
            {line(|words| words.payments.bank, text(&bank))}
            {line(|words| words.payments.bank_account, view! { <span class="mono">{bank_account}</span> }.into_any())}
        }
    });
    // Nothing is said as long as nothing arrived, or when it is all that was announced.
    let arrived = payment.arrived.filter(|arrived| !arrived.is_zero() && *arrived != payment.money);
    let arrived = arrived.map(|arrived| {
        line(|words| words.payments.arrived, view! { <span class="mono">{sum(arrived)}</span> }.into_any())
    });
    let channel = payment.channel;
    let with = payment.method.clone();
    let with = speech
        .tell(move |words| with.clone().unwrap_or_else(|| (words.payments.channel)(channel).to_owned()));
    let account = format!("{} · {}", payment.account.name, payment.account.number);
    view! {
        <dl class="terms">
            {to}
            {arrived}
            {line(|words| words.payments.account, text(&account))}
            {line(|words| words.payments.pay_with, with.into_any())}
            {line(|words| words.payments.payment, view! { <span class="mono">{payment.id.to_string()}</span> }.into_any())}
        </dl>
    }
    .into_any()
}

/// What was sent back of it, or is on its way.
fn refunds(payment: &Payment) -> Option<AnyView> {
    let speech = use_speech();
    let row = |refund: &PaymentRefund| {
        let state = refund.state;
        let label = speech.tell(move |words| (words.payments.refund_state)(state).to_owned());
        let tone = match state {
            RefundState::UnderWay => Tone::Blue,
            RefundState::Succeeded { .. } => Tone::Green,
            RefundState::TakenBack { .. } | RefundState::Failed { .. } => Tone::Red,
        };
        view! {
            <dt><MoneyText money=refund.money /></dt>
            <dd><Badge tone=Signal::stored(tone) label /></dd>
        }
    };
    (!payment.refunds.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{speech.say(|words| words.payments.refunds)}</h2>
                <dl class="terms">{payment.refunds.iter().map(row).collect_view()}</dl>
            </section>
        }
        .into_any()
    })
}

/// What can be done now.
fn next(payment: &Payment, load: Load<Payment>) -> AnyView {
    let speech = use_speech();
    let pays = use_reader().may(Permission::MakePayments);
    let page = match &payment.state {
        State::AwaitingCustomer { next: CustomerStep::Page { address } } => {
            Some((address.clone(), speech.say(|words| words.payments.go_on)))
        }
        State::AwaitingCustomer { next: CustomerStep::Transfer(transfer) } => {
            transfer.bank_page.clone().map(|page| (page, speech.say(|words| words.payments.open_bank)))
        }
        _ => None,
    };
    let go_on = page.filter(|_| pays).map(|(address, label)| {
        view! {
            <a class="button" data-kind="primary" href=address rel="external">
                <Glyph icon=Icon::Link />
                <span class="button-label">{label}</span>
            </a>
        }
    });
    let open = matches!(
        payment.state,
        State::Created | State::Submitted | State::AwaitingCustomer { .. } | State::Authorized
    );
    let called_off = open && pays && payment.purpose.can_be_called_off();
    let call_off = called_off.then(|| view! { <CallOff payment=payment.clone() load /> });
    let again = (payment.state.is_final() && pays).then(|| {
        let paid = payment.state.is_paid();
        let address = TopUpAddress {
            account: Some(payment.account.number.clone()),
            amount: (!paid).then(|| payment.money.value()),
            cycle: None,
            key: None,
            payment: None,
        };
        let label = speech.tell(move |words| {
            let label = if paid { words.payments.another } else { words.payments.again };
            label.to_owned()
        });
        let kind = if paid { ButtonKind::Plain } else { ButtonKind::Primary };
        let press = move |()| go(TopUpAddress { key: fresh_key(), ..address.clone() }, Step::Push);
        view! { <Button label kind on_press=press /> }
    });
    let to_bills = payment.state.is_paid().then(|| {
        let mut address = MonthlyAddress::default();
        address.selection.filter.account = vec![payment.account.number.clone()];
        let href = Route::MonthlyBills(address).print();
        view! {
            <a class="button" data-kind="primary" href=href>
                <span class="button-label">{speech.say(|words| words.payments.to_monthly_bills)}</span>
            </a>
        }
    });
    view! { <div class="row">{to_bills}{again}{go_on}{call_off}</div> }.into_any()
}

#[component]
fn CallOff(payment: Payment, load: Load<Payment>) -> impl IntoView {
    let speech = use_speech();
    let submit = Submit::new(use_api());
    let path = PaymentPath { id: payment.id };
    let press = move |()| submit.send::<CancelPayment>(path, (), move |_| load.again());
    view! {
        <Button label=speech.say(|words| words.payments.call_off) pending=submit.pending on_press=press />
        {move || submit.problem.with(Option::is_some).then(|| view! {
            <Note tone=Tone::Red><ProblemText problem=submit.problem /></Note>
        })}
    }
    .into_any()
}
