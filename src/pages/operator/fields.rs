//! The fields of each act.

use super::form::Task;
use super::typed::Typed;
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
use contract::operator::{ActKind, OrderKey};
use contract::rule::FieldError;
use leptos::prelude::*;
use std::collections::BTreeSet;

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
            ActKind::RefundPayment => vec![self.payment(), self.amount(|words| words.operator.amount)],
            ActKind::AssignArrival => vec![self.arrival(), self.payment_of_arrival()],
            ActKind::ReturnArrival => vec![self.arrival()],
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
            ActKind::SetThreshold => vec![
                self.channel(),
                self.amount(|words| words.operator.threshold),
                self.date("valid_from", self.typed.valid_from, |words| words.operator.valid_from),
            ],
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

    fn payment(self) -> AnyView {
        let (payment, error) = (self.typed.payment, self.error("payment"));
        view! {
            <p>{self.speech.say(|words| words.operator.payment)}" "<b class="mono">{move || payment.get()}</b></p>
            <div class="field-error" aria-live="polite">{move || error.get()}</div>
        }
        .into_any()
    }

    /// The payment that a bank transfer is of; none: found by its reference or amount.
    fn payment_of_arrival(self) -> AnyView {
        let speech = self.speech;
        let hint = Signal::derive(move || Some(speech.words().operator.payment_hint.to_owned()));
        view! {
            <Field
                label=speech.say(|words| words.operator.payment)
                hint
                error=self.error("payment")
                id="operator-payment"
            >
                <TextInput value=self.typed.payment name="payment" autocomplete="off" />
            </Field>
        }
        .into_any()
    }

    /// The bank transfer, as it arrived.
    fn arrival(self) -> AnyView {
        let (task, error) = (self.task, self.error("arrival"));
        let arrived = move || {
            let arrival = task.with(|task| task.as_ref().and_then(|task| task.arrival.clone()))?;
            Some(format!("{} · {} · {}", arrival.money.spoken(), arrival.payer, arrival.reference))
        };
        view! {
            <p><b>{arrived}</b></p>
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
