//! Account settings: what each means, how it stands, and a button that turns it, or says what stands against it (A2, A5, S14).

use crate::api::load::Load;
use crate::api::submit::Submit;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::{MoneyText, ProblemText};
use crate::session::use_reader;
use crate::ui::{Badge, Button, ButtonKind, Dialog, Note, Tone, use_toasts};
use contract::api::{AccountPath, ChangeSettings, Problem};
use contract::funding::Funding;
use contract::permission::Permission;
use contract::setting::Setting;
use leptos::prelude::*;

/// The part.
#[component]
pub(super) fn Settings(funding: Load<Funding>) -> impl IntoView {
    let speech = use_speech();
    let submit = Submit::new(use_api());
    let asking = RwSignal::new(false);
    let problem: Signal<Option<Problem>> = submit.problem.into();
    let toasts = use_toasts();
    let turn = Callback::new(move |(setting, on): (Setting, bool)| {
        let Some(known) = funding.get() else { return };
        let path = AccountPath { account: known.account.number.clone() };
        submit.send::<ChangeSettings>(path, setting.turned(on), move |_| {
            asking.set(false);
            funding.again();
            let words = &speech.words_now().funding;
            let sentence = if on { words.turned_on } else { words.turned_off };
            toasts.say(Tone::Green, sentence((words.setting)(setting)));
        });
    });
    let rows = Setting::ALL
        .map(|setting| row(setting, funding, submit, turn, asking))
        .into_iter()
        .collect::<Vec<_>>();
    view! {
        <div class="settings">
            {move || problem.with(Option::is_some).then(|| view! {
                <Note tone=Tone::Red><ProblemText problem /></Note>
            })}
            <ul class="settings-list">{rows}</ul>
        </div>
        <Confirm funding submit turn asking />
    }
    .into_any()
}

fn row(
    setting: Setting,
    funding: Load<Funding>,
    submit: Submit,
    turn: Callback<(Setting, bool)>,
    asking: RwSignal<bool>,
) -> AnyView {
    let speech = use_speech();
    let reader = use_reader();
    let on = Memo::new(move |_| {
        funding.get().is_some_and(|known| known.settings.works(setting, known.terms.as_ref()))
    });
    let owes = Memo::new(move |_| funding.get().is_some_and(|known| known.unsettled > 0));
    let blocked = Signal::derive(move || {
        if !reader.may(Permission::ChangeSettings) {
            return Some(speech.words().funding.not_allowed.to_owned());
        }
        let known = funding.get()?;
        let block = setting.block(known.terms.as_ref()).filter(|_| !on.get())?;
        Some(block.rule().message(speech.locale()))
    });
    let press = move |()| {
        let wanted = !on.get_untracked();
        // What moves money is confirmed once.
        if setting == Setting::Automatic && wanted && owes.get_untracked() {
            asking.set(true);
        } else {
            turn.run((setting, wanted));
        }
    };
    let label = speech
        .tell(move |words| if on.get() { words.funding.turn_off } else { words.funding.turn_on }.to_owned());
    let tone = Signal::derive(move || if on.get() { Tone::Green } else { Tone::Neutral });
    let state = speech
        .tell(move |words| if on.get() { words.funding.is_on } else { words.funding.is_off }.to_owned());
    view! {
        <li>
            <div class="settings-words">
                <h2>{speech.tell(move |words| (words.funding.setting)(setting).to_owned())}</h2>
                <p>{speech.tell(move |words| (words.funding.setting_means)(setting).to_owned())}</p>
                {move || blocked.get().map(|why| view! { <p class="caption settings-block">{why}</p> })}
            </div>
            <Badge tone label=state />
            <Button label blocked pending=submit.pending on_press=press />
        </li>
    }
    .into_any()
}

/// Turning automatic settlement on pays bills: the exact sentence, once.
#[component]
fn Confirm(
    funding: Load<Funding>,
    submit: Submit,
    turn: Callback<(Setting, bool)>,
    asking: RwSignal<bool>,
) -> impl IntoView {
    let speech = use_speech();
    let sentence = move || {
        funding.get().map(|known| {
            let unsettled = known.unsettled;
            view! {
                <p>{speech.tell(move |words| (words.funding.automatic_pays)(unsettled))}</p>
                <p><MoneyText money=known.outstanding /></p>
            }
        })
    };
    view! {
        <Dialog
            open=asking
            on_close=move |()| asking.set(false)
            title=speech.say(|words| words.funding.automatic_title)
            close=speech.say(|words| words.shell.close)
            footer=move || {
                view! {
                    <Button
                        label=speech.say(|words| words.funding.turn_on)
                        kind=ButtonKind::Primary
                        pending=submit.pending
                        on_press=move |()| turn.run((Setting::Automatic, true))
                    />
                    <Button label=speech.say(|words| words.shell.cancel) on_press=move |()| asking.set(false) />
                }
            }
        >
            {sentence}
        </Dialog>
    }
    .into_any()
}
