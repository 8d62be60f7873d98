//! The overview: what needs the reader, what is outstanding, what was spent on what and by whom.
//!
//! Every figure leads to the list that it is the total of.

mod bars;
mod columns;
mod matters;
mod scale;
mod spend;

use crate::api::load::load;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::ProblemText;
use crate::route::{OverviewAddress, Route, Step, use_address_bar};
use crate::ui::{Choice, Empty, Icon, Loaded, Select, Skeleton};
use contract::api::{GetOverview, OverviewQuery, Problem};
use contract::money::Currency;
use contract::overview::{Figures, Overview};
use leptos::prelude::*;

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let speech = use_speech();
    let bar = use_address_bar();
    let address = Memo::new(move |_| OverviewAddress::parse(&bar.query()));
    let asked = Memo::new(move |_| address.get().currency);
    let overview =
        load::<GetOverview>(use_api(), move || Some(((), OverviewQuery { currency: asked.get() })));
    let problem: Signal<Option<Problem>> = overview.problem.into();
    let currencies =
        Memo::new(move |_| overview.get().map(|known| known.currencies.clone()).unwrap_or_default());
    let shown = Memo::new(move |_| {
        let known = overview.get()?;
        asked.get().or(known.figures.as_ref().map(|figures| figures.currency))
    });
    let pick = Callback::new(move |code: String| {
        let next = OverviewAddress { currency: code.parse().ok(), ..address.get_untracked() };
        bar.go(&Route::Overview(next), Step::Push);
    });
    // A currency without bills: the way back to one that has some.
    let problem_text = move || {
        let other = asked.get().map(|_| {
            let href = Route::Overview(OverviewAddress::default()).print();
            view! { <p><a href=href>{speech.say(|words| words.overview.without_currency)}</a></p> }
        });
        view! { <ProblemText problem />{other} }
    };
    view! {
        <div class="page" data-scroll="page">
            <header class="page-head">
                <h1>{speech.say(|words| words.titles.overview)}</h1>
                {move || (currencies.with(Vec::len) > 1).then(|| picker(currencies, shown, pick))}
            </header>
            <Loaded
                state=overview.state()
                skeleton=skeleton
                problem=problem_text
                retry=speech.say(|words| words.shell.try_again)
                on_retry=overview.retry()
            >
                {move || overview.get().map(|known| content(&known, address))}
            </Loaded>
        </div>
    }
}

fn picker(currencies: Memo<Vec<Currency>>, shown: Memo<Option<Currency>>, pick: Callback<String>) -> AnyView {
    let speech = use_speech();
    let choices =
        move || currencies.get().into_iter().map(|one| Choice::new(one.code(), one.code())).collect();
    view! {
        <Select
            label=speech.say(|words| words.overview.currency)
            value=Signal::derive(move || shown.get().map_or("", Currency::code).to_owned())
            choices=Signal::derive(choices)
            on_change=pick
        />
    }
    .into_any()
}

fn skeleton() -> AnyView {
    let card = |class: &'static str| view! { <div class=class><Skeleton lines=6 /></div> };
    let cards = ["card", "card", "card overview-spend", "card"].map(card);
    view! { <div class="overview">{cards.into_iter().collect_view()}</div> }.into_any()
}

fn content(known: &Overview, address: Memo<OverviewAddress>) -> AnyView {
    let speech = use_speech();
    let Some(figures) = &known.figures else {
        return view! {
            <Empty
                icon=Icon::Bill
                title=speech.say(|words| words.overview.empty)
                text=speech.say(|words| words.overview.empty_text)
            />
        }
        .into_any();
    };
    view! {
        <div class="overview">
            {matters::card(known, figures.currency)}
            {bars::outstanding(figures)}
            {spend::card(figures, address)}
            {bars::accounts(figures)}
        </div>
    }
    .into_any()
}

/// `2025-12 – 2026-11 · USD`.
fn caption(figures: &Figures) -> Option<String> {
    let (first, last) = (figures.months.first()?, figures.months.last()?);
    Some(format!("{first} – {last} · {}", figures.currency))
}
