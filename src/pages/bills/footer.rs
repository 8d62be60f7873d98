//! The foot of the list: exact totals per currency of all that is filtered (B2), always in sight.
//!
//! One or two currencies stand under their columns. More stand side by side in as few lines as they need, or, on
//! demand, under their columns too; the rows are the same, only the style sheet sets them otherwise.

use super::list::use_list;
use crate::locale::use_speech;
use crate::parts::MoneyText;
use crate::route::{Column, Columns};
use crate::ui::{Glyph, Icon};
use contract::api::Total;
use contract::bill_sort::SortColumn;
use leptos::prelude::*;

/// So many currencies stand under their columns without being asked to.
const FEW: usize = 2;

/// The totals.
#[component]
pub fn Footer(columns: Memo<Columns>) -> impl IntoView {
    let list = use_list();
    let speech = use_speech();
    let is_wide = RwSignal::new(false);
    let currencies =
        Memo::new(move |_| list.rows.head.with(|head| head.as_ref().map_or(0, |head| head.totals.len())));
    let compact = move || (currencies.get() > FEW).then(|| if is_wide.get() { "no" } else { "yes" });
    let lines = move || {
        let columns = columns.get();
        let head = list.rows.head.get()?;
        let label = (speech.words().bills.total_of)(head.count);
        let lines = head.totals.iter().enumerate();
        Some(
            lines
                .map(|(place, total)| {
                    let first = (place == 0).then(|| (label.clone(), toggle(currencies, is_wide)));
                    line(columns, total, first)
                })
                .collect::<Vec<_>>(),
        )
    };
    // What the two lines are, in the order of the columns; the heads of the columns stand too far away.
    let names = move || {
        let words = &speech.words().bills;
        let amounts = [SortColumn::Consumption, SortColumn::Overdraft].map(Column::Sorting);
        let shown = amounts.into_iter().filter(|column| columns.get().shows(*column));
        shown.map(|column| (words.column)(column)).collect::<Vec<_>>().join("\n")
    };
    view! {
        <tfoot role="rowgroup" data-compact=compact data-names=names>
            {lines}
        </tfoot>
    }
}

/// Says how many currencies there are, and sets them under their columns or side by side.
fn toggle(currencies: Memo<usize>, is_wide: RwSignal<bool>) -> AnyView {
    let speech = use_speech();
    let label = speech.tell(move |words| (words.bills.currencies)(currencies.get() as u64));
    let button = move || {
        view! {
            " "
            <button
                class="foot-toggle"
                type="button"
                aria-expanded=move || if is_wide.get() { "true" } else { "false" }
                title=speech.say(|words| words.bills.totals_by_line)
                on:click=move |_| is_wide.update(|wide| *wide = !*wide)
            >
                {label}
                <Glyph icon=Icon::ChevronDown />
            </button>
        }
    };
    (move || (currencies.get() > FEW).then(button)).into_any()
}

/// One currency; the first line says how many bills all of them are, the others say theirs to screen readers.
fn line(columns: Columns, total: &Total, first: Option<(String, AnyView)>) -> AnyView {
    let speech = use_speech();
    let class = if first.is_some() { "" } else { "visually-hidden" };
    let (label, mut toggle) = match first {
        Some((label, toggle)) => (label, Some(toggle)),
        None => ((speech.words().bills.total_of)(total.bills), None),
    };
    let is_first = toggle.is_some();
    let amount = |column: Column, money| {
        let name = is_first.then(|| (speech.words().bills.column)(column));
        view! {
            <td role="gridcell" class="number" data-c=column.name() data-name=name><MoneyText money /></td>
        }
        .into_any()
    };
    let cells: Vec<AnyView> = columns
        .iter()
        .map(|column| match column {
            Column::Sorting(SortColumn::Product) => view! {
                <th role="rowheader" scope="row" class="bill-total" data-c="product">
                    <span class=class>{label.clone()}</span>
                    {toggle.take()}
                </th>
            }
            .into_any(),
            Column::Sorting(SortColumn::Consumption) => amount(column, total.consumption),
            Column::Sorting(SortColumn::Overdraft) => amount(column, total.overdraft),
            other => view! { <td role="gridcell" data-c=other.name()></td> }.into_any(),
        })
        .collect();
    view! {
        <tr class="bill-row bill-foot" role="row">
            <td class="bill-tick" role="gridcell"></td>
            {cells}
            <td role="gridcell" data-c="act"></td>
        </tr>
    }
    .into_any()
}
