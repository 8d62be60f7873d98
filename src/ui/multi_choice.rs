//! Several of many, with a search: the content of a filter's popover.
//!
//! It never shows more than [`MOST`] choices at once; the search finds the others.

use std::collections::BTreeSet;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Words;
use super::checkbox::{Checkbox, Tick, Toggled};
use super::icon::{Glyph, Icon};
use super::keyboard::move_focus;
use super::letters::finds;
use super::select::Choice;

/// How many choices stand in the list at once.
pub const MOST: usize = 200;

/// The words of a list of choices.
#[derive(Clone, Copy)]
pub struct MultiChoiceWords {
    /// The name of the list.
    pub label: Words,
    /// In the empty search box.
    pub search: Words,
    /// When the search finds nothing.
    pub none: Words,
    /// When there are more than are shown.
    pub more: Words,
    /// Takes all ticks away.
    pub clear: Words,
}

fn found(choice: &Choice, query: &str) -> bool {
    finds(query, &format!("{} {} {}", choice.label, choice.detail, choice.value))
}

/// A searchable list of check boxes. What is chosen stands first when the list opens.
#[component]
pub fn MultiChoice(
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(into)] chosen: Signal<BTreeSet<String>>,
    #[prop(into)] on_change: Callback<BTreeSet<String>>,
    words: MultiChoiceWords,
    /// What is searched for; whoever asks the server for more choices watches it.
    #[prop(optional)]
    query: RwSignal<String>,
) -> impl IntoView {
    let at_first = chosen.get_untracked();
    let shown = Memo::new(move |_| {
        let query = query.get();
        let found: Vec<Choice> =
            choices.with(|choices| choices.iter().filter(|choice| found(choice, &query)).cloned().collect());
        let (mut found, others): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|choice| at_first.contains(&choice.value));
        found.extend(others);
        let more = found.len() > MOST;
        found.truncate(MOST);
        (found, more)
    });
    let entry = move |choice: Choice| {
        let (value, toggled) = (choice.value.clone(), choice.value);
        let tick = Signal::derive(move || Tick::from(chosen.with(|chosen| chosen.contains(&value))));
        let on_toggle = move |press: Toggled| {
            let mut next = chosen.get_untracked();
            if press.on {
                next.insert(toggled.clone())
            } else {
                next.remove(&toggled)
            };
            on_change.run(next);
        };
        view! {
            <li class="multi-choice-entry">
                <Checkbox tick label=choice.label on_toggle />
                <span class="multi-choice-detail">{choice.detail}</span>
            </li>
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let key = event.key();
        let root = event.current_target().and_then(|root| root.dyn_into::<web_sys::Element>().ok());
        let vertical = matches!(key.as_str(), "ArrowDown" | "ArrowUp");
        if vertical && root.is_some_and(|root| move_focus(&root, "input", &key)) {
            event.prevent_default();
        }
    };
    view! {
        <div class="multi-choice" on:keydown=on_key>
            <label class="multi-choice-search">
                <Glyph icon=Icon::Search />
                <input
                    type="text"
                    role="searchbox"
                    autofocus
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=words.search
                    placeholder=words.search
                    prop:value=query
                    on:input:target=move |event| query.set(event.target().value())
                />
            </label>
            <ul class="multi-choice-list" aria-label=words.label>
                {move || shown.get().0.into_iter().map(entry).collect_view()}
            </ul>
            {move || {
                let (found, more) = shown.get();
                let remark = if more { Some(words.more) } else { found.is_empty().then_some(words.none) };
                remark.map(|remark| view! { <p class="multi-choice-remark" role="status">{remark}</p> })
            }}
            <footer class="multi-choice-foot">
                <button
                    class="button"
                    type="button"
                    data-kind="quiet"
                    on:click=move |_| on_change.run(BTreeSet::new())
                >
                    {words.clear}
                </button>
            </footer>
        </div>
    }
    .into_any()
}
