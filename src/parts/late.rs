//! A page, or a part of one, whose code may still have to come: nothing for a moment, then its shape, then the part; or
//! that it could not be loaded, and what to do.
//!
//! Built with the feature `split`, every chunk is a file of its own (`xtask/src/split.rs` cuts the program); without it
//! all of them are in the one program, and nothing here waits.

use crate::locale::use_speech;
use crate::ui::{Button, Icon, Skeleton};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

pub use leptos::wasm_split::SplitLoaderError as Missing;

/// Builds a part where it is called: in the owner of the part.
pub type Build = fn() -> AnyView;

/// Code on its way. It can be asked for again when it did not come.
pub type Coming = Pin<Box<dyn Future<Output = Result<Build, Missing>>>>;

/// Asks for the code of a part.
pub type Fetch = fn() -> Coming;

/// Says in which chunk the code of a component comes: `late!(users in organization: UsersPage)` makes `users::fetch`.
macro_rules! late {
    ($name:ident in $chunk:ident: $part:ident) => {
        mod $name {
            use super::$part;
            use crate::parts::late::{Build, Coming, Missing};
            use leptos::prelude::*;

            #[cfg(feature = "split")]
            #[leptos::wasm_split::wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, fallible)]
            fn $name() -> Result<Build, Missing> {
                Ok(|| $part().into_any())
            }

            #[cfg(not(feature = "split"))]
            async fn $name() -> Result<Build, Missing> {
                Ok(|| $part().into_any())
            }

            pub fn fetch() -> Coming {
                Box::pin($name())
            }
        }
    };
}
pub(crate) use late;

/// How the code of a part stands.
#[derive(Clone, Copy)]
enum Stage {
    Coming,
    Here(Build),
    /// The connection is lost, or the server has a newer portal than this tab.
    Missing,
}

/// The part, once its code is here. `frame` is the class of what holds its place until then.
#[component]
pub fn Late(fetch: Fetch, frame: &'static str) -> impl IntoView {
    let stage = RwSignal::new(Stage::Coming);
    ask(fetch, stage);
    let show = move || match stage.get() {
        Stage::Coming => coming(frame),
        Stage::Here(build) => build(),
        Stage::Missing => missing(frame, fetch, stage),
    };
    show.into_any()
}

fn ask(fetch: Fetch, stage: RwSignal<Stage>) {
    let come = move |code: Result<Build, Missing>| {
        // The reader may have left for another page.
        let _ = stage.try_set(code.map_or(Stage::Missing, Stage::Here));
    };
    let mut code = fetch();
    // What is here already stands at once.
    match code.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(code) => come(code),
        Poll::Pending => {
            stage.set(Stage::Coming);
            spawn_local(async move { come(code.await) });
        }
    }
}

fn coming(frame: &'static str) -> AnyView {
    view! {
        <div class=frame aria-busy="true">
            <div class="page-body"><Skeleton lines=6 /></div>
        </div>
    }
    .into_any()
}

fn missing(frame: &'static str, fetch: Fetch, stage: RwSignal<Stage>) -> AnyView {
    let speech = use_speech();
    let title = speech.say(|words| words.shell.part_missing);
    // In the place of a page it is the page's heading.
    let heading = match frame {
        "page" => view! { <h1>{title}</h1> }.into_any(),
        _ => view! { <h2>{title}</h2> }.into_any(),
    };
    view! {
        <div class=frame>
            <div class="loaded-problem" role="alert">
                <div class="loaded-problem-text">
                    {heading}
                    <p>{speech.say(|words| words.shell.part_missing_text)}</p>
                </div>
                <Button
                    label=speech.say(|words| words.shell.try_again)
                    icon=Icon::Retry
                    on_press=move |()| ask(fetch, stage)
                />
                <Button
                    label=speech.say(|words| words.shell.reload)
                    on_press=move |()| {
                        let _ = window().location().reload();
                    }
                />
            </div>
        </div>
    }
    .into_any()
}

/// Fetches code before it is needed, one part after the other. What does not come now is asked for again where it is
/// shown.
pub fn fetch_ahead(parts: Vec<Fetch>) {
    spawn_local(async move {
        for fetch in parts {
            if fetch().await.is_err() {
                break;
            }
        }
    });
}
