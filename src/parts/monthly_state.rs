//! The state of a monthly bill: shape and word.

use crate::locale::use_speech;
use crate::ui::{Badge, Tone};
use contract::monthly_bill::State;
use leptos::prelude::*;

/// The state of a monthly bill.
#[component]
pub fn MonthlyStateBadge(state: State) -> impl IntoView {
    let speech = use_speech();
    let tone = match state {
        State::NotIssued => Tone::Neutral,
        State::Unsettled => Tone::Amber,
        State::PartlySettled => Tone::Blue,
        State::Settled => Tone::Green,
    };
    let label = speech.tell(move |words| (words.monthly.state)(state).to_owned());
    view! { <Badge tone=Signal::stored(tone) label /> }.into_any()
}
