//! Signing in: a page of its own, or, when a session has ended, a dialog over the page that keeps all that was typed.

use crate::api::{submit::Submit, use_api};
use crate::locale::use_speech;
use crate::parts::{ProblemText, error_of};
use crate::session::{Who, use_reader};
use crate::ui::{
    Button, ButtonKind, Dialog, Field, Glyph, Icon, Note, PasswordInput, TextInput, TextKind, Tone,
};
use contract::api::{OpenSession, Problem};
use contract::locale::Locale;
use contract::session::SignIn;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The page before everything else.
#[component]
pub fn SignInPage() -> impl IntoView {
    let speech = use_speech();
    Effect::new(move |_| {
        let words = speech.words();
        document().set_title(&format!("{} · {}", words.titles.sign_in, words.shell.brand));
    });
    let languages = Locale::ALL.map(|locale| {
        let name = match locale {
            Locale::En => "English",
            Locale::Zh => "简体中文",
        };
        view! {
            <button
                class="sign-in-language"
                type="button"
                lang=locale.tag()
                aria-pressed=move || if speech.locale() == locale { "true" } else { "false" }
                on:click=move |_| speech.choose(locale)
            >
                {name}
            </button>
        }
    });
    view! {
        <main class="centered">
            <div class="sign-in">
                <div class="centered-card">
                    <p class="brand">
                        <span class="rail-mark"><Glyph icon=Icon::Bill /></span>
                        {speech.say(|words| words.shell.brand)}
                    </p>
                    <h1>{speech.say(|words| words.titles.sign_in)}</h1>
                    <SignInForm email=RwSignal::new(String::new()) />
                </div>
                <footer class="sign-in-foot">
                    {languages.collect_view()}
                    <a class="sign-in-support" href=speech.say(|words| words.shell.support_address)>
                        <Glyph icon=Icon::Support />
                        {speech.say(|words| words.sign_in.help)}
                    </a>
                </footer>
            </div>
        </main>
    }
}

/// Asks again over the page when the session has ended.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let speech = use_speech();
    let reader = use_reader();
    let email = RwSignal::new(String::new());
    let open = Memo::new(move |_| {
        let ended = matches!(reader.who(), Who::Ended(_));
        if let (true, Some(session)) = (ended, reader.session()) {
            email.set(session.email.clone());
        }
        ended
    });
    view! {
        <Dialog
            open=Signal::from(open)
            on_close=move |()| reader.leave()
            title=speech.say(|words| words.sign_in.again_title)
            close=speech.say(|words| words.shell.sign_out)
        >
            <div class="stack">
                <p class="muted">{speech.say(|words| words.sign_in.again_text)}</p>
                <SignInForm email />
            </div>
        </Dialog>
    }
}

/// Counts the seconds down that the server asks to wait.
fn wait(problem: RwSignal<Option<Problem>>) -> RwSignal<u32> {
    let left = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let asked = problem.with(|problem| problem.as_ref().and_then(|problem| problem.retry_after_s));
        left.set(asked.unwrap_or(0));
    });
    let tick = set_interval_with_handle(
        move || {
            if left.try_get_untracked().is_some_and(|left| left > 0) {
                left.update(|left| *left -= 1);
            }
        },
        Duration::from_secs(1),
    );
    if let Ok(tick) = tick {
        on_cleanup(move || tick.clear());
    }
    left
}

fn focus_field(form: NodeRef<leptos::html::Form>, name: &str) {
    let input = form
        .try_get_untracked()
        .flatten()
        .and_then(|form| form.query_selector(&format!("[name={name}]")).ok().flatten());
    if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        let _ = input.focus();
    }
}

#[component]
fn SignInForm(email: RwSignal<String>) -> impl IntoView {
    let speech = use_speech();
    let reader = use_reader();
    let api = use_api();
    let submit = Submit::new(api);
    let password = RwSignal::new(String::new());
    let left = wait(submit.problem);
    let waiting = Signal::derive(move || match left.get() {
        0 => None,
        seconds => Some((speech.words().sign_in.wait)(seconds)),
    });
    let form = NodeRef::<leptos::html::Form>::new();
    let send = move || {
        let body = SignIn { email: email.get_untracked(), password: password.get_untracked() };
        if left.get_untracked() == 0 && submit.passes(body.check()) {
            submit.send::<OpenSession>((), body, move |session| {
                speech.suggest(session.locale);
                reader.begin(session);
                api.go_on();
            });
        }
    };
    // First to what is still to be typed; after an overlay has taken the focus.
    request_animation_frame(move || {
        request_animation_frame(move || {
            let typed = email.try_get_untracked().is_some_and(|email| !email.is_empty());
            focus_field(form, if typed { "password" } else { "email" });
        });
    });
    // To the first field that is wrong, or to the password: what has most likely to be typed again.
    Effect::new(move |_| {
        let wrong_email = submit.problem.with(|problem| {
            let errors = &problem.as_ref()?.errors;
            Some(errors.iter().any(|error| error.field == "email"))
        });
        if let Some(wrong_email) = wrong_email {
            focus_field(form, if wrong_email { "email" } else { "password" });
        }
    });
    let general = Signal::derive(move || submit.problem.get().filter(|problem| problem.errors.is_empty()));
    view! {
        <form
            class="stack"
            novalidate
            node_ref=form
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            {move || general.with(Option::is_some).then(|| view! {
                <Note tone=Tone::Red><ProblemText problem=general /></Note>
            })}
            <Field label=speech.say(|words| words.sign_in.email) error=error_of(submit.problem, "email")>
                <TextInput value=email kind=TextKind::Email name="email" autocomplete="username" />
            </Field>
            <Field label=speech.say(|words| words.sign_in.password) error=error_of(submit.problem, "password")>
                <PasswordInput
                    value=password
                    autocomplete="current-password"
                    name="password"
                    show=speech.say(|words| words.sign_in.show_password)
                    hide=speech.say(|words| words.sign_in.hide_password)
                />
            </Field>
            <Button
                label=speech.say(|words| words.sign_in.submit)
                kind=ButtonKind::Primary
                submit=true
                pending=submit.pending
                blocked=waiting
            />
        </form>
    }
    .into_any()
}
