//! Writing: one request at a time, with what is pending and what went wrong.

use super::{Api, Failed, answer};
use contract::api::{Endpoint, Method, Problem, ProblemCode, url};
use contract::payment::PaymentKey;
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
        E::Body: Serialize,
        E::Response: DeserializeOwned + 'static,
    {
        let url = url::<E>(&path, &());
        let body = serde_json::to_string(&body).ok().filter(|text| text != "null");
        let done = move |text: &str| match answer::read(text) {
            Ok(answer) => {
                done(answer);
                true
            }
            Err(_) => false,
        };
        self.start(E::METHOD, url, body, Box::new(done));
    }

    /// The same for every endpoint; `done` says whether it could read the answer.
    fn start(self, method: Method, url: String, body: Option<String>, done: Box<dyn FnOnce(&str) -> bool>) {
        if self.pending.get_untracked() {
            return;
        }
        self.pending.set(true);
        spawn_local(async move {
            let result = self.api.text(method, &url, body, None).await;
            // Whoever sent it may be gone by now.
            if self.pending.try_set(false).is_some() {
                return;
            }
            match result {
                Ok(text) => {
                    self.problem.set(None);
                    if !done(&text) {
                        self.problem.set(Some(Problem::new(ProblemCode::UnreadableAnswer)));
                    }
                }
                Err(Failed::Problem(problem)) => self.problem.set(Some(*problem)),
                Err(Failed::Aborted) => {}
            }
        });
    }
}

/// A key of its own for a form that moves money: made once, and sent with every try of it (E6).
pub fn fresh_key() -> Option<PaymentKey> {
    let mut bytes = [0_u8; 16];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    text.parse().ok()
}
