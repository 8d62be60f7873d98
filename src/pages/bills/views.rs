//! Saved views: the address of the list under a name, one's own.

use super::address::use_address;
use crate::api::load::load;
use crate::api::submit::Submit;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::{ProblemText, error_of};
use crate::route::{BillsAddress, Step};
use crate::ui::identity::fresh_id;
use crate::ui::{
    Align, Button, ButtonKind, Dialog, Field, Icon, IconButton, Note, Popover, TextInput, Tone, use_toasts,
};
use contract::api::{DeleteView, ListViews, SaveView, ViewPath};
use contract::view::{NewView, View};
use leptos::prelude::*;

/// The views that were saved, and "Save view".
#[component]
pub fn ViewsMenu() -> impl IntoView {
    let speech = use_speech();
    let toasts = use_toasts();
    let address = use_address();
    let api = use_api();
    let views = load::<ListViews>(api, || Some(((), ())));
    let (menu, saving) = (RwSignal::new(false), RwSignal::new(false));
    let change = Submit::new(api);
    let id = fresh_id("views");
    let again = move || views.again();
    let put_back = move |view: View| {
        let body = NewView { name: view.name, query: view.query };
        change.send::<SaveView>((), body, move |_| again());
    };
    let remove = move |view: View| {
        change.send::<DeleteView>(ViewPath { id: view.id }, (), move |()| {
            again();
            let words = speech.words_now();
            let text = (words.bills.view_removed)(&view.name);
            let undo = Callback::new(move |()| put_back(view.clone()));
            toasts.say_with(Tone::Neutral, text, words.shell.undo, undo);
        });
    };
    let entry = move |view: View| {
        let (query, name) = (view.query.clone(), view.name.clone());
        let open = move |_| {
            menu.set(false);
            if let Ok(wanted) = BillsAddress::parse(&query) {
                address.go(&wanted, Step::Push);
            }
        };
        let label = speech.tell(move |words| (words.bills.remove_view)(&name));
        view! {
            <li class="view-entry">
                <button class="menu-item" type="button" on:click=open>{view.name.clone()}</button>
                <IconButton icon=Icon::Trash label on_press=move |()| remove(view.clone()) />
            </li>
        }
    };
    let list = move || {
        let items = views.get().map(|views| views.items.clone()).unwrap_or_default();
        if items.is_empty() {
            return view! { <p class="choice-note">{speech.say(|words| words.bills.views_none)}</p> }
                .into_any();
        }
        view! { <ul class="choice-list">{items.into_iter().map(entry).collect_view()}</ul> }.into_any()
    };
    let label = speech.say(|words| words.bills.views);
    view! {
        <button class="button" type="button" data-kind="quiet" popovertarget=id.clone()>{label}</button>
        <Popover id label align=Align::End open=menu>
            {list}
            <div class="choice-foot">
                <Button
                    label=speech.say(|words| words.bills.save_view)
                    kind=ButtonKind::Quiet
                    icon=Icon::Bookmark
                    on_press=move |()| {
                        menu.set(false);
                        saving.set(true);
                    }
                />
            </div>
        </Popover>
        <SaveDialog open=saving on_saved=Callback::new(move |()| again()) />
    }
}

/// Asks for the name.
#[component]
fn SaveDialog(open: RwSignal<bool>, on_saved: Callback<()>) -> impl IntoView {
    let speech = use_speech();
    let toasts = use_toasts();
    let address = use_address();
    let submit = Submit::new(use_api());
    let name = RwSignal::new(String::new());
    let send = move || {
        let mut wanted = address.now();
        wanted.bill = None;
        let body = NewView { name: name.get_untracked().trim().to_owned(), query: wanted.query() };
        if submit.passes(body.check()) {
            submit.send::<SaveView>((), body, move |view| {
                open.set(false);
                name.set(String::new());
                toasts.say(Tone::Green, (speech.words_now().bills.view_saved)(&view.name));
                on_saved.run(());
            });
        }
    };
    let general = Signal::derive(move || submit.problem.get().filter(|problem| problem.errors.is_empty()));
    view! {
        <Dialog
            open
            on_close=move |()| open.set(false)
            title=speech.say(|words| words.bills.save_view)
            close=speech.say(|words| words.shell.close)
        >
            <form
                class="stack"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                {move || general.with(Option::is_some).then(|| view! {
                    <Note tone=Tone::Red><ProblemText problem=general /></Note>
                })}
                <Field label=speech.say(|words| words.bills.view_name) error=error_of(submit.problem, "name")>
                    <TextInput value=name name="name" autocomplete="off" />
                </Field>
                <div class="row">
                    <Button
                        label=speech.say(|words| words.shell.save)
                        kind=ButtonKind::Primary
                        submit=true
                        pending=submit.pending
                    />
                    <Button label=speech.say(|words| words.shell.cancel) on_press=move |()| open.set(false) />
                </div>
            </form>
        </Dialog>
    }
}
