//! Reading: asks again when what is asked for changes, keeps the old answer until the new one is there, calls off
//! what is superseded.

use super::{Abort, Api, Failed};
use crate::ui::LoadState;
use contract::api::{Endpoint, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

/// What was read, and how the reading goes.
pub struct Load<T: 'static> {
    /// The last answer; it stays while a newer one is on its way.
    pub value: RwSignal<Option<Arc<T>>>,
    /// Why the last reading failed.
    pub problem: RwSignal<Option<Problem>>,
    /// Whether an answer is on its way.
    pub pending: RwSignal<bool>,
    again: RwSignal<u32>,
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Load<T> {}

impl<T: Send + Sync + 'static> Load<T> {
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
        Signal::derive(move || {
            let (some, failed) = (self.value.with(Option::is_some), self.problem.with(Option::is_some));
            match (some, failed, self.pending.get()) {
                (true, false, false) => LoadState::Ready,
                (true, _, true) => LoadState::Refreshing,
                (true, true, false) => LoadState::Outdated,
                (false, true, false) => LoadState::Failed,
                (false, ..) => LoadState::Waiting,
            }
        })
    }

    fn settle(self, result: Result<T, Failed>) {
        match result {
            Err(Failed::Aborted) => return,
            Ok(value) => {
                self.problem.set(None);
                self.value.set(Some(Arc::new(value)));
            }
            Err(Failed::Problem(problem)) => self.problem.set(Some(*problem)),
        }
        self.pending.set(false);
    }
}

/// Reads `E` whenever what `request` gives changes; `None` asks for nothing and forgets what was read.
pub fn load<E>(api: Api, request: impl Fn() -> Option<(E::Path, E::Query)> + 'static) -> Load<E::Response>
where
    E: Endpoint<Body = ()> + 'static,
    E::Response: DeserializeOwned + Send + Sync + 'static,
    (): Serialize,
{
    let load = Load {
        value: RwSignal::new(None),
        problem: RwSignal::new(None),
        pending: RwSignal::new(true),
        again: RwSignal::new(0),
    };
    Effect::new(move |_: Option<Abort>| {
        load.again.track();
        let abort = Abort::new();
        let Some((path, query)) = request() else {
            load.value.set(None);
            load.problem.set(None);
            load.pending.set(false);
            return abort;
        };
        load.pending.set(true);
        let signal = abort.signal();
        spawn_local(async move {
            let result = api.call::<E>(&path, &query, &(), signal).await;
            load.settle(result);
        });
        abort
    });
    load
}
