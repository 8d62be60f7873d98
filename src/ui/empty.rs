//! Where there is nothing: says so, why, and what to do next.

use leptos::prelude::*;

use super::Words;
use super::icon::{Glyph, Icon};

/// Nothing here: a title, a sentence, and perhaps a button as children.
#[component]
pub fn Empty(
    icon: Icon,
    #[prop(into)] title: Words,
    #[prop(optional, into)] text: Option<Words>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon"><Glyph icon /></span>
            <p class="empty-title">{title}</p>
            {text.map(|text| view! { <p class="empty-text">{text}</p> })}
            {children.map(|children| view! { <div class="row">{children()}</div> })}
        </div>
    }
    .into_any()
}
