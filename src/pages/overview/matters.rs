//! What needs the reader: how many, how much, and the list behind it.

use crate::locale::use_speech;
use crate::parts::MoneyText;
use crate::route::{MonthlyAddress, Route};
use crate::ui::{Badge, Glyph, Icon, Tone};
use chrono::NaiveDate;
use contract::money::{Currency, Money};
use contract::overview::{Matter, MatterKind, Overview};
use leptos::prelude::*;

/// The card.
pub fn card(known: &Overview, currency: Currency) -> AnyView {
    let speech = use_speech();
    let today = known.today;
    let calm = !known.matters.iter().any(|matter| matter.kind.is_urgent());
    let calm = calm.then(|| {
        view! {
            <p class="matter-calm">
                <Glyph icon=Icon::Success />
                {speech.say(|words| words.overview.nothing)}
            </p>
        }
    });
    let each = known.matters.iter().map(|matter| row(matter, known.today, currency)).collect_view();
    view! {
        <section class="card" aria-labelledby="matters">
            <header class="card-head">
                <h2 id="matters">{speech.say(|words| words.overview.needs_you)}</h2>
                <span class="caption">{move || crate::locale::day(today, speech.locale())}</span>
            </header>
            {calm}
            <ul class="matters">{each}</ul>
        </section>
    }
    .into_any()
}

const fn tone(kind: MatterKind) -> Tone {
    match kind {
        MatterKind::Overdue | MatterKind::ChargeFailed => Tone::Red,
        MatterKind::DueSoon | MatterKind::Short => Tone::Amber,
        MatterKind::Held => Tone::Blue,
        MatterKind::NotIssued => Tone::Neutral,
    }
}

fn row(matter: &Matter, today: NaiveDate, currency: Currency) -> AnyView {
    let speech = use_speech();
    let (kind, count) = (matter.kind, matter.count);
    let selection = matter.selection(today);
    let href = Route::MonthlyBills(MonthlyAddress { selection, ..MonthlyAddress::default() }).print();
    view! {
        <li class="matter">
            <Badge tone=tone(kind) label=speech.tell(move |words| (words.overview.kind)(kind).to_owned()) />
            <p>
                <a href=href>{speech.tell(move |words| (words.overview.matter)(kind, count))}</a>
                <span class="caption">{speech.tell(move |words| (words.overview.means)(kind).to_owned())}</span>
            </p>
            <div class="matter-money">{moneys(&matter.amounts, currency)}</div>
        </li>
    }
    .into_any()
}

/// The amount in the currency of the page, or the first there is; the others behind a press.
fn moneys(amounts: &[Money], currency: Currency) -> AnyView {
    let speech = use_speech();
    let of_page = amounts.iter().position(|money| money.currency() == currency);
    let mut others = amounts.to_vec();
    let first = (!others.is_empty()).then(|| others.remove(of_page.unwrap_or(0)));
    let count = others.len();
    let others = (count > 0).then(|| {
        let each = others.into_iter().map(|money| view! { <li><MoneyText money /></li> }).collect_view();
        view! {
            <details>
                <summary>{speech.tell(move |words| (words.overview.more_currencies)(count))}</summary>
                <ul>{each}</ul>
            </details>
        }
    });
    view! {
        {first.map(|money| view! { <b><MoneyText money /></b> })}
        {others}
    }
    .into_any()
}
