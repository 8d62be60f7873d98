//! Users and their permissions (E3): who may sign in, as what, for which accounts.

mod accounts;
mod form;
mod password;
mod table;

use crate::api::load::load;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::ProblemText;
use crate::session::use_reader;
use crate::ui::{Button, ButtonKind, Empty, Icon, Loaded, Skeleton};
use contract::api::{ListUsers, Problem};
use contract::permission::Permission;
use contract::user::User;
use form::UserDrawer;
use leptos::prelude::*;
use password::PasswordDrawer;
use table::UserTable;

/// What is open over the page.
#[derive(Clone, PartialEq, Eq)]
enum Task {
    Nothing,
    Add,
    Change(User),
    Password(User),
}

/// Users; for those who may not manage them, who can.
#[component]
pub fn UsersPage() -> impl IntoView {
    let reader = use_reader();
    let manages = Memo::new(move |_| reader.may(Permission::ManageUsers));
    move || {
        if manages.get() { view! { <Manage /> }.into_any() } else { view! { <NotAllowed /> }.into_any() }
    }
}

#[component]
fn NotAllowed() -> impl IntoView {
    let speech = use_speech();
    view! {
        <div class="page">
            <header class="page-head">
                <h1>{speech.say(|words| words.titles.users)}</h1>
            </header>
            <Empty
                icon=Icon::Lock
                title=speech.say(|words| words.users.not_allowed)
                text=speech.say(|words| words.users.not_allowed_text)
            />
        </div>
    }
}

#[component]
fn Manage() -> impl IntoView {
    let speech = use_speech();
    let users = load::<ListUsers>(use_api(), || Some(((), ())));
    let task = RwSignal::new(Task::Nothing);
    let problem: Signal<Option<Problem>> = users.problem.into();
    let changed = Callback::new(move |()| users.again());
    view! {
        <div class="page">
            <header class="page-head">
                <h1>{speech.say(|words| words.titles.users)}</h1>
                <Button
                    label=speech.say(|words| words.users.add)
                    kind=ButtonKind::Primary
                    icon=Icon::Plus
                    on_press=move |()| task.set(Task::Add)
                />
            </header>
            <Loaded
                state=users.state()
                skeleton=|| view! { <div class="users-skeleton"><Skeleton lines=8 /></div> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=users.retry()
            >
                <UserTable users task changed />
            </Loaded>
            <UserDrawer task changed />
            <PasswordDrawer task />
        </div>
    }
}
