//! What the filters can be set to: products come whole, accounts and applications are searched for on the server.

use crate::api::load::{Load, load};
use crate::api::use_api;
use crate::parts::{Choices, NameOf};
use crate::route::Column;
use crate::ui::Choice;
use crate::words::Words;
use contract::account::{Account, Application};
use contract::api::{BillChoices, ChoiceQuery, ListAccounts, ListApplications, Listing};
use contract::bill_filter::BillFilter;
use contract::bill_sort::SortColumn;
use contract::id::{AccountNumber, ApplicationId, ProductCode};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

/// How many choices are asked for at once.
const ASKED: u32 = 100;

/// Where a filter's choices come from, and which part of the filter they set.
#[derive(Clone, Copy)]
pub struct Source {
    /// What the filter is called.
    pub label: fn(&Words) -> &'static str,
    /// What can be chosen.
    pub choices: Choices,
    /// Reads its part of the filter.
    pub read: fn(&BillFilter) -> BTreeSet<String>,
    /// Sets its part of the filter.
    pub write: fn(&mut BillFilter, &BTreeSet<String>),
}

/// What is known of all bills: products, first and last cycle.
pub fn use_bill_choices() -> Option<Load<BillChoices>> {
    use_context()
}

fn texts(values: &[impl ToString]) -> BTreeSet<String> {
    values.iter().map(ToString::to_string).collect()
}

fn parsed<T: FromStr>(values: &BTreeSet<String>) -> Vec<T> {
    values.iter().filter_map(|value| value.parse().ok()).collect()
}

/// Products.
pub fn product_source() -> Source {
    let known = use_bill_choices();
    let choices = Signal::derive(move || {
        let value = known.and_then(|known| known.get());
        let products = value.iter().flat_map(|value| value.products.iter());
        products.map(|product| Choice::new(product.code.as_str(), product.name.clone())).collect::<Vec<_>>()
    });
    let name: NameOf = Arc::new(move |code| {
        let label = choices.with(|choices| {
            choices.iter().find(|choice| choice.value == code).map(|choice| choice.label.clone())
        });
        label.unwrap_or_else(|| code.to_owned())
    });
    Source {
        label: |words| (words.bills.column)(Column::Sorting(SortColumn::Product)),
        choices: Choices { choices, query: RwSignal::new(String::new()), name: StoredValue::new(name) },
        read: |filter| texts(&filter.product),
        write: |filter, values| filter.product = parsed::<ProductCode>(values),
    }
}

/// Accounts.
pub fn account_source() -> Source {
    let query = RwSignal::new(String::new());
    let found = load::<ListAccounts>(use_api(), move || Some(((), asked(query))));
    let choices = searched(found, query, |account: &Account| {
        Choice::new(account.number.as_str(), account.name.clone())
            .with_detail(format!("{} · {}", account.number, account.currency))
    });
    Source {
        label: |words| (words.bills.column)(Column::Sorting(SortColumn::Account)),
        choices,
        read: |filter| texts(&filter.account),
        write: |filter, values| filter.account = parsed::<AccountNumber>(values),
    }
}

/// Applications.
pub fn application_source() -> Source {
    let query = RwSignal::new(String::new());
    let found = load::<ListApplications>(use_api(), move || Some(((), asked(query))));
    let choices = searched(found, query, |application: &Application| {
        Choice::new(application.id.as_str(), application.name.clone()).with_detail(application.id.as_str())
    });
    Source {
        label: |words| (words.bills.column)(Column::Sorting(SortColumn::Application)),
        choices,
        read: |filter| texts(&filter.application),
        write: |filter, values| filter.application = parsed::<ApplicationId>(values),
    }
}

fn asked(query: RwSignal<String>) -> ChoiceQuery {
    let text = query.with(|query| query.trim().to_owned());
    ChoiceQuery { q: (!text.is_empty()).then_some(text), limit: Some(ASKED) }
}

fn searched<T: Send + Sync + 'static>(
    found: Load<Listing<T>>,
    query: RwSignal<String>,
    choice: fn(&T) -> Choice,
) -> Choices {
    let choices = Signal::derive(move || {
        let listing = found.get();
        listing.iter().flat_map(|listing| listing.items.iter()).map(choice).collect::<Vec<_>>()
    });
    Choices::searched(choices, query)
}
