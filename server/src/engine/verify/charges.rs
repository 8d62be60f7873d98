//! Charges of running cycles, against the attempts at them (A4): paid by exactly one, and as often failed as attempts did.

use crate::store::payments_audit::{LoggedCharge, LoggedPayment};
use contract::id::PaymentId;
use contract::payment::State;
use std::collections::BTreeMap;

/// How an attempt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Nobody knows yet.
    Open,
    Paid,
    /// Paid after it was given up: the money is cash, and the charge is over all the same.
    Late,
    /// Without money.
    Failed,
    /// Paid and given back: whether it had come late is not known any more.
    Refunded,
}

#[derive(Debug)]
struct Attempt {
    payment: PaymentId,
    number: i64,
    amount: i64,
    end: End,
}

/// Attempts at charges, by account, month and place.
#[derive(Debug, Default)]
pub(super) struct Attempts(BTreeMap<(i64, i64, i64), Vec<Attempt>>);

impl Attempts {
    /// Takes in a payment, if it is an attempt at a charge.
    pub(super) fn add(&mut self, payment: PaymentId, logged: &LoggedPayment, state: &State) {
        let (Some(cycle), Some(crossing), Some(number)) = (logged.cycle, logged.crossing, logged.attempt)
        else {
            return;
        };
        let end = match state {
            State::Succeeded { late: false, .. } => End::Paid,
            State::Succeeded { late: true, .. } => End::Late,
            State::Refunded { .. } => End::Refunded,
            state if state.is_final() => End::Failed,
            _ => End::Open,
        };
        let attempt = Attempt { payment, number, amount: logged.amount, end };
        self.0.entry((logged.account_id, cycle, crossing)).or_default().push(attempt);
    }

    /// Says what is off with the charges.
    pub(super) fn judge(mut self, charges: &[LoggedCharge]) -> Vec<String> {
        let mut off = Vec::new();
        for charge in charges {
            let (account, cycle, crossing) = (charge.account_id, charge.cycle, charge.crossing);
            let attempts = self.0.remove(&(account, cycle, crossing)).unwrap_or_default();
            off.extend(
                one(charge, &attempts)
                    .err()
                    .map(|why| format!("charge {crossing} of account {account}, cycle {cycle}: {why}")),
            );
        }
        let strangers = self.0.into_values().flatten();
        off.extend(strangers.map(|attempt| {
            format!("payment {}: it is an attempt at a charge that is not there", attempt.payment)
        }));
        off
    }
}

fn one(charge: &LoggedCharge, attempts: &[Attempt]) -> Result<(), String> {
    if let Some(other) = attempts.iter().find(|attempt| attempt.amount != charge.amount) {
        return Err(format!(
            "it is over {}, but payment {} over {}",
            charge.amount, other.payment, other.amount
        ));
    }
    let count = |end: End| attempts.iter().filter(|attempt| attempt.end == end).count();
    let state = charge.state.as_str();
    match (state, count(End::Paid)) {
        ("paid", 0) if count(End::Refunded) + count(End::Late) == 0 => {
            return Err("it is paid, but no attempt at it succeeded".to_owned());
        }
        ("paid", 0 | 1) => {}
        ("due" | "sent" | "failed" | "void", 0) if count(End::Late) == 0 => {}
        ("due" | "sent" | "failed" | "void", _) => {
            return Err(format!("it is {state}, but an attempt at it succeeded"));
        }
        ("paid", _) => return Err("more than one attempt at it succeeded".to_owned()),
        _ => return Err(format!("no state is called {state:?}")),
    }
    let failed = i64::try_from(count(End::Failed)).unwrap_or(i64::MAX);
    // Some fail before anything is sent; what is paid does not count them any more, and what is let go did not fail.
    if !matches!(state, "paid" | "void") && failed > charge.failed_attempts {
        return Err(format!("{failed} attempts at it failed, but it says {}", charge.failed_attempts));
    }
    let next = attempts.iter().find(|attempt| attempt.number > charge.failed_attempts);
    if state == "sent" && next.is_none_or(|next| next.end == End::Failed) {
        return Err("it is sent, but no attempt at it is under way".to_owned());
    }
    Ok(())
}
