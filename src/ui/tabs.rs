//! Several views of one thing: arrows move between them, the address keeps which one is open (the page's part).

use leptos::prelude::*;

use super::Words;
use super::identity::fresh_id;
use super::keyboard::{all_inside, step};

/// One of the views.
#[derive(Clone)]
pub struct Tab {
    /// What is handed back.
    pub name: &'static str,
    /// What is read.
    pub label: Words,
    /// A figure under the label, read with it.
    pub figure: Option<Words>,
}

/// A row of tabs and the panel of the one that is open.
#[component]
pub fn Tabs(
    /// The name of the row.
    #[prop(into)]
    label: Words,
    tabs: Vec<Tab>,
    #[prop(into)] current: Signal<String>,
    #[prop(into)] on_pick: Callback<String>,
    /// The panel; it reads which tab is open by itself.
    children: Children,
) -> impl IntoView {
    let id = fresh_id("tabs");
    let list = NodeRef::<leptos::html::Div>::new();
    let names: StoredValue<Vec<&'static str>> = StoredValue::new(tabs.iter().map(|tab| tab.name).collect());
    let on_key = move |event: web_sys::KeyboardEvent| {
        let next = names.with_value(|names| {
            let at = names.iter().position(|name| current.with_untracked(|current| current == name))?;
            step(&event.key(), at, names.len()).and_then(|next| Some((next, *names.get(next)?)))
        });
        if let (Some((at, name)), Some(list)) = (next, list.get_untracked()) {
            event.prevent_default();
            on_pick.run(name.to_string());
            if let Some(tab) = all_inside(&list, "[role=tab]").get(at) {
                let _ = tab.focus();
            }
        }
    };
    let panel_id = format!("{id}-panel");
    let controls = panel_id.clone();
    let each = tabs
        .into_iter()
        .map(|tab| {
            let name = tab.name;
            let is_current = Memo::new(move |_| current.with(|current| current == name));
            view! {
                <button
                    class="tab"
                    type="button"
                    role="tab"
                    id=format!("{id}-{name}")
                    aria-controls=controls.clone()
                    aria-selected=move || if is_current.get() { "true" } else { "false" }
                    tabindex=move || if is_current.get() { "0" } else { "-1" }
                    on:click=move |_| on_pick.run(name.to_string())
                >
                    {tab.label}
                    {tab.figure.map(|figure| view! { " "<span class="tab-figure">{figure}</span> })}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="tabs" role="tablist" aria-label=label node_ref=list on:keydown=on_key>{each}</div>
        <div
            class="tab-panel"
            role="tabpanel"
            id=panel_id
            tabindex="0"
            aria-labelledby=move || format!("{id}-{}", current.get())
        >
            {children()}
        </div>
    }
    .into_any()
}
