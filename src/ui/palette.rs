//! The command palette behind Ctrl K: type, pick with the arrows, Enter goes there.
//!
//! It filters what it is given, except what the giver has found by itself; it goes nowhere on its own.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Words;
use super::icon::{Glyph, Icon};
use super::identity::fresh_id;
use super::keyboard::step;
use super::letters::finds;
use super::modal::Modal;

/// Something to go to or to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteEntry {
    /// What is handed back.
    pub name: String,
    /// The heading it stands under.
    pub group: String,
    /// What is read.
    pub label: String,
    /// A quiet word behind it.
    pub detail: String,
    /// Its sign.
    pub icon: Icon,
    /// Already found by whoever gave it: not filtered again.
    pub found: bool,
}

/// The words of the palette.
#[derive(Clone, Copy)]
pub struct PaletteWords {
    /// The name of the palette, and of its box.
    pub label: Words,
    /// In the empty box.
    pub placeholder: Words,
    /// When nothing is found.
    pub none: Words,
}

fn matches(entry: &PaletteEntry, query: &str) -> bool {
    entry.found || finds(query, &format!("{} {} {}", entry.group, entry.label, entry.detail))
}

/// The palette. `query` may be watched, to find entries on the server.
#[component]
pub fn Palette(
    open: RwSignal<bool>,
    #[prop(optional)] query: RwSignal<String>,
    #[prop(into)] entries: Signal<Vec<PaletteEntry>>,
    words: PaletteWords,
    #[prop(into)] on_pick: Callback<String>,
) -> impl IntoView {
    let id = StoredValue::new(fresh_id("palette"));
    let at = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        let query = query.get();
        entries.with(|entries| {
            entries.iter().filter(|entry| matches(entry, &query)).cloned().collect::<Vec<_>>()
        })
    });
    Effect::new(move |_| {
        if !open.get() {
            query.set(String::new());
        }
        query.track();
        at.set(0);
    });
    let pick = move |name: String| {
        open.set(false);
        on_pick.run(name);
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let key = event.key();
        if key == "Enter" {
            event.prevent_default();
            let entry =
                found.with_untracked(|found| found.get(at.get_untracked()).map(|entry| entry.name.clone()));
            if let Some(name) = entry {
                pick(name);
            }
        } else if matches!(key.as_str(), "ArrowDown" | "ArrowUp") {
            event.prevent_default();
            let count = found.with_untracked(Vec::len);
            if let Some(next) = step(&key, at.get_untracked(), count) {
                at.set(next);
                show_entry(&id.get_value(), next);
            }
        }
    };
    let list = move || entry_list(found.get(), id, at, Callback::new(pick));
    view! {
        <Modal open on_close=move |()| open.set(false) class="palette" label=words.label>
            <label class="palette-search">
                <Glyph icon=Icon::Search />
                <input
                    type="text"
                    role="combobox"
                    autofocus
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=words.label
                    placeholder=words.placeholder
                    aria-expanded="true"
                    aria-controls=id.get_value()
                    aria-activedescendant=move || {
                        (!found.with(Vec::is_empty)).then(|| format!("{}-{}", id.get_value(), at.get()))
                    }
                    prop:value=query
                    on:input:target=move |event| query.set(event.target().value())
                    on:keydown=on_key
                />
            </label>
            <div class="palette-list" role="listbox" id=id.get_value() aria-label=words.label>{list}</div>
            {move || {
                found.with(Vec::is_empty).then(|| view! { <p class="palette-none" role="status">{words.none}</p> })
            }}
        </Modal>
    }
    .into_any()
}

/// Scrolls to the entry.
fn show_entry(id: &str, at: usize) {
    let entry = document().get_element_by_id(&format!("{id}-{at}"));
    if let Some(entry) = entry.and_then(|entry| entry.dyn_into::<web_sys::HtmlElement>().ok()) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        entry.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The entries under their headings.
fn entry_list(
    found: Vec<PaletteEntry>,
    id: StoredValue<String>,
    at: RwSignal<usize>,
    pick: Callback<String>,
) -> impl IntoView {
    let mut heading = String::new();
    found
        .into_iter()
        .enumerate()
        .map(|(number, entry)| {
            let title = (entry.group != heading).then(|| {
                heading.clone_from(&entry.group);
                view! { <p class="palette-group" role="presentation">{entry.group}</p> }
            });
            let name = entry.name;
            view! {
                {title}
                <div
                    class="palette-entry"
                    role="option"
                    id=format!("{}-{number}", id.get_value())
                    aria-selected=move || if at.get() == number { "true" } else { "false" }
                    on:mousemove=move |_| {
                        if at.get_untracked() != number {
                            at.set(number);
                        }
                    }
                    on:click=move |_| pick.run(name.clone())
                >
                    <Glyph icon=entry.icon />
                    <span class="palette-label">{entry.label}</span>
                    <span class="palette-detail">{entry.detail}</span>
                </div>
            }
        })
        .collect_view()
}
