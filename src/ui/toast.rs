//! What was just done, in a corner, with a way to take it back. It passes by itself, not while one looks at it.
//!
//! Never for an error that has a place of its own.

use std::time::Duration;

use leptos::prelude::*;

use super::Words;
use super::badge::Tone;
use super::button::IconButton;
use super::icon::{Glyph, Icon};

/// How long a toast stands, in seconds; longer where it can be undone.
const STANDS_S: u64 = 6;
const STANDS_WITH_ACTION_S: u64 = 12;

#[derive(Clone)]
struct Toast {
    number: u32,
    tone: Tone,
    text: String,
    action: Option<(String, Callback<()>)>,
}

/// The toasts of the page. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
    held: RwSignal<bool>,
}

impl Toasts {
    /// Says something.
    pub fn say(self, tone: Tone, text: impl Into<String>) {
        self.push(tone, text.into(), None);
    }

    /// Says what was done, with a button: "Undo".
    pub fn say_with(
        self,
        tone: Tone,
        text: impl Into<String>,
        action: impl Into<String>,
        on_action: Callback<()>,
    ) {
        self.push(tone, text.into(), Some((action.into(), on_action)));
    }

    fn push(self, tone: Tone, text: String, action: Option<(String, Callback<()>)>) {
        let number = self.last.with_value(|last| last.wrapping_add(1));
        self.last.set_value(number);
        let stands_s = if action.is_some() { STANDS_WITH_ACTION_S } else { STANDS_S };
        self.list.update(|list| list.push(Toast { number, tone, text, action }));
        self.expire(number, Duration::from_secs(stands_s));
    }

    fn expire(self, number: u32, after: Duration) {
        set_timeout(
            move || match self.held.try_get_untracked() {
                Some(true) => self.expire(number, Duration::from_secs(2)),
                Some(false) => self.dismiss(number),
                None => {}
            },
            after,
        );
    }

    fn dismiss(self, number: u32) {
        self.list.update(|list| list.retain(|toast| toast.number != number));
    }
}

/// Gives every component below a place to say something.
pub fn provide_toasts() -> Toasts {
    let toasts =
        Toasts { list: RwSignal::new(Vec::new()), last: StoredValue::new(0), held: RwSignal::new(false) };
    provide_context(toasts);
    toasts
}

/// The toasts of this page.
#[must_use]
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(provide_toasts)
}

/// Where toasts appear. Once in the page, read aloud politely.
#[component]
pub fn ToastRegion(
    #[prop(into)] label: Words,
    /// Read aloud on the cross of each.
    #[prop(into)]
    dismiss: Words,
) -> impl IntoView {
    let toasts = use_toasts();
    let each = move |toast: Toast| {
        let number = toast.number;
        let icon = match toast.tone {
            Tone::Green => Icon::Success,
            Tone::Red => Icon::Failure,
            Tone::Amber => Icon::Warning,
            Tone::Neutral | Tone::Blue => Icon::Info,
        };
        let action = toast.action.map(|(label, on_action)| {
            let press = move |_| {
                toasts.dismiss(number);
                on_action.run(());
            };
            view! { <button class="toast-action" type="button" on:click=press>{label}</button> }
        });
        view! {
            <div class="toast" data-tone=toast.tone.name()>
                <Glyph icon />
                <p class="toast-text">{toast.text}</p>
                {action}
                <IconButton icon=Icon::Close label=dismiss on_press=move |()| toasts.dismiss(number) />
            </div>
        }
    };
    view! {
        <section
            class="toasts"
            aria-label=label
            aria-live="polite"
            on:mouseenter=move |_| toasts.held.set(true)
            on:mouseleave=move |_| toasts.held.set(false)
            on:focusin=move |_| toasts.held.set(true)
            on:focusout=move |_| toasts.held.set(false)
        >
            <For each=move || toasts.list.get() key=|toast| toast.number children=each />
        </section>
    }
    .into_any()
}
