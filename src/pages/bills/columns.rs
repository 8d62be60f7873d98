//! The columns of the list: how wide they are, by what they sort, and which are shown.

use super::address::use_address;
use crate::locale::{figure, use_speech};
use crate::route::{Column, Columns, Step};
use crate::ui::identity::fresh_id;
use crate::ui::{Align, Button, ButtonKind, Checkbox, Popover, Tick, Toggled};
use contract::api::Total;
use contract::bill_sort::{BillSort, SortColumn};
use leptos::prelude::*;

/// The columns of the box that selects, and of what can be done with a row.
const TICK_PX: usize = 44;
const ACT_PX: usize = 64;
/// Characters of the longest amount that a bill is expected to have: `999,999,999.99`.
const FIGURE_MAX: usize = 14;

/// By what a column sorts; optional columns do not.
pub const fn sort_of(column: Column) -> Option<SortColumn> {
    match column {
        Column::Product => Some(SortColumn::Product),
        Column::Application => Some(SortColumn::Application),
        Column::Account => Some(SortColumn::Account),
        Column::Cycle => Some(SortColumn::Cycle),
        Column::Usage => Some(SortColumn::Usage),
        Column::Consumption => Some(SortColumn::Consumption),
        Column::Status => Some(SortColumn::Status),
        Column::Overdraft => Some(SortColumn::Overdraft),
        Column::Number | Column::AppKey | Column::WhatsApp => None,
    }
}

/// Whether a column holds figures.
pub const fn is_figure(column: Column) -> bool {
    matches!(column, Column::Usage | Column::Consumption | Column::Overdraft)
}

/// The order after a press on a column: turned round, or what people look for first.
pub fn pressed(sort: BillSort, column: SortColumn) -> BillSort {
    let largest_first = matches!(
        column,
        SortColumn::Cycle | SortColumn::Usage | SortColumn::Consumption | SortColumn::Overdraft
    );
    let descending = if sort.column == column { !sort.descending } else { largest_first };
    BillSort { column, descending }
}

/// How much room a column needs, in CSS pixels, and its share of what is left over. Figures get the room of their
/// total, which no row exceeds; a total longer than any bill reaches into the empty cell before it.
fn room(column: Column, totals: &[Total], is_tight: bool) -> (usize, usize) {
    let text = |px: usize| if is_tight { px * 5 / 6 } else { px };
    let widest =
        |value: fn(&Total) -> String| totals.iter().map(|total| figure(&value(total)).chars().count()).max();
    // A digit of 13 px type, the currency, and the padding of a cell.
    let figure_px =
        |characters: Option<usize>| (characters.unwrap_or(0).min(FIGURE_MAX) * 15 / 2 + 56).max(124);
    match column {
        Column::Product => (text(112), 10),
        Column::Application => (text(164), 15),
        Column::Account => (text(140), 13),
        Column::Cycle => (118, 0),
        Column::Usage => (if is_tight { 140 } else { 152 }, 11),
        Column::Consumption => (figure_px(widest(|total| total.consumption.value())), 8),
        Column::Status => (102, 0),
        Column::Overdraft => (figure_px(widest(|total| total.overdraft.value())), 8),
        Column::Number => (172, 8),
        Column::AppKey => (204, 0),
        Column::WhatsApp => (148, 0),
    }
}

/// The grid of every row, and the least width of it. Tight beside the panel: names give way, figures never.
pub fn grid(columns: Columns, totals: &[Total], is_tight: bool) -> (String, usize) {
    let mut grid = format!("{TICK_PX}px");
    let mut least_px = TICK_PX + ACT_PX;
    for column in columns.iter() {
        let (px, share) = room(column, totals, is_tight);
        least_px += px;
        grid.push_str(&if share == 0 { format!(" {px}px") } else { format!(" minmax({px}px,{share}fr)") });
    }
    (format!("{grid} {ACT_PX}px"), least_px)
}

/// Which columns are shown.
#[component]
pub fn ColumnChooser() -> impl IntoView {
    let speech = use_speech();
    let address = use_address();
    let id = fresh_id("columns");
    let columns = Memo::new(move |_| address.get().columns);
    let entry = move |column: Column| {
        let label = speech.tell(move |words| (words.bills.column)(column).to_owned());
        let tick = Signal::derive(move || Tick::from(columns.get().shows(column)));
        let toggle = move |press: Toggled| {
            address.change(Step::Replace, |address| address.columns = address.columns.with(column, press.on));
        };
        view! { <li><Checkbox tick label on_toggle=toggle /></li> }
    };
    let label = speech.say(|words| words.bills.columns);
    view! {
        <button class="button" type="button" data-kind="quiet" popovertarget=id.clone()>{label}</button>
        <Popover id label align=Align::End>
            <ul class="choice-list">
                {Column::ALL.into_iter().filter(|column| *column != Column::Product).map(entry).collect_view()}
            </ul>
            <div class="choice-foot">
                <Button
                    label=speech.say(|words| words.bills.columns_default)
                    kind=ButtonKind::Quiet
                    on_press=move |()| address.change(Step::Replace, |address| address.columns = Columns::default())
                />
            </div>
        </Popover>
    }
}
