//! Light, dark, or as the system has it. `public/boot.js` applies what was kept before the first paint.

use leptos::prelude::*;

use super::storage::{keep, kept, mark_document};

const KEY: &str = "portal-theme";

/// What the reader wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    fn read(text: Option<&str>) -> Self {
        match text {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }
}

/// The theme as a signal: set it, and the page follows and remembers.
pub fn provide_theme() -> RwSignal<Theme> {
    let theme = RwSignal::new(Theme::read(kept(KEY).as_deref()));
    Effect::new(move |before: Option<Theme>| {
        let theme = theme.get();
        if before.is_some_and(|before| before != theme) {
            keep(KEY, theme.name());
        }
        mark_document("theme", theme.name());
        theme
    });
    provide_context(theme);
    theme
}

/// The theme of this page.
#[must_use]
pub fn use_theme() -> RwSignal<Theme> {
    use_context::<RwSignal<Theme>>().unwrap_or_else(provide_theme)
}
