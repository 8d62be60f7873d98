//! A million rows, of which a few dozen stand in the document.

use leptos::prelude::*;

use crate::ui::*;

const ROWS: u64 = 1_000_000;
const ROW_PX: i64 = 34;
const HEADER_PX: i64 = 34;

/// The sheet of a million rows; `j` and `k` move, Home and End go to the ends.
#[component]
pub fn Rows() -> impl IntoView {
    let window = use_row_window(Signal::stored(ROWS), Signal::stored(ROW_PX), Signal::stored(HEADER_PX));
    let at = RwSignal::new(0_u64);
    listen_keys(move |event| {
        let now = at.get_untracked();
        let next = match event.key().as_str() {
            "j" | "ArrowDown" => (now + 1).min(ROWS - 1),
            "k" | "ArrowUp" => now.saturating_sub(1),
            "Home" => 0,
            "End" => ROWS - 1,
            _ => return,
        };
        event.prevent_default();
        at.set(next);
        window.show(next);
    });
    let row = move |number: u64| {
        view! {
            <tr data-active=move || (at.get() == number).then_some("yes")>
                <td class="pin" data-card="title">{format!("Row {number}")}</td>
                <td class="number" data-card="amount">{format!("{}.{:02}", number * 7 / 100, number * 7 % 100)}</td>
            </tr>
        }
    };
    let slice = window.slice;
    view! {
        <div class="page">
            <header class="page-head"><h1>"Rows"</h1></header>
            <div class="split">
                <Table label="Rows" window row_count=Some(ROWS)>
                    <thead>
                        <tr>
                            <HeaderCell label="Row" class="pin" width="240px" />
                            <HeaderCell label="Amount" class="number" />
                        </tr>
                    </thead>
                    <tbody>
                        <SpacerRow height_px=Signal::derive(move || slice.get().before_px) />
                        <For
                            each=move || {
                                let slice = slice.get();
                                slice.first..slice.end
                            }
                            key=|number| *number
                            children=row
                        />
                        <SpacerRow height_px=Signal::derive(move || slice.get().after_px) />
                    </tbody>
                </Table>
            </div>
        </div>
    }
}
