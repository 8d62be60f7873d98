//! One linked method: what it is, whose, and what can be done with it.

use crate::api::submit::Submit;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::ProblemText;
use crate::ui::{Badge, Button, ButtonKind, Dialog, Note, Tone, use_toasts};
use contract::api::{ChangePaymentMethod, MethodPath, RemovePaymentMethod};
use contract::payment::{MethodChange, MethodCheck, PaymentMethod};
use leptos::prelude::*;

/// The line.
#[component]
pub(super) fn MethodLine(method: PaymentMethod, pays: bool, changed: Callback<()>) -> impl IntoView {
    let speech = use_speech();
    let toasts = use_toasts();
    let submit = Submit::new(use_api());
    let removing = RwSignal::new(false);
    let name = StoredValue::new(method.kind.to_string());
    let account = StoredValue::new(method.account.name.clone());
    let path = MethodPath { id: method.id };
    let prefer = move |()| {
        submit.send::<ChangePaymentMethod>(path, MethodChange { default: true }, move |_| {
            toasts.say(Tone::Green, (speech.words_now().payments.made_default)(&name.get_value()));
            changed.run(());
        });
    };
    let remove = move |()| {
        submit.send::<RemovePaymentMethod>(path, (), move |()| {
            removing.set(false);
            toasts.say(Tone::Green, (speech.words_now().payments.removed)(&name.get_value()));
            changed.run(());
        });
    };
    let expires = method.kind.expires().map(|expires| {
        let text = speech.tell(move |words| format!("{} {expires}", words.payments.expires));
        view! { <span class="caption">{text}</span> }
    });
    let badges = view! {
        {method.default.then(|| view! {
            <Badge tone=Signal::stored(Tone::Green) label=speech.say(|words| words.payments.default) />
        })}
        {method.expired.then(|| view! {
            <Badge tone=Signal::stored(Tone::Red) label=speech.say(|words| words.payments.is_expired) />
        })}
        {method.check.map(checked)}
    };
    let actions = pays.then(|| {
        let preferable = (!method.default && !method.expired).then(|| {
            view! {
                <Button
                    label=speech.say(|words| words.payments.make_default)
                    pending=submit.pending
                    on_press=prefer
                />
            }
        });
        view! {
            <div class="row method-actions" role="group" aria-label=speech.tell(move |words| (words.payments.actions_of)(&name.get_value()))>
                {preferable}
                <Button
                    label=speech.say(|words| words.payments.remove)
                    kind=ButtonKind::Quiet
                    on_press=move |()| removing.set(true)
                />
            </div>
        }
    });
    let close = move |()| removing.set(false);
    let sentence =
        speech.tell(move |words| (words.payments.remove_text)(&name.get_value(), &account.get_value()));
    view! {
        <li class="method">
            <span class="method-what">
                <span class="method-name">{method.kind.to_string()}</span>
                <span class="caption">{format!("{} · {}", method.account.name, method.account.number)}</span>
                {expires}
            </span>
            {badges}
            {actions}
            {move || submit.problem.with(Option::is_some).then(|| view! {
                <Note tone=Tone::Red><ProblemText problem=submit.problem /></Note>
            })}
            <Dialog
                open=Signal::from(removing)
                on_close=close
                title=speech.say(|words| words.payments.remove_title)
                close=speech.say(|words| words.shell.close)
                footer=move || {
                    view! {
                        <Button
                            label=speech.say(|words| words.payments.remove)
                            kind=ButtonKind::Danger
                            pending=submit.pending
                            on_press=remove
                        />
                        <Button label=speech.say(|words| words.shell.cancel) on_press=close />
                    }
                }
            >
                <p>{sentence}</p>
            </Dialog>
        </li>
    }
    .into_any()
}

/// What came of the check whether it can be charged (A4).
fn checked(check: MethodCheck) -> AnyView {
    let speech = use_speech();
    let (tone, why) = match check {
        MethodCheck::UnderWay => (Tone::Blue, None),
        MethodCheck::Passed { .. } => (Tone::Green, None),
        MethodCheck::Failed { reason, .. } => (Tone::Red, Some(reason)),
    };
    let why = why.map(|reason| {
        let text = speech.tell(move |words| (words.payments.reason)(reason).0.to_owned());
        view! { <span class="caption">{text}</span> }
    });
    let label = speech.tell(move |words| (words.payments.check)(check).to_owned());
    view! { <Badge tone=Signal::stored(tone) label />{why} }.into_any()
}
