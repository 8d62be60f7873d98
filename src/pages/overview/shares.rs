//! Who spent how much in the months that the overview shows.

use crate::locale::{figure, use_speech};
use crate::parts::{Chart, percent, thousandths};
use crate::route::{MonthlyAddress, Route};
use contract::overview::{AccountSpend, Figures};
use leptos::prelude::*;
use std::sync::Arc;

/// The chart.
#[component]
pub fn ShareChart(figures: Arc<Figures>) -> impl IntoView {
    let speech = use_speech();
    let code = figures.currency.code();
    let (drawn, told) = (Arc::clone(&figures), figures);
    view! {
        <Chart
            title=speech.tell(move |words| format!("{} · {code}", words.overview.by_account))
            picture=move || picture(&drawn)
            table=move || table(&told)
        />
    }
    .into_any()
}

fn name(share: &AccountSpend) -> Signal<String> {
    let speech = use_speech();
    match &share.account {
        Some(account) => Signal::stored(account.name.clone()),
        None => {
            let count = share.accounts;
            speech.tell(move |words| (words.overview.other_accounts)(count))
        }
    }
}

fn picture(figures: &Figures) -> AnyView {
    let all = figures.total;
    let most = figures.accounts.iter().map(|share| share.total).max_by_key(|money| money.minor());
    let most = most.unwrap_or(all);
    let row = |share: &AccountSpend| {
        let width = thousandths(share.total, most);
        view! {
            <li data-due=share.account.is_none().then_some("undated")>
                <span class="bar-label">{name(share)}</span>
                <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none">
                    <rect class="bar-rest" width="1000" height="10" />
                    <rect class="bar-part" width=width.to_string() height="10" />
                </svg>
                <span class="amount">{percent(thousandths(share.total, all))}</span>
            </li>
        }
        .into_any()
    };
    view! { <ul class="bars">{figures.accounts.iter().map(row).collect_view()}</ul> }.into_any()
}

fn table(figures: &Figures) -> AnyView {
    let speech = use_speech();
    let all = figures.total;
    let row = |share: &AccountSpend| {
        let link = match &share.account {
            Some(account) => {
                let mut address = MonthlyAddress::default();
                address.selection.filter.account = vec![account.number.clone()];
                let href = Route::MonthlyBills(address).print();
                view! { <a class="link" href=href>{account.name.clone()}</a> }.into_any()
            }
            None => view! { {name(share)} }.into_any(),
        };
        view! {
            <tr>
                <th scope="row">{link}</th>
                <td class="number">{figure(&share.total.value())}</td>
                <td class="number">{percent(thousandths(share.total, all))}</td>
            </tr>
        }
        .into_any()
    };
    view! {
        <table class="postings">
            <thead>
                <tr>
                    <th scope="col">{speech.say(|words| words.overview.account)}</th>
                    <th scope="col" class="number">
                        {speech.say(|words| words.monthly.consumption)} " " {all.currency().code()}
                    </th>
                    <th scope="col" class="number">{speech.say(|words| words.overview.share)}</th>
                </tr>
            </thead>
            <tbody>{figures.accounts.iter().map(row).collect_view()}</tbody>
            <tfoot>
                <tr>
                    <th scope="row">{speech.say(|words| words.overview.total)}</th>
                    <td class="number">{figure(&all.value())}</td>
                    <td></td>
                </tr>
            </tfoot>
        </table>
    }
    .into_any()
}
