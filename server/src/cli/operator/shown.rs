//! What came, or would come, of an act, in lines that a person can read and `grep` can find.

use chrono::NaiveDate;
use contract::calendar::{CreditControl, PaymentPeriod};
use contract::ledger::Book;
use contract::operator::{ActOutcome, Effects};
use contract::threshold::ThresholdRange;

/// The lines that are printed.
pub fn lines(outcome: &ActOutcome) -> Vec<String> {
    let first = match (outcome.already, outcome.dry_run) {
        (true, _) => "Done before under this key: nothing is changed. What it changed then:",
        (false, true) => "This would happen; nothing is changed:",
        (false, false) => "Done:",
    };
    let mut lines = vec![first.to_owned()];
    lines.extend(changes(&outcome.effects).into_iter().map(|line| format!("  {line}")));
    if let Some(entry) = outcome.entry {
        lines.push(format!("audit entry: {entry}"));
    }
    lines.push(format!("key: {}", outcome.key));
    lines
}

fn changes(effects: &Effects) -> Vec<String> {
    let mut lines = Vec::new();
    for change in &effects.books {
        lines.push(format!("{}: {} → {}", named(change.book), change.before, change.after));
    }
    for step in &effects.bills {
        lines.push(format!(
            "bill {}: {} of what is open, {} of what was paid",
            step.bill, step.open, step.paid
        ));
    }
    for change in effects.terms.iter().chain(&effects.later_terms) {
        let (before, after) = (terms(change.before.as_ref()), terms(change.after.as_ref()));
        lines.push(format!("from {}: {before} → {after}", change.valid_from));
        lines.push(format!("holiday calendar: {}", change.calendar));
    }
    if let Some(change) = &effects.threshold {
        lines.push(format!("threshold{}: {} → {}", from(change.valid_from), change.before, change.after));
    }
    if let Some(change) = &effects.threshold_range {
        let before = change.before.map_or_else(|| "none".to_owned(), range);
        lines.push(format!("thresholds{}: {before} → {}", from(change.valid_from), range(change.after)));
    }
    if let Some(arrival) = &effects.arrival {
        let (id, money) = (&arrival.id, arrival.money);
        lines.push(format!("transfer {id}: {money} from {} ({})", arrival.payer, arrival.reference));
        if let Some(payment) = arrival.payment {
            lines.push(format!("payment {}: {} of {} arrived", payment.id, payment.arrived, payment.money));
        }
    }
    if let Some(days) = &effects.days {
        lines.push(format!(
            "days: {} set, {} removed, {} as before, {} past and left alone",
            days.set, days.removed, days.same, days.past
        ));
    }
    lines
}

fn from(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| format!(" from {day}"))
}

fn named(book: Book) -> String {
    match book {
        Book::Refund(month) => format!("refund balance of {month}"),
        Book::Receivable(month) => format!("outstanding of {month}"),
        Book::Card(card) => format!("left on card {card}"),
        Book::Coupon(coupon) => format!("left of coupon {coupon}"),
        Book::Refunding(channel) => format!("on its way back by {}", channel.name()),
        Book::CreditNote => "given back or canceled in all".to_owned(),
        Book::Grant => "granted in all".to_owned(),
        Book::Lapsed => "lapsed in all".to_owned(),
        other => other.to_string(),
    }
}

fn terms(terms: Option<&CreditControl>) -> String {
    let Some(terms) = terms else { return "not on credit control".to_owned() };
    let period = match terms.payment_period {
        PaymentPeriod::Calendar(days) => format!("{days} calendar days"),
        PaymentPeriod::Business(days) => format!("{days} business days"),
    };
    let special = if terms.special_agreement { ", excluded by special agreement" } else { "" };
    let reseller = if terms.directly_contracted { "" } else { ", through a reseller" };
    let cycle = terms.settlement_cycle.name();
    format!("limit {}, {cycle}, due after {period}{special}{reseller}", terms.limit)
}

fn range(range: ThresholdRange) -> String {
    format!("{} to {}, else {}", range.least, range.most, range.standard)
}
