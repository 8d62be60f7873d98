//! The users as a table, and what can be done with each.

use super::Task;
use crate::api::load::Load;
use crate::api::submit::Submit;
use crate::api::use_api;
use crate::locale::{Speech, use_speech};
use crate::parts::ProblemText;
use crate::session::use_reader;
use crate::ui::{
    Align, Badge, HeaderCell, Icon, Menu, MenuItem, MenuLook, Note, Table, Toasts, Tone, use_toasts,
};
use contract::api::{ChangeUser, Listing, Problem, UserPath};
use contract::id::UserId;
use contract::permission::AccountScope;
use contract::user::{User, UserChange};
use leptos::prelude::*;

/// The table.
#[component]
pub(super) fn UserTable(
    users: Load<Listing<User>>,
    task: RwSignal<Task>,
    changed: Callback<()>,
) -> impl IntoView {
    let speech = use_speech();
    let submit = Submit::new(use_api());
    let rows = move || {
        let listing = users.get();
        let users = listing.iter().flat_map(|listing| listing.items.iter().cloned());
        users.map(|user| row(user, task, submit, changed)).collect::<Vec<_>>()
    };
    let problem: Signal<Option<Problem>> = submit.problem.into();
    view! {
        {move || problem.with(Option::is_some).then(|| view! {
            <div class="bills-trouble"><Note tone=Tone::Red><ProblemText problem /></Note></div>
        })}
        <Table label=speech.say(|words| words.users.table)>
            <thead>
                <tr>
                    <HeaderCell label=speech.say(|words| words.users.name) />
                    <HeaderCell label=speech.say(|words| words.users.email) />
                    <HeaderCell label=speech.say(|words| words.users.role) />
                    <HeaderCell label=speech.say(|words| words.users.accounts) />
                    <HeaderCell label=speech.say(|words| words.users.state) />
                    <th scope="col">
                        <span class="visually-hidden">{speech.say(|words| words.users.actions)}</span>
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(user: User, task: RwSignal<Task>, submit: Submit, changed: Callback<()>) -> AnyView {
    let speech = use_speech();
    let reader = use_reader();
    let is_self = reader.session().is_some_and(|session| session.email == user.email);
    let (role, active) = (user.role, user.active);
    let accounts = match &user.accounts {
        AccountScope::All => None,
        AccountScope::Only(numbers) => Some(numbers.len()),
    };
    let accounts = speech.tell(move |words| match accounts {
        None => words.shell.all_accounts.to_owned(),
        Some(number) => (words.users.accounts_some)(number),
    });
    let state =
        speech.tell(
            move |words| {
                if active { words.users.active.to_owned() } else { words.users.inactive.to_owned() }
            },
        );
    let tone = if active { Tone::Green } else { Tone::Neutral };
    let you = is_self
        .then(|| view! { " " <span class="faint">"(" {speech.say(|words| words.users.you)} ")"</span> });
    view! {
        <tr>
            <td data-card="title">{user.name.clone()} {you}</td>
            <td data-card="second">{user.email.clone()}</td>
            <td data-card="third">{speech.tell(move |words| (words.shell.role)(role).to_owned())}</td>
            <td>{accounts}</td>
            <td data-card="state"><Badge tone=Signal::stored(tone) label=state /></td>
            <td class="act" data-card="amount">{actions(user, is_self, task, submit, changed)}</td>
        </tr>
    }
    .into_any()
}

fn actions(
    user: User,
    is_self: bool,
    task: RwSignal<Task>,
    submit: Submit,
    changed: Callback<()>,
) -> AnyView {
    let speech = use_speech();
    let toasts = use_toasts();
    let active = user.active;
    let name = user.name.clone();
    let label = speech.tell(move |words| (words.users.actions_of)(&name));
    let user = StoredValue::new(user);
    let toggle = move |()| {
        if is_self {
            toasts.say(Tone::Amber, speech.words_now().users.yourself);
        } else {
            switch(user.get_value(), !active, Means { submit, changed, speech, toasts });
        }
    };
    let (switch_icon, switch_label) = if active {
        (Icon::Lock, speech.say(|words| words.users.deactivate))
    } else {
        (Icon::Check, speech.say(|words| words.users.activate))
    };
    view! {
        <Menu label look=MenuLook::Icon icon=Icon::More align=Align::End>
            <MenuItem
                label=speech.say(|words| words.users.change)
                icon=Icon::Edit
                on_press=move |()| task.set(Task::Change(user.get_value()))
            />
            <MenuItem
                label=speech.say(|words| words.users.set_password)
                icon=Icon::Lock
                on_press=move |()| task.set(Task::Password(user.get_value()))
            />
            <MenuItem label=switch_label icon=switch_icon on_press=toggle />
        </Menu>
    }
    .into_any()
}

/// What an event needs and can't look up by itself.
#[derive(Clone, Copy)]
struct Means {
    submit: Submit,
    changed: Callback<()>,
    speech: Speech,
    toasts: Toasts,
}

/// Lets somebody in or keeps them out, at once, with a way to take it back.
fn switch(user: User, active: bool, means: Means) {
    let Means { changed, speech, toasts, .. } = means;
    set_active(user.id, active, means, move || {
        changed.run(());
        let words = speech.words_now();
        let sentence = if active { words.users.activated } else { words.users.deactivated };
        let text = sentence(&user.name);
        // Made only now: what an event of the menu makes goes with the menu, and that has closed by then.
        let undo = Callback::new(move |()| {
            set_active(user.id, !active, means, move || changed.run(()));
        });
        toasts.say_with(Tone::Neutral, text, words.shell.undo, undo);
    });
}

fn set_active(user: UserId, active: bool, means: Means, done: impl FnOnce() + 'static) {
    let body = UserChange { active: Some(active), ..UserChange::default() };
    means.submit.send::<ChangeUser>(UserPath { id: user }, body, move |_| done());
}
