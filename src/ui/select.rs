//! One of a few: the browser's own list, dressed.

use leptos::prelude::*;

use super::Words;
use super::field::Control;
use super::icon::{Glyph, Icon};

/// Something to choose: what it is, and what it is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is handed back.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A quiet word behind the label: a number, a count.
    pub detail: String,
}

impl Choice {
    /// A choice without a detail.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), detail: String::new() }
    }

    /// The same with a quiet word behind it.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

/// A native list of choices.
#[component]
pub fn Select(
    #[prop(into)] value: Signal<String>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(into)] on_change: Callback<String>,
    /// Read aloud, where no field gives a label.
    #[prop(optional, into)]
    label: Option<Words>,
    #[prop(optional)] name: Option<&'static str>,
) -> impl IntoView {
    let control = Control::around();
    let option = move |choice: Choice| {
        let chosen = choice.value.clone();
        view! {
            <option value=choice.value prop:selected=move || value.with(|value| *value == chosen)>
                {choice.label}
            </option>
        }
    };
    view! {
        <span class="select">
            <select
                class="select-box"
                id=control.id()
                name=name
                aria-label=label
                aria-describedby=control.described_by()
                aria-invalid=control.invalid()
                on:change:target=move |event| on_change.run(event.target().value())
            >
                {move || choices.get().into_iter().map(option).collect_view()}
            </select>
            <Glyph icon=Icon::ChevronDown />
        </span>
    }
    .into_any()
}
