//! The bills that are shown: pages by place, read as they come into view, forgotten when far away.
//!
//! Every page has to speak of the first page's snapshot (B2); when one does not, all is read anew. A page that was
//! scrolled past before it came is called off.

use crate::api::{Abort, Api, Failed};
use contract::api::{BillPage, ListBills, Problem, Total};
use contract::bill::BillSummary;
use contract::bill_filter::{BillQuery, BillSelection};
use contract::id::BillId;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// How many bills are read at once.
pub const PAGE: u32 = 100;
/// How many pages are kept.
const KEPT_PAGES: usize = 60;
/// How long the scrollbar has to rest before unread pages are asked for.
const REST_MS: u64 = 30;
/// How many bills are read at once when a range is selected.
const RANGE_PAGE: u32 = contract::bill_filter::LIMIT_MAX;

/// What is said of all that is filtered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Which bills, in which order.
    pub selection: BillSelection,
    /// How many.
    pub count: u64,
    /// Their totals by currency.
    pub totals: Vec<Total>,
    /// Of which state of the bills this speaks.
    pub snapshot: u64,
}

enum Slot {
    Here(Vec<Arc<BillSummary>>),
    /// Called off when dropped.
    Coming(#[allow(dead_code, reason = "held for its drop")] Abort),
}

#[derive(Default)]
struct Store {
    wanted: BillSelection,
    pages: BTreeMap<u32, Slot>,
    /// The reading of a new selection's first page; called off when dropped.
    opening: Option<Abort>,
    resting: Option<TimeoutHandle>,
    seen: (u32, u32),
}

/// The bills that are shown.
#[derive(Clone, Copy)]
pub struct Rows {
    api: Api,
    /// What is shown now; stays until a new selection's first page has come.
    pub head: RwSignal<Option<Arc<Head>>>,
    /// Why the last reading failed.
    pub problem: RwSignal<Option<Problem>>,
    /// Whether a new selection is on its way.
    pub pending: RwSignal<bool>,
    /// Grows whenever bills have come: rows look again.
    pub arrived: RwSignal<u32>,
    store: StoredValue<Store, LocalStorage>,
    on_changed: Callback<()>,
}

impl Rows {
    /// Nothing read yet. `on_changed` is told when new billing data came in between.
    pub fn new(api: Api, on_changed: Callback<()>) -> Self {
        Self {
            api,
            head: RwSignal::new(None),
            problem: RwSignal::new(None),
            pending: RwSignal::new(true),
            arrived: RwSignal::new(0),
            store: StoredValue::new_local(Store::default()),
            on_changed,
        }
    }

    /// The bill at a place, if it has been read.
    pub fn at(self, place: i64) -> Option<Arc<BillSummary>> {
        let place = u32::try_from(place).ok()?;
        self.store.with_value(|store| match store.pages.get(&(place / PAGE))? {
            Slot::Here(bills) => bills.get((place % PAGE) as usize).cloned(),
            Slot::Coming(_) => None,
        })
    }

    /// How many bills are filtered.
    pub fn count(self) -> u64 {
        self.head.with(|head| head.as_ref().map_or(0, |head| head.count))
    }

    /// Shows another selection: its first page takes the place of everything once it is there.
    pub fn open(self, selection: BillSelection) {
        let abort = Abort::new();
        let signal = abort.signal();
        self.store.update_value(|store| {
            store.opening = Some(abort);
            store.wanted = selection.clone();
        });
        self.pending.set(true);
        spawn_local(async move {
            let query = query(selection.clone(), 0, PAGE);
            match self.api.call::<ListBills>(&(), &query, &(), signal).await {
                Ok(page) => self.replace(selection, page),
                Err(failed) => self.fail(failed),
            }
        });
    }

    /// Reads again what is shown.
    pub fn again(self) {
        let wanted = self.store.with_value(|store| store.wanted.clone());
        self.open(wanted);
    }

    /// These places are seen now: reads what is missing of them once the scrollbar rests. While a selection is on its
    /// way nothing is read: it would be of the new one, and stand among the rows of the old one.
    pub fn look(self, first: i64, last: i64) {
        if self.pending.get_untracked() {
            return;
        }
        let page_of = |place: i64| u32::try_from(place.max(0)).unwrap_or(0) / PAGE;
        let seen = (page_of(first), page_of(last));
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
        let Some(Some(selection)) = self.store.try_update_value(|store| {
            if store.pages.contains_key(&page) {
                return None;
            }
            store.pages.insert(page, Slot::Coming(abort));
            Some(store.wanted.clone())
        }) else {
            return;
        };
        spawn_local(async move {
            let query = query(selection, page * PAGE, PAGE);
            match self.api.call::<ListBills>(&(), &query, &(), signal).await {
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

    fn replace(self, selection: BillSelection, page: BillPage) {
        let BillPage { items, totals, count, snapshot, .. } = page;
        let _ = self.store.try_update_value(|store| {
            store.pages.clear();
            store.pages.insert(0, Slot::Here(items.into_iter().map(Arc::new).collect()));
        });
        self.problem.set(None);
        self.pending.set(false);
        self.head.set(Some(Arc::new(Head { selection, count, totals, snapshot })));
        self.arrived.update(|times| *times = times.wrapping_add(1));
    }

    fn insert(self, page: u32, answer: BillPage) {
        let head = self.head.try_with_untracked(|head| head.as_ref().map(|head| head.snapshot));
        let Some(known) = head else { return };
        if known != Some(answer.snapshot) {
            self.on_changed.run(());
            self.again();
            return;
        }
        let _ = self.store.try_update_value(|store| {
            store.pages.insert(page, Slot::Here(answer.items.into_iter().map(Arc::new).collect()));
            forget_far(store);
        });
        self.problem.set(None);
        self.arrived.update(|times| *times = times.wrapping_add(1));
    }

    fn fail(self, failed: Failed) {
        if let Failed::Problem(problem) = failed {
            self.problem.try_set(Some(*problem));
            self.pending.try_set(false);
        }
    }

    /// The ids at the places `first..=last`, also of bills that were never in view; `done` gets them.
    pub fn ids(self, first: i64, last: i64, done: impl FnOnce(Vec<BillId>) + 'static) {
        let known: Option<Vec<BillId>> = (first..=last).map(|place| Some(self.at(place)?.id)).collect();
        if let Some(ids) = known {
            done(ids);
            return;
        }
        let selection = self.store.with_value(|store| store.wanted.clone());
        spawn_local(async move {
            let mut ids = Vec::new();
            let mut from = u32::try_from(first).unwrap_or(0);
            let end = u32::try_from(last + 1).unwrap_or(u32::MAX);
            while from < end {
                let query = query(selection.clone(), from, RANGE_PAGE.min(end - from));
                match self.api.call::<ListBills>(&(), &query, &(), None).await {
                    Ok(page) if page.items.is_empty() => break,
                    Ok(page) => ids.extend(page.items.iter().map(|bill| bill.id)),
                    Err(failed) => return self.fail(failed),
                }
                from += RANGE_PAGE;
            }
            done(ids);
        });
    }
}

fn query(selection: BillSelection, from: u32, limit: u32) -> BillQuery {
    let BillSelection { filter, sort } = selection;
    BillQuery { filter, sort, limit: Some(limit), cursor: None, from: Some(from) }
}

const fn near(page: u32, seen: (u32, u32)) -> bool {
    page + 1 >= seen.0 && page <= seen.1 + 1
}

fn forget_far(store: &mut Store) {
    let (first, last) = store.seen;
    let far = |page: u32| first.saturating_sub(page).max(page.saturating_sub(last));
    while store.pages.len() > KEPT_PAGES {
        let farthest = store.pages.keys().copied().max_by_key(|page| far(*page));
        match farthest {
            Some(page) => store.pages.remove(&page),
            None => break,
        };
    }
}
