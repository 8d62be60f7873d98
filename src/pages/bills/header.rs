//! The head of the list: a box for "all that is filtered", and columns that sort.

use super::columns::{is_figure, pressed};
use super::list::{List, use_list};
use super::selection::Selection;
use crate::locale::use_speech;
use crate::route::{Column, Columns, Step};
use crate::ui::{Checkbox, Glyph, Icon, LabelPlace, Tick};
use leptos::prelude::*;

/// The row of column heads.
#[component]
pub fn Header(columns: Memo<Columns>) -> impl IntoView {
    let speech = use_speech();
    let list = use_list();
    let tick = Signal::derive(move || {
        let (selected, filtered) = (list.selected(), list.rows.count());
        match selected {
            0 => Tick::Off,
            all if all == filtered => Tick::On,
            _ => Tick::Mixed,
        }
    });
    let toggle = move |_| {
        let none = list.selection.with_untracked(|selection| *selection == Selection::default());
        if none { list.select_all() } else { list.select_none() }
    };
    view! {
        <thead role="rowgroup">
            <tr class="bill-row bill-head" role="row" aria-rowindex="1">
                <th class="bill-tick" role="columnheader" scope="col">
                    <Checkbox
                        tick
                        label=speech.say(|words| words.bills.select_all)
                        place=LabelPlace::Spoken
                        on_toggle=toggle
                    />
                </th>
                {move || columns.get().iter().map(|column| head(list, column)).collect_view()}
                <th role="columnheader" scope="col" data-c="act">
                    <span class="visually-hidden">{speech.say(|words| words.bills.actions)}</span>
                </th>
            </tr>
        </thead>
    }
}

fn head(list: List, column: Column) -> AnyView {
    let speech = use_speech();
    let label = speech.tell(move |words| (words.bills.column)(column).to_owned());
    let class = if is_figure(column) { "number" } else { "" };
    let Some(sort) = column.sort() else {
        return view! { <th role="columnheader" scope="col" data-c=column.name() class=class>{label}</th> }
            .into_any();
    };
    let current = list.address.selection();
    let sorted = Memo::new(move |_| {
        current.with(|current| (current.sort.column == sort).then_some(current.sort.descending))
    });
    let aria_sort = move || match sorted.get() {
        None => "none",
        Some(false) => "ascending",
        Some(true) => "descending",
    };
    let press = move |_| {
        list.address.change(Step::Push, |address| {
            address.selection.sort = pressed(address.selection.sort, sort);
        });
    };
    let arrow = move || {
        let icon = if sorted.get() == Some(false) { Icon::SortUp } else { Icon::SortDown };
        view! { <Glyph icon /> }
    };
    view! {
        <th role="columnheader" scope="col" data-c=column.name() class=class aria-sort=aria_sort>
            <button
                class="table-sort"
                type="button"
                data-sorted=move || if sorted.get().is_some() { "yes" } else { "no" }
                on:click=press
            >
                <span>{label}</span>
                {arrow}
            </button>
        </th>
    }
    .into_any()
}
