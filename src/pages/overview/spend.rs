//! Spend by product over the months: a chart, and the table that it is a picture of.
//!
//! The table is always there. While the chart is shown it is what screen readers read and what the keyboard moves in;
//! the chart marks where the focus is.

use super::caption;
use super::columns::{bills, drawing, series_of};
use crate::locale::{figure, use_speech};
use crate::route::{OverviewAddress, Route, Step, use_address_bar};
use crate::ui::chart::Look;
use crate::ui::{Button, ButtonKind, StackedColumns, Swatch};
use contract::money::Money;
use contract::overview::{Figures, ProductSpend};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

type Known = Arc<Figures>;

/// The card.
pub fn card(figures: &Figures, address: Memo<OverviewAddress>) -> AnyView {
    let speech = use_speech();
    let bar = use_address_bar();
    let figures = Arc::new(figures.clone());
    let is_table = Memo::new(move |_| address.get().table);
    let look = RwSignal::new(None::<Look>);
    let turn = move |()| {
        let next = OverviewAddress { table: !is_table.get_untracked(), ..address.get_untracked() };
        bar.go(&Route::Overview(next), Step::Replace);
    };
    let chart = {
        let figures = Arc::clone(&figures);
        move || (!is_table.get()).then(|| chart(&figures, look))
    };
    view! {
        <section class="card overview-spend" aria-labelledby="spend">
            <header class="card-head">
                <h2 id="spend">{speech.say(|words| words.overview.by_product)}</h2>
                <span class="caption">{caption(&figures)}</span>
                <Button
                    kind=ButtonKind::Quiet
                    label=speech.tell(move |words| {
                        (if is_table.get() { words.overview.as_chart } else { words.overview.as_table }).to_owned()
                    })
                    on_press=turn
                />
            </header>
            {chart}
            {table(&figures, look, is_table)}
        </section>
    }
    .into_any()
}

/// The chart, and beside it the figures of what is looked at.
fn chart(figures: &Known, look: RwSignal<Option<Look>>) -> AnyView {
    let speech = use_speech();
    let drawn = Arc::clone(figures);
    let columns = move || {
        let (columns, lines) = drawing(&drawn, speech.locale());
        view! { <StackedColumns columns lines look /> }
    };
    view! { <div class="spend">{columns}{legend(figures, look)}</div> }.into_any()
}

fn legend(figures: &Known, look: RwSignal<Option<Look>>) -> AnyView {
    let speech = use_speech();
    let month = Memo::new(move |_| look.get().map(|(month, _)| month));
    let of_title = Arc::clone(figures);
    let title = speech.tell(move |words| {
        let cycle = month.get().and_then(|month| of_title.months.get(month));
        cycle.map_or_else(|| (words.overview.months)(of_title.months.len()), ToString::to_string)
    });
    let each = figures.products.iter().enumerate().map(|(place, one)| {
        let (months, total) = (one.months.clone(), one.total);
        let money = move || month.get().and_then(|month| months.get(month).copied()).unwrap_or(total);
        let is_looked = move || look.get().and_then(|(_, part)| part).is_some_and(|part| part == place);
        let href = bills(&one.codes, figures.months.first(), figures.months.last());
        view! {
            <li data-looked=move || is_looked().then_some("yes")>
                <Swatch series=series_of(figures, place) />
                <a href=href>{name(one)}</a>
                {move || plain(&money())}
            </li>
        }
    });
    let (spend, total) = (figures.spend.clone(), figures.total);
    let sum = move || month.get().and_then(|month| spend.get(month).copied()).unwrap_or(total);
    view! {
        <div class="legend">
            <p class="caption">{title}</p>
            <ul>{each.collect_view()}</ul>
            <p class="legend-total">
                <span>{speech.say(|words| words.overview.total)}</span>
                {move || plain(&sum())}
            </p>
        </div>
    }
    .into_any()
}

fn name(one: &ProductSpend) -> Signal<String> {
    match &one.product {
        Some(product) => Signal::stored(product.name.clone()),
        None => use_speech().say(|words| words.overview.other_products),
    }
}

fn cell_id(month: usize, place: usize) -> String {
    format!("spend-{month}-{place}")
}

fn table(figures: &Known, look: RwSignal<Option<Look>>, is_table: Memo<bool>) -> AnyView {
    let speech = use_speech();
    let (months, products) = (figures.months.len(), figures.products.len());
    // One of the figures is in the order of the Tab key; arrows move to the others.
    let stop = RwSignal::new((months.saturating_sub(1), 0_usize));
    let on_key = move |event: web_sys::KeyboardEvent| {
        let (line, across): (isize, isize) = match event.key().as_str() {
            "ArrowDown" => (1, 0),
            "ArrowUp" => (-1, 0),
            "ArrowRight" => (0, 1),
            "ArrowLeft" => (0, -1),
            _ => return,
        };
        // In the chart the months stand side by side, and products on top of each other.
        let step = if is_table.get_untracked() { (line, across) } else { (across, -line) };
        let mut at = stop.get_untracked();
        while let (Some(month), Some(place)) =
            (at.0.checked_add_signed(step.0), at.1.checked_add_signed(step.1))
        {
            if month >= months || place >= products {
                break;
            }
            at = (month, place);
            let cell = document().get_element_by_id(&cell_id(month, place));
            if let Some(cell) = cell.and_then(|cell| cell.dyn_into::<web_sys::HtmlElement>().ok()) {
                event.prevent_default();
                stop.set(at);
                let _ = cell.focus();
                break;
            }
        }
    };
    let row = |month: usize| {
        let cells = (0..products).map(|place| cell(figures, (month, place), look, stop)).collect_view();
        let cycle = figures.months.get(month).map(ToString::to_string);
        let sum = figures.spend.get(month).map(plain);
        view! {
            <tr>
                <th scope="row">{cycle}</th>
                {cells}
                <td class="number">{sum}</td>
            </tr>
        }
    };
    let heads = figures.products.iter().map(|one| view! { <th scope="col" class="number">{name(one)}</th> });
    let sums = figures.products.iter().map(|one| view! { <td class="number">{plain(&one.total)}</td> });
    let total = speech.say(|words| words.overview.total);
    view! {
        <div
            class=move || if is_table.get() { "spend-table" } else { "visually-hidden" }
            role="group"
            aria-labelledby="spend"
            tabindex=move || is_table.get().then_some("0")
            on:keydown=on_key
        >
            <table aria-labelledby="spend">
                <thead>
                    <tr>
                        <th scope="col">{speech.say(|words| words.overview.cycle)}</th>
                        {heads.collect_view()}
                        <th scope="col" class="number">{total}</th>
                    </tr>
                </thead>
                <tbody>{(0..months).map(row).collect_view()}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{total}</th>
                        {sums.collect_view()}
                        <td class="number">{plain(&figures.total)}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

/// A figure that leads to its bills.
fn cell(
    figures: &Known,
    at: (usize, usize),
    look: RwSignal<Option<Look>>,
    stop: RwSignal<(usize, usize)>,
) -> AnyView {
    let (month, place) = at;
    let Some(one) = figures.products.get(place) else { return ().into_any() };
    let money = one.months.get(month).copied().unwrap_or(Money::zero(figures.currency));
    let cycle = figures.months.get(month);
    let href = bills(&one.codes, cycle, cycle).filter(|_| !money.is_zero());
    let Some(href) = href else { return view! { <td class="number">{plain(&money)}</td> }.into_any() };
    let focus = move |_| {
        stop.set(at);
        look.set(Some((month, Some(place))));
    };
    view! {
        <td class="number">
            <a
                id=cell_id(month, place)
                href=href
                tabindex=move || if stop.get() == at { "0" } else { "-1" }
                on:focus=focus
                on:blur=move |_| look.set(None)
            >
                {plain(&money)}
            </a>
        </td>
    }
    .into_any()
}

/// A figure without its currency: the caption says it.
fn plain(money: &Money) -> AnyView {
    let zero = money.is_zero().then_some("yes");
    view! { <span class="amount" data-zero=zero>{figure(&money.value())}</span> }.into_any()
}
