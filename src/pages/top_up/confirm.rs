//! The question before a linked method is charged.

use super::form::Form;
use crate::locale::{figure, use_speech};
use crate::ui::{Button, ButtonKind, Dialog};
use leptos::prelude::*;

/// What is charged at once is confirmed with the exact sentence.
#[component]
pub(super) fn Confirm(form: Form) -> impl IntoView {
    let speech = use_speech();
    let sentence = Signal::derive(move || {
        let (Some(new), Some(account)) = (form.new_payment(), form.account()) else { return String::new() };
        let method = form.own_methods().into_iter().find(|method| Some(method.id) == new.method);
        let (Some(method), Ok(money)) = (method, new.amount.money(account.currency)) else {
            return String::new();
        };
        let sum = format!("{} {}", figure(&money.value()), money.currency());
        (speech.words().payments.confirm)(&sum, &method.kind.to_string(), &account.name)
    });
    let close = move |()| form.confirming.set(false);
    view! {
        <Dialog
            open=Signal::from(form.confirming)
            on_close=close
            title=speech.say(|words| words.payments.confirm_title)
            close=speech.say(|words| words.shell.close)
            footer=move || {
                view! {
                    <Button
                        label=speech.say(|words| words.payments.charge_now)
                        kind=ButtonKind::Primary
                        pending=form.submit.pending
                        on_press=move |()| form.send()
                    />
                    <Button label=speech.say(|words| words.shell.cancel) on_press=close />
                }
            }
        >
            <p>{sentence}</p>
        </Dialog>
    }
    .into_any()
}
