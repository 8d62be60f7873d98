//! The keyboard in the list: arrows, j and k move; Enter opens; `/` searches.

use super::list::List;
use crate::route::{Step, Tab};
use crate::ui::keyboard::overlay_open;
use crate::ui::{listen_keys, typing};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// The element id of the search box.
pub const SEARCH_ID: &str = "monthly-search";

/// Listens while the page is open.
pub fn listen(list: List) {
    listen_keys(move |event| {
        let plain = !event.alt_key() && !event.ctrl_key() && !event.meta_key();
        if plain && !typing(&event) && !overlay_open() && press(list, &event) {
            event.prevent_default();
        }
    });
}

/// Does what the key means; whether it meant something.
fn press(list: List, event: &KeyboardEvent) -> bool {
    let key = event.key();
    let screen = list.window.page_rows().saturating_sub(1).max(1);
    let active = list.active.get_untracked();
    let down = |by: u64| active.map_or(list.window.slice.get_untracked().first, |at| at + by);
    let up = |by: u64| active.map_or(0, |at| at.saturating_sub(by));
    let place = match key.as_str() {
        "/" => return focus_search(),
        "j" => down(1),
        "k" => up(1),
        _ if on_control(event) => return false,
        "ArrowDown" => down(1),
        "ArrowUp" => up(1),
        "PageDown" => down(screen),
        "PageUp" => up(screen),
        "Home" => 0,
        "End" => u64::MAX,
        "Enter" => {
            if let Some(place) = active {
                list.open_at(place, Tab::default(), Step::Push);
            }
            return active.is_some();
        }
        _ => return false,
    };
    list.go_to(place);
    true
}

/// On something that has its own meaning for Enter and arrows.
fn on_control(event: &KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| {
        element.closest("button, a, input, select, aside, nav, .ageing").ok().flatten().is_some()
    })
}

fn focus_search() -> bool {
    let found = document().get_element_by_id(SEARCH_ID);
    found.and_then(|found| found.dyn_into::<HtmlElement>().ok()).is_some_and(|found| found.focus().is_ok())
}

/// Brings the focus back into the list.
pub fn focus_list() {
    let found = document().query_selector(".table-scroll").ok().flatten();
    if let Some(list) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = list.focus();
    }
}
