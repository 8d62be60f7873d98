//! A password: hidden, and shown on demand. Its text lives only in the signal that it is given.

use leptos::prelude::*;

use super::Words;
use super::button::IconButton;
use super::field::Control;
use super::icon::Icon;

/// A password box with a button that shows what was typed.
#[component]
pub fn PasswordInput(
    value: RwSignal<String>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    #[prop(optional)] name: Option<&'static str>,
    #[prop(into)] show: Words,
    #[prop(into)] hide: Words,
) -> impl IntoView {
    let control = Control::around();
    let shown = RwSignal::new(false);
    view! {
        <span class="input">
            <input
                class="input-text"
                type=move || if shown.get() { "text" } else { "password" }
                id=control.id()
                name=name
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=control.described_by()
                aria-invalid=control.invalid()
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
            {move || {
                let icon = if shown.get() { Icon::EyeOff } else { Icon::Eye };
                let label = if shown.get() { hide } else { show };
                view! { <IconButton icon label on_press=move |()| shown.update(|on| *on = !*on) /> }
            }}
        </span>
    }
    .into_any()
}
