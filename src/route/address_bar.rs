//! The browser's address bar: read as signals, changed without loading the portal anew.
//!
//! The router's location follows links, *Back* and *Forward*. Its table of routes is not used: every address is parsed
//! by [`Route`](super::Route), in one place.

use super::{Page, Route};
use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider, State, Url};

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
    /// None where the browser tells no address.
    location: StoredValue<Option<BrowserUrl>>,
    path: Memo<String>,
    query: Memo<String>,
}

/// Makes the address bar known to everything below, and follows links, *Back* and *Forward*.
pub fn provide_address_bar() -> AddressBar {
    let location = BrowserUrl::new().ok();
    let url = location.as_ref().map(|location| location.as_url().clone()).unwrap_or_default();
    if let Some(location) = location.clone() {
        location.init(None);
        let url = url.clone();
        // A page needs nothing before it can be shown: a link that was followed enters the history at once.
        Effect::new(move |_| {
            url.track();
            location.ready_to_complete();
        });
    }
    let part = |part: fn(&Url) -> &str| {
        let url = url.clone();
        Memo::new(move |_| url.with(|url| part(url).to_owned()))
    };
    let (path, query) = (part(Url::path), part(Url::search));
    let bar = AddressBar { location: StoredValue::new(location), path, query };
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

    /// Goes to `route`; where one is already makes no step.
    pub fn go(self, route: &Route, step: Step) {
        let value = route.print();
        self.location.with_value(|location| {
            let Some(location) = location else { return };
            let Ok(url) = BrowserUrl::parse(&value) else { return };
            location.as_url().set(url);
            let replace = step == Step::Replace;
            location.complete_navigation(&LocationChange {
                value,
                replace,
                scroll: false,
                state: State::default(),
            });
        });
    }
}
