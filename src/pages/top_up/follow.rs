//! A payment that was begun, followed until it is final (P3). Reload, *Back* and a second tab show the same.

use super::outcome::Outcome;
use crate::api::load::load;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::ProblemText;
use crate::ui::{Loaded, Skeleton};
use contract::api::{GetPayment, PaymentPath, Problem};
use contract::id::PaymentId;
use leptos::prelude::*;
use std::time::Duration;

/// How often it is asked for.
const EVERY: Duration = Duration::from_millis(1_500);

/// The payment.
#[component]
pub(super) fn Follow(id: PaymentId) -> impl IntoView {
    let speech = use_speech();
    let payment = load::<GetPayment>(use_api(), move || Some((PaymentPath { id }, ())));
    let waits = Memo::new(move |_| payment.get().is_some_and(|payment| !payment.state.is_final()));
    let again = move || {
        if waits.try_get_untracked() == Some(true) {
            payment.again();
        }
    };
    if let Ok(timer) = set_interval_with_handle(again, EVERY) {
        on_cleanup(move || timer.clear());
    }
    let problem: Signal<Option<Problem>> = payment.problem.into();
    view! {
        <Loaded
            state=payment.state()
            skeleton=|| view! { <Skeleton lines=6 /> }
            problem=move || view! { <ProblemText problem /> }
            retry=speech.say(|words| words.shell.try_again)
            on_retry=payment.retry()
        >
            <Outcome payment />
        </Loaded>
    }
    .into_any()
}
