//! The platform operator: finds an account, sees how it stands, and acts on it (section 1).

mod address;
mod arrivals;
mod effects;
mod fields;
mod form;
mod found;
mod history;
mod other_amounts;
mod payments;
mod standing;
mod typed;

use crate::api::load::load;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::ProblemText;
use crate::route::{OperatorAddress, Route};
use crate::session::use_reader;
use crate::ui::{Button, Empty, Glyph, Icon, Loaded, Skeleton};
use address::use_operator_address;
use arrivals::{Arrivals, Assigning};
use contract::api::{GetOperatorAccount, ListWaitingArrivals, OperatorStanding, Problem};
use contract::money::Currency;
use contract::operator::ActKind;
use contract::permission::Permission;
use form::{ActDrawer, Task};
use found::FoundAccounts;
use leptos::prelude::*;
use standing::Standing;
use std::sync::Arc;

/// The page; for those of an organization, that it is not theirs.
#[component]
pub fn OperatorPage() -> impl IntoView {
    let reader = use_reader();
    let operates = Memo::new(move |_| reader.may(Permission::Operate));
    move || {
        if operates.get() { view! { <Operate /> }.into_any() } else { view! { <NotAllowed /> }.into_any() }
    }
}

#[component]
fn NotAllowed() -> impl IntoView {
    let speech = use_speech();
    view! {
        <div class="page">
            <header class="page-head">
                <h1>{speech.say(|words| words.titles.operator)}</h1>
            </header>
            <Empty
                icon=Icon::Lock
                title=speech.say(|words| words.operator.not_allowed)
                text=speech.say(|words| words.operator.not_allowed_text)
            />
        </div>
    }
    .into_any()
}

#[component]
fn Operate() -> impl IntoView {
    let speech = use_speech();
    let address = use_operator_address();
    let task = RwSignal::new(None::<Task>);
    let has_account = Memo::new(move |_| address.account.with(Option::is_some));
    let standing =
        load::<GetOperatorAccount>(use_api(), move || address.account.get().map(|path| (path, ())));
    let waits = Memo::new(move |_| address.transfers.get() || address.arrival.with(Option::is_some));
    let waiting = load::<ListWaitingArrivals>(use_api(), move || waits.get().then_some(((), ())));
    let changed = Callback::new(move |()| {
        standing.again();
        waiting.again();
    });
    let subject =
        Signal::derive(move || has_account.get().then(|| standing.get()).flatten().map(Subject::Account));
    let problem: Signal<Option<Problem>> = standing.problem.into();
    let transfers = OperatorAddress { transfers: true, ..OperatorAddress::default() };
    let import = move |()| task.set(Some(Task::new(ActKind::SetHolidays, Subject::Platform)));
    let one = move || {
        view! {
            <a class="operator-back" href=Route::Operator(OperatorAddress::default()).print()>
                <Glyph icon=Icon::ChevronLeft />
                {speech.say(|words| words.operator.back)}
            </a>
            <Loaded
                state=standing.state()
                skeleton=|| view! { <div class="users-skeleton"><Skeleton lines=12 /></div> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=standing.retry()
            >
                {move || standing.get().map(|standing| view! { <Standing standing task /> })}
            </Loaded>
        }
        .into_any()
    };
    view! {
        <div class="page operator-page" data-scroll="page">
            <header class="page-head">
                <h1>{speech.say(|words| words.titles.operator)}</h1>
                <div class="row">
                    <a class="button" href=Route::Operator(transfers).print()>
                        <span class="button-label">{speech.say(|words| words.operator.unassigned)}</span>
                    </a>
                    <Button
                        label=speech.say(|words| words.operator.calendars)
                        icon=Icon::Calendar
                        on_press=import
                    />
                </div>
            </header>
            <Assigning waiting arrival=address.arrival subject task />
            {move || {
                if has_account.get() {
                    one()
                } else if address.transfers.get() {
                    view! { <Arrivals waiting task /> }.into_any()
                } else {
                    view! { <FoundAccounts address /> }.into_any()
                }
            }}
            <ActDrawer task changed />
        </div>
    }
    .into_any()
}

/// Whom an act is done to.
#[derive(Debug, Clone)]
pub(crate) enum Subject {
    /// An account, as it stands.
    Account(Arc<OperatorStanding>),
    /// The platform itself.
    Platform,
}

impl Subject {
    fn standing(&self) -> Option<&OperatorStanding> {
        match self {
            Self::Account(standing) => Some(standing),
            Self::Platform => None,
        }
    }

    /// The currency of amounts.
    fn currency(&self) -> Currency {
        self.standing().map_or(Currency::USD, |standing| standing.funding.account.currency)
    }
}
