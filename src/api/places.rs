//! A long list, read by place: pages come as they are looked at, and are forgotten when far away.
//!
//! All pages have to speak of one snapshot; when one does not, everything is read anew. The machinery is the same code
//! for every list: only reading a page's text knows its type.

use super::{Abort, Api, Failed, failed};
use contract::api::{Method, Problem, ProblemCode};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// How many items are read at once.
pub const PAGE: u32 = 100;
/// How many pages are kept.
const KEPT_PAGES: usize = 60;
/// How long the scrollbar has to rest before unread pages are asked for.
const REST_MS: u64 = 30;

/// Anything that was read.
pub type Item = Arc<dyn Any + Send + Sync>;
/// The address of the page that begins at a place.
pub type PageUrl = Arc<dyn Fn(u32) -> String + Send + Sync>;

/// A page as it was read.
pub struct PageRead {
    /// Its items.
    pub items: Vec<Item>,
    /// How many there are over all pages.
    pub count: u64,
    /// Of which state it speaks.
    pub snapshot: u64,
    /// What is said of all that is filtered.
    pub head: Item,
}

enum Slot {
    Here(Vec<Item>),
    /// Called off when dropped.
    Coming(#[allow(dead_code, reason = "held for its drop")] Abort),
}

#[derive(Default)]
struct Store {
    url: Option<PageUrl>,
    snapshot: u64,
    pages: BTreeMap<u32, Slot>,
    /// The reading of a new list's first page; called off when dropped.
    opening: Option<Abort>,
    resting: Option<TimeoutHandle>,
    seen: (u32, u32),
}

/// The list.
#[derive(Clone, Copy)]
pub struct Places {
    api: Api,
    parse: fn(&str) -> Option<PageRead>,
    head: RwSignal<Option<Item>>,
    /// How many items there are.
    pub count: RwSignal<u64>,
    /// Why the last reading failed.
    pub problem: RwSignal<Option<Problem>>,
    /// Whether another list is on its way.
    pub pending: RwSignal<bool>,
    /// Grows whenever items have come: rows look again.
    pub arrived: RwSignal<u32>,
    store: StoredValue<Store, LocalStorage>,
}

impl Places {
    /// Nothing read yet.
    pub fn new(api: Api, parse: fn(&str) -> Option<PageRead>) -> Self {
        Self {
            api,
            parse,
            head: RwSignal::new(None),
            count: RwSignal::new(0),
            problem: RwSignal::new(None),
            pending: RwSignal::new(true),
            arrived: RwSignal::new(0),
            store: StoredValue::new_local(Store::default()),
        }
    }

    /// What is said of all that is filtered; follows changes.
    pub fn head<T: Send + Sync + 'static>(self) -> Option<Arc<T>> {
        self.head.get()?.downcast().ok()
    }

    /// The item at a place, if it has been read.
    pub fn at<T: Send + Sync + 'static>(self, place: u64) -> Option<Arc<T>> {
        let place = u32::try_from(place).ok()?;
        let found = self.store.with_value(|store| match store.pages.get(&(place / PAGE))? {
            Slot::Here(items) => items.get((place % PAGE) as usize).cloned(),
            Slot::Coming(_) => None,
        });
        found?.downcast().ok()
    }

    /// Shows another list: its first page takes the place of everything once it is there.
    pub fn open(self, url: PageUrl) {
        let abort = Abort::new();
        let signal = abort.signal();
        let first = url(0);
        self.store.update_value(|store| {
            store.opening = Some(abort);
            store.url = Some(url);
        });
        self.pending.set(true);
        spawn_local(async move {
            match self.fetch(first, signal).await {
                Ok(page) => self.replace(page),
                Err(failed) => self.fail(failed),
            }
        });
    }

    /// Reads again what is shown.
    pub fn again(self) {
        if let Some(Some(url)) = self.store.try_with_value(|store| store.url.clone()) {
            self.open(url);
        }
    }

    async fn fetch(self, url: String, signal: Option<web_sys::AbortSignal>) -> Result<PageRead, Failed> {
        let text = self.api.text(Method::Get, &url, None, signal).await?;
        (self.parse)(&text).ok_or_else(|| failed(ProblemCode::UnreadableAnswer))
    }

    /// These places are seen now: reads what is missing of them once the scrollbar rests. While another list is on its
    /// way nothing is read: it would stand among the rows of the old one.
    pub fn look(self, first: u64, end: u64) {
        if self.pending.get_untracked() {
            return;
        }
        let page_of = |place: u64| u32::try_from(place).unwrap_or(u32::MAX) / PAGE;
        let seen = (page_of(first), page_of(end.saturating_sub(1)));
        let missing = self.store.try_update_value(|store| {
            store.seen = seen;
            if let Some(resting) = store.resting.take() {
                resting.clear();
            }
            store.pages.retain(|page, slot| matches!(slot, Slot::Here(_)) || near(*page, seen));
            (seen.0..=seen.1).any(|page| !store.pages.contains_key(&page))
        });
        if missing == Some(true) {
            let rest = set_timeout_with_handle(move || self.read_seen(), Duration::from_millis(REST_MS));
            self.store.update_value(|store| store.resting = rest.ok());
        }
    }

    fn read_seen(self) {
        // The page may have been left while the scrollbar rested.
        if let Some((first, last)) = self.store.try_with_value(|store| store.seen) {
            (first..=last).for_each(|page| self.read(page));
        }
    }

    fn read(self, page: u32) {
        let abort = Abort::new();
        let signal = abort.signal();
        let url = self.store.try_update_value(|store| {
            if store.pages.contains_key(&page) {
                return None;
            }
            store.pages.insert(page, Slot::Coming(abort));
            store.url.as_ref().map(|url| url(page * PAGE))
        });
        let Some(Some(url)) = url else { return };
        spawn_local(async move {
            match self.fetch(url, signal).await {
                Ok(answer) => self.insert(page, answer),
                // Whoever called it off has taken its place away, and may have asked again since.
                Err(Failed::Aborted) => {}
                Err(failed) => {
                    let _ = self.store.try_update_value(|store| store.pages.remove(&page));
                    self.fail(failed);
                }
            }
        });
    }

    fn replace(self, page: PageRead) {
        let PageRead { items, count, snapshot, head } = page;
        let kept = self.store.try_update_value(|store| {
            store.pages.clear();
            store.pages.insert(0, Slot::Here(items));
            store.snapshot = snapshot;
        });
        if kept.is_none() {
            return;
        }
        self.problem.set(None);
        self.pending.set(false);
        self.count.set(count);
        self.head.set(Some(head));
        self.arrived.update(|times| *times = times.wrapping_add(1));
    }

    fn insert(self, page: u32, answer: PageRead) {
        let fits = self.store.try_update_value(|store| {
            let fits = store.snapshot == answer.snapshot;
            if fits {
                store.pages.insert(page, Slot::Here(answer.items));
                forget_far(store);
            }
            fits
        });
        match fits {
            Some(true) => {
                self.problem.set(None);
                self.arrived.update(|times| *times = times.wrapping_add(1));
            }
            Some(false) => self.again(),
            None => {}
        }
    }

    fn fail(self, failed: Failed) {
        if let Failed::Problem(problem) = failed {
            self.problem.try_set(Some(*problem));
            self.pending.try_set(false);
        }
    }
}

const fn near(page: u32, seen: (u32, u32)) -> bool {
    page + 1 >= seen.0 && page <= seen.1 + 1
}

fn forget_far(store: &mut Store) {
    let (first, last) = store.seen;
    let far = |page: u32| first.saturating_sub(page).max(page.saturating_sub(last));
    while store.pages.len() > KEPT_PAGES {
        let Some(page) = store.pages.keys().copied().max_by_key(|page| far(*page)) else { break };
        store.pages.remove(&page);
    }
}
