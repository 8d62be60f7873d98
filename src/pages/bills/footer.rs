//! The foot of the list: exact totals per currency of all that is filtered (B2), always in sight.

use super::list::use_list;
use crate::locale::use_speech;
use crate::parts::MoneyText;
use crate::route::{Column, Columns};
use contract::api::Total;
use leptos::prelude::*;

/// The totals.
#[component]
pub fn Footer(columns: Memo<Columns>) -> impl IntoView {
    let list = use_list();
    let speech = use_speech();
    let lines = move || {
        let columns = columns.get();
        let head = list.rows.head.get()?;
        let label = (speech.words().bills.total_of)(head.count);
        let lines = head.totals.iter().enumerate();
        Some(
            lines
                .map(|(place, total)| {
                    line(columns, total, if place == 0 { Some(label.clone()) } else { None })
                })
                .collect::<Vec<_>>(),
        )
    };
    view! { <tfoot role="rowgroup">{lines}</tfoot> }
}

/// One currency; the first line says how many bills all of them are, the others say theirs to screen readers.
fn line(columns: Columns, total: &Total, label: Option<String>) -> AnyView {
    let speech = use_speech();
    let class = if label.is_some() { "" } else { "visually-hidden" };
    let label = label.unwrap_or_else(|| (speech.words().bills.total_of)(total.bills));
    let cells: Vec<AnyView> = columns
        .iter()
        .map(|column| match column {
            Column::Product => {
                let label = label.clone();
                view! {
                    <th role="rowheader" scope="row" class="bill-total" data-c="product">
                        <span class=class>{label}</span>
                    </th>
                }
                .into_any()
            }
            Column::Consumption => {
                view! { <td role="gridcell" class="number" data-c="consumption"><MoneyText money=total.consumption /></td> }
                    .into_any()
            }
            Column::Overdraft => {
                view! { <td role="gridcell" class="number" data-c="overdraft"><MoneyText money=total.overdraft /></td> }
                    .into_any()
            }
            other => view! { <td role="gridcell" data-c=other.name()></td> }.into_any(),
        })
        .collect();
    view! {
        <tr class="bill-row bill-foot" role="row">
            <td class="bill-tick" role="gridcell"></td>
            {cells}
            <td role="gridcell"></td>
        </tr>
    }
    .into_any()
}
