//! The application: what everything below may ask for, and the page of the address.

mod bar;
mod chunk;
mod palette;
mod shell;
mod shortcuts;
mod transfer;

use crate::api::{Api, Failed, provide_api};
use crate::locale::{Speech, provide_speech, use_speech};
use crate::pages::sign_in::{SignInAgain, SignInPage};
use crate::parts::ProblemText;
use crate::parts::late::fetch_ahead;
use crate::route::{Route, Step, provide_address_bar};
use crate::session::{Reader, Who, provide_reader};
use crate::ui::{self, Button, Icon, Note, Tone};
use contract::api::{GetSession, Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shell::Shell;

/// The whole portal.
#[component]
pub fn App() -> impl IntoView {
    ui::provide_theme();
    ui::provide_toasts();
    let speech = provide_speech();
    let reader = provide_reader();
    provide_api(Callback::new(move |()| reader.end()));
    let bar = provide_address_bar();
    // The bare address opens the overview.
    if bar.path() == "/" {
        bar.go(&Route::overview(), Step::Replace);
    }
    fetch_ahead(chunk::code(bar.page()).into_iter().collect());
    view! {
        <Portal />
        <ui::ToastRegion label=speech.say(|words| words.shell.notices) dismiss=speech.say(|words| words.shell.dismiss) />
    }
}

/// Asks who is signed in; what went wrong other than "nobody" goes to `problem`.
fn ask(api: Api, reader: Reader, speech: Speech, problem: RwSignal<Option<Problem>>) {
    problem.set(None);
    spawn_local(async move {
        match api.call::<GetSession>(&(), &(), &(), None).await {
            Ok(session) => {
                speech.suggest(session.locale);
                reader.begin(session);
            }
            Err(Failed::Problem(found)) if found.code != ProblemCode::NotSignedIn => {
                problem.set(Some(*found))
            }
            Err(_) => {}
        }
    });
}

/// What the whole window shows.
#[derive(Clone, PartialEq, Eq)]
enum Stage {
    Asking,
    SignIn,
    /// Signed in as this person; a session that ended and went on is the same.
    In(String),
}

#[component]
fn Portal() -> impl IntoView {
    #[cfg(debug_assertions)]
    if window().location().pathname().is_ok_and(|path| path == "/gallery") {
        return crate::pages::gallery::Gallery().into_any();
    }
    let (api, reader, speech) = (crate::api::use_api(), crate::session::use_reader(), use_speech());
    let problem = RwSignal::new(None);
    ask(api, reader, speech, problem);
    let stage = Memo::new(move |_| match reader.who() {
        Who::Unknown => Stage::Asking,
        Who::Nobody => Stage::SignIn,
        Who::SignedIn(session) | Who::Ended(session) => Stage::In(session.email.clone()),
    });
    let asking = move || {
        problem.with(Option::is_some).then(|| {
            view! {
                <main class="centered">
                    <div class="centered-card">
                        <h1 class="visually-hidden">{speech.say(|words| words.shell.brand)}</h1>
                        <Note tone=Tone::Red><ProblemText problem /></Note>
                        <Button
                            label=speech.say(|words| words.shell.try_again)
                            icon=Icon::Retry
                            on_press=move |()| ask(api, reader, speech, problem)
                        />
                    </div>
                </main>
            }
        })
    };
    let show = move || match stage.get() {
        Stage::Asking => asking.into_any(),
        Stage::SignIn => view! { <SignInPage /> }.into_any(),
        Stage::In(_) => view! {
            <Shell />
            <SignInAgain />
        }
        .into_any(),
    };
    show.into_any()
}
