//! The form of a top-up. The contract's check speaks while one types (E1); the key in the address makes a double click, a
//! reload, *Back* and a second tab the same payment (P3).

use crate::api::load::{Load, load};
use crate::api::submit::{Submit, fresh_key};
use crate::api::use_api;
use crate::locale::{figure, use_speech};
use crate::parts::{ProblemText, error_of};
use crate::route::{AddressBar, Route, Step, TopUpAddress, use_address_bar};
use crate::ui::{
    Button, ButtonKind, Choice, Dialog, Empty, Field, Glyph, Icon, Loaded, Note, Select, Skeleton, TextInput,
    TextKind, Tone,
};
use contract::account::Account;
use contract::api::{
    BeginPayment, ChoiceQuery, GetPaymentChannels, ListAccounts, ListPaymentMethods, Listing,
    PaymentChannels, Problem, ProblemCode,
};
use contract::id::MethodId;
use contract::ledger::Channel;
use contract::payment::{CustomerStep, NewPayment, Payment, PaymentMethod, State, TypedAmount, limit};
use leptos::prelude::*;

/// What pays: a linked method, or a channel's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    Method(MethodId, Channel),
    Channel(Channel),
}

/// What the form works with.
#[derive(Clone, Copy)]
struct Form {
    bar: AddressBar,
    accounts: Load<Listing<Account>>,
    channels: Load<PaymentChannels>,
    methods: Load<Listing<PaymentMethod>>,
    amount: RwSignal<String>,
    means: RwSignal<Option<Means>>,
    submit: Submit,
    confirming: RwSignal<bool>,
}

impl Form {
    fn new() -> Self {
        let api = use_api();
        let bar = use_address_bar();
        let address = TopUpAddress::parse(&bar.query());
        Self {
            bar,
            accounts: load::<ListAccounts>(api, || Some(((), ChoiceQuery { q: None, limit: Some(500) }))),
            channels: load::<GetPaymentChannels>(api, || Some(((), ()))),
            methods: load::<ListPaymentMethods>(api, || Some(((), ()))),
            amount: RwSignal::new(address.amount.unwrap_or_default()),
            means: RwSignal::new(None),
            submit: Submit::new(api),
            confirming: RwSignal::new(false),
        }
    }

    fn address(self) -> TopUpAddress {
        TopUpAddress::parse(&self.bar.query())
    }

    fn change(self, change: impl FnOnce(&mut TopUpAddress)) {
        let mut address = self.address();
        change(&mut address);
        self.bar.go(&Route::TopUp(address), Step::Replace);
    }

    /// The account of the address; the first one when it names none that is seen.
    fn account(self) -> Option<Account> {
        let accounts = self.accounts.get()?;
        let named = self.address().account;
        let found = accounts.items.iter().find(|account| named.as_ref() == Some(&account.number));
        found.or(accounts.items.first()).cloned()
    }

    fn own_methods(self) -> Vec<PaymentMethod> {
        let Some(account) = self.account() else { return Vec::new() };
        let methods = self.methods.get();
        let own = methods.iter().flat_map(|methods| methods.items.iter());
        own.filter(|method| method.account.number == account.number).cloned().collect()
    }

    /// What is chosen, or what was meant before anything was: the default method, else the first channel.
    fn chosen(self) -> Option<Means> {
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

    fn new_payment(self) -> Option<NewPayment> {
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

    fn send(self) {
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
            <MeansField form />
            <div class="row">
                <Button label kind=ButtonKind::Primary submit=true pending=form.submit.pending />
            </div>
        </form>
        <Confirm form />
    }
    .into_any()
}

#[component]
fn AccountField(form: Form) -> impl IntoView {
    let speech = use_speech();
    let choices = Signal::derive(move || {
        let accounts = form.accounts.get();
        let accounts = accounts.iter().flat_map(|accounts| accounts.items.iter());
        let choice = |account: &Account| {
            let label = format!("{} · {} · {}", account.name, account.number, account.currency);
            Choice::new(account.number.as_str(), label)
        };
        accounts.map(choice).collect::<Vec<_>>()
    });
    let value =
        Signal::derive(move || form.account().map(|account| account.number.to_string()).unwrap_or_default());
    let pick = move |number: String| form.change(|address| address.account = number.parse().ok());
    view! {
        <Field
            label=speech.say(|words| words.payments.account)
            error=error_of(form.submit.problem, "account")
            id="payment-account"
        >
            <Select value choices on_change=pick name="account" />
        </Field>
    }
    .into_any()
}

#[component]
fn AmountField(form: Form) -> impl IntoView {
    let speech = use_speech();
    let currency = Memo::new(move |_| form.account().map(|account| account.currency));
    // What is typed is told at once, what is missing only when it is sent.
    let sent = error_of(form.submit.problem, "amount");
    let error = Signal::derive(move || {
        let (typed, currency) = (form.amount.get(), currency.get()?);
        if typed.trim().is_empty() {
            return sent.get();
        }
        let rule = TypedAmount::new(currency, &typed).money(currency).err()?;
        Some(rule.message(speech.locale()))
    });
    let hint = Signal::derive(move || {
        let most = limit(currency.get()?);
        let sum = format!("{} {}", figure(&most.value()), most.currency());
        Some((speech.words().payments.amount_hint)(&sum))
    });
    let suffix =
        Signal::derive(move || currency.get().map(|known| known.code().to_owned()).unwrap_or_default());
    let keep = move |typed: String| {
        form.change(|address| address.amount = Some(typed).filter(|typed| !typed.is_empty()));
    };
    view! {
        <Field label=speech.say(|words| words.payments.amount) hint error id="payment-amount">
            <TextInput
                value=form.amount
                kind=TextKind::Number
                name="amount"
                autocomplete="off"
                suffix
                on_commit=keep
            />
        </Field>
    }
    .into_any()
}

#[component]
fn MeansField(form: Form) -> impl IntoView {
    let speech = use_speech();
    let error = error_of(form.submit.problem, "method");
    let methods = move || {
        let line = |method: PaymentMethod| {
            let means = Means::Method(method.id, method.kind.channel());
            let (name, expired) = (method.kind.to_string(), method.expired);
            let hint = speech.tell(move |words| {
                let hint = if expired { words.payments.method_expired } else { words.payments.method_hint };
                hint.to_owned()
            });
            view! { <MeansLine form means name=Signal::stored(name) hint blocked=expired /> }
        };
        form.own_methods().into_iter().map(line).collect_view()
    };
    let channels = move || {
        let known = form.channels.get().map(|known| known.channels.clone()).unwrap_or_default();
        let line = |channel: Channel| {
            let name = speech.tell(move |words| (words.payments.channel)(channel).to_owned());
            let hint = speech.tell(move |words| (words.payments.channel_hint)(channel).to_owned());
            view! { <MeansLine form means=Means::Channel(channel) name hint blocked=false /> }
        };
        known.into_iter().map(line).collect_view()
    };
    view! {
        <fieldset class="field means" id="payment-method">
            <legend class="field-label">{speech.say(|words| words.payments.pay_with)}</legend>
            {methods}
            {channels}
            <div class="field-error" aria-live="polite">
                {move || error.get().map(|error| view! { <Glyph icon=Icon::Failure /><span>{error}</span> })}
            </div>
        </fieldset>
    }
    .into_any()
}

#[component]
fn MeansLine(
    form: Form,
    means: Means,
    #[prop(into)] name: Signal<String>,
    #[prop(into)] hint: Signal<String>,
    blocked: bool,
) -> impl IntoView {
    let checked = Memo::new(move |_| form.chosen() == Some(means));
    view! {
        <label class="means-line">
            <input
                type="radio"
                name="means"
                disabled=blocked
                prop:checked=checked
                on:change=move |_| form.means.set(Some(means))
            />
            <span>
                <span class="means-name">{name}</span>
                <span class="caption">{hint}</span>
            </span>
        </label>
    }
    .into_any()
}

/// What is charged at once is confirmed with the exact sentence.
#[component]
fn Confirm(form: Form) -> impl IntoView {
    let speech = use_speech();
    let sentence = Signal::derive(move || {
        let (Some(new), Some(account)) = (form.new_payment(), form.account()) else { return String::new() };
        let method = form.own_methods().into_iter().find(|method| Some(method.id) == new.method);
        let (Some(method), Ok(money)) = (method, new.amount.money(account.currency)) else {
            return String::new();
        };
        let sum = format!("{} {}", figure(&money.value()), money.currency());
        (speech.words().payments.confirm)(&sum, &method.kind.to_string(), &account.name)
    });
    let close = move |()| form.confirming.set(false);
    view! {
        <Dialog
            open=Signal::from(form.confirming)
            on_close=close
            title=speech.say(|words| words.payments.confirm_title)
            close=speech.say(|words| words.shell.close)
            footer=move || {
                view! {
                    <Button
                        label=speech.say(|words| words.payments.charge_now)
                        kind=ButtonKind::Primary
                        pending=form.submit.pending
                        on_press=move |()| form.send()
                    />
                    <Button label=speech.say(|words| words.shell.cancel) on_press=close />
                }
            }
        >
            <p>{sentence}</p>
        </Dialog>
    }
    .into_any()
}
