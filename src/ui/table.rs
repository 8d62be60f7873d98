//! The parts of a table: the scrolling frame, header cells that sort.
//!
//! Rows are written by the page, as native `<tr>` and `<td>`, with the classes that `style/table.css` names.

use leptos::prelude::*;

use super::Words;
use super::icon::{Glyph, Icon};
use super::row_window::RowWindow;

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest, oldest, A first.
    Ascending,
    /// Largest, newest, Z first.
    Descending,
}

impl Direction {
    /// The other way.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// A table that scrolls inside its frame: header, first column and footer stay.
/// Children are `<thead>`, `<tbody>`, `<tfoot>`.
#[component]
pub fn Table(
    /// The name of the table for screen readers.
    #[prop(into)]
    label: Words,
    /// Old rows are shown while new ones are on their way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Where only some of the rows stand in the document: the window that says which.
    #[prop(optional, into)]
    window: Option<RowWindow>,
    /// How many rows there are, where only some stand in the document.
    #[prop(optional, into)]
    row_count: Signal<Option<u64>>,
    children: Children,
) -> impl IntoView {
    let scroller = window.map_or_else(NodeRef::new, |window| window.scroller);
    let scrolled = move |_| {
        if let Some(window) = window {
            window.follow();
        }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label node_ref=scroller on:scroll=scrolled>
            <table
                class="table"
                data-layout=window.is_some().then_some("fixed")
                aria-label=label
                aria-busy=move || busy.get().then_some("true")
                aria-rowcount=move || row_count.get().map(|count| count.to_string())
            >
                {children()}
            </table>
        </div>
    }
    .into_any()
}

/// Empty room in a table's body, for the rows that aren't in the document.
#[component]
pub fn SpacerRow(#[prop(into)] height_px: Signal<i64>) -> impl IntoView {
    view! {
        <tr class="table-spacer" aria-hidden="true" style:height=move || format!("{}px", height_px.get())>
            <td></td>
        </tr>
    }
    .into_any()
}

/// The head of a column. With `on_sort` it is a button that sorts.
#[component]
pub fn HeaderCell(
    #[prop(into)] label: Words,
    /// Class names: `number` for figures, `pin` for the first column.
    #[prop(optional)]
    class: &'static str,
    /// How the table is sorted by this column, if it is.
    #[prop(optional, into)]
    sorted: Signal<Option<Direction>>,
    #[prop(optional, into)] on_sort: Option<Callback<()>>,
    /// The width of the column, as CSS has it; in a table with a window the others share the rest.
    #[prop(optional)]
    width: Option<&'static str>,
) -> impl IntoView {
    let aria_sort = move || match sorted.get() {
        Some(Direction::Ascending) => Some("ascending"),
        Some(Direction::Descending) => Some("descending"),
        None => on_sort.is_some().then_some("none"),
    };
    let arrow = move || match sorted.get() {
        Some(Direction::Ascending) => view! { <Glyph icon=Icon::SortUp /> },
        _ => view! { <Glyph icon=Icon::SortDown /> },
    };
    let content = match on_sort {
        Some(on_sort) => view! {
            <button
                class="table-sort"
                type="button"
                data-sorted=move || if sorted.get().is_some() { "yes" } else { "no" }
                on:click=move |_| on_sort.run(())
            >
                <span>{label}</span>
                {arrow}
            </button>
        }
        .into_any(),
        None => view! { <span>{label}</span> }.into_any(),
    };
    view! { <th scope="col" class=class aria-sort=aria_sort style:width=width>{content}</th> }.into_any()
}
