//! The page's address as state: read from the address bar, changed by going somewhere else.

use crate::route::{AddressBar, MonthlyAddress, Route, Step, Tab, use_address_bar};
use contract::api::MonthlyBillPath;
use contract::monthly_filter::{MonthlyColumn, MonthlyFilter, MonthlySelection, MonthlySort};
use contract::rule::FieldError;
use leptos::prelude::*;

/// The address of the page. Nothing of it is kept anywhere else.
#[derive(Clone, Copy)]
pub struct PageAddress {
    current: Memo<Result<MonthlyAddress, Vec<FieldError>>>,
    /// Filter and order; the plain list when the address can't be read.
    pub selection: Memo<MonthlySelection>,
    /// The monthly bill that is open.
    pub open: Memo<Option<MonthlyBillPath>>,
    /// What is shown of it.
    pub tab: Memo<Tab>,
    bar: AddressBar,
}

/// The address of the page.
pub fn use_monthly_address() -> PageAddress {
    let bar = use_address_bar();
    let current = Memo::new(move |_| MonthlyAddress::parse(&bar.query()));
    let known = move || current.get().unwrap_or_default();
    let selection = Memo::new(move |_| known().selection);
    let open = Memo::new(move |_| known().open);
    let tab = Memo::new(move |_| known().tab);
    PageAddress { current, selection, open, tab, bar }
}

impl PageAddress {
    /// What is wrong with it; follows changes.
    pub fn problem(self) -> Option<Vec<FieldError>> {
        self.current.with(|current| current.as_ref().err().cloned())
    }

    /// Something of the filter; follows changes.
    pub fn filter<T>(self, read: impl Fn(&MonthlyFilter) -> T) -> T {
        self.selection.with(|selection| read(&selection.filter))
    }

    /// The order; follows changes.
    pub fn sort(self) -> MonthlySort {
        self.selection.with(|selection| selection.sort)
    }

    /// Goes to this address, changed.
    pub fn change(self, step: Step, change: impl FnOnce(&mut MonthlyAddress)) {
        let before = self.current.get_untracked();
        let mut address = before.clone().unwrap_or_default();
        change(&mut address);
        if before.as_ref() != Ok(&address) {
            self.bar.go(&Route::MonthlyBills(address), step);
        }
    }

    /// Another filter.
    pub fn filter_by(self, change: impl FnOnce(&mut MonthlyFilter)) {
        self.change(Step::Push, |address| change(&mut address.selection.filter));
    }

    /// Lets every monthly bill through.
    pub fn clear_filters(self) {
        self.filter_by(|filter| *filter = MonthlyFilter::default());
    }

    /// Ordered by a column: turned round when it is already, and what people look for first otherwise.
    pub fn press(self, column: MonthlyColumn) {
        self.change(Step::Push, |address| {
            let sort = address.selection.sort;
            let largest_first =
                !matches!(column, MonthlyColumn::Account | MonthlyColumn::Due | MonthlyColumn::State);
            let descending = if sort.column == column { !sort.descending } else { largest_first };
            address.selection.sort = MonthlySort { column, descending };
        });
    }

    /// Opens a monthly bill beside the list, or closes what is open.
    pub fn show(self, open: Option<MonthlyBillPath>, tab: Tab) {
        self.change(Step::Push, |address| (address.open, address.tab) = (open, tab));
    }
}
