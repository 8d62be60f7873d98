//! The lines of a bill, each with the file and row that it was read from.

use crate::api::{Api, Failed, use_api};
use crate::locale::{day, figure, use_speech};
use crate::parts::ProblemText;
use crate::ui::{Button, Note, Skeleton, Tone};
use contract::api::{BillPath, LineQuery, ListBillLines, Problem};
use contract::bill::{Bill, BillLine};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// How many lines are read at once.
const READ_AT_ONCE: u32 = 50;

#[derive(Clone, Copy)]
struct Reading {
    api: Api,
    lines: RwSignal<Vec<BillLine>>,
    pending: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
}

impl Reading {
    fn more(self, bill: &Bill) {
        let path = BillPath { id: bill.summary.id };
        let from = u32::try_from(self.lines.with_untracked(Vec::len)).unwrap_or(u32::MAX);
        let query = LineQuery { from: Some(from), limit: Some(READ_AT_ONCE) };
        self.pending.set(true);
        spawn_local(async move {
            let result = self.api.call::<ListBillLines>(&path, &query, &(), None).await;
            // The panel may show another bill by now.
            if self.pending.try_set(false).is_some() {
                return;
            }
            match result {
                Ok(listing) => {
                    self.problem.set(None);
                    self.lines.update(|lines| lines.extend(listing.items));
                }
                Err(Failed::Problem(problem)) => self.problem.set(Some(*problem)),
                Err(Failed::Aborted) => {}
            }
        });
    }
}

/// The lines, page by page.
#[component]
pub fn Lines(bill: Arc<Bill>) -> impl IntoView {
    let speech = use_speech();
    let api = use_api();
    let reading = Reading {
        api,
        lines: RwSignal::new(Vec::new()),
        pending: RwSignal::new(false),
        problem: RwSignal::new(None),
    };
    reading.more(&bill);
    let currency = bill.balances.consumption().currency();
    let all = bill.derivation.lines;
    let left = Memo::new(move |_| all.saturating_sub(reading.lines.with(Vec::len) as u64));
    let waiting = Memo::new(move |_| reading.lines.with(Vec::is_empty) && reading.pending.get());
    let problem = Signal::from(reading.problem);
    let more = Callback::new(move |()| reading.more(&bill));
    let more_label = speech.tell(move |words| (words.bill.more_lines)(left.get()));
    view! {
        <section class="lines">
            <h3>{speech.say(|words| words.bill.lines)}</h3>
            {move || waiting.get().then(|| view! { <Skeleton lines=4 /> })}
            <ol class="lines-list">
                {move || reading.lines.with(|lines| lines.iter().map(|line| line_view(line, currency.code())).collect_view())}
            </ol>
            {move || problem.with(Option::is_some).then(|| view! {
                <Note tone=Tone::Red><ProblemText problem /></Note>
            })}
            {move || (left.get() > 0 && !waiting.get()).then(|| view! {
                <Button label=more_label pending=reading.pending on_press=more />
            })}
        </section>
    }
    .into_any()
}

fn line_view(line: &BillLine, currency: &'static str) -> AnyView {
    let speech = use_speech();
    let (file, row) = (line.file.clone(), line.row);
    let source = speech.tell(move |words| match row {
        Some(row) => (words.bill.line_source)(&file, row),
        None => (words.bill.billed_before)(&file),
    });
    let (from, to) = (line.charged_from, line.charged_to);
    let days = move || {
        let locale = speech.locale();
        let last = to.and_then(|to| to.pred_opt());
        match (from, last) {
            (Some(from), Some(last)) if from < last => {
                Some(format!("{} – {}", day(from, locale), day(last, locale)))
            }
            (Some(from), _) => Some(day(from, locale)),
            (None, _) => None,
        }
    };
    let quantity = line.quantity.as_ref().map(|quantity| {
        let price =
            line.unit_price.map(|price| format!(" × {}", figure(&price.to_string()))).unwrap_or_default();
        format!("{} {}{price}", figure(&quantity.value.to_string()), quantity.unit)
    });
    let details = [Some(line.category.clone()), quantity, line.resource.clone(), line.region.clone()];
    let details: Vec<String> = details.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    let zero = line.amount.is_zero().then_some("yes");
    view! {
        <li class="line">
            <div class="line-main">
                <span>{line.description.clone()}</span>
                <span class="amount" data-zero=zero>
                    {figure(&line.amount.to_string())}
                    " "
                    <span class="amount-currency">{currency}</span>
                </span>
            </div>
            <p class="caption">{details.join(" · ")}</p>
            <p class="caption line-source">
                <span>{days}</span>
                <span>{source}</span>
            </p>
        </li>
    }
    .into_any()
}
