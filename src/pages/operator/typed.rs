//! What is typed of an act. Texts stay texts: the contract reads them.

use super::form::Task;
use contract::calendar::SettlementCycle;
use contract::cycle::Cycle;
use contract::ledger::Channel;
use contract::operator::{ActForm, ActKind, DEFAULT_CALENDAR, OrderKey};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What is typed.
#[derive(Clone, Copy)]
pub(super) struct Typed {
    pub(super) act: RwSignal<Option<ActKind>>,
    pub(super) amount: RwSignal<String>,
    pub(super) valid_from: RwSignal<String>,
    pub(super) valid_to: RwSignal<String>,
    pub(super) products: RwSignal<BTreeSet<String>>,
    /// Places in the list of orders.
    pub(super) orders: RwSignal<BTreeSet<String>>,
    pub(super) known_orders: RwSignal<Vec<OrderKey>>,
    pub(super) settlement_cycle: RwSignal<String>,
    pub(super) days: RwSignal<String>,
    pub(super) business_days: RwSignal<bool>,
    pub(super) calendar: RwSignal<String>,
    pub(super) special: RwSignal<bool>,
    pub(super) reseller: RwSignal<bool>,
    pub(super) channel: RwSignal<String>,
    pub(super) month: RwSignal<String>,
    pub(super) bill: RwSignal<String>,
    pub(super) entry: RwSignal<String>,
    pub(super) payment: RwSignal<String>,
    pub(super) arrival: RwSignal<String>,
    pub(super) holidays: RwSignal<String>,
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
            payment: text(),
            arrival: text(),
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
        let arrival = task.and_then(|task| task.arrival.as_ref());
        self.arrival.set(arrival.map(|arrival| arrival.id.clone()).unwrap_or_default());
        let payment = task.and_then(|task| task.payment);
        self.payment.set(payment.map(|(id, _)| id.to_string()).unwrap_or_default());
        if let Some((_, refundable)) = payment {
            self.amount.set(refundable.value());
        }
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
            payment: self.payment.get(),
            arrival: self.arrival.get(),
            entry: self.entry.get(),
            holidays: self.holidays.get(),
            ..ActForm::new(act)
        }
    }
}
