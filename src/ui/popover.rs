//! A small panel over the page, opened by a button that names it in `popovertarget`.
//!
//! The browser opens and closes it (click beside it, Esc, focus back to the button); here it is only put in
//! its place and filled. Its content exists only while it is open.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Words;
use super::keyboard::all_inside;

/// Which edge of the button the panel keeps to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// The beginning of the line.
    #[default]
    Start,
    /// The end of the line: for buttons at the right edge.
    End,
}

/// The smallest distance to the edge of the window, and between button and panel, in CSS pixels.
const GAP: i32 = 4;
const EDGE: i32 = 8;
/// A panel with less room than this below its button goes above it.
const LEAST_ROOM: i32 = 220;

fn trigger(id: &str) -> Option<web_sys::Element> {
    document().query_selector(&format!("[popovertarget=\"{id}\"]")).ok()?
}

/// Whole CSS pixels: a window is never so large that this cuts anything off.
fn pixels(value: f64) -> i32 {
    value as i32
}

fn window_size() -> Option<(i32, i32)> {
    let root = document().document_element()?;
    Some((root.client_width(), root.client_height()))
}

/// Puts the open panel beside its button: below, or above where there is no room, inside the window.
fn place(panel: &web_sys::HtmlElement, id: &str, align: Align) -> Option<()> {
    let anchor = trigger(id)?.get_bounding_client_rect();
    let (width, height) = window_size()?;
    let (panel_width, panel_height) = (panel.offset_width(), panel.scroll_height());
    let (left, right) = (pixels(anchor.left()), pixels(anchor.right()));
    let (top, bottom) = (pixels(anchor.top()), pixels(anchor.bottom()));
    let below = height - bottom - GAP - EDGE;
    let above = top - GAP - EDGE;
    let under = below >= panel_height || below >= LEAST_ROOM || below >= above;
    let room = if under { below } else { above };
    let x = match align {
        Align::Start => left,
        Align::End => right - panel_width,
    };
    let x = x.min(width - panel_width - EDGE).max(EDGE);
    let y = if under { bottom + GAP } else { (top - GAP - panel_height.min(room)).max(EDGE) };
    let style = panel.style();
    for (name, value) in [("--x", x), ("--y", y), ("--room", room)] {
        let _ = style.set_property(name, &format!("{value}px"));
    }
    let _ = panel.set_attribute("data-placed", "yes");
    Some(())
}

fn is_open(panel: &web_sys::HtmlElement) -> bool {
    panel.matches(":popover-open").unwrap_or(false)
}

fn new_state(event: &web_sys::Event) -> String {
    event.unchecked_ref::<web_sys::ToggleEvent>().new_state()
}

/// A panel over the page. `open` may be read and set; `role` is `dialog` unless said otherwise.
#[component]
pub fn Popover(
    /// The name that its button carries in `popovertarget`.
    #[prop(into)]
    id: String,
    #[prop(into)] label: Words,
    #[prop(optional)] align: Align,
    #[prop(default = "dialog")] role: &'static str,
    #[prop(optional)] open: RwSignal<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    let panel = NodeRef::<leptos::html::Div>::new();
    let name = StoredValue::new(id.clone());
    let filled = RwSignal::new(false);
    // Between `beforetoggle` and `toggle` the browser is at work: nobody else shows or hides the panel.
    let is_turning = StoredValue::new(false);
    let settle = move || {
        if let Some(Some(panel)) = panel.try_get_untracked() {
            name.try_with_value(|id| place(&panel, id, align));
        }
    };
    let turn = move |wanted: bool| {
        let Some(Some(panel)) = panel.try_get_untracked() else {
            return;
        };
        if wanted != is_open(&panel) {
            let _ = if wanted { panel.show_popover() } else { panel.hide_popover() };
        }
    };
    Effect::new(move |_| {
        let wanted = open.get();
        if !is_turning.get_value() {
            turn(wanted);
        }
    });
    let before_toggle = move |event: web_sys::Event| {
        let opening = new_state(&event) == "open";
        is_turning.try_set_value(true);
        if let Some(Some(panel)) = panel.try_get_untracked() {
            let _ = panel.remove_attribute("data-placed");
        }
        open.try_set(opening);
        if opening {
            filled.try_set(true);
            request_animation_frame(move || {
                settle();
                focus_first(panel);
            });
        }
    };
    // The content goes after the browser has given the focus back, which it only does from inside the panel.
    let toggled = move |event: web_sys::Event| {
        // The owner may be gone by now: this comes a moment after the panel has turned.
        is_turning.try_set_value(false);
        if new_state(&event) == "closed" {
            filled.try_set(false);
        }
        // Asked for something else in the meantime.
        if let Some(wanted) = open.try_get_untracked() {
            turn(wanted);
        }
    };
    view! {
        <div
            class="popover"
            popover="auto"
            id=id
            role=role
            aria-label=label
            node_ref=panel
            on:beforetoggle=before_toggle
            on:toggle=toggled
        >
            {move || {
                filled
                    .get()
                    .then(|| {
                        let resized = window_event_listener(ev::resize, move |_| settle());
                        on_cleanup(move || resized.remove());
                        children()
                    })
            }}
        </div>
    }
    .into_any()
}

/// The first thing to work with gets the focus: what is marked `autofocus`, else the first control.
fn focus_first(panel: NodeRef<leptos::html::Div>) {
    let Some(Some(panel)) = panel.try_get_untracked() else {
        return;
    };
    if !is_open(&panel) {
        return;
    }
    let root: &web_sys::Element = &panel;
    let first = all_inside(root, "[autofocus]")
        .into_iter()
        .next()
        .or_else(|| all_inside(root, "button, input, select, a[href]").into_iter().next());
    if let Some(first) = first {
        let _ = first.focus();
    }
}
