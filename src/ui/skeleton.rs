//! The shape of what is coming. It appears after a moment, and holds the height from the beginning.
//!
//! Never more than a shape: it is hidden from screen readers, whoever loads says so.

use leptos::prelude::*;

/// Quiet lines where text will stand.
#[component]
pub fn Skeleton(#[prop(default = 3)] lines: usize) -> impl IntoView {
    let each = (0..lines).map(|_| view! { <span class="skeleton-line"></span> }).collect_view();
    view! { <div class="skeleton" aria-hidden="true">{each}</div> }.into_any()
}

/// Rows of a table body that hold the place of rows. `columns` are the class names of the cells.
#[component]
pub fn SkeletonRows(rows: usize, columns: &'static [&'static str]) -> impl IntoView {
    let row = move || {
        let cells = columns
            .iter()
            .map(|class| view! { <td class=*class><span class="skeleton-line"></span></td> })
            .collect_view();
        view! { <tr class="skeleton-row" aria-hidden="true">{cells}</tr> }
    };
    (0..rows).map(|_| row()).collect_view().into_any()
}
