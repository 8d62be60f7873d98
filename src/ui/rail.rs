//! What stands in the left rail: links, and the titles of their groups.

use leptos::prelude::*;

use super::Words;
use super::icon::{Glyph, Icon};

/// A place of the portal. `count` stands at the end of the line: "14 due".
#[component]
pub fn RailLink(
    #[prop(into)] href: Signal<String>,
    icon: Icon,
    #[prop(into)] label: Words,
    #[prop(optional, into)] count: Signal<Option<String>>,
    #[prop(into)] current: Signal<bool>,
) -> impl IntoView {
    view! {
        <li>
            <a class="rail-link" href=href title=label aria-current=move || current.get().then_some("page")>
                <Glyph icon />
                <span class="rail-label">{label}</span>
                {move || count.get().map(|count| view! { <span class="rail-count">{count}</span> })}
            </a>
        </li>
    }
    .into_any()
}

/// Links that belong together, under a title if there is one.
#[component]
pub fn RailGroup(#[prop(optional, into)] title: Option<Words>, children: Children) -> impl IntoView {
    view! {
        <div class="rail-group">
            {title.map(|title| view! { <p class="rail-title">{title}</p> })}
            <ul>{children()}</ul>
        </div>
    }
    .into_any()
}
