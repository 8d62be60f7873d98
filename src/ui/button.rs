//! What is pressed: buttons with words, and buttons with a sign.
//!
//! A button is never dead without a word: what blocks it is said beside it and read aloud, and a blocked
//! button stays in the order of the Tab key.

use leptos::prelude::*;

use super::Words;
use super::icon::{Glyph, Icon};
use super::identity::fresh_id;

/// How loud a button is. A page has one primary button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The next action.
    Primary,
    /// Any other action.
    #[default]
    Plain,
    /// An action beside the point: looks like a link.
    Quiet,
    /// Cannot be taken back.
    Danger,
}

impl ButtonKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Plain => "plain",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}

/// A button with words. Blocked, it says why; pending, it keeps its width and does nothing.
#[component]
pub fn Button(
    #[prop(into)] label: Words,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional, into)] icon: Option<Icon>,
    /// Why it can't be pressed now.
    #[prop(optional, into)]
    blocked: Signal<Option<String>>,
    /// What it started has not come back.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
) -> impl IntoView {
    let reason_id = StoredValue::new(fresh_id("reason"));
    let is_blocked = Memo::new(move |_| blocked.with(Option::is_some));
    let press = move |event: web_sys::MouseEvent| {
        if is_blocked.get_untracked() || pending.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <span class="button-place">
            <button
                class="button"
                type=if submit { "submit" } else { "button" }
                data-kind=kind.name()
                aria-disabled=move || (is_blocked.get() || pending.get()).then_some("true")
                aria-busy=move || pending.get().then_some("true")
                aria-describedby=move || is_blocked.get().then(|| reason_id.get_value())
                on:click=press
            >
                {icon.map(|icon| view! { <Glyph icon /> })}
                <span class="button-label">{label}</span>
            </button>
            {move || {
                blocked
                    .get()
                    .map(|reason| {
                        view! { <span class="button-reason" role="tooltip" id=reason_id.get_value()>{reason}</span> }
                    })
            }}
        </span>
    }
    .into_any()
}

/// A button with a sign; its words are its name for screen readers and its tooltip.
#[component]
pub fn IconButton(
    icon: Icon,
    #[prop(into)] label: Words,
    /// For a button that stays pressed.
    #[prop(optional, into)]
    pressed: Signal<Option<bool>>,
    /// The popover it opens.
    #[prop(optional, into)]
    opens: Option<String>,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <button
            class="icon-button"
            type="button"
            aria-label=label
            title=label
            aria-pressed=move || pressed.get().map(|on| if on { "true" } else { "false" })
            popovertarget=opens
            on:click=move |_| {
                if let Some(on_press) = on_press {
                    on_press.run(());
                }
            }
        >
            <Glyph icon />
        </button>
    }
    .into_any()
}
