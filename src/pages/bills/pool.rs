//! The rows that stand in the document: as many as are seen and a few more. Scrolling moves them; it makes none.

use super::list::use_list;
use super::row::BillRow;
use crate::route::Columns;
use leptos::prelude::*;

/// The body of the list.
#[component]
pub fn Pool(columns: Memo<Columns>) -> impl IntoView {
    let list = use_list();
    let measures = list.measures;
    let size = Memo::new(move |_| measures.get().pool().min(400));
    let first = Memo::new(move |_| measures.get().first_row(list.position.get()));
    let row_px = Memo::new(move |_| measures.get().row_px);
    let shift_px = Memo::new(move |_| list.position.get().shift_px);
    let height = move || format!("{}px", measures.get().drawn_px());
    let slot = move |slot: i64| {
        // The one place of the window that falls on this slot.
        let place = Memo::new(move |_| {
            let (first, size) = (first.get(), size.get().max(1));
            first + (slot - first).rem_euclid(size)
        });
        view! { <BillRow place columns row_px shift_px /> }
    };
    view! {
        <tbody role="rowgroup" style:height=height>
            {move || (0..size.get()).map(slot).collect_view()}
        </tbody>
    }
}
