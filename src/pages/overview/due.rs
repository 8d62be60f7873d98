//! What is outstanding, by when it is due.

use crate::locale::{figure, use_speech};
use crate::parts::{Chart, percent, thousandths};
use contract::money::Money;
use contract::monthly_bill::{Age, State};
use contract::overview::Figures;
use leptos::prelude::*;
use std::sync::Arc;

/// The chart.
#[component]
pub fn DueChart(figures: Arc<Figures>) -> impl IntoView {
    let speech = use_speech();
    let code = figures.currency.code();
    let (drawn, told) = (Arc::clone(&figures), figures);
    view! {
        <Chart
            title=speech.tell(move |words| format!("{} · {code}", words.overview.due))
            picture=move || picture(&drawn)
            table=move || table(&told)
        />
    }
    .into_any()
}

/// When something is due, in the order of time; what is not issued last.
#[derive(Clone, Copy)]
enum When {
    Band(Age),
    NotIssued,
}

impl When {
    const fn name(self) -> &'static str {
        match self {
            Self::Band(age) => age.name(),
            Self::NotIssued => "not_issued",
        }
    }

    fn word(self) -> Signal<String> {
        use_speech().tell(move |words| match self {
            Self::Band(age) => (words.monthly.age)(age).to_owned(),
            Self::NotIssued => (words.monthly.state)(State::NotIssued).to_owned(),
        })
    }
}

fn lines(figures: &Figures) -> Vec<(When, Money)> {
    const LATEST_FIRST: [Age; 6] =
        [Age::Older, Age::Days90, Age::Days60, Age::Days30, Age::NotDue, Age::Undated];
    let of = |age: Age| {
        let band = figures.bands.iter().find(|band| band.age == age);
        (When::Band(age), band.map_or(Money::zero(figures.currency), |band| band.outstanding))
    };
    LATEST_FIRST.map(of).into_iter().chain([(When::NotIssued, figures.not_issued)]).collect()
}

fn picture(figures: &Figures) -> AnyView {
    let lines = lines(figures);
    let most = lines.iter().map(|(_, money)| *money).max_by_key(|money| money.minor());
    let most = most.unwrap_or(figures.total);
    let row = |(when, money): &(When, Money)| {
        let (when, width) = (*when, thousandths(*money, most));
        let zero = money.is_zero().then_some("yes");
        view! {
            <li data-due=when.name()>
                <span class="bar-label">{when.word()}</span>
                <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none">
                    <rect class="bar-rest" width="1000" height="10" />
                    <rect class="bar-part" width=width.to_string() height="10" />
                </svg>
                <span class="amount" data-zero=zero>{figure(&money.value())}</span>
            </li>
        }
        .into_any()
    };
    view! { <ul class="bars">{lines.iter().map(row).collect_view()}</ul> }.into_any()
}

fn table(figures: &Figures) -> AnyView {
    let speech = use_speech();
    let lines = lines(figures);
    let all = Money::sum(figures.currency, lines.iter().map(|(_, money)| *money)).unwrap_or(figures.total);
    let row = |(when, money): &(When, Money)| {
        view! {
            <tr>
                <th scope="row">{when.word()}</th>
                <td class="number">{figure(&money.value())}</td>
                <td class="number">{percent(thousandths(*money, all))}</td>
            </tr>
        }
        .into_any()
    };
    view! {
        <table class="postings">
            <thead>
                <tr>
                    <th scope="col">{speech.say(|words| words.monthly.due_date)}</th>
                    <th scope="col" class="number">
                        {speech.say(|words| words.monthly.outstanding)} " " {all.currency().code()}
                    </th>
                    <th scope="col" class="number">{speech.say(|words| words.overview.share)}</th>
                </tr>
            </thead>
            <tbody>{lines.iter().map(row).collect_view()}</tbody>
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
