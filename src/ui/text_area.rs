//! Several lines of text as they are typed or pasted.

use leptos::prelude::*;

use super::field::Control;

/// How many lines are shown.
const ROWS: &str = "8";

/// Several lines of text inside a [`super::Field`].
#[component]
pub fn TextArea(value: RwSignal<String>, #[prop(optional)] name: Option<&'static str>) -> impl IntoView {
    let control = Control::around();
    view! {
        <span class="input input-area" data-mono="yes">
            <textarea
                class="input-text"
                id=control.id()
                name=name
                rows=ROWS
                spellcheck="false"
                aria-describedby=control.described_by()
                aria-invalid=control.invalid()
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        </span>
    }
    .into_any()
}
