//! Top-up: the form, and the payment that came of it (S13, P3). Which of the two the address says.

mod confirm;
mod fields;
mod follow;
mod form;
mod outcome;
mod reached;

use crate::locale::use_speech;
use crate::route::{Route, Step, TopUpAddress, use_address_bar};
use crate::session::use_reader;
use crate::ui::{Empty, Icon};
use contract::permission::Permission;
use follow::Follow;
use form::TopUpForm;
use leptos::prelude::*;

/// The page.
#[component]
pub fn TopUpPage() -> impl IntoView {
    let speech = use_speech();
    let reader = use_reader();
    let bar = use_address_bar();
    let payment = Memo::new(move |_| TopUpAddress::parse(&bar.query()).payment);
    let pays = Memo::new(move |_| reader.may(Permission::MakePayments));
    let body = move || match payment.get() {
        Some(id) => view! { <Follow id /> }.into_any(),
        None if pays.get() => view! { <TopUpForm /> }.into_any(),
        None => view! {
            <Empty
                icon=Icon::Lock
                title=speech.say(|words| words.payments.not_allowed)
                text=speech.say(|words| words.payments.not_allowed_text)
            />
        }
        .into_any(),
    };
    view! {
        <div class="page" data-scroll="page">
            <header class="page-head">
                <h1>{speech.say(|words| words.titles.top_up)}</h1>
            </header>
            <div class="page-body payment-body">{body}</div>
        </div>
    }
    .into_any()
}

/// Goes to an address of this page.
fn go(address: TopUpAddress, step: Step) {
    use_address_bar().go(&Route::TopUp(address), step);
}
