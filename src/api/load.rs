//! Reading: asks again when what is asked for changes, keeps the old answer until the new one is there, calls off
//! what is superseded.
//!
//! The machinery is the same code for every endpoint; only reading the answer's text knows its type.

use super::{Abort, Api, Failed, answer, failed};
use crate::ui::LoadState;
use contract::api::{Endpoint, Problem, ProblemCode, url};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

type Answer = Arc<dyn Any + Send + Sync>;

/// What was read, and how the reading goes.
pub struct Load<T: 'static> {
    value: RwSignal<Option<Answer>>,
    /// Why the last reading failed.
    pub problem: RwSignal<Option<Problem>>,
    pending: RwSignal<bool>,
    again: RwSignal<u32>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Load<T> {}

impl<T: Send + Sync + 'static> Load<T> {
    /// The last answer; it stays while a newer one is on its way. Follows changes.
    pub fn get(self) -> Option<Arc<T>> {
        self.value.get()?.downcast().ok()
    }

    /// Asks again for the same.
    pub fn again(self) {
        self.again.update(|times| *times = times.wrapping_add(1));
    }

    /// A callback that asks again: for *Try again*.
    pub fn retry(self) -> Callback<()> {
        Callback::new(move |()| self.again())
    }

    /// How the reading stands, for `<Loaded>`.
    pub fn state(self) -> Signal<LoadState> {
        let (value, problem, pending) = (self.value, self.problem, self.pending);
        state(value, problem, pending)
    }
}

fn state(
    value: RwSignal<Option<Answer>>,
    problem: RwSignal<Option<Problem>>,
    pending: RwSignal<bool>,
) -> Signal<LoadState> {
    Signal::derive(move || {
        let (some, failed) = (value.with(Option::is_some), problem.with(Option::is_some));
        match (some, failed, pending.get()) {
            (true, false, false) => LoadState::Ready,
            (true, _, true) => LoadState::Refreshing,
            (true, true, false) => LoadState::Outdated,
            (false, true, false) => LoadState::Failed,
            (false, ..) => LoadState::Waiting,
        }
    })
}

/// Reads `E` whenever what `request` gives changes; `None` asks for nothing and forgets what was read.
pub fn load<E>(api: Api, request: impl Fn() -> Option<(E::Path, E::Query)> + 'static) -> Load<E::Response>
where
    E: Endpoint<Body = ()> + 'static,
    E::Response: DeserializeOwned + Send + Sync + 'static,
{
    let load = Load::<()> {
        value: RwSignal::new(None),
        problem: RwSignal::new(None),
        pending: RwSignal::new(true),
        again: RwSignal::new(0),
        of: PhantomData,
    };
    let parse = |text: &str| {
        let answer = answer::read::<E::Response>(text).ok()?;
        Some(Arc::new(answer) as Answer)
    };
    follow(api, load, Box::new(move || request().map(|(path, query)| url::<E>(&path, &query))), parse);
    let Load { value, problem, pending, again, .. } = load;
    Load { value, problem, pending, again, of: PhantomData }
}

/// Reads whatever address `wanted` gives.
fn follow(
    api: Api,
    load: Load<()>,
    wanted: Box<dyn Fn() -> Option<String>>,
    parse: fn(&str) -> Option<Answer>,
) {
    Effect::new(move |_: Option<Abort>| {
        load.again.track();
        let abort = Abort::new();
        let Some(url) = wanted() else {
            load.value.set(None);
            load.problem.set(None);
            load.pending.set(false);
            return abort;
        };
        load.pending.set(true);
        let signal = abort.signal();
        spawn_local(async move {
            let result = api.text(contract::api::Method::Get, &url, None, signal).await;
            let answer =
                result.and_then(|text| parse(&text).ok_or_else(|| failed(ProblemCode::UnreadableAnswer)));
            match answer {
                Err(Failed::Aborted) => return,
                Ok(answer) => {
                    load.problem.set(None);
                    load.value.set(Some(answer));
                }
                Err(Failed::Problem(problem)) => load.problem.set(Some(*problem)),
            }
            load.pending.set(false);
        });
        abort
    });
}
