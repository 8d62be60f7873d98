//! The check of the chain: it goes on stretch by stretch, shows how far it came, and says what it found.

use super::address::PageAddress;
use crate::api::{Abort, Api, Failed};
use crate::locale::{count, use_speech};
use crate::parts::ProblemText;
use crate::ui::{Button, Icon, IconButton, Note, Progress, Tone};
use contract::api::{ChainCheck, ChainQuery, CheckAuditChain, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How a check goes.
#[derive(Clone, PartialEq)]
enum Stage {
    Nothing,
    /// So far of how many.
    Running(u64, u64),
    Done(ChainCheck),
    Failed,
}

/// One check at a time.
#[derive(Clone, Copy)]
pub struct Check {
    api: Api,
    stage: RwSignal<Stage>,
    problem: RwSignal<Option<Problem>>,
    abort: StoredValue<Option<Abort>, LocalStorage>,
}

impl Check {
    /// Nothing checked yet.
    pub fn new(api: Api) -> Self {
        let (stage, problem) = (RwSignal::new(Stage::Nothing), RwSignal::new(None));
        Self { api, stage, problem, abort: StoredValue::new_local(None) }
    }

    /// Whether it is on its way.
    pub fn is_running(self) -> Signal<bool> {
        let stage = self.stage;
        Signal::derive(move || stage.with(|stage| matches!(stage, Stage::Running(..))))
    }

    /// Calls it off, or puts what it found away.
    fn put_away(self) {
        self.abort.set_value(None);
        self.stage.set(Stage::Nothing);
    }

    /// Checks from the first entry on.
    pub fn run(self) {
        let abort = Abort::new();
        let signal = abort.signal();
        self.abort.set_value(Some(abort));
        self.problem.set(None);
        self.stage.set(Stage::Running(0, 0));
        spawn_local(async move {
            let mut query = ChainQuery::default();
            loop {
                let answer = self.api.call::<CheckAuditChain>(&(), &query, &(), signal.clone()).await;
                if signal.as_ref().is_some_and(web_sys::AbortSignal::aborted) {
                    return;
                }
                // The page may have been left in the meantime.
                let stage = match answer {
                    Ok(check) if check.finished => Stage::Done(check),
                    Ok(check) => {
                        query.after = Some((check.place, check.sha256));
                        Stage::Running(check.place, check.newest)
                    }
                    Err(Failed::Problem(problem)) => {
                        self.problem.try_set(Some(*problem));
                        Stage::Failed
                    }
                    Err(Failed::Aborted) => return,
                };
                let goes_on = matches!(stage, Stage::Running(..));
                if self.stage.try_set(stage).is_some() || !goes_on {
                    return;
                }
            }
        });
    }
}

/// What the check found, or how far it came; nothing before the first.
#[component]
pub fn CheckStrip(check: Check, address: PageAddress) -> impl IntoView {
    let is_there = move || check.stage.with(|stage| *stage != Stage::Nothing);
    let shown = move || match check.stage.get() {
        Stage::Nothing => ().into_any(),
        Stage::Running(done, of) => running(check, done, of),
        Stage::Done(found) => result(check, address, found),
        Stage::Failed => failed(check),
    };
    view! {
        <div class="audit-check" role="status" hidden=move || !is_there()>
            {shown}
        </div>
    }
    .into_any()
}

fn running(check: Check, done: u64, of: u64) -> AnyView {
    let speech = use_speech();
    view! {
        <Progress
            label=speech.say(|words| words.audit.checking)
            done=Signal::stored(done)
            total=Signal::stored((of > 0).then_some(of))
            detail=speech.tell(move |words| (words.audit.checked_of)(done, of))
            cancel=speech.say(|words| words.shell.cancel)
            on_cancel=move |()| check.put_away()
        />
    }
    .into_any()
}

fn result(check: Check, address: PageAddress, found: ChainCheck) -> AnyView {
    let speech = use_speech();
    let ChainCheck { place, sha256, fault, .. } = found;
    let note = match fault {
        None => view! {
            <Note tone=Tone::Green>
                <p><strong>{speech.tell(move |words| (words.audit.whole)(place))}</strong></p>
                {(place > 0).then(|| view! {
                    <p>{speech.tell(move |words| (words.audit.newest)(&count(place)))} " " <code class="audit-hash">{sha256}</code></p>
                })}
            </Note>
        }
        .into_any(),
        Some(fault) => {
            let (off, why) = (fault.place, fault.why);
            view! {
                <Note tone=Tone::Red>
                    <p><strong>{speech.tell(move |words| {
                        (words.audit.off)(&count(off), why.of(speech.locale()))
                    })}</strong></p>
                    <p>
                        {speech.tell(move |words| (words.audit.whole_before)(place))}
                        " "
                        <a href=move || address.of_entry(off)>{speech.tell(move |words| (words.audit.open)(&count(off)))}</a>
                    </p>
                </Note>
            }
            .into_any()
        }
    };
    view! {
        {note}
        <IconButton
            icon=Icon::Close
            label=speech.say(|words| words.shell.dismiss)
            on_press=move |()| check.put_away()
        />
    }
    .into_any()
}

fn failed(check: Check) -> AnyView {
    let speech = use_speech();
    let problem: Signal<Option<Problem>> = check.problem.into();
    view! {
        <Note tone=Tone::Red><ProblemText problem /></Note>
        <Button
            label=speech.say(|words| words.shell.try_again)
            icon=Icon::Retry
            on_press=move |()| check.run()
        />
    }
    .into_any()
}
