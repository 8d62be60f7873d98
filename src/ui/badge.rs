//! A state: a shape and a word, never a colour alone.

use leptos::prelude::*;

use super::Words;
use super::icon::{Glyph, Icon};

/// What a state means for the reader. Each tone has its own shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Draft, closed.
    #[default]
    Neutral,
    /// Pending: needs you.
    Amber,
    /// Cleared, completed.
    Green,
    /// Running.
    Blue,
    /// Failed, overdue.
    Red,
}

impl Tone {
    /// How the style sheets call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Red => "red",
        }
    }

    const fn shape(self) -> Icon {
        match self {
            Self::Neutral => Icon::Ring,
            Self::Amber => Icon::HalfDot,
            Self::Green => Icon::Dot,
            Self::Blue => Icon::Dashes,
            Self::Red => Icon::Square,
        }
    }
}

/// A small sign of a state.
#[component]
pub fn Badge(#[prop(into)] tone: Signal<Tone>, #[prop(into)] label: Words) -> impl IntoView {
    view! {
        <span class="badge" data-tone=move || tone.get().name()>
            {move || view! { <Glyph icon=tone.get().shape() /> }}
            <span>{label}</span>
        </span>
    }
    .into_any()
}
