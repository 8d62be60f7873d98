//! What was spent on which product, month by month: stacked columns.

use crate::locale::{figure, use_speech};
use crate::parts::{Chart, short, thousandths};
use contract::money::Money;
use contract::overview::{Figures, ProductSpend};
use leptos::prelude::*;
use std::sync::Arc;

/// Height of the drawing, in units of its own.
const TALL: i64 = 1000;

/// The chart.
#[component]
pub fn SpendChart(figures: Arc<Figures>) -> impl IntoView {
    let speech = use_speech();
    let code = figures.currency.code();
    let (drawn, told) = (Arc::clone(&figures), figures);
    view! {
        <Chart
            title=speech.tell(move |words| format!("{} · {code}", words.overview.by_product))
            picture=move || picture(&drawn)
            table=move || table(&told)
        />
    }
    .into_any()
}

fn name(product: &ProductSpend) -> Signal<String> {
    let speech = use_speech();
    match &product.product {
        Some(product) => Signal::stored(product.name.clone()),
        None => speech.say(|words| words.overview.others),
    }
}

/// What stands over the axis in a month: credits draw nothing.
fn height(figures: &Figures, month: usize) -> Money {
    let parts = figures.products.iter().map(|product| product.months[month]);
    let above = parts.map(|money| Money::new(money.minor().max(0), money.currency()));
    Money::sum(figures.currency, above).unwrap_or(figures.spend[month])
}

fn picture(figures: &Figures) -> AnyView {
    let months = 0..figures.months.len();
    let most = months.clone().map(|month| height(figures, month)).max_by_key(|money| money.minor());
    let most = most.unwrap_or(figures.total);
    let half = Money::new(most.minor() / 2, most.currency());
    let columns = months.map(|month| column(figures, month, most)).collect_view();
    let legend = figures.products.iter().enumerate().map(|(place, product)| {
        view! { <li><svg class="swatch" viewBox="0 0 10 10" data-n=(place + 1).to_string()><rect width="10" height="10" /></svg> {name(product)}</li> }
    });
    view! {
        <div class="columns">
            <div class="columns-axis"><span>{short(most)}</span><span>{short(half)}</span><span>"0"</span></div>
            <div class="columns-body">{columns}</div>
        </div>
        <ul class="legend">{legend.collect_view()}</ul>
    }
    .into_any()
}

fn column(figures: &Figures, month: usize, most: Money) -> AnyView {
    let cycle = figures.months[month];
    let mut top = TALL;
    let parts = figures.products.iter().enumerate().map(|(place, product)| {
        let tall = thousandths(product.months[month], most);
        top -= tall;
        view! { <rect data-n=(place + 1).to_string() y=top.to_string() width="100" height=tall.to_string() /> }
    });
    let parts = parts.collect_view();
    let total = figure(&figures.spend[month].value());
    let code = most.currency().code();
    view! {
        <div class="column">
            <svg viewBox="0 0 100 1000" preserveAspectRatio="none">
                <title>{format!("{cycle}: {total} {code}")}</title>
                {parts}
            </svg>
            <span class="column-label">{cycle.to_string()}</span>
        </div>
    }
    .into_any()
}

fn table(figures: &Figures) -> AnyView {
    let speech = use_speech();
    let code = figures.currency.code();
    let cell = |money: &Money| {
        let zero = money.is_zero().then_some("yes");
        view! { <td class="number"><span class="amount" data-zero=zero>{figure(&money.value())}</span></td> }
            .into_any()
    };
    let row = |product: &ProductSpend| {
        view! {
            <tr>
                <th scope="row">{name(product)}</th>
                {product.months.iter().map(cell).collect_view()}
                {cell(&product.total)}
            </tr>
        }
        .into_any()
    };
    view! {
        <table class="postings">
            <thead>
                <tr>
                    <th scope="col">{speech.say(|words| words.overview.product)} " " {code}</th>
                    {figures
                        .months
                        .iter()
                        .map(|cycle| view! { <th scope="col" class="number">{cycle.to_string()}</th> })
                        .collect_view()}
                    <th scope="col" class="number">{speech.say(|words| words.overview.total)}</th>
                </tr>
            </thead>
            <tbody>{figures.products.iter().map(row).collect_view()}</tbody>
            <tfoot>
                <tr>
                    <th scope="row">{speech.say(|words| words.overview.total)}</th>
                    {figures.spend.iter().map(cell).collect_view()}
                    {cell(&figures.total)}
                </tr>
            </tfoot>
        </table>
    }
    .into_any()
}
