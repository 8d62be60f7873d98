//! The top bar: whose bills these are, search, language, theme, the person.

use super::shell::Overlays;
use crate::api::{submit::Submit, use_api};
use crate::locale::use_speech;
use crate::session::use_reader;
use crate::ui::letters::upper_case;
use crate::ui::{Align, Glyph, Icon, Keys, Menu, MenuItem, MenuLook, Theme, use_theme};
use contract::api::CloseSession;
use contract::locale::Locale;
use contract::permission::AccountScope;
use leptos::prelude::*;

/// The top bar.
#[component]
pub(super) fn Bar(overlays: Overlays) -> impl IntoView {
    let speech = use_speech();
    let reader = use_reader();
    let organization = move || reader.session().map(|session| session.organization.clone());
    let accounts = move || {
        let words = &speech.words().shell;
        reader.session().map(|session| match &session.accounts {
            AccountScope::All => words.all_accounts.to_owned(),
            AccountScope::Only(numbers) => (words.some_accounts)(numbers.len()),
        })
    };
    view! {
        <div class="bar-path">
            <b>{organization}</b>
            <span aria-hidden="true">"/"</span>
            <b>{accounts}</b>
        </div>
        <div class="bar-end">
        <button class="bar-search" type="button" on:click=move |_| overlays.palette.set(true)>
            <Glyph icon=Icon::Search />
            <span>{speech.say(|words| words.shell.search_short)}</span>
            <Keys keys=&["Ctrl", "K"] />
        </button>
        <LanguageMenu />
        <ThemeMenu />
        <PersonMenu overlays />
        </div>
    }
    .into_any()
}

#[component]
fn LanguageMenu() -> impl IntoView {
    let speech = use_speech();
    let name = |locale| match locale {
        Locale::En => "English",
        Locale::Zh => "简体中文",
    };
    let short = Signal::derive(move || match speech.locale() {
        Locale::En => "EN".to_owned(),
        Locale::Zh => "中文".to_owned(),
    });
    let spoken = speech.tell(move |words| format!("{}: {}", words.shell.language, name(speech.locale())));
    let item = move |locale: Locale| {
        view! {
            <MenuItem
                label=Signal::stored(name(locale).to_owned())
                chosen=Signal::derive(move || speech.locale() == locale)
                on_press=move |()| speech.choose(locale)
            />
        }
    };
    view! {
        <Menu label=short spoken look=MenuLook::Quiet align=Align::End>
            {Locale::ALL.map(item).collect_view()}
        </Menu>
    }
}

#[component]
fn ThemeMenu() -> impl IntoView {
    let speech = use_speech();
    let theme = use_theme();
    let item = move |choice: Theme, icon: Icon, label: Signal<String>| {
        view! {
            <MenuItem
                label
                icon
                chosen=Signal::derive(move || theme.get() == choice)
                on_press=move |()| theme.set(choice)
            />
        }
    };
    view! {
        <Menu label=speech.say(|words| words.shell.theme) look=MenuLook::Icon icon=Icon::Moon align=Align::End>
            {item(Theme::System, Icon::Screen, speech.say(|words| words.shell.theme_system))}
            {item(Theme::Light, Icon::Sun, speech.say(|words| words.shell.theme_light))}
            {item(Theme::Dark, Icon::Moon, speech.say(|words| words.shell.theme_dark))}
        </Menu>
    }
}

/// The first letters of a name, for the round sign of a person.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    upper_case(&String::from_iter(first.into_iter().chain(words.next_back())))
}

#[component]
fn PersonMenu(overlays: Overlays) -> impl IntoView {
    let speech = use_speech();
    let reader = use_reader();
    let leave = Submit::new(use_api());
    let name =
        Signal::derive(move || reader.session().map(|session| session.name.clone()).unwrap_or_default());
    let short = Signal::derive(move || initials(&name.get()));
    let spoken = speech.tell(move |words| (words.shell.account_menu)(&name.get()));
    let card = move || {
        let words = &speech.words().shell;
        reader.session().map(|session| {
            view! {
                <div class="person-card">
                    <b>{session.name.clone()}</b>
                    <span class="muted">{session.email.clone()}</span>
                    <span class="muted">{(words.role)(session.role)}</span>
                    <span class="muted">{session.organization.clone()}</span>
                </div>
            }
        })
    };
    let sign_out = move |()| leave.send::<CloseSession>((), (), move |()| reader.leave());
    view! {
        <span class="person">
            <Menu label=short spoken look=MenuLook::Quiet align=Align::End>
                {card}
                <MenuItem
                    label=speech.say(|words| words.shell.change_password)
                    icon=Icon::Lock
                    on_press=move |()| overlays.password.set(true)
                />
                <MenuItem
                    label=speech.say(|words| words.shell.shortcuts)
                    icon=Icon::Keyboard
                    on_press=move |()| overlays.shortcuts.set(true)
                />
                <MenuItem
                    label=speech.say(|words| words.shell.support)
                    icon=Icon::Support
                    href=speech.say(|words| words.shell.support_address)
                />
                <MenuItem
                    label=speech.say(|words| words.shell.sign_out)
                    icon=Icon::SignOut
                    on_press=sign_out
                />
            </Menu>
        </span>
    }
}
