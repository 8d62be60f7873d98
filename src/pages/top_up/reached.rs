//! What the amount does for the monthly bill that is to be settled: older ones are paid first (A2, S14). The browser asks
//! the planner that the server's job asks.

use super::form::Form;
use crate::locale::{figure, use_speech};
use crate::ui::{Note, Skeleton, Tone};
use contract::cycle::Cycle;
use contract::money::Money;
use contract::payment::TypedAmount;
use contract::settle::{Reach, Standing};
use leptos::prelude::*;

/// The words beside the amount; nothing where no monthly bill is meant. What it takes is filled in.
#[component]
pub(super) fn Reached(form: Form) -> impl IntoView {
    let cycle = Memo::new(move |_| form.address().cycle);
    Effect::new(move |_| {
        let (Some(standing), Some(cycle)) = (form.standing.get(), cycle.get()) else { return };
        let Ok(needed) = standing.top_up_for(cycle) else { return };
        // What somebody typed stays.
        if !needed.is_zero() && form.amount.with_untracked(String::is_empty) {
            form.amount.set(needed.value());
        }
    });
    let asked = Memo::new(move |_| cycle.get().is_some() && form.standing.problem.with(Option::is_none));
    let told = move || match (form.standing.get(), cycle.get()) {
        (Some(standing), Some(cycle)) => told(form, &standing, cycle),
        _ => view! { <Skeleton lines=2 /> }.into_any(),
    };
    (move || asked.get().then(|| view! { <div class="reached" aria-live="polite">{told}</div> })).into_any()
}

/// The answer for what is typed; nothing while that is no amount.
fn told(form: Form, standing: &Standing, cycle: Cycle) -> AnyView {
    let speech = use_speech();
    let currency = standing.purse.cash.currency();
    let typed = form.amount.get();
    let money = match typed.trim().is_empty() {
        true => Ok(Money::zero(currency)),
        false => TypedAmount::new(currency, &typed).money(currency),
    };
    let Some(Ok(reach)) = money.ok().map(|money| standing.reach(cycle, money)) else { return ().into_any() };
    match reach {
        None => view! { <Note tone=Tone::Green>{speech.say(|words| words.monthly.nothing_to_pay)}</Note> }
            .into_any(),
        Some(Reach::Closed(gates)) => {
            let gate =
                move |gate| view! { <li>{speech.tell(move |words| (words.monthly.finding)(&gate))}</li> };
            view! {
                <Note tone=Tone::Amber>
                    <p>{speech.say(|words| words.payments.not_by_itself)}</p>
                    <ul>{gates.into_iter().map(gate).collect_view()}</ul>
                </Note>
            }
            .into_any()
        }
        Some(Reach::Pays { older, left, kept }) => {
            let tone = if left.is_zero() { Tone::Green } else { Tone::Amber };
            let sum = Money::sum(currency, older.iter().map(|(_, paid)| *paid)).unwrap_or(left);
            let months: Vec<Cycle> = older.into_iter().map(|(month, _)| month).collect();
            let text = move |words: &'static crate::words::Words| {
                let older = (words.payments.older_first)(&months, &written(sum));
                let own = match left.is_zero() {
                    true => (words.payments.then_settled)(cycle, !months.is_empty()),
                    false => (words.payments.then_short)(cycle, &written(left)),
                };
                let kept = (!kept.is_zero()).then(|| (words.payments.stays_frozen)(&written(kept)));
                format!("{older}{own}{}", kept.unwrap_or_default())
            };
            view! { <Note tone>{speech.tell(text)}</Note> }.into_any()
        }
    }
}

fn written(money: Money) -> String {
    format!("{} {}", figure(&money.value()), money.currency())
}
