//! Payments of which the channel took another amount than was asked for: in nobody's books until it is sent back (P3).

use crate::locale::{Speech, minute};
use crate::parts::MoneyText;
use crate::route::{OperatorAddress, Route};
use contract::api::{OperatorAccountPath, OtherAmount};
use leptos::prelude::*;

/// The list; nothing while there is none.
pub(super) fn other_amounts(speech: Speech, listed: &[OtherAmount]) -> Option<AnyView> {
    let rows = listed.iter().map(|one| row(speech, one)).collect_view();
    let label = move || speech.say(|words| words.operator.other_amounts);
    (!listed.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{label()}</h2>
                <p class="muted">{speech.say(|words| words.operator.other_amounts_text)}</p>
                <ul class="operator-acts operator-transfers" aria-label=label()>{rows}</ul>
            </section>
        }
        .into_any()
    })
}

fn row(speech: Speech, one: &OtherAmount) -> AnyView {
    let path = OperatorAccountPath { organization: one.organization.id, account: one.account.number.clone() };
    let (paid, asked, channel) = (one.paid.spoken(), one.asked.spoken(), one.channel);
    let asked = speech.tell(move |words| (words.operator.taken_for)(&paid, &asked));
    let channel = speech.tell(move |words| (words.payments.channel)(channel).to_owned());
    view! {
        <li>
            <div class="operator-past"><MoneyText money=one.left /><b>{channel}</b></div>
            <p>
                <a href=Route::Operator(OperatorAddress::of(path)).print()>
                    {one.account.name.clone()}" · "{one.account.number.to_string()}
                </a>
                " · "{one.organization.name.clone()}
            </p>
            <p class="caption">
                {minute(one.at)}" · "{asked}" · "<span class="mono">{one.id.to_string()}</span>
            </p>
        </li>
    }
    .into_any()
}
