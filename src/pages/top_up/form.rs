//! The form of a top-up. The contract's check speaks while one types (E1); the key in the address makes a double click, a
//! reload, *Back* and a second tab the same payment (P3).

use super::confirm::Confirm;
use super::fields::{AccountField, AmountField, MeansField};
use super::reached::Reached;
use crate::api::load::{Load, load};
use crate::api::submit::{Submit, fresh_key};
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::ProblemText;
use crate::route::{AddressBar, Route, Step, TopUpAddress, use_address_bar};
use crate::ui::{Button, ButtonKind, Empty, Icon, Loaded, Note, Skeleton, Tone};
use contract::account::Account;
use contract::api::{
    AccountPath, BeginPayment, ChoiceQuery, GetPaymentChannels, GetStanding, ListAccounts,
    ListPaymentMethods, Listing, PaymentChannels, Problem, ProblemCode,
};
use contract::id::MethodId;
use contract::ledger::Channel;
use contract::payment::{CustomerStep, NewPayment, Payment, PaymentMethod, State, TypedAmount};
use contract::settle::Standing;
use leptos::prelude::*;

/// What pays: a linked method, or a channel's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Means {
    Method(MethodId, Channel),
    Channel(Channel),
}

/// What the form works with.
#[derive(Clone, Copy)]
pub(super) struct Form {
    bar: AddressBar,
    /// The accounts that the reader may pay for.
    pub accounts: Load<Listing<Account>>,
    /// Where money can come from.
    pub channels: Load<PaymentChannels>,
    methods: Load<Listing<PaymentMethod>>,
    /// What the account owes, where a monthly bill is to be settled.
    pub standing: Load<Standing>,
    /// How much, as it is typed.
    pub amount: RwSignal<String>,
    /// What was chosen to pay with.
    pub means: RwSignal<Option<Means>>,
    /// The sending.
    pub submit: Submit,
    /// Whether the confirmation is open.
    pub confirming: RwSignal<bool>,
}

impl Form {
    fn new() -> Self {
        let api = use_api();
        let bar = use_address_bar();
        let address = TopUpAddress::parse(&bar.query());
        let owing = Memo::new(move |_| {
            let address = TopUpAddress::parse(&bar.query());
            address.account.filter(|_| address.cycle.is_some())
        });
        Self {
            bar,
            accounts: load::<ListAccounts>(api, || Some(((), ChoiceQuery { q: None, limit: Some(500) }))),
            channels: load::<GetPaymentChannels>(api, || Some(((), ()))),
            methods: load::<ListPaymentMethods>(api, || Some(((), ()))),
            standing: load::<GetStanding>(api, move || {
                owing.get().map(|account| (AccountPath { account }, ()))
            }),
            amount: RwSignal::new(address.amount.unwrap_or_default()),
            means: RwSignal::new(None),
            submit: Submit::new(api),
            confirming: RwSignal::new(false),
        }
    }

    /// The address; follows changes.
    pub fn address(self) -> TopUpAddress {
        TopUpAddress::parse(&self.bar.query())
    }

    /// Changes the address: a reload shows the same form.
    pub fn change(self, change: impl FnOnce(&mut TopUpAddress)) {
        let mut address = self.address();
        change(&mut address);
        self.bar.go(&Route::TopUp(address), Step::Replace);
    }

    /// The account of the address; the first one when it names none that is seen.
    pub fn account(self) -> Option<Account> {
        let accounts = self.accounts.get()?;
        let named = self.address().account;
        let found = accounts.items.iter().find(|account| named.as_ref() == Some(&account.number));
        found.or(accounts.items.first()).cloned()
    }

    /// The account's linked methods.
    pub fn own_methods(self) -> Vec<PaymentMethod> {
        let Some(account) = self.account() else { return Vec::new() };
        let methods = self.methods.get();
        let own = methods.iter().flat_map(|methods| methods.items.iter());
        own.filter(|method| method.account.number == account.number).cloned().collect()
    }

    /// What is chosen, or what was meant before anything was: the default method, else the first channel.
    pub fn chosen(self) -> Option<Means> {
        let methods = self.own_methods();
        let channels = self.channels.get().map(|known| known.channels.clone()).unwrap_or_default();
        let offered = |means: &Means| match means {
            Means::Method(id, _) => methods.iter().any(|method| method.id == *id && !method.expired),
            Means::Channel(channel) => channels.contains(channel),
        };
        let usual = methods.iter().find(|method| method.default && !method.expired);
        let usual = usual.map(|method| Means::Method(method.id, method.kind.channel()));
        self.means.get().filter(offered).or(usual).or(channels.first().copied().map(Means::Channel))
    }

    /// What would be sent.
    pub fn new_payment(self) -> Option<NewPayment> {
        let account = self.account()?;
        let (channel, method) = match self.chosen()? {
            Means::Method(id, channel) => (channel, Some(id)),
            Means::Channel(channel) => (channel, None),
        };
        let amount = TypedAmount::new(account.currency, &self.amount.get());
        Some(NewPayment { key: self.address().key?, account: account.number, amount, channel, method })
    }

    /// Checks, asks where money is charged at once, sends.
    fn press(self) {
        let passes = untrack(|| {
            let (Some(new), Some(account)) = (self.new_payment(), self.account()) else { return false };
            let method = self.own_methods().into_iter().find(|method| Some(method.id) == new.method);
            self.submit.passes(new.check(account.currency, method.as_ref()).map(drop))
        });
        match untrack(|| self.chosen()) {
            Some(Means::Method(..)) if passes => self.confirming.set(true),
            _ if passes => self.send(),
            _ => {}
        }
    }

    /// Sends it.
    pub fn send(self) {
        self.confirming.set(false);
        let Some(new) = untrack(|| self.new_payment()) else { return };
        let bar = self.bar;
        self.submit.send::<BeginPayment>((), new, move |payment: Payment| {
            // *Back* from the channel's page leads to the payment, not to a form that could begin another.
            let address = TopUpAddress { payment: Some(payment.id), ..TopUpAddress::default() };
            bar.go(&Route::TopUp(address), Step::Replace);
            if let State::AwaitingCustomer { next: CustomerStep::Page { address } } = payment.state {
                let _ = window().location().assign(&address);
            }
        });
    }

    /// A form of its own: what was sent under the old key stays what it is.
    fn start_anew(self) {
        self.submit.problem.set(None);
        self.change(|address| address.key = fresh_key());
    }
}

/// The form.
#[component]
pub(super) fn TopUpForm() -> impl IntoView {
    let speech = use_speech();
    let form = Form::new();
    if form.address().key.is_none() {
        form.change(|address| address.key = fresh_key());
    }
    let problem: Signal<Option<Problem>> =
        Signal::derive(move || form.accounts.problem.get().or(form.channels.problem.get()));
    let state = Signal::derive(move || match form.channels.get() {
        Some(_) => form.accounts.state().get(),
        None => form.channels.state().get(),
    });
    let retry = move |()| {
        form.accounts.again();
        form.channels.again();
    };
    view! {
        <Loaded
            state
            skeleton=|| view! { <Skeleton lines=8 /> }
            problem=move || view! { <ProblemText problem /> }
            retry=speech.say(|words| words.shell.try_again)
            on_retry=retry
        >
            {move || {
                let channels = form.channels.get().is_some_and(|known| !known.channels.is_empty());
                match (channels, form.account().is_some()) {
                    (true, true) => view! { <Fields form /> }.into_any(),
                    (true, false) => {
                        view! { <Empty icon=Icon::Funding title=speech.say(|words| words.payments.no_account) /> }
                            .into_any()
                    }
                    (false, _) => {
                        view! {
                            <Empty
                                icon=Icon::Payment
                                title=speech.say(|words| words.payments.no_channel)
                                text=speech.say(|words| words.payments.no_channel_text)
                            />
                        }
                            .into_any()
                    }
                }
            }}
        </Loaded>
    }
    .into_any()
}

#[component]
fn Fields(form: Form) -> impl IntoView {
    let speech = use_speech();
    let problem = form.submit.problem;
    let general = Signal::derive(move || problem.get().filter(|problem| problem.errors.is_empty()));
    let reused = Memo::new(move |_| {
        problem.with(|problem| problem.as_ref().is_some_and(|problem| problem.code == ProblemCode::KeyReused))
    });
    let submitted = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        form.press();
    };
    let label = speech.tell(move |words| {
        let label = match form.chosen() {
            Some(Means::Method(..)) => words.payments.charge_now,
            Some(Means::Channel(Channel::BankTransfer)) => words.payments.get_details,
            _ => words.payments.go_to_channel,
        };
        label.to_owned()
    });
    view! {
        <form class="stack payment-form" novalidate on:submit=submitted>
            {move || general.with(Option::is_some).then(|| view! {
                <Note tone=Tone::Red>
                    <ProblemText problem=general />
                    {move || reused.get().then(|| view! {
                        <Button
                            label=speech.say(|words| words.payments.start_anew)
                            on_press=move |()| form.start_anew()
                        />
                    })}
                </Note>
            })}
            <AccountField form />
            <AmountField form />
            <Reached form />
            <MeansField form />
            <div class="row">
                <Button label kind=ButtonKind::Primary submit=true pending=form.submit.pending />
            </div>
        </form>
        <Confirm form />
    }
    .into_any()
}
