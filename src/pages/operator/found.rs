//! Accounts of every organization, found by part of a number or a name.

use super::address::PageAddress;
use crate::api::load::load;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::{ProblemText, SearchBox};
use crate::route::{OperatorAddress, Route};
use crate::ui::{Empty, Icon, Loaded, Skeleton};
use contract::api::{AccountQuery, FindOperatorAccounts, OperatorAccount, OperatorAccountPath, Problem};
use leptos::prelude::*;

const SEARCH_ID: &str = "operator-search";

/// Search box and what it finds.
#[component]
pub(super) fn FoundAccounts(address: PageAddress) -> impl IntoView {
    let speech = use_speech();
    let found =
        load::<FindOperatorAccounts>(use_api(), move || Some(((), AccountQuery { q: address.q.get() })));
    let problem: Signal<Option<Problem>> = found.problem.into();
    let list = move || {
        let listing = found.get()?;
        let more = listing.more;
        if listing.items.is_empty() {
            return Some(
                view! {
                    <Empty
                        icon=Icon::Search
                        title=speech.say(|words| words.operator.nothing_found)
                        text=speech.say(|words| words.operator.nothing_found_text)
                    />
                }
                .into_any(),
            );
        }
        let arrival = address.arrival.get();
        let rows = listing.items.iter().map(|found| row(found, arrival.clone())).collect_view();
        Some(
            view! {
                <ul class="operator-found" aria-label=speech.say(|words| words.operator.found)>{rows}</ul>
                {more.then(|| view! { <p class="caption operator-more">{speech.say(|words| words.operator.more)}</p> })}
            }
            .into_any(),
        )
    };
    view! {
        <div class="filter-bar">
            <SearchBox
                id=SEARCH_ID
                label=speech.say(|words| words.operator.search_label)
                placeholder=speech.say(|words| words.operator.search)
                wanted=Signal::derive(move || address.q.get().unwrap_or_default())
                on_search=move |text| address.search(text)
                on_leave=move |()| {}
            />
        </div>
        <Loaded
            state=found.state()
            skeleton=|| view! { <div class="users-skeleton"><Skeleton lines=10 /></div> }
            problem=move || view! { <ProblemText problem /> }
            retry=speech.say(|words| words.shell.try_again)
            on_retry=found.retry()
        >
            {list}
        </Loaded>
    }
    .into_any()
}

fn row(found: &OperatorAccount, arrival: Option<String>) -> impl IntoView + use<> {
    let OperatorAccount { organization, account } = found;
    let path = OperatorAccountPath { organization: organization.id, account: account.number.clone() };
    let address = OperatorAddress { arrival, ..OperatorAddress::of(path) };
    view! {
        <li>
            <a href=Route::Operator(address).print()>
                <b>{account.name.clone()}</b>
                <span class="mono">{account.number.to_string()}</span>
                <span class="muted">{organization.name.clone()}</span>
                <span class="muted">{account.currency.code()}</span>
            </a>
        </li>
    }
    .into_any()
}
