//! A filter over a table: what it narrows, to what, and a cross that takes it away. Pressed, it opens its choices.

use leptos::prelude::*;

use super::Words;
use super::icon::{Glyph, Icon};
use super::identity::fresh_id;
use super::popover::Popover;

/// A filter. Without a value it is quiet; with one it stands out and can be removed.
#[component]
pub fn FilterChip(
    #[prop(into)] label: Words,
    #[prop(into)] value: Signal<Option<String>>,
    /// Read aloud on the cross, such as "Remove filter: Product".
    #[prop(into)]
    remove_label: Words,
    #[prop(into)] on_remove: Callback<()>,
    #[prop(optional)] open: RwSignal<bool>,
    /// What the popover holds.
    children: ChildrenFn,
) -> impl IntoView {
    let id = fresh_id("filter");
    let is_on = Memo::new(move |_| value.with(Option::is_some));
    view! {
        <span class="chip" data-state=move || if is_on.get() { "on" } else { "off" }>
            <button
                class="chip-open"
                type="button"
                popovertarget=id.clone()
                aria-haspopup="dialog"
                aria-expanded=move || if open.get() { "true" } else { "false" }
            >
                <span class="chip-label">{label}</span>
                {move || value.get().map(|value| view! { <b class="chip-value">{value}</b> })}
                {move || (!is_on.get()).then(|| view! { <Glyph icon=Icon::ChevronDown /> })}
            </button>
            {move || {
                is_on
                    .get()
                    .then(|| {
                        view! {
                            <button
                                class="chip-remove"
                                type="button"
                                aria-label=remove_label
                                title=remove_label
                                on:click=move |_| on_remove.run(())
                            >
                                <Glyph icon=Icon::Close />
                            </button>
                        }
                    })
            }}
        </span>
        <Popover id label open>{children()}</Popover>
    }
    .into_any()
}
