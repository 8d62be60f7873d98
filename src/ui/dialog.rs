//! A question in the middle of the window. For what moves money: the exact sentence, one button.

use leptos::prelude::*;

use super::Words;
use super::modal::{Heading, framed};

/// A modal dialog. `footer` holds its buttons.
#[component]
pub fn Dialog(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] title: Words,
    /// Read aloud on the cross.
    #[prop(into)]
    close: Words,
    #[prop(optional, into)] footer: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    framed(open, on_close, "dialog", Heading { title, subtitle: None, close }, footer, children)
}
