//! One's own password.

use crate::api::{submit::Submit, use_api};
use crate::locale::use_speech;
use crate::parts::{ProblemText, error_of};
use crate::ui::{Button, ButtonKind, Dialog, Field, Note, PasswordInput, Tone, use_toasts};
use contract::api::ChangePassword;
use contract::user::{OwnPassword, PASSWORD_MIN_CHARS};
use leptos::prelude::*;

/// Sets one's own password, for the old one.
#[component]
pub fn PasswordDialog(open: RwSignal<bool>) -> impl IntoView {
    let speech = use_speech();
    let toasts = use_toasts();
    let submit = Submit::new(use_api());
    let (old, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let close = move || {
        open.set(false);
        old.set(String::new());
        password.set(String::new());
        submit.problem.set(None);
    };
    let send = move || {
        let body = OwnPassword { old_password: old.get_untracked(), password: password.get_untracked() };
        if submit.passes(body.check()) {
            submit.send::<ChangePassword>((), body, move |()| {
                close();
                toasts.say(Tone::Green, speech.words_now().sign_in.password_changed);
            });
        }
    };
    let general = Signal::derive(move || submit.problem.get().filter(|problem| problem.errors.is_empty()));
    let input = move |value, name, autocomplete| {
        let (show, hide) = (
            speech.say(|words| words.sign_in.show_password),
            speech.say(|words| words.sign_in.hide_password),
        );
        view! { <PasswordInput value name autocomplete show hide /> }
    };
    let form = move || {
        let hint = move || Some((speech.words().sign_in.new_password_hint)(PASSWORD_MIN_CHARS));
        view! {
            <form
                class="stack"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                {move || general.with(Option::is_some).then(|| view! {
                    <Note tone=Tone::Red><ProblemText problem=general /></Note>
                })}
                <Field
                    label=speech.say(|words| words.sign_in.old_password)
                    error=error_of(submit.problem, "old_password")
                >
                    {input(old, "old_password", "current-password")}
                </Field>
                <Field
                    label=speech.say(|words| words.sign_in.new_password)
                    hint=Signal::derive(hint)
                    error=error_of(submit.problem, "password")
                >
                    {input(password, "password", "new-password")}
                </Field>
                <div class="row">
                    <Button
                        label=speech.say(|words| words.shell.change_password)
                        kind=ButtonKind::Primary
                        submit=true
                        pending=submit.pending
                    />
                    <Button label=speech.say(|words| words.shell.cancel) on_press=move |()| close() />
                </div>
            </form>
        }
    };
    view! {
        <Dialog
            open
            on_close=move |()| close()
            title=speech.say(|words| words.shell.change_password)
            close=speech.say(|words| words.shell.close)
        >
            {form()}
        </Dialog>
    }
}
