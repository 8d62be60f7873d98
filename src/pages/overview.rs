//! The overview: what needs somebody, what is outstanding until when, what was spent on what and by whom. Where one
//! lands.

mod due;
mod needs;
mod shares;
mod spend;

use crate::api::load::load;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::ProblemText;
use crate::route::{OverviewAddress, Route, Step, use_address_bar};
use crate::ui::{Choice, Empty, Icon, Loaded, Select, Skeleton};
use contract::api::{GetOverview, OverviewQuery, Problem};
use contract::overview::Overview;
use due::DueChart;
use leptos::prelude::*;
use needs::NeedsList;
use shares::ShareChart;
use spend::SpendChart;
use std::sync::Arc;

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let speech = use_speech();
    let bar = use_address_bar();
    let wanted = Memo::new(move |_| OverviewAddress::parse(&bar.query()).currency);
    let overview = load::<GetOverview>(use_api(), move || {
        let currency = wanted.get().and_then(|code| code.parse().ok());
        Some(((), OverviewQuery { currency }))
    });
    let problem: Signal<Option<Problem>> = overview.problem.into();
    let pick = move |code: String| {
        bar.go(&Route::Overview(OverviewAddress { currency: Some(code) }), Step::Push);
    };
    let content = move || {
        let known = overview.get()?;
        Some(content(&known, Callback::new(pick)))
    };
    view! {
        <div class="page overview" data-scroll="page">
            <header class="page-head">
                <h1>{speech.say(|words| words.overview.title)}</h1>
            </header>
            <Loaded
                state=overview.state()
                skeleton=|| view! { <div class="users-skeleton"><Skeleton lines=14 /></div> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=overview.retry()
            >
                {content}
            </Loaded>
        </div>
    }
    .into_any()
}

fn content(overview: &Arc<Overview>, pick: Callback<String>) -> AnyView {
    let speech = use_speech();
    let Some(figures) = overview.figures.clone() else {
        return view! {
            <Empty
                icon=Icon::Overview
                title=speech.say(|words| words.overview.empty)
                text=speech.say(|words| words.bills.empty_world_text)
            />
        }
        .into_any();
    };
    let figures = Arc::new(figures);
    let code = figures.currency.code();
    let choices: Vec<Choice> =
        overview.currencies.iter().map(|currency| Choice::new(currency.code(), currency.code())).collect();
    let select = (choices.len() > 1).then(|| {
        view! {
            <label class="overview-currency">
                <span>{speech.say(|words| words.overview.currency)}</span>
                <Select
                    value=Signal::stored(code.to_owned())
                    choices=Signal::stored(choices)
                    on_change=pick
                    label=speech.say(|words| words.overview.currency)
                />
            </label>
        }
    });
    view! {
        <div class="page-body">
            <NeedsList overview=Arc::clone(overview) />
            {select}
            <div class="charts">
                <DueChart figures=Arc::clone(&figures) />
                <ShareChart figures=Arc::clone(&figures) />
                <SpendChart figures />
            </div>
        </div>
    }
    .into_any()
}
