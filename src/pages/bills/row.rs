//! A row of the list: made once, then only its texts change while the list scrolls under it.

use super::documents;
use super::list::{List, use_list};
use super::shown::Shown;
use crate::locale::{figure, use_speech};
use crate::route::{Column, Columns, Step};
use crate::ui::{Glyph, Icon};
use contract::bill::{BillSummary, Status};
use contract::bill_sort::SortColumn;
use contract::money::Money;
use leptos::prelude::*;

/// The element id of the row that shows a place, for the screen reader.
pub fn row_id(place: i64) -> String {
    format!("bill-{place}")
}

/// The row that shows `place`.
#[component]
pub fn BillRow(
    place: Memo<i64>,
    columns: Memo<Columns>,
    row_px: Memo<i64>,
    shift_px: Memo<i64>,
) -> impl IntoView {
    let list = use_list();
    let speech = use_speech();
    let shown = Memo::new(move |_| {
        list.rows.arrived.track();
        Shown(list.rows.at(place.get()))
    });
    let exists = Memo::new(move |_| place.get() < list.measures.with(|measures| measures.rows));
    let id = Memo::new(move |_| shown.with(|shown| shown.0.as_ref().map(|bill| bill.id)));
    let selected = Memo::new(move |_| {
        id.get().is_some_and(|id| list.selection.with(|selection| selection.contains(id)))
    });
    let is_open = Memo::new(move |_| id.get().is_some_and(|id| list.open_bill() == Some(id)));
    let is_active = Memo::new(move |_| list.active.get() == Some(place.get()));
    let name = Signal::derive(move || {
        let name = shown.with(|shown| {
            shown.text(|bill| format!("{} · {} · {}", bill.product.name, bill.application.name, bill.cycle))
        });
        (speech.words().bills.select_row)(&name)
    });
    let press = move |event: web_sys::MouseEvent| {
        let place = place.get_untracked();
        if event.shift_key() || event.ctrl_key() || event.meta_key() {
            list.toggle(place, event.shift_key());
        } else {
            list.active.set(Some(place));
            list.open_at(place, Step::Push);
        }
    };
    let tick = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        list.toggle(place.get_untracked(), event.shift_key());
    };
    view! {
        <tr
            class="bill-row"
            role="row"
            id=move || row_id(place.get())
            aria-rowindex=move || (place.get() + 2).to_string()
            aria-selected=move || if selected.get() { "true" } else { "false" }
            data-open=move || is_open.get().then_some("yes")
            data-active=move || is_active.get().then_some("yes")
            data-waiting=move || id.get().is_none().then_some("yes")
            hidden=move || !exists.get()
            style:transform=move || format!("translateY({}px)", place.get() * row_px.get() + shift_px.get())
            on:click=press
            on:mousedown=move |event| {
                if event.shift_key() {
                    event.prevent_default();
                }
            }
        >
            <td class="bill-tick" role="gridcell" on:click=tick>
                <input
                    class="checkbox-box"
                    type="checkbox"
                    tabindex="-1"
                    aria-label=name
                    prop:checked=selected
                />
            </td>
            {move || columns.get().iter().map(|column| cell(column, shown)).collect_view()}
            <td class="bill-act" role="gridcell" data-c="act">{pdf_button(list, shown)}</td>
        </tr>
    }
    .into_any()
}

fn pdf_button(list: List, shown: Memo<Shown>) -> AnyView {
    let speech = use_speech();
    let press = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        if let Some(bill) = shown.get_untracked().0 {
            list.download.start(documents::of_bill(bill.id, bill.number.as_deref()));
        }
    };
    view! {
        <button
            class="bill-pdf"
            type="button"
            tabindex="-1"
            title=speech.say(|words| words.bills.download_bill)
            on:click=press
        >
            <Glyph icon=Icon::Download />
            {speech.say(|words| words.bills.pdf)}
        </button>
    }
    .into_any()
}

fn cell(column: Column, shown: Memo<Shown>) -> AnyView {
    let text =
        move |read: fn(&BillSummary) -> String| Signal::derive(move || shown.with(|shown| shown.text(read)));
    match column {
        Column::Sorting(SortColumn::Application) => {
            let name = text(|bill| bill.application.name.clone());
            let id = text(|bill| bill.application.id.to_string());
            let both = text(|bill| format!("{} · {}", bill.application.name, bill.application.id));
            view! {
                <td role="gridcell" data-c="application" title=both>
                    <span class="bill-name">{name}</span>
                    " "
                    <span class="bill-id">{id}</span>
                </td>
            }
            .into_any()
        }
        Column::Sorting(SortColumn::Usage) => usage(shown),
        Column::Sorting(SortColumn::Consumption) => money(column, shown, |bill| bill.consumption),
        Column::Sorting(SortColumn::Overdraft) => money(column, shown, |bill| bill.overdraft),
        Column::Sorting(SortColumn::Status) => status(shown),
        Column::Sorting(SortColumn::Product) => plain(column, shown, |bill| bill.product.name.clone()),
        Column::Sorting(SortColumn::Account) => plain(column, shown, |bill| bill.account.name.clone()),
        Column::Sorting(SortColumn::Cycle) => plain(column, shown, |bill| bill.cycle.to_string()),
        Column::Number => plain(column, shown, |bill| bill.number.clone().unwrap_or_default()),
        Column::AppKey => plain(column, shown, |bill| bill.application.app_key.clone().unwrap_or_default()),
        Column::WhatsApp => {
            plain(column, shown, |bill| bill.whatsapp_account().unwrap_or_default().to_owned())
        }
    }
}

fn plain(column: Column, shown: Memo<Shown>, read: fn(&BillSummary) -> String) -> AnyView {
    let text = Memo::new(move |_| shown.with(|shown| shown.text(read)));
    view! { <td role="gridcell" data-c=column.name() title=text>{text}</td> }.into_any()
}

fn money(column: Column, shown: Memo<Shown>, read: fn(&BillSummary) -> Money) -> AnyView {
    let money = move || shown.with(|shown| shown.0.as_ref().map(|bill| read(bill)));
    let value = Signal::derive(move || money().map(|money| figure(&money.value())).unwrap_or_default());
    let currency =
        Signal::derive(move || money().map(|money| money.currency().code()).unwrap_or_default().to_owned());
    let zero = Signal::derive(move || money().filter(|money| money.is_zero()).map(|_| "yes"));
    view! {
        <td role="gridcell" class="number" data-c=column.name()>
            <span class="amount" data-zero=zero>
                {value}
                " "
                <span class="amount-currency">{currency}</span>
            </span>
        </td>
    }
    .into_any()
}

/// The first quantity, and how many more there are; all of them on pointing. The parts stand in a row of their own
/// boxes, so the spaces between them are theirs.
fn usage(shown: Memo<Shown>) -> AnyView {
    let text =
        move |read: fn(&BillSummary) -> String| Signal::derive(move || shown.with(|shown| shown.text(read)));
    let value = text(|bill| first(bill, |part| figure(&part.value.to_string()) + " "));
    let unit = text(|bill| first(bill, |part| part.unit.clone()));
    let more = text(|bill| match bill.usage.len() {
        0 | 1 => String::new(),
        parts => format!(" +{}", parts - 1),
    });
    let all = text(|bill| contract::usage::usage_text(&bill.usage));
    view! {
        <td role="gridcell" class="number" data-c="usage" title=all>
            <span class="usage-value">{value}</span>
            <span class="usage-unit">{unit}</span>
            <span class="usage-more">{more}</span>
        </td>
    }
    .into_any()
}

fn first(bill: &BillSummary, read: impl Fn(&contract::usage::Quantity) -> String) -> String {
    bill.usage.first().map(read).unwrap_or_default()
}

/// Both shapes stand ready, the style sheet shows one: nothing is made anew while the list scrolls.
fn status(shown: Memo<Shown>) -> AnyView {
    let speech = use_speech();
    let status = Memo::new(move |_| shown.with(|shown| shown.0.as_ref().map(|bill| bill.status)));
    let tone = Signal::derive(move || match status.get() {
        Some(Status::Pending) => Some("amber"),
        Some(Status::Cleared) => Some("green"),
        None => None,
    });
    let word = Signal::derive(move || {
        status.get().map(|status| (speech.words().bills.status)(status)).unwrap_or_default().to_owned()
    });
    view! {
        <td role="gridcell" data-c="status">
            <span class="badge" data-tone=tone>
                <Glyph icon=Icon::HalfDot />
                <Glyph icon=Icon::Dot />
                <span>{word}</span>
            </span>
        </td>
    }
    .into_any()
}
