//! What went wrong, in the reader's language: what happened, what to do, and the id under which support finds it.

use crate::locale::use_speech;
use contract::api::Problem;
use leptos::prelude::*;

/// A problem as sentences.
#[component]
pub fn ProblemText(#[prop(into)] problem: Signal<Option<Problem>>) -> impl IntoView {
    let speech = use_speech();
    move || {
        let problem = problem.get()?.speak(speech.locale());
        let id = problem.request_id.map(|id| (speech.words().shell.request_id)(&id));
        let errors = problem.errors.into_iter().map(|error| {
            let name = (!error.field.is_empty()).then(|| view! { <code>{error.field}</code>" " });
            view! { <li>{name}{error.message}</li> }
        });
        let errors = errors.collect::<Vec<_>>();
        Some(
            view! {
                <p>
                    <strong>{problem.title}</strong>
                    " "
                    {problem.detail}
                </p>
                {(!errors.is_empty()).then(|| view! { <ul class="problem-errors">{errors}</ul> })}
                {id.map(|id| view! { <p class="caption">{id}</p> })}
            }
            .into_any(),
        )
    }
}

/// What a form's problem says about one field, where the field stands (E1).
pub fn error_of(problem: RwSignal<Option<Problem>>, field: &'static str) -> Signal<Option<String>> {
    let speech = use_speech();
    Signal::derive(move || {
        problem.with(|problem| {
            let errors = &problem.as_ref()?.errors;
            let error = errors.iter().find(|error| error.field == field)?;
            Some(error.rule.message(speech.locale()))
        })
    })
}
