//! Billing cycle, from and to.

use crate::locale::use_speech;
use crate::ui::{FilterChip, Month, MonthRange, MonthRangeWords};
use contract::cycle::Cycle;
use leptos::prelude::*;

type Ends = (Option<Month>, Option<Month>);

fn month(cycle: Cycle) -> Month {
    Month::new(cycle.year(), cycle.month())
}

fn cycle(month: Month) -> Option<Cycle> {
    Cycle::try_new(month.year, month.month).ok()
}

/// The first and the last cycle; an end may be open.
pub type Cycles = (Option<Cycle>, Option<Cycle>);

/// From a cycle up to a cycle.
#[component]
pub fn CycleFilter(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] range: Signal<Cycles>,
    /// The first and the last cycle that there is.
    #[prop(into)]
    known: Signal<Cycles>,
    #[prop(into)] on_change: Callback<Cycles>,
) -> impl IntoView {
    let speech = use_speech();
    let value = Signal::derive(move || {
        let words = &speech.words().bills;
        match range.get() {
            (None, None) => None,
            (Some(from), Some(to)) if from == to => Some(from.to_string()),
            (Some(from), Some(to)) => Some(format!("{from} – {to}")),
            (Some(from), None) => Some((words.since)(&from.to_string())),
            (None, Some(to)) => Some((words.until)(&to.to_string())),
        }
    });
    let ends = Signal::derive(move || {
        let (from, to) = range.get();
        (from.map(month), to.map(month))
    });
    let last = Memo::new(move |_| known.get().1);
    let bounds = Signal::derive(move || {
        let (from, to) = range.get();
        let first = known.get().0.or(from).or(to).map_or(Month::new(2023, 1), month);
        (first, last.get().or(to).or(from).map_or(first, month))
    });
    let set = move |(from, to): Ends| on_change.run((from.and_then(cycle), to.and_then(cycle)));
    let quick = move |months: u32| {
        let press = move |_| {
            let Some(last) = last.get_untracked() else { return };
            let back = i32::try_from(months).unwrap_or(1) - 1;
            let from = Cycle::from_index(last.index() - back).unwrap_or(last);
            set((Some(month(from)), Some(month(last))));
        };
        view! {
            <button class="button" type="button" data-kind="plain" on:click=press>
                {speech.tell(move |words| (words.bills.last_months)(months))}
            </button>
        }
    };
    let words = MonthRangeWords {
        from: speech.say(|words| words.bills.from),
        to: speech.say(|words| words.bills.to),
        year: speech.say(|words| words.bills.year),
        month: speech.say(|words| words.bills.month),
        any: speech.say(|words| words.bills.any),
        names: Signal::derive(move || speech.words().bills.months.map(ToOwned::to_owned)),
    };
    view! {
        <FilterChip
            label
            value
            remove_label=speech.tell(move |words| (words.bills.remove_filter)(&label.get()))
            on_remove=move |()| set((None, None))
        >
            <MonthRange value=ends bounds on_change=set words>
                {[1, 3, 6, 12].map(quick).collect_view()}
            </MonthRange>
        </FilterChip>
    }
    .into_any()
}
