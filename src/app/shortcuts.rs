//! `?`: every key that does something.

use crate::locale::use_speech;
use crate::ui::{Shortcut, ShortcutGroup, ShortcutList};
use crate::words::Words;
use leptos::prelude::*;

/// The list of shortcuts.
#[component]
pub(super) fn ShortcutDialog(open: RwSignal<bool>) -> impl IntoView {
    let speech = use_speech();
    let key = move |keys: &'static [&'static str], label: fn(&Words) -> &'static str| Shortcut {
        keys,
        label: speech.say(label),
    };
    let everywhere = ShortcutGroup {
        title: speech.say(|words| words.shell.shortcuts_everywhere),
        shortcuts: vec![
            key(&["Ctrl", "K"], |words| words.shell.key_palette),
            key(&["?"], |words| words.shell.key_shortcuts),
            key(&["/"], |words| words.shell.key_search),
            key(&["Esc"], |words| words.shell.key_escape),
        ],
    };
    let table = ShortcutGroup {
        title: speech.say(|words| words.shell.shortcuts_table),
        shortcuts: vec![
            key(&["j", "k", "↓", "↑"], |words| words.shell.key_move),
            key(&["Page↓", "Page↑"], |words| words.shell.key_page),
            key(&["Home", "End"], |words| words.shell.key_ends),
            key(&["Space"], |words| words.shell.key_select),
            key(&["Shift", "Space"], |words| words.shell.key_extend),
            key(&["Enter"], |words| words.shell.key_open),
            key(&["x", "Ctrl+A"], |words| words.shell.key_all),
        ],
    };
    view! {
        <ShortcutList
            open
            on_close=move |()| open.set(false)
            title=speech.say(|words| words.shell.shortcuts)
            close=speech.say(|words| words.shell.close)
            groups=vec![everywhere, table]
        />
    }
}
