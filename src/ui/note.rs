//! A remark that stands in the page, in one of the tones. For what passes by itself there are toasts.

use leptos::prelude::*;

use super::badge::Tone;
use super::icon::{Glyph, Icon};

/// A framed remark with a sign; red ones are read aloud when they appear.
#[component]
pub fn Note(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    let icon = match tone {
        Tone::Neutral | Tone::Blue => Icon::Info,
        Tone::Amber => Icon::Warning,
        Tone::Green => Icon::Success,
        Tone::Red => Icon::Failure,
    };
    let role = (tone == Tone::Red).then_some("alert");
    view! {
        <div class="note" data-tone=tone.name() role=role>
            <Glyph icon />
            <div class="note-text">{children()}</div>
        </div>
    }
    .into_any()
}
