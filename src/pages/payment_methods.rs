//! Linked payment methods: listed, linked at the channel's page, preferred, removed (A1). Never a card's number.

mod line;

use crate::api::load::{Load, load};
use crate::api::submit::{Submit, fresh_key};
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::ProblemText;
use crate::route::{MethodsAddress, Route, Step, use_address_bar};
use crate::session::use_reader;
use crate::ui::{Button, ButtonKind, Choice, Empty, Field, Icon, Loaded, Note, Select, Skeleton, Tone};
use contract::account::Account;
use contract::api::{ChoiceQuery, LinkPaymentMethod, ListAccounts, ListPaymentMethods, Listing, Problem};
use contract::ledger::Channel;
use contract::payment::{LinkStarted, NewPaymentMethod, PaymentMethod};
use contract::permission::Permission;
use leptos::prelude::*;
use line::MethodLine;
use std::time::Duration;

/// How often a method that was linked a moment ago is looked for.
const EVERY: Duration = Duration::from_secs(1);

/// The page.
#[component]
pub fn PaymentMethodsPage() -> impl IntoView {
    let speech = use_speech();
    view! {
        <div class="page" data-scroll="page">
            <header class="page-head">
                <h1>{speech.say(|words| words.titles.methods)}</h1>
            </header>
            <div class="page-body payment-body"><Methods /></div>
        </div>
    }
    .into_any()
}

/// The linked methods, and the way to more of them.
#[component]
fn Methods() -> impl IntoView {
    let speech = use_speech();
    let bar = use_address_bar();
    let address = Memo::new(move |_| MethodsAddress::parse(&bar.query()));
    let methods = load::<ListPaymentMethods>(use_api(), || Some(((), ())));
    let pays = use_reader().may(Permission::MakePayments);
    let missing = Memo::new(move |_| {
        let linked = address.get().linked?;
        let known = methods.get()?.items.iter().any(|method| method.id == linked);
        (!known).then_some(linked)
    });
    let again = move || {
        if missing.try_get_untracked().flatten().is_some() {
            methods.again();
        }
    };
    if let Ok(timer) = set_interval_with_handle(again, EVERY) {
        on_cleanup(move || timer.clear());
    }
    let problem: Signal<Option<Problem>> = methods.problem.into();
    view! {
        <p class="muted">{speech.say(|words| words.payments.methods_text)}</p>
        {move || missing.get().map(|_| view! {
            <Note tone=Tone::Blue>{speech.say(|words| words.payments.linking)}</Note>
        })}
        <Loaded
            state=methods.state()
            skeleton=|| view! { <Skeleton lines=4 /> }
            problem=move || view! { <ProblemText problem /> }
            retry=speech.say(|words| words.shell.try_again)
            on_retry=methods.retry()
        >
            <List methods address pays />
        </Loaded>
        {pays.then(|| view! { <LinkForm address /> })}
    }
    .into_any()
}

#[component]
fn List(methods: Load<Listing<PaymentMethod>>, address: Memo<MethodsAddress>, pays: bool) -> impl IntoView {
    let speech = use_speech();
    let shown = Memo::new(move |_| {
        let only = address.get().account;
        let methods = methods.get();
        let methods = methods.iter().flat_map(|methods| methods.items.iter());
        let own = |method: &&PaymentMethod| only.as_ref().is_none_or(|only| method.account.number == *only);
        methods.filter(own).cloned().collect::<Vec<_>>()
    });
    let changed = methods.retry();
    (move || {
        let shown = shown.get();
        if shown.is_empty() {
            return view! {
                <Empty
                    icon=Icon::Payment
                    title=speech.say(|words| words.payments.methods_none)
                    text=speech.say(|words| words.payments.methods_none_text)
                />
            }
            .into_any();
        }
        let lines = shown.into_iter().map(|method| view! { <MethodLine method pays changed /> });
        view! {
            <ul class="methods" aria-label=speech.say(|words| words.payments.methods_table)>
                {lines.collect_view()}
            </ul>
        }
        .into_any()
    })
    .into_any()
}

/// Links another method: the account is chosen here, everything else at the channel's page.
#[component]
fn LinkForm(address: Memo<MethodsAddress>) -> impl IntoView {
    let speech = use_speech();
    let bar = use_address_bar();
    let accounts = load::<ListAccounts>(use_api(), || Some(((), ChoiceQuery { q: None, limit: Some(500) })));
    let submit = Submit::new(use_api());
    // A press that is repeated, because its answer was lost, begins nothing anew.
    let keys = StoredValue::new((fresh_key(), fresh_key()));
    let account = Memo::new(move |_| {
        let (accounts, named) = (accounts.get()?, address.get().account);
        let found = accounts.items.iter().find(|account| named.as_ref() == Some(&account.number));
        found.or(accounts.items.first()).cloned()
    });
    let choices = Signal::derive(move || {
        let accounts = accounts.get();
        let accounts = accounts.iter().flat_map(|accounts| accounts.items.iter());
        let choice = |account: &Account| {
            Choice::new(account.number.as_str(), format!("{} · {}", account.name, account.number))
        };
        accounts.map(choice).collect::<Vec<_>>()
    });
    let value =
        Signal::derive(move || account.get().map(|account| account.number.to_string()).unwrap_or_default());
    let pick = move |number: String| {
        let to = MethodsAddress { account: number.parse().ok(), linked: None };
        keys.set_value((fresh_key(), fresh_key()));
        bar.go(&Route::PaymentMethods(to), Step::Replace);
    };
    let link = move |channel: Channel| {
        let (card, paypal) = keys.get_value();
        let key = if channel == Channel::BankCard { card } else { paypal };
        let (Some(key), Some(account)) = (key, account.get_untracked()) else { return };
        let new = NewPaymentMethod { key, account: account.number, channel };
        submit.send::<LinkPaymentMethod>((), new, |started: LinkStarted| {
            let _ = window().location().assign(&started.page);
        });
    };
    view! {
        <div class="stack payment-form">
            {move || submit.problem.with(Option::is_some).then(|| view! {
                <Note tone=Tone::Red><ProblemText problem=submit.problem /></Note>
            })}
            <Field label=speech.say(|words| words.payments.account) id="method-account">
                <Select value choices on_change=pick name="account" />
            </Field>
            <div class="row">
                <Button
                    label=speech.say(|words| words.payments.link_card)
                    kind=ButtonKind::Primary
                    icon=Icon::Plus
                    pending=submit.pending
                    on_press=move |()| link(Channel::BankCard)
                />
                <Button
                    label=speech.say(|words| words.payments.link_paypal)
                    icon=Icon::Plus
                    pending=submit.pending
                    on_press=move |()| link(Channel::Paypal)
                />
            </div>
        </div>
    }
    .into_any()
}
