//! How an account stands: what it has, what it agreed to, what can be given back; and what can be done.

use super::Subject;
use super::form::Task;
use super::history::History;
use super::payments::Payments;
use crate::locale::{Speech, day, use_speech};
use crate::parts::{MoneyText, MonthlyStateBadge};
use crate::ui::{Button, ButtonKind};
use contract::api::{ChannelThreshold, DatedTerms, DatedThreshold, GivableMonth, OperatorStanding};
use contract::calendar::{CreditControl, PaymentPeriod, SettlementCycle};
use contract::ledger::Channel;
use contract::money::Money;
use contract::operator::ActKind;
use leptos::prelude::*;
use std::sync::Arc;

/// What can be done to an account from its head, the loudest first.
const ACTS: [ActKind; 8] = [
    ActKind::GrantCoupon,
    ActKind::GrantCard,
    ActKind::Refund,
    ActKind::CreditNote,
    ActKind::SetCreditTerms,
    ActKind::EndCreditTerms,
    ActKind::SetSpecialAgreement,
    ActKind::SetThreshold,
];

/// The account.
#[component]
pub(super) fn Standing(standing: Arc<OperatorStanding>, task: RwSignal<Option<Task>>) -> impl IntoView {
    let speech = use_speech();
    let account = &standing.funding.account;
    let button = |act: ActKind| {
        let subject = Subject::Account(Arc::clone(&standing));
        let kind = if act == ActKind::GrantCoupon { ButtonKind::Primary } else { ButtonKind::Plain };
        let label = speech.tell(move |words| (words.operator.do_act)(act).to_owned());
        view! { <Button label kind on_press=move |()| task.set(Some(Task::new(act, subject.clone()))) /> }
    };
    view! {
        <div class="page-body">
            <div class="operator-head">
                <h2>{account.name.clone()}</h2>
                <p class="muted">
                    <span class="mono">{account.number.to_string()}</span>
                    " · "{standing.organization.name.clone()}" · "{account.currency.code()}
                </p>
                <div class="row">{ACTS.map(button).collect_view()}</div>
            </div>
            <div class="operator-grid">
                {balances(speech, &standing)}
                {terms(speech, &standing)}
                {thresholds(speech, &standing)}
                {held(speech, &standing)}
            </div>
            {months(speech, &standing, task)}
            <Payments standing=Arc::clone(&standing) task />
            <History standing task />
        </div>
    }
    .into_any()
}

fn line(label: Signal<String>, money: Money) -> AnyView {
    view! { <div class="operator-line"><dt>{label}</dt><dd><MoneyText money /></dd></div> }.into_any()
}

fn balances(speech: Speech, standing: &OperatorStanding) -> AnyView {
    let funding = &standing.funding;
    let refunds = funding.refunds.iter().map(|lot| {
        let month = lot.month.to_string();
        line(speech.tell(move |words| (words.operator.refund_of)(&month)), lot.left)
    });
    view! {
        <section class="operator-card surface">
            <h3>{speech.say(|words| words.operator.balances)}</h3>
            <dl>
                {line(speech.say(|words| words.operator.cash), funding.credit.cash)}
                {line(speech.say(|words| words.operator.credit_limit), funding.credit.credit_limit)}
                {line(speech.say(|words| words.operator.frozen), funding.credit.frozen)}
                {line(speech.say(|words| words.operator.available), funding.credit.available)}
                {line(speech.say(|words| words.operator.outstanding), funding.outstanding)}
                {refunds.collect_view()}
            </dl>
        </section>
    }
    .into_any()
}

/// Terms of credit in words.
pub(super) fn terms_text(speech: Speech, terms: &CreditControl) -> String {
    let words = &speech.words().operator;
    let cycle = match terms.settlement_cycle {
        SettlementCycle::Monthly => words.monthly,
        SettlementCycle::Quarterly => words.quarterly,
    };
    let period = match terms.payment_period {
        PaymentPeriod::Calendar(days) => (words.calendar_days)(days),
        PaymentPeriod::Business(days) => (words.business_days)(days),
    };
    let mut parts = vec![terms.limit.spoken(), cycle.to_owned(), period];
    parts.extend(terms.special_agreement.then(|| words.special.to_owned()));
    parts.extend((!terms.directly_contracted).then(|| words.reseller.to_owned()));
    parts.join(" · ")
}

fn terms(speech: Speech, standing: &OperatorStanding) -> AnyView {
    let entry = |dated: &DatedTerms| {
        let DatedTerms { valid_from, terms, .. } = dated.clone();
        let from = speech.tell(move |words| (words.operator.from_day)(&day(valid_from, speech.locale())));
        let text = speech.tell(move |words| {
            terms.as_ref().map_or_else(|| words.operator.ended.to_owned(), |terms| terms_text(speech, terms))
        });
        view! { <li><b>{from}</b><span>{text}</span></li> }
    };
    let list = if standing.terms.is_empty() {
        view! { <p class="muted">{speech.say(|words| words.operator.no_terms)}</p> }.into_any()
    } else {
        view! { <ul>{standing.terms.iter().map(entry).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="operator-card surface">
            <h3>{speech.say(|words| words.operator.terms)}</h3>
            {list}
        </section>
    }
    .into_any()
}

fn thresholds(speech: Speech, standing: &OperatorStanding) -> AnyView {
    let entry = |threshold: &ChannelThreshold| {
        let ChannelThreshold { channel, money, range, next } = threshold.clone();
        let name = match channel {
            Channel::Paypal => speech.say(|words| words.operator.paypal),
            _ => speech.say(|words| words.operator.bank_card),
        };
        let fixed = range.least == range.most;
        let range = speech
            .tell(move |words| (words.operator.threshold_range)(&range.least.spoken(), &range.most.spoken()));
        view! {
            <div class="operator-line">
                <dt>{name}{(!fixed).then(|| view! { <span class="caption">{range}</span> })}</dt>
                <dd><MoneyText money /></dd>
            </div>
            {next.into_iter().map(|dated| {
                let DatedThreshold { valid_from, money } = dated;
                let from = move |words: &crate::words::Words| {
                    (words.operator.from_day)(&day(valid_from, speech.locale()))
                };
                line(speech.tell(from), money)
            }).collect_view()}
        }
    };
    let list = if standing.thresholds.is_empty() {
        view! { <p class="muted">{speech.say(|words| words.operator.none_yet)}</p> }.into_any()
    } else {
        view! { <dl>{standing.thresholds.iter().map(entry).collect_view()}</dl> }.into_any()
    };
    view! {
        <section class="operator-card surface">
            <h3>{speech.say(|words| words.operator.thresholds)}</h3>
            {list}
        </section>
    }
    .into_any()
}

/// Cards and coupons, with what is left of them.
fn held(speech: Speech, standing: &OperatorStanding) -> AnyView {
    let funding = &standing.funding;
    let entry = |from: String, to: String, money: Money| {
        let label = speech.tell(move |words| (words.operator.validity)(&from, &to));
        line(label, money)
    };
    let cards = funding.cards.iter();
    let cards: Vec<AnyView> =
        cards.map(|card| entry(card.valid_from.to_string(), card.valid_to.to_string(), card.left)).collect();
    let coupons = funding.coupons.iter();
    let coupons: Vec<AnyView> = coupons
        .map(|coupon| entry(coupon.valid_from.to_string(), coupon.valid_to.to_string(), coupon.left))
        .collect();
    let list = |entries: Vec<AnyView>| {
        if entries.is_empty() {
            view! { <p class="muted">{speech.say(|words| words.operator.none_yet)}</p> }.into_any()
        } else {
            view! { <dl>{entries}</dl> }.into_any()
        }
    };
    view! {
        <section class="operator-card surface">
            <h3>{speech.say(|words| words.operator.cards)}</h3>
            {list(cards)}
            <h3>{speech.say(|words| words.operator.coupons)}</h3>
            {list(coupons)}
        </section>
    }
    .into_any()
}

/// Issued months, with what can be given back of each.
fn months(speech: Speech, standing: &Arc<OperatorStanding>, task: RwSignal<Option<Task>>) -> AnyView {
    let act = |act: ActKind, month: &GivableMonth| {
        let new = Task::of_month(act, Subject::Account(Arc::clone(standing)), month.cycle);
        let label = speech.tell(move |words| (words.operator.do_act)(act).to_owned());
        view! { <Button label kind=ButtonKind::Quiet on_press=move |()| task.set(Some(new.clone())) /> }
    };
    let row = |month: &GivableMonth| {
        view! {
            <tr>
                <td>{month.cycle.to_string()}</td>
                <td><MonthlyStateBadge state=month.state /></td>
                <td class="number"><MoneyText money=month.consumption /></td>
                <td class="number"><MoneyText money=month.outstanding /></td>
                <td class="number"><MoneyText money=month.refundable /></td>
                <td>
                    <div class="operator-row-acts">
                        {act(ActKind::CreditNote, month)}
                        {act(ActKind::Refund, month)}
                    </div>
                </td>
            </tr>
        }
    };
    let rows = standing.months.iter().map(row).collect_view();
    view! {
        <section class="operator-months">
            <h3>{speech.say(|words| words.operator.months)}</h3>
            <div class="operator-scroll" tabindex="0" role="region" aria-label=speech.say(|words| words.operator.months)>
                <table class="table" data-cards="no">
                    <thead>
                        <tr>
                            <th scope="col">{speech.say(|words| words.operator.month)}</th>
                            <th scope="col">{speech.say(|words| words.operator.state)}</th>
                            <th scope="col" class="number">{speech.say(|words| words.operator.consumption)}</th>
                            <th scope="col" class="number">{speech.say(|words| words.operator.outstanding)}</th>
                            <th scope="col" class="number">{speech.say(|words| words.operator.refundable)}</th>
                            <th scope="col"><span class="visually-hidden">{speech.say(|words| words.operator.act)}</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
