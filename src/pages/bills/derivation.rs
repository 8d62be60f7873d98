//! "How it came about": from the lines of files, over one rounding, to what was to be paid.

use crate::locale::{count, figure, use_speech};
use contract::bill::{Bill, Source};
use leptos::prelude::*;
use std::sync::Arc;

/// The derivation of a bill's consumption.
#[component]
pub fn Came(bill: Arc<Bill>) -> impl IntoView {
    let speech = use_speech();
    move || {
        let words = &speech.words().bill;
        let derivation = &bill.derivation;
        let consumption = bill.balances.consumption();
        let currency = consumption.currency();
        let amount = figure(&consumption.value());
        let sources = derivation.sources.iter().map(|source| source_line(source, words.from_file));
        let residue = if derivation.residue.is_zero() {
            view! { {words.no_residue} }.into_any()
        } else {
            let residue = figure(&derivation.residue.to_string());
            view! { {words.residue} " " <b>{residue}</b> }.into_any()
        };
        let overdraft = figure(&bill.summary.overdraft.value());
        let cover = figure(&bill.balances.prepaid_cover().value());
        let outcome = if consumption.is_negative() {
            view! { {words.credit} }.into_any()
        } else {
            view! {
                {words.prepaid_covered}
                " "
                <b>{cover}</b>
                {words.semicolon}
                {words.overdraft}
                " "
                <b>{overdraft}</b>
            }
            .into_any()
        };
        view! {
            <section class="came">
                <h3>{(words.how)(&amount)}</h3>
                <ol class="derivation">
                    <li>
                        <b>{(words.lines_of)(derivation.lines)}</b>
                        <ul>{sources.collect::<Vec<_>>()}</ul>
                    </li>
                    <li>
                        {words.sum}
                        " "
                        <b>{figure(&derivation.exact.to_string())} " " {currency.code()}</b>
                    </li>
                    <li>
                        {(words.rounded)(derivation.rounding, currency.exponent())}
                        {words.colon}
                        <b>{amount}</b>
                        {words.comma}
                        {residue}
                    </li>
                    <li>{outcome}</li>
                </ol>
            </section>
        }
        .into_any()
    }
}

fn source_line(source: &Source, from_file: fn(&str, u64, u64) -> String) -> AnyView {
    let text = from_file(&source.file, source.first_row, source.last_row);
    view! { <li title=count(source.lines)>{text}</li> }.into_any()
}
