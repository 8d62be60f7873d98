//! An address that leads nowhere.

use crate::locale::use_speech;
use crate::route::Route;
use crate::ui::{Empty, Icon};
use leptos::prelude::*;

/// Says so, and leads on.
#[component]
pub fn NotFound() -> impl IntoView {
    let speech = use_speech();
    view! {
        <div class="page">
            <h1 class="visually-hidden">{speech.say(|words| words.shell.not_found)}</h1>
            <Empty
                icon=Icon::Search
                title=speech.say(|words| words.shell.not_found)
                text=speech.say(|words| words.shell.not_found_text)
            >
                <a class="button" data-kind="primary" href=Route::bills().print()>
                    {speech.say(|words| words.shell.to_bills)}
                </a>
            </Empty>
        </div>
    }
}
