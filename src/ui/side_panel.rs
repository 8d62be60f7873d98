//! What was opened from a list, beside the list. The list stays in use; below 720 px it covers the page.
//!
//! It is not modal: it takes the focus when it opens only on a narrow window, where nothing else is seen.

use leptos::prelude::*;

use super::Words;
use super::button::IconButton;
use super::icon::Icon;
use super::keyboard::{listen_keys, overlay_open};

/// A panel beside a table. Exists while its content does; Esc and the cross ask to close.
#[component]
pub fn SidePanel(
    /// The name of the panel.
    #[prop(into)]
    label: Words,
    #[prop(into)] close: Words,
    #[prop(into)] on_close: Callback<()>,
    /// Title and badge, before the cross.
    #[prop(into)]
    head: ViewFn,
    children: Children,
) -> impl IntoView {
    listen_keys(move |event| {
        if event.key() == "Escape" && !overlay_open() {
            event.prevent_default();
            on_close.run(());
        }
    });
    view! {
        <aside class="side-panel" aria-label=label tabindex="-1">
            <header class="side-panel-head">
                <div class="side-panel-title">{head.run()}</div>
                <IconButton icon=Icon::Close label=close on_press=on_close />
            </header>
            <div class="side-panel-body">{children()}</div>
        </aside>
    }
    .into_any()
}
