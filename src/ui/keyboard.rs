//! The keyboard: who is typing, which key was meant, how keys are shown.
//!
//! A single letter is a command only where nobody is typing, and never while an overlay is open.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Whether the event comes from a place where letters are text.
#[must_use]
pub fn typing(event: &web_sys::KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(element.get_attribute("type").as_deref(), Some("checkbox" | "radio" | "button")),
        _ => element.has_attribute("contenteditable"),
    }
}

/// Whether a dialog or a popover stands over the page.
#[must_use]
pub fn overlay_open() -> bool {
    document().query_selector("dialog[open], .popover:popover-open").is_ok_and(|found| found.is_some())
}

/// Listens to the keys of the whole page while the caller lives. A command takes the key by `prevent_default`.
pub fn listen_keys(on_key: impl Fn(web_sys::KeyboardEvent) + 'static) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if !event.default_prevented() && !event.is_composing() {
            on_key(event);
        }
    });
    on_cleanup(move || handle.remove());
}

/// Where arrow keys, Home and End go in a row of `count` things, from `at`; `None` for any other key.
#[must_use]
pub fn step(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" | "ArrowRight" => Some(if at >= last { 0 } else { at + 1 }),
        "ArrowUp" | "ArrowLeft" => Some(if at == 0 { last } else { at - 1 }),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// The elements inside `root` that match, in order.
#[must_use]
pub fn all_inside(root: &web_sys::Element, selector: &str) -> Vec<web_sys::HtmlElement> {
    let Ok(found) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// Moves the focus among the elements inside `root` that match; says whether the key was one of its keys.
pub fn move_focus(root: &web_sys::Element, selector: &str, key: &str) -> bool {
    let elements = all_inside(root, selector);
    let focused = document().active_element();
    let at = elements.iter().position(|element| Some(element.as_ref()) == focused.as_ref());
    let next = match (at, key) {
        (None, "ArrowDown") => (!elements.is_empty()).then_some(0),
        (at, key) => step(key, at.unwrap_or(0), elements.len()),
    };
    next.and_then(|next| elements.get(next)).is_some_and(|element| element.focus().is_ok())
}

/// Keys as they stand on the keyboard.
#[component]
pub fn Keys(keys: &'static [&'static str]) -> impl IntoView {
    let each = keys.iter().map(|key| view! { <kbd class="key">{*key}</kbd> }).collect_view();
    view! { <span class="keys">{each}</span> }.into_any()
}
