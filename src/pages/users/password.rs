//! Setting somebody's password.

use super::Task;
use crate::api::submit::Submit;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::{ProblemText, error_of};
use crate::ui::{Button, ButtonKind, Drawer, Field, Note, PasswordInput, Tone, use_toasts};
use contract::api::{SetPassword, UserPath};
use contract::user::{NewPassword, PASSWORD_MIN_CHARS};
use leptos::prelude::*;

/// The drawer for a new password.
#[component]
pub(super) fn PasswordDrawer(task: RwSignal<Task>) -> impl IntoView {
    let speech = use_speech();
    let toasts = use_toasts();
    let submit = Submit::new(use_api());
    let password = RwSignal::new(String::new());
    let user = Memo::new(move |_| match task.get() {
        Task::Password(user) => Some(user),
        Task::Nothing | Task::Add | Task::Change(_) => None,
    });
    Effect::new(move |_| {
        user.track();
        password.set(String::new());
        submit.problem.set(None);
    });
    let close = move |()| task.set(Task::Nothing);
    let send = move || {
        let Some(user) = user.get_untracked() else { return };
        let body = NewPassword { password: password.get_untracked() };
        if submit.passes(body.check()) {
            submit.send::<SetPassword>(UserPath { id: user.id }, body, move |()| {
                task.set(Task::Nothing);
                toasts.say(Tone::Green, (speech.words_now().users.password_set)(&user.name));
            });
        }
    };
    let submitted = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        send();
    };
    let general = Signal::derive(move || submit.problem.get().filter(|problem| problem.errors.is_empty()));
    let name = Signal::derive(move || {
        user.get().map(|user| format!("{} · {}", user.name, user.email)).unwrap_or_default()
    });
    let hint = Signal::derive(move || Some((speech.words().users.password_hint)(PASSWORD_MIN_CHARS)));
    view! {
        <Drawer
            open=Signal::derive(move || user.with(Option::is_some))
            on_close=close
            title=speech.say(|words| words.users.password_title)
            subtitle=name
            close=speech.say(|words| words.shell.close)
            footer=move || {
                view! {
                    <Button
                        label=speech.say(|words| words.users.set_password)
                        kind=ButtonKind::Primary
                        pending=submit.pending
                        on_press=move |()| send()
                    />
                    <Button label=speech.say(|words| words.shell.cancel) on_press=close />
                }
            }
        >
            <form class="stack" novalidate on:submit=submitted>
                {move || general.with(Option::is_some).then(|| view! {
                    <Note tone=Tone::Red><ProblemText problem=general /></Note>
                })}
                <Field
                    label=speech.say(|words| words.users.password)
                    hint
                    error=error_of(submit.problem, "password")
                >
                    <PasswordInput
                        value=password
                        autocomplete="new-password"
                        name="password"
                        show=speech.say(|words| words.sign_in.show_password)
                        hide=speech.say(|words| words.sign_in.hide_password)
                    />
                </Field>
                <input type="submit" hidden />
            </form>
        </Drawer>
    }
}
