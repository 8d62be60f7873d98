//! A box to tick. It shows what it is given and tells of a press; it keeps nothing.

use leptos::prelude::*;

use super::Words;

/// How a box stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tick {
    /// Empty.
    #[default]
    Off,
    /// Ticked.
    On,
    /// Some of what it stands for is ticked.
    Mixed,
}

impl From<bool> for Tick {
    fn from(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

/// Where the words of a box go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelPlace {
    /// Beside it.
    #[default]
    Beside,
    /// Read aloud only: in a table.
    Spoken,
}

/// A press on a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Toggled {
    /// What it should become.
    pub on: bool,
    /// With the shift key: from the last one up to this one.
    pub shift: bool,
}

/// A check box with its label.
#[component]
pub fn Checkbox(
    #[prop(into)] tick: Signal<Tick>,
    #[prop(into)] label: Words,
    #[prop(optional)] place: LabelPlace,
    #[prop(into)] on_toggle: Callback<Toggled>,
) -> impl IntoView {
    let press = move |event: web_sys::MouseEvent| {
        let on = tick.get_untracked() != Tick::On;
        on_toggle.run(Toggled { on, shift: event.shift_key() });
    };
    let input = view! {
        <input
            class="checkbox-box"
            type="checkbox"
            prop:checked=move || tick.get() == Tick::On
            prop:indeterminate=move || tick.get() == Tick::Mixed
            on:click=press
        />
    };
    let label_class = match place {
        LabelPlace::Beside => "checkbox-label",
        LabelPlace::Spoken => "visually-hidden",
    };
    view! { <label class="checkbox">{input}<span class=label_class>{label}</span></label> }.into_any()
}
