//! Billing relationships of the account: whom it pays for, or who pays for it; invitations, answers, and what ending means.

use super::account_list::AccountList;
use crate::api::load::{Load, load};
use crate::api::submit::Submit;
use crate::api::use_api;
use crate::locale::{minute, use_speech};
use crate::parts::ProblemText;
use crate::session::use_reader;
use crate::ui::{
    Badge, Button, ButtonKind, Dialog, Drawer, Empty, Icon, Loaded, Note, Skeleton, Tone, use_toasts,
};
use contract::account::AccountKind;
use contract::api::{AnswerRelation, InviteMember, ListRelations, Listing, Problem, RelationPath};
use contract::funding::Funding;
use contract::id::AccountNumber;
use contract::permission::Permission;
use contract::relation::{Invitation, Relation, RelationAction, RelationAnswer, RelationState};
use leptos::prelude::*;

/// The part.
#[component]
pub(super) fn Relations(funding: Load<Funding>) -> impl IntoView {
    let speech = use_speech();
    let reader = use_reader();
    let all = load::<ListRelations>(use_api(), || Some(((), ())));
    let problem: Signal<Option<Problem>> = all.problem.into();
    let ending = RwSignal::new(None::<Relation>);
    let inviting = RwSignal::new(false);
    let submit = Submit::new(use_api());
    let is_main =
        Memo::new(move |_| funding.get().is_some_and(|known| known.account.kind == AccountKind::Main));
    let blocked = Signal::derive(move || {
        let words = &speech.words().funding;
        (!reader.may(Permission::ManageAccounts)).then(|| words.not_administrator.to_owned())
    });
    let invite = move || {
        is_main.get().then(|| {
            view! {
                <Button
                    label=speech.say(|words| words.relations.invite)
                    kind=ButtonKind::Primary
                    icon=Icon::Plus
                    blocked
                    on_press=move |()| inviting.set(true)
                />
            }
        })
    };
    let means = speech.tell(move |words| {
        if is_main.get() { words.relations.main_pays } else { words.relations.member_paid }.to_owned()
    });
    let failed: Signal<Option<Problem>> = submit.problem.into();
    view! {
        <div class="relations">
            <div class="relations-head">
                <p class="muted">{means}</p>
                {invite}
            </div>
            {move || failed.with(Option::is_some).then(|| view! {
                <Note tone=Tone::Red><ProblemText problem=failed /></Note>
            })}
            <Loaded
                state=all.state()
                skeleton=|| view! { <Skeleton lines=6 /> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=all.retry()
            >
                {move || list(all, funding, submit, ending)}
            </Loaded>
        </div>
        <InviteDrawer funding all inviting />
        <EndDialog all submit ending />
    }
    .into_any()
}

fn list(
    all: Load<Listing<Relation>>,
    funding: Load<Funding>,
    submit: Submit,
    ending: RwSignal<Option<Relation>>,
) -> AnyView {
    let speech = use_speech();
    let own = funding.get().map(|known| known.account.number.clone());
    let all_relations = all.get().map(|listing| listing.items.clone()).unwrap_or_default();
    let of_account = |relation: &Relation| {
        own.as_ref().is_some_and(|own| relation.main.number == *own || relation.member.number == *own)
    };
    let relations: Vec<Relation> = all_relations.into_iter().filter(of_account).collect();
    if relations.is_empty() {
        return view! {
            <Empty
                icon=Icon::Link
                title=speech.say(|words| words.relations.no_relation)
                text=speech.say(|words| words.relations.no_relation_text)
            />
        }
        .into_any();
    }
    let rows = relations.into_iter().map(|relation| row(relation, all, submit, ending));
    view! { <ul class="funding-list relations-list">{rows.collect_view()}</ul> }.into_any()
}

fn row(
    relation: Relation,
    all: Load<Listing<Relation>>,
    submit: Submit,
    ending: RwSignal<Option<Relation>>,
) -> AnyView {
    let speech = use_speech();
    let reader = use_reader();
    let state = relation.state;
    let tone = match state {
        RelationState::Invited => Tone::Amber,
        RelationState::Active => Tone::Green,
        RelationState::Ended | RelationState::Declined | RelationState::Expired => Tone::Neutral,
    };
    let times = relation.clone();
    let since = speech.tell(move |words| match times.state {
        RelationState::Invited => (words.relations.answer_until)(&minute(times.expires_at)),
        RelationState::Active => {
            (words.relations.active_since)(&times.accepted_at.map(minute).unwrap_or_default())
        }
        RelationState::Expired => (words.relations.expired_at)(&minute(times.expires_at)),
        RelationState::Ended | RelationState::Declined => {
            (words.relations.closed_at)(&times.closed_at.map(minute).unwrap_or_default())
        }
    });
    let blocked = Signal::derive(move || {
        (!reader.may(Permission::AnswerRelations)).then(|| speech.words().funding.not_allowed.to_owned())
    });
    let path = RelationPath { id: relation.id };
    let answer = move |action: RelationAction| {
        submit.send::<AnswerRelation>(path, RelationAnswer { action }, move |_| all.again());
    };
    let whole = StoredValue::new(relation.clone());
    let button = move |action: RelationAction| {
        state.after(action).is_ok().then(|| {
            let label = speech.tell(move |words| (words.relations.action)(action).to_owned());
            let press = move |()| match action {
                RelationAction::End => ending.set(Some(whole.get_value())),
                RelationAction::Accept | RelationAction::Decline => answer(action),
            };
            view! { <Button label blocked pending=submit.pending on_press=press /> }
        })
    };
    view! {
        <li>
            <span>
                <b>{relation.main.name}</b> " → " <b>{relation.member.name}</b>
                " " <span class="faint">{relation.member.number.to_string()}</span>
            </span>
            <Badge tone=Signal::stored(tone) label=speech.tell(move |words| (words.relations.relation_state)(state).to_owned()) />
            <span class="muted">{since}</span>
            <span class="row">{RelationAction::ALL.map(button).into_iter().collect::<Vec<_>>()}</span>
        </li>
    }
    .into_any()
}

/// Chooses whom to invite.
#[component]
fn InviteDrawer(
    funding: Load<Funding>,
    all: Load<Listing<Relation>>,
    inviting: RwSignal<bool>,
) -> impl IntoView {
    let speech = use_speech();
    let toasts = use_toasts();
    let submit = Submit::new(use_api());
    let problem: Signal<Option<Problem>> = submit.problem.into();
    let pick = Callback::new(move |member: AccountNumber| {
        let Some(known) = funding.get() else { return };
        let body = Invitation { main: known.account.number.clone(), member };
        submit.send::<InviteMember>((), body, move |relation| {
            inviting.set(false);
            all.again();
            toasts.say(Tone::Green, (speech.words_now().relations.invited)(&relation.member.name));
        });
    });
    view! {
        <Drawer
            open=inviting
            on_close=move |()| {
                submit.problem.set(None);
                inviting.set(false);
            }
            title=speech.say(|words| words.relations.invite)
            close=speech.say(|words| words.shell.close)
        >
            <div class="stack">
                <p>{speech.say(|words| words.relations.invite_means)}</p>
                {move || problem.with(Option::is_some).then(|| view! {
                    <Note tone=Tone::Red><ProblemText problem /></Note>
                })}
                <AccountList on_pick=pick />
            </div>
        </Drawer>
    }
    .into_any()
}

/// Ending is said once: what it frees, and what goes on.
#[component]
fn EndDialog(
    all: Load<Listing<Relation>>,
    submit: Submit,
    ending: RwSignal<Option<Relation>>,
) -> impl IntoView {
    let speech = use_speech();
    let end = move |()| {
        let Some(relation) = ending.get_untracked() else { return };
        let body = RelationAnswer { action: RelationAction::End };
        submit.send::<AnswerRelation>(RelationPath { id: relation.id }, body, move |_| {
            ending.set(None);
            all.again();
        });
    };
    let sentence = speech.tell(move |words| {
        let name = ending.get().map(|relation| relation.member.name).unwrap_or_default();
        (words.relations.end_means)(&name)
    });
    view! {
        <Dialog
            open=Signal::derive(move || ending.get().is_some())
            on_close=move |()| ending.set(None)
            title=speech.say(|words| words.relations.end_title)
            close=speech.say(|words| words.shell.close)
            footer=move || {
                view! {
                    <Button
                        label=speech.tell(|words| (words.relations.action)(RelationAction::End).to_owned())
                        kind=ButtonKind::Danger
                        pending=submit.pending
                        on_press=end
                    />
                    <Button label=speech.say(|words| words.shell.cancel) on_press=move |()| ending.set(None) />
                }
            }
        >
            <p>{sentence}</p>
        </Dialog>
    }
    .into_any()
}
