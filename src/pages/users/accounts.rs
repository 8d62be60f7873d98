//! Which accounts a user sees: all of them, or some that are searched for and ticked.

use crate::api::load::load;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::ui::identity::fresh_id;
use crate::ui::{Choice, Glyph, Icon, MultiChoice, MultiChoiceWords};
use contract::api::{ChoiceQuery, ListAccounts};
use contract::id::AccountNumber;
use contract::permission::AccountScope;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The choice of accounts.
#[component]
pub(super) fn AccountsField(
    all: RwSignal<bool>,
    numbers: RwSignal<BTreeSet<String>>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let speech = use_speech();
    let group = fresh_id("accounts");
    let (first, second) = (group.clone(), group);
    let chosen = speech.tell(move |words| (words.users.accounts_chosen)(numbers.with(BTreeSet::len)));
    view! {
        <fieldset class="field" id="user-accounts">
            <legend class="field-label">{speech.say(|words| words.users.accounts)}</legend>
            <label class="radio">
                <input
                    type="radio"
                    name=first
                    prop:checked=all
                    on:change=move |_| all.set(true)
                />
                <span>{speech.say(|words| words.users.accounts_all)}</span>
            </label>
            <label class="radio">
                <input
                    type="radio"
                    name=second
                    prop:checked=move || !all.get()
                    on:change=move |_| all.set(false)
                />
                <span>{speech.say(|words| words.users.accounts_only)}</span>
            </label>
            <div class="field-error" aria-live="polite">
                {move || error.get().map(|error| view! { <Glyph icon=Icon::Failure /><span>{error}</span> })}
            </div>
            {move || {
                (!all.get())
                    .then(|| {
                        view! {
                            <div class="surface accounts-list">
                                <AccountList numbers />
                            </div>
                            <p class="caption">{chosen}</p>
                        }
                    })
            }}
        </fieldset>
    }
    .into_any()
}

#[component]
fn AccountList(numbers: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let speech = use_speech();
    let query = RwSignal::new(String::new());
    let found = load::<ListAccounts>(use_api(), move || {
        let text = query.with(|query| query.trim().to_owned());
        Some(((), ChoiceQuery { q: (!text.is_empty()).then_some(text), limit: Some(100) }))
    });
    let choices = Signal::derive(move || {
        let listing = found.get();
        let accounts = listing.iter().flat_map(|listing| listing.items.iter());
        accounts
            .map(|account| {
                Choice::new(account.number.as_str(), account.name.clone())
                    .with_detail(format!("{} · {}", account.number, account.currency))
            })
            .collect::<Vec<_>>()
    });
    let words = MultiChoiceWords {
        label: speech.say(|words| words.users.accounts),
        search: speech.say(|words| words.bills.choices_search),
        none: speech.say(|words| words.bills.choices_none),
        more: speech.say(|words| words.bills.choices_more),
        clear: speech.say(|words| words.bills.choices_clear),
    };
    view! { <MultiChoice choices chosen=numbers on_change=move |chosen| numbers.set(chosen) words query /> }
}

/// The scope as the contract knows it.
pub(super) fn scope_of(all: bool, numbers: &BTreeSet<String>) -> AccountScope {
    if all {
        return AccountScope::All;
    }
    AccountScope::Only(numbers.iter().filter_map(|number| AccountNumber::parse(number).ok()).collect())
}
