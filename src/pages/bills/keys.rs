//! The keyboard in the list: arrows, j and k move; space selects, with shift up to here; Enter opens; `/` searches.

use super::list::List;
use super::selection::Selection;
use crate::route::Step;
use crate::ui::keyboard::overlay_open;
use crate::ui::{listen_keys, typing};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// The element id of the search box.
pub const SEARCH_ID: &str = "bill-search";
/// The element id of the list.
pub const TABLE_ID: &str = "bills";

/// Where a key was pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the list, or nowhere in particular.
    List,
    /// On something that has its own meaning for Enter, space and arrows.
    Control,
}

/// Listens while the page is open.
pub fn listen(list: List) {
    listen_keys(move |event| {
        if typing(&event) || overlay_open() {
            return;
        }
        if press(list, &event) {
            event.prevent_default();
        }
    });
}

fn place_of(event: &KeyboardEvent) -> Place {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let own =
        element.and_then(|element| element.closest("button, a, input, select, aside, nav").ok().flatten());
    if own.is_some() { Place::Control } else { Place::List }
}

/// Does what the key means; whether it meant something.
fn press(list: List, event: &KeyboardEvent) -> bool {
    let key = event.key();
    let control = event.ctrl_key() || event.meta_key();
    if event.alt_key() {
        return false;
    }
    if control {
        let all = key.eq_ignore_ascii_case("a") && place_of(event) == Place::List;
        if all {
            list.select_all();
        }
        return all;
    }
    match key.as_str() {
        "/" => return focus_search(),
        "j" => return step(list, 1, event.shift_key()),
        "k" => return step(list, -1, event.shift_key()),
        "x" => {
            let all = list.selection.with_untracked(|selection| *selection == Selection::all());
            if all {
                list.select_none()
            } else {
                list.select_all()
            }
            return true;
        }
        _ => {}
    }
    place_of(event) == Place::List && press_in_list(list, &key, event.shift_key())
}

fn press_in_list(list: List, key: &str, shift: bool) -> bool {
    let measures = list.measures.get_untracked();
    let screen = (measures.view_px / measures.row_px.max(1) - 1).max(1);
    match key {
        "ArrowDown" => step(list, 1, shift),
        "ArrowUp" => step(list, -1, shift),
        "PageDown" => step(list, screen, shift),
        "PageUp" => step(list, -screen, shift),
        "Home" => go(list, 0, shift),
        "End" => go(list, measures.rows - 1, shift),
        " " => {
            if let Some(place) = list.active.get_untracked() {
                list.toggle(place, shift);
            }
            true
        }
        "Enter" => {
            if let Some(place) = list.active.get_untracked() {
                list.open_at(place, Step::Push);
            }
            list.active.get_untracked().is_some()
        }
        "Escape" => {
            let closes_panel = list.address.now().bill.is_some();
            let selected = list.selection.with_untracked(|selection| *selection != Selection::default());
            if !closes_panel && selected {
                list.select_none();
            }
            !closes_panel && selected
        }
        _ => false,
    }
}

fn step(list: List, by: i64, extend: bool) -> bool {
    let measures = list.measures.get_untracked();
    let place = match list.active.get_untracked() {
        Some(place) => place + by,
        // From what is seen, not from the far top.
        None => measures.seen(list.position.get_untracked()).0,
    };
    go(list, place, extend)
}

fn go(list: List, place: i64, extend: bool) -> bool {
    list.go_to(place);
    if let (true, Some(place)) = (extend, list.active.get_untracked()) {
        list.toggle(place, true);
    }
    true
}

fn focus(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}

fn focus_search() -> bool {
    focus(SEARCH_ID)
}

/// Brings the focus back into the list.
pub fn focus_list() {
    focus(TABLE_ID);
}
