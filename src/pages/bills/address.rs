//! The bill list's address as state: read from the address bar, changed by going somewhere else.

use crate::route::{AddressBar, BillsAddress, Route, Step, use_address_bar};
use contract::bill_filter::{BillFilter, BillSelection};
use contract::id::BillId;
use contract::rule::FieldError;
use leptos::prelude::*;

/// The address of the list. Nothing of it is kept anywhere else.
#[derive(Clone, Copy)]
pub struct ListAddress {
    current: Memo<Result<BillsAddress, Vec<FieldError>>>,
    selection: Memo<BillSelection>,
    bill: Memo<Option<BillId>>,
    bar: AddressBar,
}

/// The address of the list, for the page and everything on it.
pub fn use_address() -> ListAddress {
    if let Some(known) = use_context::<ListAddress>() {
        return known;
    }
    let bar = use_address_bar();
    let current = Memo::new(move |_| BillsAddress::parse(&bar.query()));
    let selection = Memo::new(move |_| {
        current.with(|current| current.as_ref().map(|address| address.selection.clone()).unwrap_or_default())
    });
    let bill =
        Memo::new(move |_| current.with(|current| current.as_ref().ok().and_then(|address| address.bill)));
    let address = ListAddress { current, selection, bill, bar };
    provide_context(address);
    address
}

impl ListAddress {
    /// What is wrong with it.
    pub fn problem(self) -> Option<Vec<FieldError>> {
        self.current.with(|current| current.as_ref().err().cloned())
    }

    /// Which bills, in which order; follows changes of these only.
    pub fn selection(self) -> Memo<BillSelection> {
        self.selection
    }

    /// The bill that is open; follows changes.
    pub fn bill(self) -> Option<BillId> {
        self.bill.get()
    }

    /// A part of the filter; follows changes.
    pub fn filter<T>(self, read: impl Fn(&BillFilter) -> T) -> T {
        self.selection.with(|selection| read(&selection.filter))
    }

    /// All of it; follows changes. The plain list when it can't be read.
    pub fn get(self) -> BillsAddress {
        self.current.with(|current| current.clone().unwrap_or_default())
    }

    /// All of it, at this moment.
    pub fn now(self) -> BillsAddress {
        self.current.with_untracked(|current| current.clone().unwrap_or_default())
    }

    /// Goes to another address of the list.
    pub fn go(self, address: &BillsAddress, step: Step) {
        if *address != self.now() || self.current.with_untracked(Result::is_err) {
            self.bar.go(&Route::Bills(address.clone()), step);
        }
    }

    /// Changes a part of it.
    pub fn change(self, step: Step, change: impl FnOnce(&mut BillsAddress)) {
        let mut address = self.now();
        change(&mut address);
        self.go(&address, step);
    }

    /// Changes the filter, as a step of its own.
    pub fn filter_by(self, change: impl FnOnce(&mut BillFilter)) {
        self.change(Step::Push, |address| change(&mut address.selection.filter));
    }

    /// Lets every bill through.
    pub fn clear_filters(self) {
        self.filter_by(|filter| *filter = BillFilter::default());
    }
}
