//! The fields of each act. Texts stay texts: the contract reads them.

use super::form::Task;
use crate::api::load::load;
use crate::api::use_api;
use crate::locale::{Speech, use_speech};
use crate::ui::{
    Checkbox, Choice, Field, MultiChoice, MultiChoiceWords, Select, TextArea, TextInput, TextKind, Tick,
    Toggled,
};
use contract::api::{ListCreditableBills, MonthQuery, OperatorAccountPath, OperatorStanding};
use contract::calendar::SettlementCycle;
use contract::cycle::Cycle;
use contract::ledger::Channel;
use contract::operator::{ActForm, ActKind, DEFAULT_CALENDAR, OrderKey};
use contract::rule::FieldError;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What is typed.
#[derive(Clone, Copy)]
pub(super) struct Typed {
    act: RwSignal<Option<ActKind>>,
    amount: RwSignal<String>,
    valid_from: RwSignal<String>,
    valid_to: RwSignal<String>,
    products: RwSignal<BTreeSet<String>>,
    /// Places in the list of orders.
    orders: RwSignal<BTreeSet<String>>,
    known_orders: RwSignal<Vec<OrderKey>>,
    settlement_cycle: RwSignal<String>,
    days: RwSignal<String>,
    business_days: RwSignal<bool>,
    calendar: RwSignal<String>,
    special: RwSignal<bool>,
    reseller: RwSignal<bool>,
    channel: RwSignal<String>,
    month: RwSignal<String>,
    bill: RwSignal<String>,
    entry: RwSignal<String>,
    holidays: RwSignal<String>,
    pub(super) reason: RwSignal<String>,
}

impl Typed {
    pub(super) fn empty() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            act: RwSignal::new(None),
            amount: text(),
            valid_from: text(),
            valid_to: text(),
            products: RwSignal::default(),
            orders: RwSignal::default(),
            known_orders: RwSignal::default(),
            settlement_cycle: text(),
            days: text(),
            business_days: RwSignal::new(false),
            calendar: text(),
            special: RwSignal::new(false),
            reseller: RwSignal::new(false),
            channel: text(),
            month: text(),
            bill: text(),
            entry: text(),
            holidays: text(),
            reason: text(),
        }
    }

    /// Empty but for what the task says, and what is usual.
    pub(super) fn fill(self, task: Option<&Task>) {
        self.act.set(task.map(|task| task.act));
        for text in [self.amount, self.valid_to, self.bill, self.holidays, self.reason] {
            text.set(String::new());
        }
        self.products.set(BTreeSet::new());
        self.orders.set(BTreeSet::new());
        let standing = task.and_then(|task| task.subject.standing());
        self.known_orders.set(standing.map(|standing| standing.orders.clone()).unwrap_or_default());
        self.settlement_cycle.set(SettlementCycle::Monthly.name().to_owned());
        self.days.set("30".to_owned());
        self.business_days.set(false);
        self.calendar.set(DEFAULT_CALENDAR.to_owned());
        let terms = standing.and_then(|standing| standing.funding.terms);
        self.special.set(terms.is_some_and(|terms| terms.special_agreement));
        self.reseller.set(terms.is_some_and(|terms| !terms.directly_contracted));
        self.channel.set(Channel::Paypal.name().to_owned());
        let today = standing.map(|standing| standing.today);
        let this_month = today.and_then(|today| Cycle::of(today).ok()).map(|month| month.to_string());
        let is_card = task.is_some_and(|task| task.act == ActKind::GrantCard);
        let first = if is_card { this_month } else { today.map(|today| today.to_string()) };
        self.valid_from.set(first.unwrap_or_default());
        let month = task.and_then(|task| task.month);
        self.month.set(month.map(|month| month.to_string()).unwrap_or_default());
        let entry = task.and_then(|task| task.entry);
        self.entry.set(entry.map(|entry| entry.to_string()).unwrap_or_default());
    }

    /// The form as the contract reads it; follows every field.
    pub(super) fn form(self) -> ActForm {
        let act = self.act.get().unwrap_or(ActKind::GrantCoupon);
        let orders = self.orders.get();
        let known = self.known_orders.get();
        let chosen = known.into_iter().enumerate().filter(|(at, _)| orders.contains(&at.to_string()));
        let only = |wanted: bool, text: RwSignal<String>| if wanted { text.get() } else { String::new() };
        ActForm {
            reason: self.reason.get(),
            amount: self.amount.get(),
            valid_from: self.valid_from.get(),
            valid_to: self.valid_to.get(),
            products: self.products.get().into_iter().collect(),
            orders: chosen.map(|(_, order)| order).collect(),
            settlement_cycle: self.settlement_cycle.get(),
            days: self.days.get(),
            business_days: self.business_days.get(),
            calendar: self.calendar.get(),
            special_agreement: self.special.get(),
            through_reseller: self.reseller.get(),
            channel: self.channel.get(),
            month: self.month.get(),
            bill: only(act == ActKind::CreditNote, self.bill),
            entry: self.entry.get(),
            holidays: self.holidays.get(),
            ..ActForm::new(act)
        }
    }
}

/// The fields of an act, each with what is said of it.
#[component]
pub(super) fn Fields(
    act: ActKind,
    typed: Typed,
    task: RwSignal<Option<Task>>,
    errors: Memo<Vec<FieldError>>,
) -> impl IntoView {
    let speech = use_speech();
    let form = Form { speech, typed, task, errors };
    let own = form.own(act);
    let hint = Signal::derive(move || Some(speech.words().operator.reason_hint.to_owned()));
    view! {
        {own}
        <Field
            label=speech.say(|words| words.operator.reason)
            hint
            error=form.error("reason")
            id="operator-reason"
        >
            <TextInput value=typed.reason name="reason" autocomplete="off" />
        </Field>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Form {
    speech: Speech,
    typed: Typed,
    task: RwSignal<Option<Task>>,
    errors: Memo<Vec<FieldError>>,
}

type Word = fn(&crate::words::Words) -> &'static str;

impl Form {
    /// The fields that an act has of its own.
    fn own(self, act: ActKind) -> Vec<AnyView> {
        match act {
            ActKind::GrantCoupon => vec![
                self.amount(|words| words.operator.amount),
                self.date("valid_from", self.typed.valid_from, |words| words.operator.valid_from),
                self.date("valid_to", self.typed.valid_to, |words| words.operator.valid_to),
                self.products(),
            ],
            ActKind::GrantCard => vec![
                self.amount(|words| words.operator.amount),
                self.month("valid_from", self.typed.valid_from, |words| words.operator.first_month),
                self.month("valid_to", self.typed.valid_to, |words| words.operator.last_month),
                self.products(),
                self.orders(),
            ],
            ActKind::Refund => vec![
                self.month("month", self.typed.month, |words| words.operator.month),
                self.amount(|words| words.operator.amount),
            ],
            ActKind::CreditNote => vec![
                self.month("month", self.typed.month, |words| words.operator.month),
                self.bill(),
                self.amount(|words| words.operator.amount),
            ],
            ActKind::SetCreditTerms => vec![
                self.date("valid_from", self.typed.valid_from, |words| words.operator.valid_from),
                self.amount(|words| words.operator.credit_limit),
                self.settlement_cycle(),
                self.days(),
                self.calendar(),
                self.tick(self.typed.special, |words| words.operator.special_label),
                self.tick(self.typed.reseller, |words| words.operator.reseller_label),
            ],
            ActKind::EndCreditTerms => {
                vec![self.date("valid_from", self.typed.valid_from, |words| words.operator.valid_from)]
            }
            ActKind::SetSpecialAgreement => vec![
                self.date("valid_from", self.typed.valid_from, |words| words.operator.valid_from),
                self.tick(self.typed.special, |words| words.operator.special_label),
            ],
            ActKind::SetThreshold => vec![self.channel(), self.amount(|words| words.operator.threshold)],
            ActKind::Reverse => vec![self.entry()],
            ActKind::SetHolidays => vec![self.calendar_name(), self.holidays()],
            ActKind::SetThresholdRange => Vec::new(),
        }
    }

    fn error(self, field: &'static str) -> Signal<Option<String>> {
        let Self { speech, errors, .. } = self;
        Signal::derive(move || {
            let also = |error: &&FieldError| {
                error.field == field || (field == "amount" && error.field == "currency")
            };
            errors.with(|errors| errors.iter().find(also).map(|error| error.rule.message(speech.locale())))
        })
    }

    fn standing<T>(self, read: impl Fn(&OperatorStanding) -> T) -> Option<T> {
        self.task.with(|task| task.as_ref().and_then(|task| task.subject.standing()).map(read))
    }

    fn amount(self, label: Word) -> AnyView {
        let currency = Signal::derive(move || {
            let code = self.standing(|standing| standing.funding.account.currency.code());
            code.unwrap_or_default().to_owned()
        });
        view! {
            <Field label=self.speech.say(label) error=self.error("amount") id="operator-amount">
                <TextInput
                    value=self.typed.amount
                    kind=TextKind::Number
                    name="amount"
                    autocomplete="off"
                    suffix=currency
                />
            </Field>
        }
        .into_any()
    }

    fn date(self, field: &'static str, value: RwSignal<String>, label: Word) -> AnyView {
        view! {
            <Field label=self.speech.say(label) error=self.error(field) id=format!("operator-{field}")>
                <TextInput value kind=TextKind::Date name=field />
            </Field>
        }
        .into_any()
    }

    fn month(self, field: &'static str, value: RwSignal<String>, label: Word) -> AnyView {
        let speech = self.speech;
        let hint = Signal::derive(move || Some(speech.words().operator.month_hint.to_owned()));
        view! {
            <Field label=speech.say(label) hint error=self.error(field) id=format!("operator-{field}")>
                <TextInput value name=field autocomplete="off" />
            </Field>
        }
        .into_any()
    }

    fn choice(
        self,
        (field, label): (&'static str, Word),
        value: RwSignal<String>,
        choices: Signal<Vec<Choice>>,
    ) -> AnyView {
        view! {
            <Field label=self.speech.say(label) error=self.error(field) id=format!("operator-{field}")>
                <Select value choices on_change=move |chosen| value.set(chosen) name=field />
            </Field>
        }
        .into_any()
    }

    fn settlement_cycle(self) -> AnyView {
        let speech = self.speech;
        let choices = Signal::derive(move || {
            let words = &speech.words().operator;
            let name = |cycle: SettlementCycle| match cycle {
                SettlementCycle::Monthly => words.monthly,
                SettlementCycle::Quarterly => words.quarterly,
            };
            SettlementCycle::ALL.map(|cycle| Choice::new(cycle.name(), name(cycle))).to_vec()
        });
        let what: (&'static str, Word) = ("settlement_cycle", |words| words.operator.settlement_cycle);
        self.choice(what, self.typed.settlement_cycle, choices)
    }

    fn channel(self) -> AnyView {
        let speech = self.speech;
        let choices = Signal::derive(move || {
            let words = &speech.words().operator;
            vec![
                Choice::new(Channel::Paypal.name(), words.paypal),
                Choice::new(Channel::BankCard.name(), words.bank_card),
            ]
        });
        self.choice(("channel", |words| words.operator.channel), self.typed.channel, choices)
    }

    fn calendar(self) -> AnyView {
        let choices = Signal::derive(move || {
            let names = self.standing(|standing| standing.calendars.clone()).unwrap_or_default();
            names.into_iter().map(|name| Choice::new(name.clone(), name)).collect()
        });
        self.choice(("calendar", |words| words.operator.holiday_calendar), self.typed.calendar, choices)
    }

    fn days(self) -> AnyView {
        let business = self.typed.business_days;
        let label = self.speech.say(|words| words.operator.days_business);
        view! {
            <Field label=self.speech.say(|words| words.operator.days) error=self.error("days") id="operator-days">
                <TextInput value=self.typed.days kind=TextKind::Number name="days" autocomplete="off" />
            </Field>
            <Checkbox
                tick=Signal::derive(move || Tick::from(business.get()))
                label
                on_toggle=move |toggled: Toggled| business.set(toggled.on)
            />
        }
        .into_any()
    }

    fn tick(self, value: RwSignal<bool>, label: Word) -> AnyView {
        view! {
            <Checkbox
                tick=Signal::derive(move || Tick::from(value.get()))
                label=self.speech.say(label)
                on_toggle=move |toggled: Toggled| value.set(toggled.on)
            />
        }
        .into_any()
    }

    fn several(
        self,
        (field, label, hint): (&'static str, Word, Word),
        chosen: RwSignal<BTreeSet<String>>,
        choices: Signal<Vec<Choice>>,
    ) -> AnyView {
        let speech = self.speech;
        let error = self.error(field);
        let words = MultiChoiceWords {
            label: speech.say(label),
            search: speech.say(|words| words.bills.choices_search),
            none: speech.say(|words| words.bills.choices_none),
            more: speech.say(|words| words.bills.choices_more),
            clear: speech.say(|words| words.bills.choices_clear),
        };
        view! {
            <fieldset class="field">
                <legend class="field-label">{speech.say(label)}</legend>
                <p class="field-hint">{speech.say(hint)}</p>
                <div class="surface operator-choices">
                    <MultiChoice choices chosen on_change=move |now| chosen.set(now) words />
                </div>
                <div class="field-error" aria-live="polite">{move || error.get()}</div>
            </fieldset>
        }
        .into_any()
    }

    fn products(self) -> AnyView {
        let choices = Signal::derive(move || {
            let orders = self.typed.known_orders.get();
            let codes: BTreeSet<String> = orders.iter().map(|order| order.product.to_string()).collect();
            codes.into_iter().map(|code| Choice::new(code.clone(), code)).collect()
        });
        let what: (&'static str, Word, Word) =
            ("products", |words| words.operator.products, |words| words.operator.all_when_none);
        self.several(what, self.typed.products, choices)
    }

    fn orders(self) -> AnyView {
        let choices = Signal::derive(move || {
            let orders = self.typed.known_orders.get();
            let choice = |(at, order): (usize, OrderKey)| {
                Choice::new(at.to_string(), order.application.to_string())
                    .with_detail(order.product.to_string())
            };
            orders.into_iter().enumerate().map(choice).collect()
        });
        let what: (&'static str, Word, Word) =
            ("orders", |words| words.operator.orders, |words| words.operator.all_orders_when_none);
        self.several(what, self.typed.orders, choices)
    }

    /// The bills of the month that is typed, and what each still holds.
    fn bill(self) -> AnyView {
        let (speech, typed) = (self.speech, self.typed);
        let month = Memo::new(move |_| typed.month.with(|month| month.trim().parse::<Cycle>().ok()));
        let bills = load::<ListCreditableBills>(use_api(), move || {
            let path = self.standing(|standing| OperatorAccountPath {
                organization: standing.organization.id,
                account: standing.funding.account.number.clone(),
            })?;
            month.get().map(|month| (path, MonthQuery { month: Some(month) }))
        });
        let choices = Signal::derive(move || {
            let words = &speech.words().operator;
            let mut choices = vec![Choice::new("", words.whole_month)];
            let known = bills.get();
            choices.extend(known.iter().flat_map(|known| known.items.iter()).map(|bill| {
                let holds = (words.bill_holds)(&bill.open.spoken(), &bill.paid.spoken());
                Choice::new(bill.id.to_string(), format!("{} · {} · {holds}", bill.number, bill.product))
            }));
            choices
        });
        self.choice(("bill", |words| words.operator.bill), typed.bill, choices)
    }

    fn entry(self) -> AnyView {
        let entry = self.typed.entry;
        let label =
            self.speech.tell(move |words| (words.operator.entry)(entry.get().parse().unwrap_or_default()));
        let error = self.error("entry");
        view! {
            <p><b>{label}</b></p>
            <div class="field-error" aria-live="polite">{move || error.get()}</div>
        }
        .into_any()
    }

    fn calendar_name(self) -> AnyView {
        view! {
            <Field
                label=self.speech.say(|words| words.operator.holiday_calendar)
                error=self.error("calendar")
                id="operator-calendar"
            >
                <TextInput value=self.typed.calendar name="calendar" autocomplete="off" />
            </Field>
        }
        .into_any()
    }

    fn holidays(self) -> AnyView {
        let speech = self.speech;
        let hint = Signal::derive(move || Some(speech.words().operator.holidays_hint.to_owned()));
        view! {
            <Field
                label=speech.say(|words| words.operator.holidays)
                hint
                error=self.error("holidays")
                id="operator-holidays"
            >
                <TextArea value=self.typed.holidays name="holidays" />
            </Field>
        }
        .into_any()
    }
}
