//! Writing: one request at a time, with what is pending and what went wrong.

use super::{Api, Failed};
use contract::api::{Endpoint, Problem};
use contract::rule::FieldError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Serialize, de::DeserializeOwned};

/// How a form's request goes.
#[derive(Clone, Copy)]
pub struct Submit {
    api: Api,
    /// Whether an answer is on its way.
    pub pending: RwSignal<bool>,
    /// Why it failed; also what the browser's own check found (E1).
    pub problem: RwSignal<Option<Problem>>,
}

impl Submit {
    /// Nothing sent yet.
    pub fn new(api: Api) -> Self {
        Self { api, pending: RwSignal::new(false), problem: RwSignal::new(None) }
    }

    /// Shows what the contract's check found, and whether it found nothing.
    pub fn passes(self, check: Result<(), Vec<FieldError>>) -> bool {
        let problem = check.err().map(Problem::invalid);
        let passes = problem.is_none();
        self.problem.set(problem);
        passes
    }

    /// Sends, unless an earlier one has not come back; `done` is run with the answer.
    pub fn send<E>(self, path: E::Path, body: E::Body, done: impl FnOnce(E::Response) + 'static)
    where
        E: Endpoint<Query = ()>,
        E::Path: 'static,
        E::Body: Serialize + 'static,
        E::Response: DeserializeOwned + 'static,
    {
        if self.pending.get_untracked() {
            return;
        }
        self.pending.set(true);
        spawn_local(async move {
            let result = self.api.call::<E>(&path, &(), &body, None).await;
            // Whoever sent it may be gone by now.
            if self.pending.try_set(false).is_some() {
                return;
            }
            match result {
                Ok(answer) => {
                    self.problem.set(None);
                    done(answer);
                }
                Err(Failed::Problem(problem)) => self.problem.set(Some(*problem)),
                Err(Failed::Aborted) => {}
            }
        });
    }
}
