//! The application: providers and the page of the address.

use leptos::prelude::*;

use crate::ui;

/// The whole portal.
#[component]
pub fn App() -> impl IntoView {
    ui::provide_theme();
    ui::provide_toasts();
    #[cfg(debug_assertions)]
    if window().location().pathname().is_ok_and(|path| path == "/gallery") {
        return crate::pages::gallery::Gallery().into_any();
    }
    ().into_any()
}
