//! Every component in every state, for development and for the screenshot tests. Not part of a release.

use leptos::prelude::*;

/// The page at `/gallery`.
#[component]
pub fn Gallery() -> impl IntoView {
    view! { <p>"gallery"</p> }
}
