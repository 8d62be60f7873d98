//! The columns of the list: how wide they are, by what they sort, and which are shown.

use super::address::use_address;
use crate::locale::{figure, use_speech};
use crate::route::{Column, Columns, Step};
use crate::ui::identity::fresh_id;
use crate::ui::{Align, Button, ButtonKind, Checkbox, Popover, Tick, Toggled};
use contract::api::Total;
use contract::bill_sort::{BillSort, SortColumn};
use leptos::prelude::*;

/// The columns of the box that selects (also in `style/bill_table.css`), and of what can be done with a row.
const TICK_PX: usize = 40;
const ACT_PX: usize = 56;
/// Characters of the longest amount that a bill is expected to have: `-999,999.99`. A longer one reaches to the left:
/// into the padding, and then into the cell before it, which beside the panel has room for two characters more.
const FIGURE_MAX: usize = 11;
const FIGURE_MAX_MERGED: usize = 10;

/// Whether a column holds figures.
pub const fn is_figure(column: Column) -> bool {
    matches!(column, Column::Sorting(SortColumn::Usage | SortColumn::Consumption | SortColumn::Overdraft))
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

/// How much room a column needs, in CSS pixels, and its share of what is left over. Names share it; figures have the
/// room of a bill's amount at once, and a total longer than any bill reaches into the empty cell before it.
fn room(column: Column, totals: &[Total], is_merged: bool) -> (usize, usize) {
    let widest =
        |value: fn(&Total) -> String| totals.iter().map(|total| figure(&value(total)).chars().count()).max();
    // A digit of 13 px type, the currency, and the padding of a cell; never less than the head.
    let most = if is_merged { FIGURE_MAX_MERGED } else { FIGURE_MAX };
    let figure_px = |characters: Option<usize>| (characters.unwrap_or(0).min(most) * 73 / 10 + 46).max(112);
    match column {
        Column::Sorting(SortColumn::Product) if is_merged => (148, 35),
        Column::Sorting(SortColumn::Product) => (132, 35),
        Column::Sorting(SortColumn::Application) => (136, 31),
        Column::Sorting(SortColumn::Account) => (136, 34),
        Column::Sorting(SortColumn::Cycle) => (108, 0),
        Column::Sorting(SortColumn::Usage) => (148, 31),
        Column::Sorting(SortColumn::Consumption) => {
            (figure_px(widest(|total| total.consumption.value())), 16)
        }
        Column::Sorting(SortColumn::Status) => (94, 0),
        Column::Sorting(SortColumn::Overdraft) => (figure_px(widest(|total| total.overdraft.value())), 16),
        Column::Number => (172, 16),
        Column::AppKey => (204, 0),
        Column::WhatsApp => (148, 0),
    }
}

/// How the columns stand in the room that there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The grid of every row.
    pub grid: String,
    /// The least width of it, in CSS pixels: with less room the list scrolls sideways.
    pub least_px: usize,
    /// Whether the application stands under the product, in one column.
    pub is_merged: bool,
    /// The names of the columns that give way to the panel, as the style sheet calls them.
    pub hidden: String,
}

/// What gives way beside the panel, in this order: what the panel shows anyway goes first. Product, account and
/// overdraft stay.
const GIVE_WAY: [Column; 7] = [
    Column::Sorting(SortColumn::Usage),
    Column::WhatsApp,
    Column::AppKey,
    Column::Number,
    Column::Sorting(SortColumn::Consumption),
    Column::Sorting(SortColumn::Status),
    Column::Sorting(SortColumn::Cycle),
];

/// The columns in `width_px` of room (0: not known yet). Names give way before figures do; nothing is hidden unless a
/// bill stands beside the list.
pub fn plan(columns: Columns, totals: &[Total], width_px: usize, is_beside: bool) -> Plan {
    let fits = |plan: &Plan| width_px == 0 || plan.least_px <= width_px;
    let mut plan = lay_out(columns, totals, &[], true, false);
    let can_merge = columns.shows(Column::Sorting(SortColumn::Application));
    if !fits(&plan) && can_merge {
        plan = lay_out(columns, totals, &[], true, true);
    }
    if is_beside && !fits(&plan) {
        let merged = plan.is_merged;
        plan = (0..=GIVE_WAY.len())
            .map(|gone| lay_out(columns, totals, &GIVE_WAY[..gone], false, merged))
            .find(fits)
            .unwrap_or_else(|| lay_out(columns, totals, &GIVE_WAY, false, merged));
    }
    plan
}

fn lay_out(columns: Columns, totals: &[Total], gone: &[Column], has_acts: bool, is_merged: bool) -> Plan {
    let mut plan = Plan { grid: format!("{TICK_PX}px"), least_px: TICK_PX, is_merged, hidden: String::new() };
    let mut hide = |name: &str| {
        let space = if plan.hidden.is_empty() { "" } else { " " };
        plan.hidden.extend([space, name]);
    };
    for column in columns.iter() {
        if gone.contains(&column) {
            hide(column.name());
        } else if !(is_merged && column == Column::Sorting(SortColumn::Application)) {
            let (px, share) = room(column, totals, is_merged);
            plan.least_px += px;
            plan.grid.push_str(&match share {
                0 => format!(" {px}px"),
                _ => format!(" minmax({px}px,{share}fr)"),
            });
        }
    }
    if has_acts {
        plan.least_px += ACT_PX;
        plan.grid.push_str(&format!(" {ACT_PX}px"));
    } else {
        hide("act");
    }
    plan
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
                {Column::all().filter(|column| *column != Column::PRODUCT).map(entry).collect_view()}
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

#[cfg(test)]
mod tests {
    use super::*;
    use contract::money::Money;

    /// The list in a window of 1440 px, less the rail and the scrollbar; and beside the panel.
    const ALONE_PX: usize = 1440 - 220 - 15;
    const BESIDE_PX: usize = ALONE_PX - 380;

    fn totals() -> Vec<Total> {
        let money = Money::new(158_373_338_578, "CNY".parse().unwrap());
        vec![Total { consumption: money, overdraft: money, bills: 95_000 }]
    }

    #[test]
    fn b1_every_column_stands_in_a_window_of_1440_px() {
        let plan = plan(Columns::default(), &totals(), ALONE_PX, false);
        assert!(plan.least_px <= ALONE_PX, "{plan:?}");
        assert_eq!((plan.is_merged, plan.hidden.as_str()), (false, ""));
    }

    #[test]
    fn b1_beside_the_panel_what_it_shows_gives_way() {
        let plan = plan(Columns::default(), &totals(), BESIDE_PX, true);
        assert!(plan.least_px <= BESIDE_PX, "{plan:?}");
        assert_eq!((plan.is_merged, plan.hidden.as_str()), (true, "usage act"));
    }

    #[test]
    fn b1_product_account_and_overdraft_never_give_way() {
        let every = Column::all().fold(Columns::default(), |columns, column| columns.with(column, true));
        let plan = plan(every, &totals(), 300, true);
        for name in ["product", "account", "overdraft"] {
            assert!(!plan.hidden.split(' ').any(|hidden| hidden == name), "{plan:?}");
        }
        assert_eq!(plan.hidden.split(' ').count(), 8, "{plan:?}");
    }

    #[test]
    fn b1_nothing_is_hidden_without_a_panel() {
        let narrow = plan(Columns::default(), &totals(), 500, false);
        assert_eq!((narrow.is_merged, narrow.hidden.as_str()), (true, ""));
        assert!(narrow.least_px > 500, "it scrolls sideways");
        assert!(!plan(Columns::default(), &totals(), 0, false).is_merged, "not measured yet");
    }
}
