//! The page's address as state: read from the address bar, changed by going somewhere else.

use crate::route::{AddressBar, AuditAddress, Route, Step, use_address_bar};
use contract::audit::AuditFilter;
use contract::rule::FieldError;
use leptos::prelude::*;

/// The address of the page. Nothing of it is kept anywhere else.
#[derive(Clone, Copy)]
pub struct PageAddress {
    current: Memo<Result<AuditAddress, Vec<FieldError>>>,
    /// Filter and page; none when the address can't be read.
    pub list: Memo<Option<(AuditFilter, Option<String>)>>,
    /// The entry that is open.
    pub open: Memo<Option<u64>>,
    bar: AddressBar,
}

/// The address of the page.
pub fn use_audit_address() -> PageAddress {
    let bar = use_address_bar();
    let current = Memo::new(move |_| AuditAddress::parse(&bar.query()));
    let list = Memo::new(move |_| current.get().ok().map(|address| (address.filter, address.cursor)));
    let open = Memo::new(move |_| current.get().ok().and_then(|address| address.open));
    PageAddress { current, list, open, bar }
}

impl PageAddress {
    /// What is wrong with it; follows changes.
    pub fn problem(self) -> Option<Vec<FieldError>> {
        self.current.with(|current| current.as_ref().err().cloned())
    }

    /// Something of the filter; follows changes.
    pub fn filter<T>(self, read: impl Fn(&AuditFilter) -> T) -> T {
        self.list.with(|list| match list {
            Some((filter, _)) => read(filter),
            None => read(&AuditFilter::default()),
        })
    }

    /// Goes to this address, changed.
    pub fn change(self, step: Step, change: impl FnOnce(&mut AuditAddress)) {
        let before = self.current.get_untracked();
        let mut address = before.clone().unwrap_or_default();
        change(&mut address);
        if before.as_ref() != Ok(&address) {
            self.bar.go(&Route::Audit(address), step);
        }
    }

    /// Another filter, from its newest entry on.
    pub fn filter_by(self, step: Step, change: impl FnOnce(&mut AuditFilter)) {
        self.change(step, |address| {
            change(&mut address.filter);
            address.cursor = None;
        });
    }

    /// Lets everything through.
    pub fn clear_filters(self) {
        self.filter_by(Step::Push, |filter| *filter = AuditFilter::default());
    }

    /// The address of an entry beside the list as it stands.
    pub fn of_entry(self, place: u64) -> String {
        let current = self.current.get().unwrap_or_default();
        Route::Audit(AuditAddress { open: Some(place), ..current }).print()
    }

    /// Opens an entry beside the list, or closes the one that is open.
    pub fn show(self, open: Option<u64>) {
        self.change(Step::Push, |address| address.open = open);
    }
}
