//! A panel from the right over the page: a task of its own, the list stays visible behind it.

use leptos::prelude::*;

use super::Words;
use super::modal::{Heading, framed};

/// A modal drawer. `footer` holds the sum and the buttons.
#[component]
pub fn Drawer(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] title: Words,
    #[prop(optional, into)] subtitle: Option<Words>,
    /// Read aloud on the cross.
    #[prop(into)]
    close: Words,
    #[prop(optional, into)] footer: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    framed(open, on_close, "drawer", Heading { title, subtitle, close }, footer, children)
}
