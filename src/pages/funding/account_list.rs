//! Accounts to choose one from: a search box and what it finds.

use crate::api::load::load;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::ui::{Glyph, Icon};
use contract::account::Account;
use contract::api::{ChoiceQuery, ListAccounts};
use contract::id::AccountNumber;
use leptos::prelude::*;

/// How many accounts are shown at once; a search finds the others.
const SHOWN: u32 = 50;

/// The box and the list.
#[component]
pub(super) fn AccountList(#[prop(into)] on_pick: Callback<AccountNumber>) -> impl IntoView {
    let speech = use_speech();
    let query = RwSignal::new(String::new());
    let found = load::<ListAccounts>(use_api(), move || {
        let text = query.with(|query| query.trim().to_owned());
        Some(((), ChoiceQuery { q: (!text.is_empty()).then_some(text), limit: Some(SHOWN) }))
    });
    let entry = move |account: Account| {
        let number = account.number.clone();
        view! {
            <li>
                <button class="account-entry" type="button" on:click=move |_| on_pick.run(number.clone())>
                    <span>{account.name}</span>
                    <span class="multi-choice-detail">
                        {format!("{} · {}", account.number, account.currency)}
                    </span>
                </button>
            </li>
        }
    };
    let entries = move || {
        let items = found.get().map(|listing| listing.items.clone()).unwrap_or_default();
        items.into_iter().map(entry).collect_view()
    };
    let none = move || {
        found.get().filter(|listing| listing.items.is_empty()).map(|_| {
            view! { <p class="multi-choice-remark" role="status">{speech.say(|words| words.bills.choices_none)}</p> }
        })
    };
    view! {
        <div class="multi-choice account-list">
            <label class="multi-choice-search">
                <Glyph icon=Icon::Search />
                <input
                    type="text"
                    role="searchbox"
                    autofocus
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=speech.say(|words| words.bills.choices_search)
                    placeholder=speech.say(|words| words.bills.choices_search)
                    prop:value=query
                    on:input:target=move |event| query.set(event.target().value())
                />
            </label>
            <ul class="multi-choice-list">{entries}</ul>
            {none}
        </div>
    }
    .into_any()
}
