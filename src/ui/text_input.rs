//! A line of text as it is typed. What it means, and whether it is right, is decided by whoever reads it.

use leptos::prelude::*;

use super::Words;
use super::field::Control;

/// What is typed, for the keyboard of a phone and the browser's memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum TextKind {
    #[default]
    Text,
    Email,
    Search,
    Number,
    Date,
    Mono,
}

impl TextKind {
    const fn attributes(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Text | Self::Mono => ("text", None),
            Self::Email => ("email", Some("email")),
            Self::Search => ("search", Some("search")),
            Self::Number => ("text", Some("decimal")),
            Self::Date => ("date", None),
        }
    }
}

/// One line of text. Inside a [`super::Field`] it takes its label; alone it needs `label`.
#[component]
pub fn TextInput(
    value: RwSignal<String>,
    #[prop(optional)] kind: TextKind,
    #[prop(optional)] name: Option<&'static str>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] placeholder: Option<Words>,
    /// Read aloud, where no field gives a label.
    #[prop(optional, into)]
    label: Option<Words>,
    /// A word at the end of the box: a currency, a unit.
    #[prop(optional, into)]
    suffix: Option<Words>,
    /// The value when it is done: Enter, or leaving the box.
    #[prop(optional, into)]
    on_commit: Option<Callback<String>>,
) -> impl IntoView {
    let control = Control::around();
    let (input_type, input_mode) = kind.attributes();
    view! {
        <span class="input" data-mono=(kind == TextKind::Mono).then_some("yes")>
            <input
                class="input-text"
                type=input_type
                inputmode=input_mode
                id=control.id()
                name=name
                autocomplete=autocomplete
                spellcheck="false"
                placeholder=placeholder
                aria-label=label
                aria-describedby=control.described_by()
                aria-invalid=control.invalid()
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
                on:change=move |_| {
                    if let Some(on_commit) = on_commit {
                        on_commit.run(value.get_untracked());
                    }
                }
            />
            {suffix.map(|suffix| view! { <span class="input-suffix">{suffix}</span> })}
        </span>
    }
    .into_any()
}
