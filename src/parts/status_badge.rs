//! The status of a bill: shape and word.

use crate::locale::use_speech;
use crate::ui::{Badge, Tone};
use contract::bill::Status;
use leptos::prelude::*;

/// The status of a bill.
#[component]
pub fn StatusBadge(#[prop(into)] status: Signal<Status>) -> impl IntoView {
    let speech = use_speech();
    let tone = Signal::derive(move || match status.get() {
        Status::Pending => Tone::Amber,
        Status::Cleared => Tone::Green,
    });
    let label = speech.tell(move |words| (words.bills.status)(status.get()).to_owned());
    view! { <Badge tone label /> }
}
