//! Charts drawn with boxes: bars in a list, and columns of stacked parts. Every length is a whole number of thousandths.
//!
//! They are pictures of a table that stands beside them: hidden from screen readers, and never the only way to a figure.
//! Parts differ in pattern as well as in colour.

use leptos::prelude::*;

/// A part of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which of the series: its colour and its pattern.
    pub series: usize,
    /// Thousandths of the height of the chart.
    pub permille: u64,
    /// Whether it hangs below the base line.
    pub below: bool,
    /// Where it leads.
    pub href: Option<String>,
}

/// A column of parts, the first one next to the base line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What stands under it.
    pub label: String,
    /// A quiet word under that.
    pub sublabel: String,
    /// What it is made of.
    pub parts: Vec<Part>,
}

/// A line behind the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Thousandths from the bottom.
    pub permille: u64,
    /// What stands beside it.
    pub label: String,
    /// Whether the columns stand on it.
    pub is_base: bool,
}

/// What is looked at: a column, and a part of it.
pub type Look = (usize, Option<usize>);

/// Thousandths as a length that CSS reads.
fn percent(permille: u64) -> String {
    format!("{}.{}%", permille / 10, permille % 10)
}

/// A bar of so many thousandths. `tone` is the name of its colour and pattern in the style sheet.
#[component]
pub fn Bar(permille: u64, tone: &'static str) -> impl IntoView {
    view! {
        <span class="bar-track" aria-hidden="true">
            <span class="bar-fill" data-tone=tone style:inline-size=percent(permille)></span>
        </span>
    }
    .into_any()
}

/// A small sample of a series' colour and pattern.
#[component]
pub fn Swatch(series: usize) -> impl IntoView {
    view! { <span class="chart-swatch" data-series=series.to_string() aria-hidden="true"></span> }.into_any()
}

/// Columns of stacked parts over lines.
#[component]
pub fn StackedColumns(columns: Vec<Column>, lines: Vec<Line>, look: RwSignal<Option<Look>>) -> impl IntoView {
    let base = lines.iter().find(|line| line.is_base).map_or(0, |line| line.permille);
    let line = |line: Line| {
        view! {
            <span
                class="chart-line"
                data-base=line.is_base.then_some("yes")
                style:inset-block-end=percent(line.permille)
            >
                <span>{line.label}</span>
            </span>
        }
    };
    let column = move |(at, column): (usize, Column)| {
        let looked = Memo::new(move |_| look.get().filter(|(column, _)| *column == at));
        view! {
            <div
                class="chart-column"
                data-looked=move || looked.get().map(|_| "yes")
                data-part=move || looked.get().and_then(|(_, part)| part).map(|part| part.to_string())
                on:pointerenter=move |_| look.set(Some((at, None)))
            >
                {stack(&column.parts, base, false)}
                {stack(&column.parts, base, true)}
                <span class="chart-label"><span>{column.label}</span><small>{column.sublabel}</small></span>
            </div>
        }
    };
    view! {
        <div class="chart" aria-hidden="true" on:pointerleave=move |_| look.set(None)>
            <div class="chart-lines">{lines.into_iter().map(line).collect_view()}</div>
            <div class="chart-columns">{columns.into_iter().enumerate().map(column).collect_view()}</div>
        </div>
    }
    .into_any()
}

/// The parts above the base line, or those below it.
fn stack(parts: &[Part], base: u64, below: bool) -> Option<AnyView> {
    let parts: Vec<&Part> = parts.iter().filter(|part| part.below == below && part.permille > 0).collect();
    if parts.is_empty() {
        return None;
    }
    let height: u64 = parts.iter().map(|part| part.permille).sum();
    let foot = if below { base.saturating_sub(height) } else { base };
    let each = parts.into_iter().map(|part| {
        view! {
            <a
                class="chart-part"
                data-series=part.series.to_string()
                href=part.href.clone()
                tabindex="-1"
                style:flex-grow=part.permille.to_string()
            ></a>
        }
    });
    let view = view! {
        <div
            class="chart-stack"
            data-below=below.then_some("yes")
            style:inset-block-end=percent(foot)
            style:block-size=percent(height)
        >
            {each.collect_view()}
        </div>
    };
    Some(view.into_any())
}
