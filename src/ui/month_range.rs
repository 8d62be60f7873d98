//! From a month up to a month, both included. Either end may be open.
//!
//! It hands on what was picked, and turns a reversed range round; whether it is allowed is decided elsewhere.

use leptos::prelude::*;

use super::Words;
use super::select::{Choice, Select};

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// Such as 2026.
    pub year: i32,
    /// 1 is January.
    pub month: u32,
}

impl Month {
    /// The month of that year; the number of the month is kept between 1 and 12.
    #[must_use]
    pub fn new(year: i32, month: u32) -> Self {
        Self { year, month: month.clamp(1, 12) }
    }
}

/// The words of a range of months.
#[derive(Clone, Copy)]
pub struct MonthRangeWords {
    /// Before the first month.
    pub from: Words,
    /// Before the last month.
    pub to: Words,
    /// The name of a list of years.
    pub year: Words,
    /// The name of a list of months.
    pub month: Words,
    /// For an end that is open.
    pub any: Words,
    /// January to December.
    pub names: Signal<[String; 12]>,
}

type Ends = (Option<Month>, Option<Month>);

#[derive(Clone, Copy)]
enum Edge {
    From,
    To,
}

fn in_order((from, to): Ends) -> Ends {
    match (from, to) {
        (Some(from), Some(to)) if from > to => (Some(to), Some(from)),
        ends => ends,
    }
}

/// Two months, each picked as year and month. `bounds` are the first and the last month that there is.
#[component]
pub fn MonthRange(
    #[prop(into)] value: Signal<Ends>,
    #[prop(into)] bounds: Signal<(Month, Month)>,
    #[prop(into)] on_change: Callback<Ends>,
    words: MonthRangeWords,
    /// Shortcuts, such as buttons for the last months.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let end = move |edge: Edge| {
        let picked = Signal::derive(move || {
            let (from, to) = value.get();
            match edge {
                Edge::From => from,
                Edge::To => to,
            }
        });
        let pick = Callback::new(move |month: Option<Month>| {
            let (from, to) = value.get_untracked();
            on_change.run(in_order(match edge {
                Edge::From => (month, to),
                Edge::To => (from, month),
            }));
        });
        month_end(edge, picked, bounds, pick, words)
    };
    view! {
        <div class="month-range">
            {children.map(|children| view! { <div class="month-range-quick">{children()}</div> })}
            {end(Edge::From)}
            {end(Edge::To)}
        </div>
    }
    .into_any()
}

/// One end: a list of years (newest first) and a list of months.
fn month_end(
    edge: Edge,
    picked: Signal<Option<Month>>,
    bounds: Signal<(Month, Month)>,
    pick: Callback<Option<Month>>,
    words: MonthRangeWords,
) -> impl IntoView {
    let years = Signal::derive(move || {
        let (first, last) = bounds.get();
        let any = Choice::new("", words.any.get());
        std::iter::once(any)
            .chain((first.year..=last.year).rev().map(|year| Choice::new(year.to_string(), year.to_string())))
            .collect::<Vec<_>>()
    });
    let months = Signal::derive(move || {
        words.names.with(|names| {
            names
                .iter()
                .enumerate()
                .map(|(at, name)| Choice::new((at + 1).to_string(), name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let year = Signal::derive(move || picked.get().map(|month| month.year.to_string()).unwrap_or_default());
    let month = Signal::derive(move || picked.get().map(|month| month.month.to_string()).unwrap_or_default());
    let first_or_last = move || match edge {
        Edge::From => 1,
        Edge::To => 12,
    };
    let on_year = move |text: String| {
        let month = picked.get_untracked().map_or_else(first_or_last, |month| month.month);
        pick.run(text.parse().ok().map(|year| Month::new(year, month)));
    };
    let on_month = move |text: String| {
        let year = picked.get_untracked().map_or_else(|| bounds.get_untracked().1.year, |month| month.year);
        pick.run(text.parse().ok().map(|month| Month::new(year, month)));
    };
    let title = match edge {
        Edge::From => words.from,
        Edge::To => words.to,
    };
    view! {
        <fieldset class="month-range-end">
            <legend class="field-label">{title}</legend>
            <Select value=year choices=years on_change=on_year label=words.year />
            {move || {
                picked.get().is_some().then(|| {
                    view! { <Select value=month choices=months on_change=on_month label=words.month /> }
                })
            }}
        </fieldset>
    }
}
