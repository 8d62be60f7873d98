//! What operators did to an account; what can be undone is undone from here.

use super::Subject;
use super::form::Task;
use crate::locale::{minute, use_speech};
use crate::parts::MoneyText;
use crate::ui::{Badge, Button, ButtonKind, Tone};
use contract::api::{OperatorStanding, PastAct};
use contract::operator::ActKind;
use leptos::prelude::*;
use std::sync::Arc;

/// The acts, newest first.
#[component]
pub(super) fn History(standing: Arc<OperatorStanding>, task: RwSignal<Option<Task>>) -> impl IntoView {
    let speech = use_speech();
    let undo = |past: &PastAct| {
        let new = Task::of_entry(Subject::Account(Arc::clone(&standing)), past.entry);
        let label = speech.tell(move |words| (words.operator.do_act)(ActKind::Reverse).to_owned());
        view! { <Button label kind=ButtonKind::Quiet on_press=move |()| task.set(Some(new.clone())) /> }
    };
    let row = |past: &PastAct| {
        let act = past.act;
        let name = move || act.logged().title(speech.locale());
        let entry = past.entry;
        let label = speech.tell(move |words| (words.operator.entry)(entry));
        view! {
            <li>
                <div class="operator-past">
                    <b>{name}</b>
                    {past.money.map(|money| view! { <MoneyText money /> })}
                    {past.reversed.then(|| view! {
                        <Badge tone=Tone::Neutral label=speech.say(|words| words.operator.reversed) />
                    })}
                </div>
                <p>{past.reason.clone()}</p>
                <p class="caption">{minute(past.at)}" · "{past.by.clone()}" · "{label}</p>
                {(act.can_be_reversed() && !past.reversed).then(|| undo(past))}
            </li>
        }
    };
    let list = if standing.acts.is_empty() {
        view! { <p class="muted">{speech.say(|words| words.operator.none_yet)}</p> }.into_any()
    } else {
        view! { <ul class="operator-acts">{standing.acts.iter().map(row).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="operator-months">
            <h3>{speech.say(|words| words.operator.acts)}</h3>
            {list}
        </section>
    }
    .into_any()
}
