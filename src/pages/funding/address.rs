//! The page's address as state: read from the address bar, changed by going somewhere else.

use crate::route::{AddressBar, FundingAddress, FundingTab, Route, Step, use_address_bar};
use contract::id::{AccountNumber, TransactionId};
use contract::rule::FieldError;
use contract::statement::StatementFilter;
use leptos::prelude::*;

/// The address of the page. Nothing of it is kept anywhere else.
#[derive(Clone, Copy)]
pub(super) struct PageAddress {
    current: Memo<Result<FundingAddress, Vec<FieldError>>>,
    /// Whose funding account.
    pub account: Memo<Option<AccountNumber>>,
    /// Which part.
    pub tab: Memo<FundingTab>,
    /// Filter of the statement, and where its page begins.
    pub statement: Memo<(StatementFilter, Option<String>)>,
    /// The movement that is open.
    pub open: Memo<Option<TransactionId>>,
    bar: AddressBar,
}

/// The address of the page.
pub(super) fn use_funding_address() -> PageAddress {
    let bar = use_address_bar();
    let current = Memo::new(move |_| FundingAddress::parse(&bar.query()));
    let known = move || current.get().unwrap_or_default();
    PageAddress {
        current,
        account: Memo::new(move |_| known().account),
        tab: Memo::new(move |_| known().tab),
        statement: Memo::new(move |_| {
            let address = known();
            (address.statement, address.after)
        }),
        open: Memo::new(move |_| known().open),
        bar,
    }
}

impl PageAddress {
    /// What is wrong with it; follows changes.
    pub fn problem(self) -> Option<Vec<FieldError>> {
        self.current.with(|current| current.as_ref().err().cloned())
    }

    /// Something of the statement's filter; follows changes.
    pub fn filter<T>(self, read: impl Fn(&StatementFilter) -> T) -> T {
        self.statement.with(|(filter, _)| read(filter))
    }

    /// Goes to this address, changed.
    pub fn change(self, step: Step, change: impl FnOnce(&mut FundingAddress)) {
        let before = self.current.get_untracked();
        let mut address = before.clone().unwrap_or_default();
        change(&mut address);
        if before.as_ref() != Ok(&address) {
            self.bar.go(&Route::Funding(address), step);
        }
    }

    /// Another account: the part stays, the statement begins anew.
    pub fn choose(self, account: Option<AccountNumber>) {
        self.change(Step::Push, |address| {
            *address = FundingAddress { account, tab: address.tab, ..FundingAddress::default() };
        });
    }

    /// Another part.
    pub fn show(self, tab: FundingTab) {
        self.change(Step::Push, |address| address.tab = tab);
    }

    /// Another filter: the statement begins at its newest movement.
    pub fn filter_by(self, step: Step, change: impl FnOnce(&mut StatementFilter)) {
        self.change(step, |address| {
            change(&mut address.statement);
            address.after = None;
        });
    }

    /// Opens a movement, or closes what is open.
    pub fn open(self, open: Option<TransactionId>) {
        self.change(Step::Push, |address| address.open = open);
    }
}
