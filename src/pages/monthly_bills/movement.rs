//! A movement of the ledger, opened under the record that it belongs to (M4, A7).

use crate::api::load::load;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::{MoneyText, ProblemText};
use crate::ui::{Glyph, Icon, Loaded, Skeleton};
use contract::api::{GetTransaction, LedgerTransaction, PostingLine, Problem, TransactionPath};
use contract::id::TransactionId;
use contract::money::Money;
use leptos::prelude::*;

/// The movement's id; pressed, it shows the postings.
#[component]
pub fn Movement(id: TransactionId) -> impl IntoView {
    let speech = use_speech();
    let open = RwSignal::new(false);
    let press = move |_| open.update(|open| *open = !*open);
    view! {
        <button
            class="movement-open"
            type="button"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            title=speech.say(|words| words.monthly.movement)
            on:click=press
        >
            <Glyph icon=Icon::ChevronRight />
            <span class="mono">{id.to_string()}</span>
        </button>
        {move || open.get().then(|| view! { <Postings id /> })}
    }
    .into_any()
}

#[component]
fn Postings(id: TransactionId) -> impl IntoView {
    let speech = use_speech();
    let movement = load::<GetTransaction>(use_api(), move || Some((TransactionPath { id }, ())));
    let problem: Signal<Option<Problem>> = movement.problem.into();
    view! {
        <div class="movement">
            <Loaded
                state=movement.state()
                skeleton=|| view! { <Skeleton lines=3 /> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=movement.retry()
            >
                {move || movement.get().map(|movement| table(&movement))}
            </Loaded>
        </div>
    }
    .into_any()
}

fn table(movement: &LedgerTransaction) -> AnyView {
    let speech = use_speech();
    let (kind, entry) = (movement.kind, movement.entry);
    let caption = speech
        .tell(move |words| format!("{} · {}", kind.title(speech.locale()), (words.monthly.entry)(entry)));
    let line = |posting: &PostingLine| {
        let PostingLine { book, debit } = *posting;
        let credit = Money::zero(debit.currency()).checked_sub(debit).unwrap_or(debit);
        let side = |shown: bool, money: Money| shown.then(|| view! { <MoneyText money /> });
        view! {
            <tr>
                <th scope="row">{speech.tell(move |_| book.title(speech.locale()))}</th>
                <td class="number">{side(!debit.is_negative(), debit)}</td>
                <td class="number">{side(debit.is_negative(), credit)}</td>
            </tr>
        }
        .into_any()
    };
    view! {
        <table class="postings">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{speech.say(|words| words.monthly.book_head)}</th>
                    <th scope="col" class="number">{speech.say(|words| words.monthly.debit)}</th>
                    <th scope="col" class="number">{speech.say(|words| words.monthly.credit)}</th>
                </tr>
            </thead>
            <tbody>{movement.postings.iter().map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
