//! A chart with the table that it was drawn from: the table is always there for screen readers, and can be shown in the
//! chart's place.

use crate::locale::{figure, use_speech};
use crate::ui::identity::fresh_id;
use contract::money::Money;
use leptos::prelude::*;

/// A title, the picture, and the same as a table.
#[component]
pub fn Chart(
    #[prop(into)] title: Signal<String>,
    /// Hidden from screen readers: they read the table.
    #[prop(into)]
    picture: ViewFn,
    #[prop(into)] table: ViewFn,
) -> impl IntoView {
    let speech = use_speech();
    let is_table = RwSignal::new(false);
    let id = fresh_id("chart");
    let labelled_by = id.clone();
    let label = speech.tell(move |words| {
        let word = if is_table.get() { words.overview.as_chart } else { words.overview.as_table };
        word.to_owned()
    });
    let class = move || if is_table.get() { "chart-table" } else { "chart-table visually-hidden" };
    view! {
        <section class="chart" aria-labelledby=labelled_by>
            <header class="chart-head">
                <h2 id=id>{title}</h2>
                <button
                    class="button"
                    type="button"
                    data-kind="quiet"
                    on:click=move |_| is_table.update(|table| *table = !*table)
                >
                    {label}
                </button>
            </header>
            <div class="chart-picture" aria-hidden="true" hidden=is_table>{picture.run()}</div>
            <div class=class>{table.run()}</div>
        </section>
    }
    .into_any()
}

/// A figure for an axis: `1.2M`, `340K`. Rounded down to one decimal, and only ever beside the exact one.
pub fn short(money: Money) -> String {
    let value = money.value();
    let (sign, digits) = value.strip_prefix('-').map_or(("", value.as_str()), |digits| ("\u{2212}", digits));
    let whole = digits.split('.').next().unwrap_or(digits);
    let (cut, unit) = match whole.len() {
        0..=3 => return format!("{sign}{whole}"),
        4..=6 => (whole.len() - 3, "K"),
        7..=9 => (whole.len() - 6, "M"),
        10..=12 => (whole.len() - 9, "B"),
        length => (length - 12, "T"),
    };
    let (front, behind) = whole.split_at(cut);
    let front = figure(front);
    match behind.get(..1).filter(|tenth| cut < 3 && *tenth != "0") {
        Some(tenth) => format!("{sign}{front}.{tenth}{unit}"),
        None => format!("{sign}{front}{unit}"),
    }
}

/// How much of `all` a part is, in thousandths; nothing below nothing.
pub fn thousandths(part: Money, all: Money) -> i64 {
    let (part, all) = (i128::from(part.minor().max(0)), i128::from(all.minor()));
    if all <= 0 { 0 } else { i64::try_from(part * 1000 / all).unwrap_or(1000).min(1000) }
}

/// A share as people read it: `34.2 %`, from thousandths.
pub fn percent(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_say_it_short() {
        let money = |minor| Money::new(minor, "USD".parse().unwrap());
        let cases = [
            (0, "0"),
            (99_999, "999"),
            (123_456, "1.2K"),
            (1_000_000, "10K"),
            (10_400_000_000, "104M"),
            (-250_000_000_00, "\u{2212}250M"),
            (1_583_733_385_78, "1.5B"),
        ];
        for (minor, text) in cases {
            assert_eq!(short(money(minor)), text);
        }
        assert_eq!((percent(342), thousandths(money(1), money(3))), ("34.2%".to_owned(), 333));
    }
}
