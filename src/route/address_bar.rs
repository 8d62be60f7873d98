//! The browser's address bar: read as signals, changed without loading the portal anew.
//!
//! Links are plain `<a href>`. A click on one of the portal's own becomes a step here; the browser keeps every other:
//! another site, another window, a download, a place on the same page.

use super::{Page, Route};
use leptos::ev::{MouseEvent, click, popstate};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement};

/// How an address change shows in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A step that *Back* takes back.
    Push,
    /// A change of the same step: while somebody types.
    Replace,
}

/// The address bar: where one is, and the way to other addresses.
#[derive(Clone, Copy)]
pub struct AddressBar {
    path: RwSignal<String>,
    query: RwSignal<String>,
}

/// Makes the address bar known to everything below, and follows links, *Back* and *Forward*.
pub fn provide_address_bar() -> AddressBar {
    let (path, query) = shown();
    let bar = AddressBar { path: RwSignal::new(path), query: RwSignal::new(query) };
    window_event_listener(popstate, move |_| bar.read());
    window_event_listener(click, move |event| {
        if let Some(link) = link_to_follow(&event) {
            event.prevent_default();
            bar.step(&format!("{}{}{}", link.pathname(), link.search(), link.hash()), Step::Push);
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    provide_context(bar);
    bar
}

/// The address bar.
pub fn use_address_bar() -> AddressBar {
    use_context().unwrap_or_else(provide_address_bar)
}

impl AddressBar {
    /// The page of the address; follows changes.
    pub fn page(self) -> Page {
        self.path.with(|path| Page::at(path))
    }

    /// The path alone; follows changes.
    pub fn path(self) -> String {
        self.path.get()
    }

    /// The query part, without its `?`; follows changes.
    pub fn query(self) -> String {
        self.query.get()
    }

    /// Goes to `route`.
    pub fn go(self, route: &Route, step: Step) {
        self.step(&route.print(), step);
    }

    /// Goes to `address`; where one is already makes no step.
    fn step(self, address: &str, step: Step) {
        let before = shown();
        if let Ok(history) = window().history() {
            let state = JsValue::NULL;
            let _ = match step {
                Step::Push if printed(&before) != address => {
                    history.push_state_with_url(&state, "", Some(address))
                }
                _ => history.replace_state_with_url(&state, "", Some(address)),
            };
        }
        self.read();
    }

    /// Takes over what the address bar shows.
    fn read(self) {
        let (path, query) = shown();
        take(self.path, path);
        take(self.query, query);
    }
}

/// Whoever follows a part of the address hears of a change of that part only.
fn take(signal: RwSignal<String>, new: String) {
    if signal.with_untracked(|old| *old != new) {
        signal.set(new);
    }
}

/// Path and query, as the browser has them.
fn shown() -> (String, String) {
    let location = window().location();
    let search = location.search().unwrap_or_default();
    let query = search.strip_prefix('?').unwrap_or(&search);
    (location.pathname().unwrap_or_default(), query.to_owned())
}

fn printed((path, query): &(String, String)) -> String {
    if query.is_empty() { path.clone() } else { format!("{path}?{query}") }
}

/// The link that was clicked, if it leads to another page of the portal in this window.
fn link_to_follow(event: &MouseEvent) -> Option<HtmlAnchorElement> {
    let asks_the_browser = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || asks_the_browser {
        return None;
    }
    let clicked: Element = event.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = clicked.closest("a[href]").ok()??.dyn_into().ok()?;
    let here = window().location();
    let own = here.origin().is_ok_and(|origin| origin == link.origin());
    let elsewhere = !link.target().is_empty() || link.has_attribute("download");
    let same_page = !link.hash().is_empty()
        && here.pathname().is_ok_and(|path| path == link.pathname())
        && here.search().is_ok_and(|search| search == link.search());
    (own && !elsewhere && !same_page).then_some(link)
}
