//! The fields of a top-up: account, amount, what pays.

use super::form::{Form, Means};
use crate::locale::{figure, use_speech};
use crate::parts::error_of;
use crate::ui::{Choice, Field, Glyph, Icon, Select, TextInput, TextKind};
use contract::account::Account;
use contract::ledger::Channel;
use contract::payment::{PaymentMethod, TypedAmount, limit};
use leptos::prelude::*;

/// Whose account gets the money. Another one owes other bills.
#[component]
pub(super) fn AccountField(form: Form) -> impl IntoView {
    let speech = use_speech();
    let choices = Signal::derive(move || {
        let accounts = form.accounts.get();
        let accounts = accounts.iter().flat_map(|accounts| accounts.items.iter());
        let choice = |account: &Account| {
            let label = format!("{} · {} · {}", account.name, account.number, account.currency);
            Choice::new(account.number.as_str(), label)
        };
        accounts.map(choice).collect::<Vec<_>>()
    });
    let value =
        Signal::derive(move || form.account().map(|account| account.number.to_string()).unwrap_or_default());
    let pick = move |number: String| {
        form.change(|address| (address.account, address.cycle) = (number.parse().ok(), None));
    };
    view! {
        <Field
            label=speech.say(|words| words.payments.account)
            error=error_of(form.submit.problem, "account")
            id="payment-account"
        >
            <Select value choices on_change=pick name="account" />
        </Field>
    }
    .into_any()
}

/// How much.
#[component]
pub(super) fn AmountField(form: Form) -> impl IntoView {
    let speech = use_speech();
    let currency = Memo::new(move |_| form.account().map(|account| account.currency));
    // What is typed is told at once, what is missing only when it is sent.
    let sent = error_of(form.submit.problem, "amount");
    let error = Signal::derive(move || {
        let (typed, currency) = (form.amount.get(), currency.get()?);
        if typed.trim().is_empty() {
            return sent.get();
        }
        let rule = TypedAmount::new(currency, &typed).money(currency).err()?;
        Some(rule.message(speech.locale()))
    });
    let hint = Signal::derive(move || {
        let most = limit(currency.get()?);
        let sum = format!("{} {}", figure(&most.value()), most.currency());
        Some((speech.words().payments.amount_hint)(&sum))
    });
    let suffix =
        Signal::derive(move || currency.get().map(|known| known.code().to_owned()).unwrap_or_default());
    let keep = move |typed: String| {
        form.change(|address| address.amount = Some(typed).filter(|typed| !typed.is_empty()));
    };
    view! {
        <Field label=speech.say(|words| words.payments.amount) hint error id="payment-amount">
            <TextInput
                value=form.amount
                kind=TextKind::Number
                name="amount"
                autocomplete="off"
                suffix
                on_commit=keep
            />
        </Field>
    }
    .into_any()
}

/// What pays: the account's methods, then the channels.
#[component]
pub(super) fn MeansField(form: Form) -> impl IntoView {
    let speech = use_speech();
    let error = error_of(form.submit.problem, "method");
    let methods = move || {
        let line = |method: PaymentMethod| {
            let means = Means::Method(method.id, method.kind.channel());
            let (name, expired) = (method.kind.to_string(), method.expired);
            let hint = speech.tell(move |words| {
                let hint = if expired { words.payments.method_expired } else { words.payments.method_hint };
                hint.to_owned()
            });
            view! { <MeansLine form means name=Signal::stored(name) hint blocked=expired /> }
        };
        form.own_methods().into_iter().map(line).collect_view()
    };
    let channels = move || {
        let known = form.channels.get().map(|known| known.channels.clone()).unwrap_or_default();
        let line = |channel: Channel| {
            let name = speech.tell(move |words| (words.payments.channel)(channel).to_owned());
            let hint = speech.tell(move |words| (words.payments.channel_hint)(channel).to_owned());
            view! { <MeansLine form means=Means::Channel(channel) name hint blocked=false /> }
        };
        known.into_iter().map(line).collect_view()
    };
    view! {
        <fieldset class="field means" id="payment-method">
            <legend class="field-label">{speech.say(|words| words.payments.pay_with)}</legend>
            {methods}
            {channels}
            <div class="field-error" aria-live="polite">
                {move || error.get().map(|error| view! { <Glyph icon=Icon::Failure /><span>{error}</span> })}
            </div>
        </fieldset>
    }
    .into_any()
}

#[component]
fn MeansLine(
    form: Form,
    means: Means,
    #[prop(into)] name: Signal<String>,
    #[prop(into)] hint: Signal<String>,
    blocked: bool,
) -> impl IntoView {
    let checked = Memo::new(move |_| form.chosen() == Some(means));
    view! {
        <label class="means-line">
            <input
                type="radio"
                name="means"
                disabled=blocked
                prop:checked=checked
                on:change=move |_| form.means.set(Some(means))
            />
            <span>
                <span class="means-name">{name}</span>
                <span class="caption">{hint}</span>
            </span>
        </label>
    }
    .into_any()
}
