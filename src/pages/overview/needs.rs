//! What needs somebody: each with its figures, and a link to what it speaks of.

use crate::locale::use_speech;
use crate::parts::MoneyText;
use crate::route::{MonthlyAddress, Route};
use crate::ui::{Glyph, Icon, Note, Tone};
use chrono::NaiveDate;
use contract::overview::{Matter, MatterKind, Overview};
use leptos::prelude::*;
use std::sync::Arc;

/// So many currencies are named; the others are counted.
const NAMED: usize = 3;

/// The list; when nothing needs anybody it says so.
#[component]
pub fn NeedsList(overview: Arc<Overview>) -> impl IntoView {
    let speech = use_speech();
    let today = overview.today;
    let urgent = overview.matters.iter().any(|matter| matter.kind.is_urgent());
    let nothing = (!urgent).then(|| {
        view! { <Note tone=Tone::Green>{speech.say(|words| words.overview.nothing)}</Note> }
    });
    let matters = overview.matters.iter().map(|found| matter(found, today)).collect_view();
    view! {
        <section class="needs" aria-label=speech.say(|words| words.overview.needs)>
            <header class="chart-head">
                <h2>{speech.say(|words| words.overview.needs)}</h2>
                <span class="faint">{speech.tell(move |_| crate::locale::day(today, speech.locale()))}</span>
            </header>
            {nothing}
            <ul>{matters}</ul>
        </section>
    }
    .into_any()
}

/// The same monthly bills that are counted are those that the link opens.
fn matter(matter: &Matter, today: NaiveDate) -> AnyView {
    let speech = use_speech();
    let (kind, count) = (matter.kind, matter.count);
    let address = MonthlyAddress { selection: matter.selection(today), ..MonthlyAddress::default() };
    let sums = matter.amounts.iter().take(NAMED).map(|money| view! { <li><MoneyText money=*money /></li> });
    let more = matter.amounts.len().saturating_sub(NAMED) as u64;
    let more = (more > 0).then(|| {
        view! { <li class="faint">{speech.tell(move |words| (words.overview.and_currencies)(more))}</li> }
    });
    let (tone, icon) = match kind {
        MatterKind::Overdue | MatterKind::ChargeFailed => (Tone::Red, Icon::Failure),
        MatterKind::DueSoon => (Tone::Amber, Icon::Warning),
        MatterKind::Short => (Tone::Amber, Icon::Funding),
        MatterKind::Held => (Tone::Blue, Icon::Lock),
        MatterKind::NotIssued => (Tone::Neutral, Icon::Calendar),
    };
    let counted = speech.tell(move |words| match kind {
        MatterKind::Short => (words.overview.accounts)(count),
        _ => (words.monthly.count)(count),
    });
    view! {
        <li class="need" data-tone=tone.name()>
            <a href=Route::MonthlyBills(address).print()>
                <span class="need-title">
                    <Glyph icon />
                    {speech.tell(move |words| (words.overview.matter)(kind).to_owned())}
                </span>
                <b class="need-count">{counted}</b>
            </a>
            <ul class="need-sums">{sums.collect_view()} {more}</ul>
        </li>
    }
    .into_any()
}
