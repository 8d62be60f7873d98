//! What an act would change, or has changed: before and after.

use super::standing::terms_text;
use crate::locale::{Speech, day, use_speech};
use crate::parts::MoneyText;
use contract::operator::{ArrivalChange, CreditStep, DaysChange, Effects, TermsChange};
use leptos::prelude::*;

/// The changes.
#[component]
pub(super) fn Changes(effects: Effects) -> impl IntoView {
    let speech = use_speech();
    let books = effects.books.iter().map(|change| {
        let book = change.book;
        let name = speech.tell(move |words| (words.operator.book)(book));
        let (before, after) = (change.before, change.after);
        view! {
            <li>
                <span>{name}</span>
                <span class="operator-change"><MoneyText money=before /><i aria-hidden="true">"→"</i><MoneyText money=after /></span>
            </li>
        }
    });
    let threshold = effects.threshold.map(|change| {
        let from = change.valid_from.map(|valid_from| {
            speech.tell(move |words| (words.operator.from_day)(&day(valid_from, speech.locale())))
        });
        view! {
            <li>
                <span>
                    {speech.say(|words| words.operator.threshold)}
                    {from.map(|from| view! { " · "{from} })}
                </span>
                <span class="operator-change">
                    <MoneyText money=change.before /><i aria-hidden="true">"→"</i><MoneyText money=change.after />
                </span>
            </li>
        }
    });
    view! {
        <ul class="operator-changes">
            {books.collect_view()}
            {effects.bills.iter().map(|step| bill(speech, step)).collect_view()}
            {effects.terms.iter().chain(&effects.later_terms).map(|change| terms(speech, change)).collect_view()}
            {threshold}
            {effects.arrival.map(|change| arrived(speech, change))}
            {effects.days.map(|change| days(speech, change))}
        </ul>
    }
    .into_any()
}

fn bill(speech: Speech, step: &CreditStep) -> AnyView {
    let (open, paid) = (step.open, step.paid);
    let text = speech.tell(move |words| (words.operator.bill_part)(&open.spoken(), &paid.spoken()));
    view! { <li><span class="mono">{step.bill.to_string()}</span><span>{text}</span></li> }.into_any()
}

fn terms(speech: Speech, change: &TermsChange) -> AnyView {
    let TermsChange { valid_from, before, after, .. } = change.clone();
    let from = speech.tell(move |words| (words.operator.from_day)(&day(valid_from, speech.locale())));
    let text = move |terms: Option<contract::calendar::CreditControl>| {
        speech.tell(move |words| {
            terms
                .as_ref()
                .map_or_else(|| words.operator.terms_none.to_owned(), |terms| terms_text(speech, terms))
        })
    };
    view! {
        <li class="operator-terms">
            <b>{from}</b>
            <span class="muted">{text(before)}</span>
            <span><i aria-hidden="true">"→ "</i>{text(after)}</span>
        </li>
    }
    .into_any()
}

/// A bank transfer that is given to an account, or sent back.
fn arrived(speech: Speech, change: ArrivalChange) -> AnyView {
    let ArrivalChange { payer, reference, money, payment, .. } = change;
    let of = payment.map(|of| {
        let text = speech.tell(move |words| {
            let (id, arrived, whole) = (of.id.to_string(), of.arrived.spoken(), of.money.spoken());
            (words.operator.payment_arrived)(&id, &arrived, &whole)
        });
        view! { <li><span>{text}</span></li> }
    });
    view! { <li><span>{payer}" · "{reference}</span><MoneyText money /></li>{of} }.into_any()
}

fn days(speech: Speech, change: DaysChange) -> AnyView {
    let text =
        speech.tell(move |words| (words.operator.days_change)(change.set, change.removed, change.past));
    view! { <li><span>{text}</span></li> }.into_any()
}
