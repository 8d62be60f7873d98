//! The audit log (E6): who asked for what, on which account, and what came of it; beside it an entry with what it moved;
//! over it the check of its chain.

mod address;
mod check;
mod filters;
mod panel;
mod table;

use crate::api::download::{Download, Wanted};
use crate::api::load::load;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::{Command, ProblemText, use_commands};
use crate::session::use_reader;
use crate::ui::{Button, ButtonKind, Empty, Icon, Loaded, Note, Skeleton, Tone};
use address::{PageAddress, use_audit_address};
use check::{Check, CheckStrip};
use contract::api::{Endpoint, ExportAuditCsv, ListAuditEntries, Problem, url};
use contract::audit::AuditQuery;
use contract::permission::Permission;
use filters::Filters;
use leptos::prelude::*;
use panel::EntryPanel;
use table::Entries;

/// How many entries stand on a page.
const PAGE: u32 = 100;

/// The log; for those who may not see it, who can.
#[component]
pub fn AuditPage() -> impl IntoView {
    let reader = use_reader();
    let views = Memo::new(move |_| reader.may(Permission::ViewAudit));
    (move || if views.get() { view! { <Log /> }.into_any() } else { view! { <NotAllowed /> }.into_any() })
        .into_any()
}

#[component]
fn NotAllowed() -> impl IntoView {
    let speech = use_speech();
    view! {
        <div class="page">
            <header class="page-head">
                <h1>{speech.say(|words| words.titles.audit)}</h1>
            </header>
            <Empty
                icon=Icon::Lock
                title=speech.say(|words| words.audit.not_allowed)
                text=speech.say(|words| words.audit.not_allowed_text)
            />
        </div>
    }
    .into_any()
}

#[component]
fn Log() -> impl IntoView {
    let speech = use_speech();
    let address = use_audit_address();
    let check = Check::new(use_api());
    let page = load::<ListAuditEntries>(use_api(), move || {
        let (filter, cursor) = address.list.get()?;
        Some(((), AuditQuery { filter, limit: Some(PAGE), cursor }))
    });
    let problem: Signal<Option<Problem>> = page.problem.into();
    let is_good = Memo::new(move |_| address.list.with(Option::is_some));
    let content = move || {
        view! {
            <Loaded
                state=page.state()
                skeleton=|| view! { <div class="users-skeleton"><Skeleton lines=16 /></div> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=page.retry()
            >
                <Entries address page />
            </Loaded>
            <EntryPanel address />
        }
    };
    view! {
        <div class="page bills-page">
            <Head address check />
            <Filters address />
            <CheckStrip check address />
            {move || {
                if is_good.get() {
                    view! { <div class="split">{content()}</div> }.into_any()
                } else {
                    view! { <BadAddress address /> }.into_any()
                }
            }}
        </div>
    }
    .into_any()
}

#[component]
fn Head(address: PageAddress, check: Check) -> impl IntoView {
    let speech = use_speech();
    let reader = use_reader();
    let api = use_api();
    let download = use_context::<Download>().unwrap_or_else(|| Download::new(api));
    let checks = Memo::new(move |_| reader.may(Permission::CheckAudit));
    let run = Callback::new(move |()| check.run());
    let export = Callback::new(move |()| {
        let filter = address.filter(Clone::clone);
        download.start(Wanted {
            method: ExportAuditCsv::METHOD,
            url: url::<ExportAuditCsv>(&(), &filter),
            body: None,
            name: "audit-log.csv".to_owned(),
        });
    });
    let export_label = speech.say(|words| words.audit.export);
    let check_label = speech.say(|words| words.audit.check);
    let mut commands =
        vec![Command { name: "export-audit", label: export_label, icon: Icon::Download, run: export }];
    if checks.get_untracked() {
        commands.push(Command { name: "check-audit", label: check_label, icon: Icon::AuditLog, run });
    }
    use_commands().offer(commands);
    let button = move || {
        view! { <Button label=check_label icon=Icon::AuditLog pending=check.is_running() on_press=run /> }
    };
    view! {
        <header class="page-head">
            <h1>{speech.say(|words| words.titles.audit)}</h1>
            {move || checks.get().then(button)}
            <Button label=export_label kind=ButtonKind::Primary icon=Icon::Download on_press=export />
        </header>
    }
    .into_any()
}

/// An address that asks for something impossible: says what, and leads back.
#[component]
fn BadAddress(address: PageAddress) -> impl IntoView {
    let speech = use_speech();
    let problem = Signal::derive(move || address.problem().map(Problem::invalid));
    view! {
        <div class="bills-bad">
            <Empty icon=Icon::Filter title=speech.say(|words| words.bills.bad_address)>
                <div class="stack">
                    <Note tone=Tone::Red><ProblemText problem /></Note>
                    <Button
                        label=speech.say(|words| words.bills.clear_all)
                        on_press=move |()| address.clear_filters()
                    />
                </div>
            </Empty>
        </div>
    }
    .into_any()
}
