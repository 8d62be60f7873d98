//! Adding and changing a user. What is typed stays until it is sent or put away; the contract's check speaks first,
//! then the server's, both at the field (E1).

use super::Task;
use super::accounts::{AccountsField, scope_of};
use crate::api::submit::Submit;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::{ProblemText, error_of};
use crate::ui::{
    Button, ButtonKind, Choice, Drawer, ErrorSummary, Field, FieldError, Note, PasswordInput, Select,
    TextInput, TextKind, Tone, use_toasts,
};
use contract::api::{AddUser, ChangeUser, UserPath};
use contract::permission::{AccountScope, Role};
use contract::user::{NewUser, PASSWORD_MIN_CHARS, User, UserChange};
use leptos::prelude::*;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;

/// What is typed.
#[derive(Clone, Copy)]
struct Form {
    email: RwSignal<String>,
    name: RwSignal<String>,
    role: RwSignal<Role>,
    all: RwSignal<bool>,
    numbers: RwSignal<BTreeSet<String>>,
    password: RwSignal<String>,
}

impl Form {
    fn empty() -> Self {
        Self {
            email: RwSignal::new(String::new()),
            name: RwSignal::new(String::new()),
            role: RwSignal::new(Role::FinanceUser),
            all: RwSignal::new(true),
            numbers: RwSignal::new(BTreeSet::new()),
            password: RwSignal::new(String::new()),
        }
    }

    fn fill(self, user: Option<&User>) {
        self.email.set(user.map(|user| user.email.clone()).unwrap_or_default());
        self.name.set(user.map(|user| user.name.clone()).unwrap_or_default());
        self.role.set(user.map_or(Role::FinanceUser, |user| user.role));
        let only = user.and_then(|user| match &user.accounts {
            AccountScope::All => None,
            AccountScope::Only(numbers) => Some(numbers.iter().map(ToString::to_string).collect()),
        });
        self.all.set(only.is_none());
        self.numbers.set(only.unwrap_or_default());
        self.password.set(String::new());
    }

    fn scope(self) -> AccountScope {
        self.numbers.with_untracked(|numbers| scope_of(self.all.get_untracked(), numbers))
    }

    fn new_user(self) -> NewUser {
        NewUser {
            email: self.email.get_untracked().trim().to_owned(),
            name: self.name.get_untracked().trim().to_owned(),
            role: self.role.get_untracked(),
            accounts: self.scope(),
            password: self.password.get_untracked(),
        }
    }

    fn change(self) -> UserChange {
        UserChange {
            name: Some(self.name.get_untracked().trim().to_owned()),
            role: Some(self.role.get_untracked()),
            accounts: Some(self.scope()),
            active: None,
        }
    }
}

/// The drawer for adding and changing.
#[component]
pub(super) fn UserDrawer(task: RwSignal<Task>, changed: Callback<()>) -> impl IntoView {
    let speech = use_speech();
    let toasts = use_toasts();
    let submit = Submit::new(use_api());
    let form = Form::empty();
    let open = Memo::new(move |_| matches!(task.get(), Task::Add | Task::Change(_)));
    let adds = Memo::new(move |_| task.get() == Task::Add);
    Effect::new(move |_| {
        submit.problem.set(None);
        match task.get() {
            Task::Add => form.fill(None),
            Task::Change(user) => form.fill(Some(&user)),
            Task::Nothing | Task::Password(_) => {}
        }
    });
    let done = move |user: User, sentence: fn(&str) -> String| {
        task.set(Task::Nothing);
        changed.run(());
        toasts.say(Tone::Green, sentence(&user.name));
    };
    let send = move || match task.get_untracked() {
        Task::Add => {
            let body = form.new_user();
            if submit.passes(body.check()) {
                submit.send::<AddUser>((), body, move |user| done(user, speech.words_now().users.added));
            }
        }
        Task::Change(user) => {
            let body = form.change();
            if submit.passes(body.check()) {
                let path = UserPath { id: user.id };
                submit
                    .send::<ChangeUser>(path, body, move |user| done(user, speech.words_now().users.changed));
            }
        }
        Task::Nothing | Task::Password(_) => {}
    };
    let submitted = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        send();
    };
    let title = speech.tell(move |words| {
        if adds.get() { words.users.add_title.to_owned() } else { words.users.change_title.to_owned() }
    });
    let label = speech
        .tell(move |words| if adds.get() { words.users.add.to_owned() } else { words.shell.save.to_owned() });
    let close = move |()| task.set(Task::Nothing);
    view! {
        <Drawer
            open=Signal::from(open)
            on_close=close
            title
            close=speech.say(|words| words.shell.close)
            footer=move || {
                view! {
                    <Button
                        label
                        kind=ButtonKind::Primary
                        pending=submit.pending
                        on_press=move |()| send()
                    />
                    <Button label=speech.say(|words| words.shell.cancel) on_press=close />
                }
            }
        >
            <form class="stack" novalidate on:submit=submitted>
                <Fields form submit adds />
                // Enter sends the form.
                <input type="submit" hidden />
            </form>
        </Drawer>
    }
}

#[component]
fn Fields(form: Form, submit: Submit, adds: Memo<bool>) -> impl IntoView {
    let speech = use_speech();
    let problem = submit.problem;
    let general = Signal::derive(move || problem.get().filter(|problem| problem.errors.is_empty()));
    let mistakes = Signal::derive(move || {
        let locale = speech.locale();
        let errors = problem.get().map(|problem| problem.errors).unwrap_or_default();
        let mistakes = errors.iter().map(|error| FieldError {
            id: format!("user-{}", error.field),
            message: format!("{}: {}", field_name(speech.words(), &error.field), error.rule.message(locale)),
        });
        mistakes.collect::<Vec<_>>()
    });
    let roles = Signal::derive(move || {
        Role::OF_ORGANIZATION.map(|role| Choice::new(role.name(), (speech.words().shell.role)(role))).to_vec()
    });
    let role_hint =
        Signal::derive(move || Some((speech.words().users.role_hint)(form.role.get()).to_owned()));
    let password_hint =
        Signal::derive(move || Some((speech.words().users.password_hint)(PASSWORD_MIN_CHARS)));
    let pick_role = move |name: String| {
        if let Some(role) = Role::parse(&name) {
            form.role.set(role);
        }
    };
    view! {
        {move || general.with(Option::is_some).then(|| view! {
            <Note tone=Tone::Red><ProblemText problem=general /></Note>
        })}
        <div on:click=|event| to_field(&event)>
            <ErrorSummary title=speech.say(|words| words.users.mistakes) errors=mistakes />
        </div>
        {move || adds.get().then(|| view! {
            <Field label=speech.say(|words| words.users.email) error=error_of(problem, "email") id="user-email">
                <TextInput value=form.email kind=TextKind::Email name="email" autocomplete="off" />
            </Field>
        })}
        <Field label=speech.say(|words| words.users.name) error=error_of(problem, "name") id="user-name">
            <TextInput value=form.name name="name" autocomplete="off" />
        </Field>
        <Field label=speech.say(|words| words.users.role) hint=role_hint error=error_of(problem, "role") id="user-role">
            <Select
                value=Signal::derive(move || form.role.get().name().to_owned())
                choices=roles
                on_change=pick_role
                name="role"
            />
        </Field>
        <AccountsField all=form.all numbers=form.numbers error=error_of(problem, "accounts") />
        {move || adds.get().then(|| view! {
            <Field
                label=speech.say(|words| words.users.password)
                hint=password_hint
                error=error_of(problem, "password")
                id="user-password"
            >
                <PasswordInput
                    value=form.password
                    autocomplete="new-password"
                    name="password"
                    show=speech.say(|words| words.sign_in.show_password)
                    hide=speech.say(|words| words.sign_in.hide_password)
                />
            </Field>
        })}
    }
    .into_any()
}

/// A link of the summary puts the focus into its field and leaves the address alone.
fn to_field(event: &web_sys::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = target.and_then(|target| target.closest("a[href^='#']").ok().flatten());
    let Some(id) = link.and_then(|link| link.get_attribute("href")) else { return };
    event.prevent_default();
    let field = document().query_selector(&id).ok().flatten();
    let control = field.map(|field| field.query_selector("input").ok().flatten().unwrap_or(field));
    if let Some(control) = control.and_then(|control| control.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = control.focus();
    }
}

fn field_name(words: &'static crate::words::Words, field: &str) -> &'static str {
    match field {
        "email" => words.users.email,
        "name" => words.users.name,
        "role" => words.users.role,
        "accounts" => words.users.accounts,
        _ => words.users.password,
    }
}
