//! Free text over a list. It follows the address, and the address follows it once typing rests.

use crate::ui::{Glyph, Icon};
use contract::bill_filter::TEXT_MAX_CHARS;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// How long typing has to rest before the list follows.
const REST_MS: u64 = 90;

/// A search box that `/` leads to.
#[component]
pub fn SearchBox(
    /// The element's id, for `/`.
    id: &'static str,
    /// Read aloud.
    #[prop(into)]
    label: Signal<String>,
    /// In the empty box.
    #[prop(into)]
    placeholder: Signal<String>,
    /// What the address says.
    #[prop(into)]
    wanted: Signal<String>,
    /// Words with one space between them; none for an empty box.
    #[prop(into)]
    on_search: Callback<Option<String>>,
    /// Down and Enter: on to the list.
    #[prop(into)]
    on_leave: Callback<()>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let resting = StoredValue::new(None::<TimeoutHandle>);
    // Back, forward and "clear all" put their text into the box; one's own typing stays as typed.
    Effect::new(move |_| {
        let wanted = wanted.get();
        if text_of(&typed.get_untracked()) != text_of(&wanted) {
            typed.set(wanted);
        }
    });
    let follow = move || {
        // The page may have been left in the meantime.
        let Some(text) = typed.try_get_untracked() else { return };
        on_search.run(text_of(&text));
    };
    let on_input = move |text: String| {
        typed.set(text);
        if let Some(waiting) = resting.get_value() {
            waiting.clear();
        }
        resting.set_value(set_timeout_with_handle(follow, Duration::from_millis(REST_MS)).ok());
    };
    view! {
        <label class="bills-search">
            <Glyph icon=Icon::Search />
            <input
                type="search"
                id=id
                autocomplete="off"
                spellcheck="false"
                maxlength=TEXT_MAX_CHARS.to_string()
                aria-label=label
                placeholder=placeholder
                prop:value=typed
                on:input:target=move |event| on_input(event.target().value())
                on:keydown=move |event| {
                    if event.key() == "ArrowDown" || event.key() == "Enter" {
                        event.prevent_default();
                        on_leave.run(());
                    }
                }
            />
            <kbd class="key" aria-hidden="true">"/"</kbd>
        </label>
    }
    .into_any()
}

fn text_of(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}
