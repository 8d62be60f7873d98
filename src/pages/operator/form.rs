//! An act: typed, checked as it is typed by the contract's own function, tried out, confirmed, and what came of it.

use super::Subject;
use super::effects::Changes;
use super::fields::Fields;
use super::typed::Typed;
use crate::api::submit::Submit;
use crate::api::use_api;
use crate::locale::{Speech, use_speech};
use crate::parts::ProblemText;
use crate::ui::{Button, ButtonKind, Drawer, Note, Tone};
use contract::api::{
    ActOnAccount, ActOnPlatform, OperatorAccountPath, OperatorOrder, Problem, WaitingArrival,
};
use contract::cycle::Cycle;
use contract::id::PaymentId;
use contract::money::Money;
use contract::operator::{ActKind, ActOutcome};
use contract::rule::{FieldError, Rule};
use leptos::prelude::*;

/// An act that was chosen.
#[derive(Debug, Clone)]
pub(super) struct Task {
    /// Which.
    pub(super) act: ActKind,
    /// On whom.
    pub(super) subject: Subject,
    /// For this month.
    pub(super) month: Option<Cycle>,
    /// Undoing this entry of the audit log.
    pub(super) entry: Option<i64>,
    /// Of this payment, and what can be sent back of it.
    pub(super) payment: Option<(PaymentId, Money)>,
    /// Of this bank transfer.
    pub(super) arrival: Option<WaitingArrival>,
}

impl Task {
    pub(super) const fn new(act: ActKind, subject: Subject) -> Self {
        Self { act, subject, month: None, entry: None, payment: None, arrival: None }
    }

    pub(super) fn of_payment(subject: Subject, payment: PaymentId, refundable: Money) -> Self {
        Self { payment: Some((payment, refundable)), ..Self::new(ActKind::RefundPayment, subject) }
    }

    pub(super) fn of_arrival(act: ActKind, subject: Subject, arrival: WaitingArrival) -> Self {
        Self { arrival: Some(arrival), ..Self::new(act, subject) }
    }

    pub(super) fn of_month(act: ActKind, subject: Subject, month: Cycle) -> Self {
        Self { month: Some(month), ..Self::new(act, subject) }
    }

    pub(super) fn of_entry(subject: Subject, entry: i64) -> Self {
        Self { entry: Some(entry), ..Self::new(ActKind::Reverse, subject) }
    }

    fn path(&self) -> Option<OperatorAccountPath> {
        let standing = self.subject.standing()?;
        let account = standing.funding.account.number.clone();
        Some(OperatorAccountPath { organization: standing.organization.id, account })
    }
}

/// How far it is.
#[derive(Clone, PartialEq, Eq)]
enum Stage {
    Typing,
    TriedOut(ActOutcome),
    Done(ActOutcome),
}

/// The drawer of an act.
#[derive(Clone, Copy)]
struct Doing {
    task: RwSignal<Option<Task>>,
    typed: Typed,
    submit: Submit,
    stage: RwSignal<Stage>,
    /// *Preview* was pressed: what is missing is said too.
    attempted: RwSignal<bool>,
    changed: Callback<()>,
}

impl Doing {
    /// What the contract says against what is typed.
    fn mistakes(self) -> Vec<FieldError> {
        let form = self.typed.form();
        self.task.with(|task| {
            let Some(task) = task else { return Vec::new() };
            let read = form.read(task.subject.currency());
            let judged = read.and_then(|instruction| match task.subject.standing() {
                Some(standing) => instruction
                    .check(task.subject.currency(), standing.today)
                    .map_err(|denied| vec![denied.error()]),
                None => Ok(()),
            });
            judged.err().unwrap_or_default()
        })
    }

    /// Tries it out, or does it under the key of the try-out.
    fn send(self, key: Option<String>) {
        let Some(task) = self.task.get_untracked() else { return };
        let form = untrack(|| self.typed.form());
        let dry_run = key.is_none();
        let order = OperatorOrder { form, key: key.unwrap_or_default(), dry_run };
        let done = move |outcome: ActOutcome| {
            if dry_run {
                self.stage.set(Stage::TriedOut(outcome));
            } else {
                self.stage.set(Stage::Done(outcome));
                self.changed.run(());
            }
        };
        match task.path() {
            Some(path) => self.submit.send::<ActOnAccount>(path, order, done),
            None => self.submit.send::<ActOnPlatform>((), order, done),
        }
    }

    fn press(self) {
        match self.stage.get_untracked() {
            Stage::Typing => {
                self.attempted.set(true);
                if untrack(|| self.mistakes()).is_empty() {
                    self.send(None);
                }
            }
            Stage::TriedOut(outcome) => self.send(Some(outcome.key)),
            Stage::Done(_) => self.task.set(None),
        }
    }
}

/// The drawer.
#[component]
pub(super) fn ActDrawer(task: RwSignal<Option<Task>>, changed: Callback<()>) -> impl IntoView {
    let speech = use_speech();
    let typed = Typed::empty();
    let (stage, attempted) = (RwSignal::new(Stage::Typing), RwSignal::new(false));
    let doing = Doing { task, typed, submit: Submit::new(use_api()), stage, attempted, changed };
    let open = Memo::new(move |_| task.with(Option::is_some));
    Effect::new(move |_| {
        doing.submit.problem.set(None);
        stage.set(Stage::Typing);
        attempted.set(false);
        task.with(|task| typed.fill(task.as_ref()));
    });
    // What the server said was about what stood there before.
    Effect::new(move |_| {
        typed.form();
        doing.submit.problem.set(None);
    });
    let act = Memo::new(move |_| task.with(|task| task.as_ref().map(|task| task.act)));
    let title = speech
        .tell(move |words| act.get().map(|act| (words.operator.do_act)(act).to_owned()).unwrap_or_default());
    let subtitle = Signal::derive(move || {
        task.with(|task| {
            let account = task.as_ref().and_then(|task| task.subject.standing());
            account
                .map(|standing| &standing.funding.account)
                .map(|account| format!("{} · {}", account.name, account.number))
        })
        .unwrap_or_default()
    });
    let close = move |()| task.set(None);
    view! {
        <Drawer
            open=Signal::from(open)
            on_close=close
            title
            subtitle
            close=speech.say(|words| words.shell.close)
            footer=move || footer(speech, doing, act)
        >
            {move || content(speech, doing, act)}
        </Drawer>
    }
    .into_any()
}

fn footer(speech: Speech, doing: Doing, act: Memo<Option<ActKind>>) -> AnyView {
    let label = speech.tell(move |words| match (doing.stage.get(), act.get()) {
        (Stage::Typing, _) => words.operator.preview.to_owned(),
        (Stage::TriedOut(_), Some(act)) => (words.operator.do_act)(act).to_owned(),
        _ => words.operator.close.to_owned(),
    });
    let back = move || {
        matches!(doing.stage.get(), Stage::TriedOut(_)).then(|| {
            view! {
                <Button
                    label=speech.say(|words| words.operator.change)
                    on_press=move |()| doing.stage.set(Stage::Typing)
                />
            }
        })
    };
    view! {
        <Button
            label
            kind=ButtonKind::Primary
            pending=doing.submit.pending
            on_press=move |()| doing.press()
        />
        {back}
    }
    .into_any()
}

fn content(speech: Speech, doing: Doing, act: Memo<Option<ActKind>>) -> AnyView {
    match doing.stage.get() {
        Stage::Done(outcome) => {
            let (entry, already) = (outcome.entry.unwrap_or_default(), outcome.already);
            let sentence = speech.tell(move |words| {
                if already { (words.operator.done_already)(entry) } else { (words.operator.done)(entry) }
            });
            view! {
                <div class="stack">
                    <Note tone=Tone::Green><p role="status">{sentence}</p></Note>
                    <Changes effects=outcome.effects />
                </div>
            }
            .into_any()
        }
        Stage::TriedOut(outcome) => {
            let reason = doing.typed.reason.get_untracked();
            view! {
                <div class="stack">
                    {problem(doing)}
                    <h3>{speech.say(|words| words.operator.this_will)}</h3>
                    <Changes effects=outcome.effects />
                    <p><span class="muted">{speech.say(|words| words.operator.reason)}": "</span>{reason}</p>
                </div>
            }
            .into_any()
        }
        Stage::Typing => {
            let Some(act) = act.get() else { return ().into_any() };
            let submitted = move |event: web_sys::SubmitEvent| {
                event.prevent_default();
                doing.press();
            };
            let errors = Memo::new(move |_| shown(doing));
            view! {
                <form class="stack" novalidate on:submit=submitted>
                    {problem(doing)}
                    <Fields act typed=doing.typed task=doing.task errors />
                    // Enter tries it out.
                    <input type="submit" hidden />
                </form>
            }
            .into_any()
        }
    }
}

/// What is said at the fields: what is wrong with what is typed; what is missing only after *Preview*; and what the server
/// said of just that.
fn shown(doing: Doing) -> Vec<FieldError> {
    let attempted = doing.attempted.get();
    let mut errors = doing.mistakes();
    errors.retain(|error| attempted || error.rule != Rule::Required);
    if errors.is_empty() {
        errors = doing
            .submit
            .problem
            .with(|problem| problem.as_ref().map(|problem| problem.errors.clone()).unwrap_or_default());
    }
    errors
}

/// A problem that belongs to no field.
fn problem(doing: Doing) -> AnyView {
    let problem = doing.submit.problem;
    let general = Signal::derive(move || {
        let typing = matches!(doing.stage.get(), Stage::Typing);
        problem.get().filter(|problem: &Problem| problem.errors.is_empty() || !typing)
    });
    (move || {
        general
            .with(Option::is_some)
            .then(|| view! { <Note tone=Tone::Red><ProblemText problem=general /></Note> })
    })
    .into_any()
}
