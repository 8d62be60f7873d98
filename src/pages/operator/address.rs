//! The page's address as state.

use crate::route::{AddressBar, OperatorAddress, Route, Step, use_address_bar};
use contract::api::OperatorAccountPath;
use leptos::prelude::*;

/// The address of the page. Nothing of it is kept anywhere else.
#[derive(Clone, Copy)]
pub(super) struct PageAddress {
    /// What is searched for.
    pub(super) q: Memo<Option<String>>,
    /// The account that is looked at.
    pub(super) account: Memo<Option<OperatorAccountPath>>,
    /// Whether bank transfers that are nobody's are listed.
    pub(super) transfers: Memo<bool>,
    /// The bank transfer whose account is looked for.
    pub(super) arrival: Memo<Option<String>>,
    bar: AddressBar,
}

/// The address of the page.
pub(super) fn use_operator_address() -> PageAddress {
    let bar = use_address_bar();
    let current = Memo::new(move |_| OperatorAddress::parse(&bar.query()));
    let q = Memo::new(move |_| current.with(|current| current.q.clone()));
    let account = Memo::new(move |_| current.with(|current| current.account.clone()));
    let transfers = Memo::new(move |_| current.with(|current| current.transfers));
    let arrival = Memo::new(move |_| current.with(|current| current.arrival.clone()));
    PageAddress { q, account, transfers, arrival, bar }
}

impl PageAddress {
    /// Searches for something else.
    pub(super) fn search(self, q: Option<String>) {
        let address =
            OperatorAddress { q, arrival: self.arrival.get_untracked(), ..OperatorAddress::default() };
        self.bar.go(&Route::Operator(address), Step::Replace);
    }
}
