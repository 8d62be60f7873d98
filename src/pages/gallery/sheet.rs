//! A whole page: filters, table with totals, side panel.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::asked;
use crate::ui::*;

struct Line {
    product: &'static str,
    application: &'static str,
    account: &'static str,
    usage: &'static str,
    unit: &'static str,
    consumption: &'static str,
    overdraft: &'static str,
    currency: &'static str,
}

const fn line(words: [&'static str; 8]) -> Line {
    let [product, application, account, usage, unit, consumption, overdraft, currency] = words;
    Line { product, application, account, usage, unit, consumption, overdraft, currency }
}

const LINES: [Line; 7] = [
    line([
        "WhatsApp",
        "港湾零售 Notify",
        "Harbour Retail Shanghai",
        "182,406",
        "conversations",
        "4,218.07",
        "1,204.50",
        "USD",
    ]),
    line([
        "SMS",
        "Checkout codes",
        "Harbour Retail HQ",
        "951,676",
        "segments",
        "38,067.05",
        "38,067.05",
        "USD",
    ]),
    line(["SMS", "会员通知", "Harbour Retail Shanghai", "204,969", "segments", "8,198.74", "0.58", "USD"]),
    line([
        "WhatsApp",
        "Delivery desk",
        "Harbour Logistics Pte",
        "46,236",
        "conversations",
        "1,063.42",
        "1,063.42",
        "USD",
    ]),
    line(["SMS", "Store alerts", "Harbour Retail Osaka", "73,176", "segments", "439,057", "439,057", "JPY"]),
    line(["SMS", "Payroll", "Harbour Services LLC", "3,097", "segments", "123.87", "0.00", "USD"]),
    line([
        "Cloud storage",
        "Receipts archive of all the shops",
        "Harbour Retail Manama",
        "8,486",
        "GB",
        "−195.180",
        "−195.180",
        "BHD",
    ]),
];

fn amount(text: &'static str, currency: &'static str) -> impl IntoView {
    let zero = text.chars().all(|letter| "0.".contains(letter));
    view! {
        <span class="amount" data-zero=if zero { "yes" } else { "no" }>
            {text}
            " "
            <span class="amount-currency">{currency}</span>
        </span>
    }
}

/// The page.
#[component]
pub fn Sheet() -> impl IntoView {
    let panel = RwSignal::new(asked("open").as_deref() != Some("none"));
    let sorted = RwSignal::new(Direction::Descending);
    let selected = RwSignal::new(BTreeSet::from([0_usize, 3]));
    let fixed = |text: &str| Signal::stored(Some(text.to_string()));
    let head = move || {
        let by_cycle = Signal::derive(move || Some(sorted.get()));
        let turn = move |()| sorted.update(|way| *way = way.turned());
        view! {
            <tr>
                <th scope="col" class="check pin">
                    <Checkbox
                        tick=Tick::Mixed
                        label="Select all"
                        place=LabelPlace::Spoken
                        on_toggle=move |_| selected.set(BTreeSet::new())
                    />
                </th>
                <HeaderCell label="Product" class="pin" on_sort=|()| () />
                <HeaderCell label="Application" on_sort=|()| () />
                <HeaderCell label="Account" on_sort=|()| () />
                <HeaderCell label="Billing cycle" sorted=by_cycle on_sort=turn />
                <HeaderCell label="Service usage" class="number" on_sort=|()| () />
                <HeaderCell label="Consumption" class="number" on_sort=|()| () />
                <HeaderCell label="Overdraft" class="number" on_sort=|()| () />
                <HeaderCell label="Status" on_sort=|()| () />
            </tr>
        }
    };
    view! {
        <div class="page">
            <header class="page-head">
                <h1>"Bills"</h1>
                <Button label="Download PDF (2)" />
                <Button label="Export data" kind=ButtonKind::Primary icon=Icon::Download />
            </header>
            <div class="filter-bar">
                {[("Product", fixed("SMS, WhatsApp")), ("Billing cycle", fixed("2026-05 – 2026-10")), ("Status", fixed("Pending")), ("Account", Signal::stored(None)), ("Application", Signal::stored(None))]
                    .map(|(label, value)| {
                        view! {
                            <FilterChip label value remove_label=format!("Remove filter: {label}") on_remove=|()| ()>
                                <div class="popover-body">"…"</div>
                            </FilterChip>
                        }
                    })
                    .collect_view()}
                <div class="filter-bar-end">
                    <span>"3,182 bills"</span>
                    <Button label="Save view" kind=ButtonKind::Quiet />
                    <Button label="Columns" kind=ButtonKind::Quiet />
                </div>
            </div>
            <div class="split">
                <Table label="Bills">
                    <thead>{head()}</thead>
                    <tbody>{(0..60).map(|at| row(at, selected, panel)).collect_view()}</tbody>
                    <tfoot>{totals()}</tfoot>
                </Table>
                {move || panel.get().then(|| view! { <SomePanel open=panel /> })}
            </div>
        </div>
    }
}

fn row(at: usize, selected: RwSignal<BTreeSet<usize>>, panel: RwSignal<bool>) -> impl IntoView {
    let line = &LINES[at % LINES.len()];
    let is_on = move || selected.with(|selected| selected.contains(&at));
    let toggle = move |press: Toggled| {
        selected.update(|selected| {
            if press.on {
                selected.insert(at)
            } else {
                selected.remove(&at)
            };
        });
    };
    let (tone, state) = if at % 5 == 4 { (Tone::Green, "Cleared") } else { (Tone::Amber, "Pending") };
    view! {
        <tr
            aria-selected=move || if is_on() { "true" } else { "false" }
            data-active=move || (at == 0 && panel.get()).then_some("yes")
            data-href=""
            on:click=move |_| panel.set(true)
        >
            <td class="check pin">
                <Checkbox
                    tick=Signal::derive(move || is_on().into())
                    label=line.product
                    place=LabelPlace::Spoken
                    on_toggle=toggle
                />
            </td>
            <td class="pin" data-card="title">{line.product}</td>
            <td data-card="second">{line.application}</td>
            <td>{line.account}</td>
            <td data-card="third">"2026-10"</td>
            <td class="number">{line.usage} " " <span class="unit">{line.unit}</span></td>
            <td class="number">{amount(line.consumption, line.currency)}</td>
            <td class="number" data-card="amount">{amount(line.overdraft, line.currency)}</td>
            <td data-card="state"><Badge tone label=state /></td>
        </tr>
    }
}

fn totals() -> impl IntoView {
    [("Total of 3,182 bills", "1,284,406.18", "902,118.47", "USD"), ("", "18,204,410", "18,204,410", "JPY")]
        .map(|(title, consumption, overdraft, currency)| {
            view! {
                <tr>
                    <td class="check pin"></td>
                    <td class="pin" colspan="5" data-card="title">{title}</td>
                    <td class="number">{amount(consumption, currency)}</td>
                    <td class="number" data-card="amount">{amount(overdraft, currency)}</td>
                    <td></td>
                </tr>
            }
        })
        .collect_view()
}

#[component]
fn SomePanel(open: RwSignal<bool>) -> impl IntoView {
    let head = || {
        view! {
            <h2>"WhatsApp · 港湾零售 Notify"</h2>
            <div class="row">
                <span class="mono faint">"bil-10-0008417"</span>
                <Badge tone=Tone::Amber label="Pending" />
            </div>
        }
    };
    view! {
        <SidePanel label="Bill bil-10-0008417" close="Close" on_close=move |()| open.set(false) head>
            <dl class="terms">
                <dt>"Account"</dt>
                <dd>"Harbour Retail Shanghai"</dd>
                <dt>"AppKey"</dt>
                <dd class="mono">"9f2c41d07be8835a6cd01e44"</dd>
                <dt>"Service usage"</dt>
                <dd>"182,406 conversations"</dd>
            </dl>
            <dl class="sum">
                <div><dt>"Consumption"</dt><dd>{amount("4,218.07", "USD")}</dd></div>
                <div><dt>"Covered by prepaid balance"</dt><dd>{amount("−3,013.57", "USD")}</dd></div>
                <div><dt>"Repaid"</dt><dd>{amount("0.00", "USD")}</dd></div>
                <div><dt>"Outstanding"</dt><dd>{amount("1,204.50", "USD")}</dd></div>
            </dl>
            <section class="stack">
                <h3>"How 4,218.07 came about"</h3>
                <div class="derivation">
                    <b>"48 lines"</b>
                    " of focus-2026-10.csv, rows 118,204–118,251, sum "
                    <b>"4,218.0693184 USD"</b>
                    <br />
                    "rounded half up to 2 decimals: "
                    <b>"4,218.07"</b>
                    ", residue −0.0006816"
                </div>
            </section>
            <div class="row">
                <Button label="Pay monthly bill" kind=ButtonKind::Primary />
                <Button label="Download bill" icon=Icon::Download />
            </div>
        </SidePanel>
    }
}
