//! What can be done on the page that is open: for the command palette.

use crate::ui::Icon;
use leptos::prelude::*;

/// Something that can be done.
#[derive(Clone, Copy)]
pub struct Command {
    /// Its name, unique on the page.
    pub name: &'static str,
    /// Its words.
    pub label: Signal<String>,
    /// Its sign.
    pub icon: Icon,
    /// Does it.
    pub run: Callback<()>,
}

/// The commands of the open page.
#[derive(Clone, Copy)]
pub struct Commands(RwSignal<Vec<Command>>);

/// A place for the commands of pages.
pub fn provide_commands() -> Commands {
    let commands = Commands(RwSignal::new(Vec::new()));
    provide_context(commands);
    commands
}

/// Where the open page says what it can do.
pub fn use_commands() -> Commands {
    use_context().unwrap_or_else(|| Commands(RwSignal::new(Vec::new())))
}

impl Commands {
    /// Offers commands for as long as the caller lives.
    pub fn offer(self, commands: Vec<Command>) {
        self.0.set(commands);
        on_cleanup(move || {
            self.0.try_set(Vec::new());
        });
    }

    /// All that can be done now.
    pub fn all(self) -> Vec<Command> {
        self.0.get()
    }
}
