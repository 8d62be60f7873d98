//! The list as a whole: what is shown, and where the keyboard is. Handed to its parts by context.

use super::address::PageAddress;
use crate::api::answer::read;
use crate::api::places::{Item, PAGE, PageRead, Places};
use crate::api::use_api;
use crate::route::{Step, Tab};
use crate::ui::{RowWindow, use_row_window};
use contract::api::{ListMonthlyBills, MonthlyBillPage, MonthlyBillPath, MonthlyTotal, url};
use contract::monthly_bill::MonthlyBill;
use contract::monthly_filter::MonthlyQuery;
use leptos::prelude::*;
use std::sync::Arc;

/// Height of a row, of a card below 720 px, and of the head and of lines of the foot, in CSS pixels (also in
/// `style/monthly_bills.css`).
const ROW_PX: i64 = 44;
const CARD_PX: i64 = 88;
const HEAD_PX: i64 = 36;
const FOOT_LINE_PX: i64 = 26;
const NARROW: &str = "(width < 720px)";

/// The list.
#[derive(Clone, Copy)]
pub struct List {
    /// Where its state stands.
    pub address: PageAddress,
    /// The monthly bills.
    pub rows: Places,
    /// The row that the keyboard is on.
    pub active: RwSignal<Option<u64>>,
    /// Which rows stand in the document.
    pub window: RowWindow,
    /// How many lines of totals are shown.
    pub foot_lines: RwSignal<usize>,
}

/// The totals of all that is filtered.
pub type Totals = Vec<MonthlyTotal>;

fn parse(text: &str) -> Option<PageRead> {
    let page: MonthlyBillPage = read(text).ok()?;
    let items = page.items.into_iter().map(|bill| Arc::new(bill) as Item).collect();
    Some(PageRead { items, count: page.count, snapshot: page.snapshot, head: Arc::new(page.totals) })
}

impl List {
    /// A list that follows its address.
    pub fn new(address: PageAddress) -> Self {
        let rows = Places::new(use_api(), parse);
        let is_narrow =
            move || window().match_media(NARROW).ok().flatten().is_some_and(|query| query.matches());
        let narrow = RwSignal::new(is_narrow());
        let resized = window_event_listener(leptos::ev::resize, move |_| {
            if narrow.get_untracked() != is_narrow() {
                narrow.set(is_narrow());
            }
        });
        on_cleanup(move || resized.remove());
        let foot_lines = RwSignal::new(1_usize);
        let row_px = Signal::derive(move || if narrow.get() { CARD_PX } else { ROW_PX });
        let frame_px = Signal::derive(move || {
            let lines = i64::try_from(foot_lines.get()).unwrap_or(1);
            // On a phone the head is gone, and the label has a line of its own.
            if narrow.get() { (lines + 1) * FOOT_LINE_PX } else { HEAD_PX + lines * FOOT_LINE_PX }
        });
        let window = use_row_window(rows.count.into(), row_px, frame_px);
        let list = Self { address, rows, active: RwSignal::new(None), window, foot_lines };
        list.follow_address();
        list
    }

    fn follow_address(self) {
        Effect::new(move |_| {
            let selection = self.address.selection.get();
            if self.address.problem().is_none() {
                self.active.set(None);
                self.window.rewind();
                self.rows.open(Arc::new(move |from| {
                    let selection = selection.clone();
                    let query = MonthlyQuery { selection, limit: Some(PAGE), cursor: None, from: Some(from) };
                    url::<ListMonthlyBills>(&(), &query)
                }));
            }
        });
        Effect::new(move |_| {
            self.rows.count.track();
            self.rows.arrived.track();
            let slice = self.window.slice.get();
            if slice.end > slice.first {
                self.rows.look(slice.first, slice.end);
            }
        });
    }

    /// The totals, once something came; follows changes.
    pub fn totals(self) -> Option<Arc<Totals>> {
        self.rows.head::<Totals>()
    }

    /// The monthly bill at a place.
    pub fn at(self, place: u64) -> Option<Arc<MonthlyBill>> {
        self.rows.at(place)
    }

    /// The keyboard goes to a row; with the panel open, the panel follows.
    pub fn go_to(self, place: u64) {
        let count = self.rows.count.get_untracked();
        if count == 0 {
            return;
        }
        let place = place.min(count - 1);
        self.active.set(Some(place));
        self.window.show(place);
        if self.address.open.get_untracked().is_some() {
            self.open_at(place, Tab::default(), Step::Replace);
        }
    }

    /// Opens the monthly bill at a place.
    pub fn open_at(self, place: u64, tab: Tab, step: Step) {
        if let Some(bill) = self.at(place) {
            self.active.set(Some(place));
            self.address.change(step, |address| (address.open, address.tab) = (Some(path_of(&bill)), tab));
        }
    }
}

/// How a monthly bill is named in addresses.
pub fn path_of(bill: &MonthlyBill) -> MonthlyBillPath {
    MonthlyBillPath { account: bill.account.number.clone(), cycle: bill.cycle }
}

/// The list that this part belongs to.
pub fn use_list() -> List {
    use_context().unwrap_or_else(|| List::new(super::address::use_monthly_address()))
}
