//! From a day up to a day, both included. Either end may be open.

use crate::locale::use_speech;
use crate::ui::FilterChip;
use chrono::NaiveDate;
use contract::audit::{day_text, parse_day};
use leptos::prelude::*;

/// The first and the last day; an end may be open.
pub type Days = (Option<NaiveDate>, Option<NaiveDate>);

fn in_order((from, to): Days) -> Days {
    match (from, to) {
        (Some(from), Some(to)) if from > to => (Some(to), Some(from)),
        days => days,
    }
}

/// The chip and its two boxes. A reversed range is turned round.
#[component]
pub fn DayFilter(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] range: Signal<Days>,
    #[prop(into)] on_change: Callback<Days>,
) -> impl IntoView {
    let speech = use_speech();
    let value = Signal::derive(move || {
        let words = &speech.words().bills;
        match range.get() {
            (None, None) => None,
            (Some(from), Some(to)) if from == to => Some(day_text(from)),
            (Some(from), Some(to)) => Some(format!("{} – {}", day_text(from), day_text(to))),
            (Some(from), None) => Some((words.since)(&day_text(from))),
            (None, Some(to)) => Some((words.until)(&day_text(to))),
        }
    });
    let end =
        move |title: Signal<String>, read: fn(Days) -> Option<NaiveDate>, change: fn(Days, Days) -> Days| {
            let picked = move |text: String| {
                let day = parse_day(&text);
                on_change.run(in_order(change(range.get_untracked(), (day, day))));
            };
            view! {
                <label class="day-range-end">
                    <span class="field-label">{title}</span>
                    <span class="input">
                        <input
                            class="input-text"
                            type="date"
                            prop:value=move || read(range.get()).map(day_text).unwrap_or_default()
                            on:change:target=move |event| picked(event.target().value())
                        />
                    </span>
                </label>
            }
        };
    view! {
        <FilterChip
            label
            value
            remove_label=speech.tell(move |words| (words.bills.remove_filter)(&label.get()))
            on_remove=move |()| on_change.run((None, None))
        >
            <div class="day-range">
                {end(speech.say(|words| words.bills.from), |(from, _)| from, |(_, to), (from, _)| (from, to))}
                {end(speech.say(|words| words.bills.to), |(_, to)| to, |(from, _), (_, to)| (from, to))}
            </div>
        </FilterChip>
    }
    .into_any()
}
