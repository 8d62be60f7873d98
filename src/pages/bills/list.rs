//! The list as a whole: what is shown, where it stands, what is selected. Handed to its parts by context.

use super::address::ListAddress;
use super::rows::Rows;
use super::scroll::{Measures, Position};
use super::selection::Selection;
use crate::api::download::Download;
use crate::locale::use_speech;
use crate::route::Step;
use crate::ui::{Tone, use_toasts};
use contract::api::PICKED_MAX;
use contract::bill_filter::{BillFilter, BillSelection};
use contract::id::BillId;
use leptos::html::Div;
use leptos::prelude::*;

/// The list.
#[derive(Clone, Copy)]
pub struct List {
    /// Where its state stands.
    pub address: ListAddress,
    /// The bills.
    pub rows: Rows,
    /// The file that is on its way.
    pub download: Download,
    /// What is selected.
    pub selection: RwSignal<Selection>,
    /// The row that the keyboard is on.
    pub active: RwSignal<Option<i64>>,
    /// From where shift extends.
    anchor: StoredValue<Option<i64>>,
    /// How large everything is.
    pub measures: RwSignal<Measures>,
    /// Where the list stands.
    pub position: RwSignal<Position>,
    /// The element that scrolls.
    pub scroller: NodeRef<Div>,
    on_too_many: Callback<()>,
}

/// The list that this part belongs to.
pub fn use_list() -> List {
    use_context().unwrap_or_else(|| {
        let api = crate::api::use_api();
        let rows = Rows::new(api, Callback::new(|()| ()));
        List::new(super::address::use_address(), rows, Download::new(api))
    })
}

impl List {
    /// A list that shows nothing yet.
    pub fn new(address: ListAddress, rows: Rows, download: Download) -> Self {
        let (speech, toasts) = (use_speech(), use_toasts());
        let too_many = move |()| {
            toasts.say(Tone::Amber, (speech.words_now().bills.pick_too_many)(PICKED_MAX as u64));
        };
        Self {
            address,
            rows,
            download,
            selection: RwSignal::new(Selection::default()),
            active: RwSignal::new(None),
            anchor: StoredValue::new(None),
            measures: RwSignal::new(Measures::default()),
            position: RwSignal::new(Position::default()),
            scroller: NodeRef::new(),
            on_too_many: Callback::new(too_many),
        }
    }

    /// Reads what the address asks for, whenever it changes; a new filter ends the selection and starts on top.
    pub fn follow_address(self) {
        let wanted = self.address.selection();
        Effect::new(move |_| {
            let selection = wanted.get();
            if self.address.problem().is_none() {
                self.rows.open(selection);
            }
        });
        Effect::new(move |before: Option<Option<BillSelection>>| {
            let shown = self.rows.head.with(|head| head.as_ref().map(|head| head.selection.clone()));
            let count = self.rows.count();
            self.measures.update(|measures| measures.rows = i64::try_from(count).unwrap_or(i64::MAX));
            if let Some(Some(before)) = before {
                let same_order = shown.as_ref() == Some(&before);
                if shown.as_ref().is_some_and(|shown| shown.filter != before.filter) {
                    self.selection.set(Selection::default());
                }
                if !same_order {
                    self.active.set(None);
                    self.anchor.set_value(None);
                    self.stand(Position::default());
                }
            }
            shown
        });
        Effect::new(move |_| {
            self.rows.head.track();
            let (measures, position) = (self.measures.get(), self.position.get());
            if measures.view_px > 0 {
                let (first, last) = measures.seen(position);
                self.rows.look(first, last);
            }
        });
    }

    /// How many bills are selected; follows changes.
    pub fn selected(self) -> u64 {
        let filtered = self.rows.count();
        self.selection.with(|selection| selection.count(filtered))
    }

    /// The bill in the panel; follows changes.
    pub fn open_bill(self) -> Option<BillId> {
        self.address.bill()
    }

    /// Which bills are shown, whatever is on its way.
    pub fn shown_filter(self) -> BillFilter {
        let shown =
            self.rows.head.with_untracked(|head| head.as_ref().map(|head| head.selection.filter.clone()));
        shown.unwrap_or_default()
    }

    /// The scrollbar came to `scroll_px`.
    pub fn scrolled(self, scroll_px: i64) {
        let before = self.position.get_untracked();
        let after = self.measures.get_untracked().scrolled(before, scroll_px);
        if after != before {
            self.position.set(after);
        }
    }

    /// Puts the list, and the scrollbar with it, somewhere else.
    pub fn stand(self, position: Position) {
        self.position.set(position);
        if let (Some(scroller), Ok(top)) = (self.scroller.get_untracked(), i32::try_from(position.scroll_px))
        {
            scroller.set_scroll_top(top);
        }
    }

    /// Brings scrollbar and rows together again after small scrolls; no row moves on the screen.
    pub fn settle(self) {
        // The page may have been left in the meantime.
        let Some(at) = self.position.try_get_untracked() else { return };
        let scrollbar = self.scroller.get_untracked().map(|scroller| i64::from(scroller.scroll_top()));
        if scrollbar != Some(at.scroll_px) {
            // It moves on: its event is still to come.
            return;
        }
        let settled = self.measures.get_untracked().settled(at);
        if settled.shift_px != at.shift_px {
            self.stand(settled);
        }
    }

    /// The keyboard goes to a row; with the panel open, the panel follows.
    pub fn go_to(self, place: i64) {
        let last = self.measures.get_untracked().rows - 1;
        if last < 0 {
            return;
        }
        let place = place.clamp(0, last);
        self.active.set(Some(place));
        let at = self.position.get_untracked();
        let wanted = self.measures.get_untracked().showing(at, place);
        if wanted != at {
            self.stand(wanted);
        }
        if self.address.now().bill.is_some() {
            self.open_at(place, Step::Replace);
        }
    }

    /// Opens the bill at a place beside the list.
    pub fn open_at(self, place: i64, step: Step) {
        if let Some(bill) = self.rows.at(place) {
            self.address.change(step, |address| address.bill = Some(bill.id));
        }
    }

    /// Takes the row into the selection or out of it; with `extend`, all rows from the last one up to it.
    pub fn toggle(self, place: i64, extend: bool) {
        let from = self.anchor.get_value().filter(|_| extend).unwrap_or(place);
        let Some(bill) = self.rows.at(place) else { return };
        let selected = extend || !self.selection.with_untracked(|selection| selection.contains(bill.id));
        self.anchor.set_value(Some(place));
        self.active.set(Some(place));
        if from == place {
            self.select([bill.id], selected);
        } else {
            let (first, last) = (from.min(place), from.max(place));
            self.rows.ids(first, last, move |ids| self.select(ids, selected));
        }
    }

    fn select(self, ids: impl IntoIterator<Item = BillId>, selected: bool) {
        let fitted = self.selection.try_update(|selection| selection.set(ids, selected));
        if fitted == Some(false) {
            self.on_too_many.run(());
        }
    }

    /// Selects all that is filtered.
    pub fn select_all(self) {
        self.selection.set(Selection::all());
    }

    /// Selects nothing.
    pub fn select_none(self) {
        self.selection.set(Selection::default());
    }
}
