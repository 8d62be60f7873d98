//! The list of keyboard shortcuts, behind `?`.

use leptos::prelude::*;

use super::Words;
use super::dialog::Dialog;
use super::keyboard::Keys;

/// A key or two, and what they do.
#[derive(Clone, Copy)]
pub struct Shortcut {
    /// As they stand on the keyboard.
    pub keys: &'static [&'static str],
    /// What they do.
    pub label: Words,
}

/// Shortcuts of one place.
#[derive(Clone)]
pub struct ShortcutGroup {
    /// The place.
    pub title: Words,
    /// Its shortcuts.
    pub shortcuts: Vec<Shortcut>,
}

/// A dialog with all shortcuts.
#[component]
pub fn ShortcutList(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] title: Words,
    #[prop(into)] close: Words,
    groups: Vec<ShortcutGroup>,
) -> impl IntoView {
    let groups = StoredValue::new(groups);
    let line = |shortcut: Shortcut| {
        view! { <div class="shortcut"><dt><Keys keys=shortcut.keys /></dt><dd>{shortcut.label}</dd></div> }
    };
    let group = move |group: ShortcutGroup| {
        view! {
            <section class="shortcut-group">
                <h3>{group.title}</h3>
                <dl>{group.shortcuts.into_iter().map(line).collect_view()}</dl>
            </section>
        }
    };
    view! {
        <Dialog open on_close title close>
            <div class="shortcuts">{groups.get_value().into_iter().map(group).collect_view()}</div>
        </Dialog>
    }
    .into_any()
}
