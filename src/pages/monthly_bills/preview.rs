//! "If so much is topped up now, this is what happens": the browser asks the function that the server's job asks.

use crate::api::load::{Load, load};
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::{MoneyText, ProblemText};
use crate::route::top_up;
use crate::ui::{Field, Glyph, Icon, Loaded, Note, Skeleton, TextInput, TextKind, Tone};
use contract::api::{AccountPath, GetStanding, Problem};
use contract::id::AccountNumber;
use contract::ledger::Source;
use contract::money::Money;
use contract::payment::TypedAmount;
use contract::settle::{Outcome, Plan, Run, Standing, Step};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many bills of a monthly bill are named; the others are counted.
const NAMED: usize = 5;

/// The amount, and what it would do.
#[component]
pub fn Preview(account: AccountNumber, suggested: Signal<Option<Money>>) -> impl IntoView {
    let speech = use_speech();
    let number = account.clone();
    let standing =
        load::<GetStanding>(use_api(), move || Some((AccountPath { account: number.clone() }, ())));
    let problem: Signal<Option<Problem>> = standing.problem.into();
    view! {
        <details class="preview">
            <summary>
                <Glyph icon=Icon::ChevronRight />
                <h3>{speech.say(|words| words.monthly.preview)}</h3>
            </summary>
            <Loaded
                state=standing.state()
                skeleton=|| view! { <Skeleton lines=4 /> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=standing.retry()
            >
                {
                    let account = account.clone();
                    view! { <Asked account standing suggested /> }
                }
            </Loaded>
        </details>
    }
    .into_any()
}

#[component]
fn Asked(
    account: AccountNumber,
    standing: Load<Standing>,
    suggested: Signal<Option<Money>>,
) -> impl IntoView {
    let speech = use_speech();
    let typed = RwSignal::new(String::new());
    // What would settle it, until somebody types.
    Effect::new(move |before: Option<String>| {
        let before = before.unwrap_or_default();
        let Some(money) = suggested.get() else { return before };
        if typed.with_untracked(|typed| *typed == before) {
            typed.set(money.value());
        }
        money.value()
    });
    let amount = Memo::new(move |_| {
        let currency = standing.get()?.purse.cash.currency();
        Some(typed.with(|typed| TypedAmount::new(currency, typed).money(currency)))
    });
    let error = Signal::derive(move || {
        let rule = amount.get()?.err()?;
        let untouched = typed.with(String::is_empty);
        (!untouched).then(|| rule.message(speech.locale()))
    });
    let currency = Signal::derive(move || {
        standing.get().map(|standing| standing.purse.cash.currency().code().to_owned()).unwrap_or_default()
    });
    let outcome = move || {
        let money = amount.get()?.ok()?;
        let standing = standing.get()?;
        let href = top_up(&account, money);
        Some(view! {
            {shown(&standing, money)}
            <a class="button" href=href>{speech.tell(move |words| (words.monthly.top_up)(&money))}</a>
        })
    };
    view! {
        <div class="preview-body">
            <Field label=speech.say(|words| words.monthly.preview_amount) error>
                <TextInput value=typed kind=TextKind::Number suffix=currency />
            </Field>
            <div class="preview-outcome" aria-live="polite">{outcome}</div>
        </div>
    }
    .into_any()
}

/// What the job does after the top-up.
fn shown(standing: &Arc<Standing>, money: Money) -> AnyView {
    let speech = use_speech();
    let run = Standing::clone(standing).topped_up(money).and_then(|standing| standing.run());
    match run {
        Ok(Run::Plan(plan)) => planned(standing, &plan),
        Ok(Run::Closed(closed)) => {
            let reason = move |condition: contract::settle::Condition| {
                view! { <li>{speech.tell(move |words| (words.monthly.finding)(&condition))}</li> }
            };
            view! {
                <Note tone=Tone::Amber>
                    <p>{speech.say(|words| words.monthly.preview_closed)}</p>
                    <ul>{closed.into_iter().map(reason).collect_view()}</ul>
                </Note>
            }
            .into_any()
        }
        Ok(Run::Nothing) | Err(_) => {
            view! { <Note tone=Tone::Green>{speech.say(|words| words.monthly.preview_nothing)}</Note> }
                .into_any()
        }
    }
}

fn planned(standing: &Standing, plan: &Plan) -> AnyView {
    let speech = use_speech();
    let paid = plan.paid().unwrap_or(plan.purse.cash);
    let (cash, stop) = (plan.purse.cash, plan.stop);
    let numbers: BTreeMap<_, _> = standing.numbers.iter().map(|(id, number)| (*id, number)).collect();
    let touched = plan.outcomes.iter().filter(|outcome| !outcome.paid.is_zero());
    let months = touched.map(|outcome| {
        let steps: Vec<&Step> = plan.steps.iter().filter(|step| step.cycle == outcome.cycle).collect();
        let name = |step: &Step| {
            numbers.get(&step.bill).map_or_else(|| step.bill.to_string(), |name| (*name).clone())
        };
        month(*outcome, &steps, name)
    });
    let months = months.collect_view();
    let tone = if stop.is_none() { Tone::Green } else { Tone::Amber };
    view! {
        <Note tone>{speech.tell(move |words| (words.monthly.preview_stop)(&paid, &cash, stop.as_ref()))}</Note>
        <ol class="preview-months">{months}</ol>
    }
    .into_any()
}

/// A monthly bill that is paid: from what, and which of its bills.
fn month(outcome: Outcome, steps: &[&Step], name: impl Fn(&Step) -> String) -> AnyView {
    let speech = use_speech();
    let (cycle, left) = (outcome.cycle, outcome.outstanding);
    let mut sources: Vec<(Source, Money)> = Vec::new();
    for step in steps {
        match sources.iter_mut().find(|(source, _)| *source == step.source) {
            Some((_, sum)) => *sum = sum.checked_add(step.money).unwrap_or(*sum),
            None => sources.push((step.source, step.money)),
        }
    }
    let source = |(source, money): (Source, Money)| {
        view! {
            <div><dt>{speech.tell(move |words| (words.monthly.source)(&source))}</dt><dd><MoneyText money /></dd></div>
        }
        .into_any()
    };
    let bill = |step: &&Step| {
        let money = step.money;
        view! { <li><span class="mono">{name(step)}</span><MoneyText money /></li> }.into_any()
    };
    let more = steps.len().saturating_sub(NAMED) as u64;
    let more = (more > 0).then(
        || view! { <li class="faint">{speech.tell(move |words| (words.monthly.and_bills)(more))}</li> },
    );
    let settled = left.is_zero();
    let rest = move |words: &'static crate::words::Words| match settled {
        true => (words.monthly.state)(contract::monthly_bill::State::Settled).to_owned(),
        false => (words.monthly.still_outstanding)(&left),
    };
    view! {
        <li>
            <div class="preview-month">
                <b>{cycle.to_string()}</b>
                <span data-settled=settled.then_some("yes")>{speech.tell(rest)}</span>
            </div>
            <dl>{sources.into_iter().map(source).collect_view()}</dl>
            <ul>{steps.iter().take(NAMED).map(bill).collect_view()} {more}</ul>
        </li>
    }
    .into_any()
}
