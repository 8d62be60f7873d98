//! What the sandbox remembers: payments and methods, so many and no more. The oldest are forgotten first.

use super::refund::Refunds;
use super::token::Token;
use crate::channel::wire::{Authorize, Link, Linked};
use contract::id::{MethodId, PaymentId};
use contract::money::Money;
use contract::payment::{DeclineReason, Event};
use std::collections::{BTreeMap, VecDeque};

/// How many of each are remembered.
pub const MOST: usize = 10_000;

/// How an answer is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Manner {
    /// At once.
    #[default]
    Plain,
    /// After a while, whatever was said in between.
    Late,
    /// Twice.
    Twice,
    /// The last first.
    Disordered,
    /// At once; but what is given back later does not arrive.
    NoRefund,
    /// At once; but the smallest unit less is taken than was asked for.
    Short,
}

/// What becomes of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is paid.
    Approve(Manner),
    /// It is not.
    Decline(DeclineReason),
    /// The bank does not answer; after a while it is declined.
    TimeOut,
}

/// A payment.
#[derive(Debug, Clone)]
pub struct Paying {
    /// What was asked for.
    pub intent: Authorize,
    /// Who knows it may pay.
    pub secret: String,
    /// How it stands.
    pub event: Event,
    /// How the answer is given.
    pub manner: Manner,
    /// Whether it was given up, and what is late comes all the same.
    pub given_up: bool,
}

/// A method that is being linked.
#[derive(Debug, Clone)]
pub struct Linking {
    /// What was asked for.
    pub link: Link,
    /// Who knows it may link.
    pub secret: String,
    /// What was linked.
    pub linked: Option<Linked>,
}

/// Everything that is remembered.
#[derive(Debug, Default)]
pub struct Book {
    payments: BTreeMap<PaymentId, Paying>,
    methods: BTreeMap<MethodId, Linking>,
    order: VecDeque<PaymentId>,
    method_order: VecDeque<MethodId>,
    pay_secrets: BTreeMap<String, PaymentId>,
    link_secrets: BTreeMap<String, MethodId>,
    /// What is given back.
    pub refunds: Refunds,
}

/// Why something is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum No {
    /// There is no such thing.
    Unknown,
    /// Not as it stands.
    NotNow,
    /// More than what was paid.
    TooMuch,
}

impl Paying {
    /// A new one; with a token, what its behaviour comes to.
    pub fn new(intent: Authorize, secret: String, event: Event, manner: Manner) -> Self {
        Self { intent, secret, event, manner, given_up: false }
    }

    /// What is taken of it.
    pub fn takes(&self) -> Money {
        taken(&self.intent, self.manner)
    }

    /// Whether the customer can still choose.
    pub fn is_open(&self) -> bool {
        matches!(self.event, Event::Await { .. }) && !self.given_up
    }

    /// Whether the money arrived.
    pub fn is_paid(&self) -> bool {
        matches!(self.event, Event::Succeed { .. } | Event::Refund { .. })
    }

    /// What is taken next: the money is ready.
    pub fn take(&mut self) -> Result<(), No> {
        match self.event {
            Event::Authorize => {
                self.event = Event::Process;
                Ok(())
            }
            Event::Process | Event::Succeed { .. } | Event::Refund { .. } => Ok(()),
            _ => Err(No::NotNow),
        }
    }

    /// Gives it up; what is paid stays so.
    pub fn give_up(&mut self) {
        if !self.is_paid() && !matches!(self.event, Event::Decline { .. } | Event::Cancel) {
            self.given_up = true;
            self.event = Event::Expire;
        }
    }
}

impl Book {
    /// A payment.
    pub fn payment(&mut self, id: PaymentId) -> Option<&mut Paying> {
        self.payments.get_mut(&id)
    }

    /// The payment of a page.
    pub fn by_secret(&mut self, secret: &str) -> Option<(PaymentId, &mut Paying)> {
        let id = *self.pay_secrets.get(secret)?;
        self.payments.get_mut(&id).map(|paying| (id, paying))
    }

    /// Remembers a payment.
    pub fn add(&mut self, paying: Paying) {
        let id = paying.intent.payment;
        self.pay_secrets.insert(paying.secret.clone(), id);
        self.payments.insert(id, paying);
        self.order.push_back(id);
        if self.order.len() > MOST
            && let Some(old) = self.order.pop_front().and_then(|old| self.payments.remove(&old))
        {
            self.pay_secrets.remove(&old.secret);
        }
    }

    /// A method that is being linked.
    pub fn method(&mut self, id: MethodId) -> Option<&mut Linking> {
        self.methods.get_mut(&id)
    }

    /// The method of a page.
    pub fn method_by_secret(&mut self, secret: &str) -> Option<&mut Linking> {
        let id = self.link_secrets.get(secret)?;
        self.methods.get_mut(id)
    }

    /// Remembers a method.
    pub fn add_method(&mut self, linking: Linking) {
        let id = linking.link.method;
        self.link_secrets.insert(linking.secret.clone(), id);
        self.methods.insert(id, linking);
        self.method_order.push_back(id);
        if self.method_order.len() > MOST
            && let Some(old) = self.method_order.pop_front().and_then(|old| self.methods.remove(&old))
        {
            self.link_secrets.remove(&old.secret);
        }
    }
}

/// What is taken of an intent.
fn taken(intent: &Authorize, manner: Manner) -> Money {
    let short = i64::from(manner == Manner::Short);
    Money::new(intent.money.minor() - short, intent.money.currency())
}

/// What a charge of a linked method comes to.
pub fn outcome_of(token: &Token) -> Outcome {
    token.outcome
}

/// The events that are told for an outcome of an intent, in the order in which they happen: those before the end, and the
/// end.
pub fn story(outcome: Outcome, intent: &Authorize) -> Vec<Event> {
    match outcome {
        Outcome::Approve(manner) if intent.capture => {
            vec![Event::Process, Event::Succeed { paid: taken(intent, manner) }]
        }
        Outcome::Approve(_) => vec![Event::Authorize],
        Outcome::Decline(reason) => vec![Event::Decline { reason }],
        Outcome::TimeOut => vec![Event::Process, Event::Decline { reason: DeclineReason::TimedOut }],
    }
}

/// Choices that a customer has, by the name in the form.
pub fn choice(name: &str) -> Option<Outcome> {
    Some(match name {
        "approve" => Outcome::Approve(Manner::Plain),
        "late" => Outcome::Approve(Manner::Late),
        "twice" => Outcome::Approve(Manner::Twice),
        "disordered" => Outcome::Approve(Manner::Disordered),
        "no_refund" => Outcome::Approve(Manner::NoRefund),
        "short" => Outcome::Approve(Manner::Short),
        "decline" => Outcome::Decline(DeclineReason::Declined),
        "insufficient" => Outcome::Decline(DeclineReason::InsufficientFunds),
        "expired" => Outcome::Decline(DeclineReason::ExpiredCard),
        "time_out" => Outcome::TimeOut,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_choice_is_known_by_one_name() {
        let names = [
            "approve",
            "late",
            "twice",
            "disordered",
            "no_refund",
            "short",
            "decline",
            "insufficient",
            "expired",
            "time_out",
        ];
        let known: BTreeSet<String> =
            names.iter().map(|name| format!("{:?}", choice(name).unwrap())).collect();
        assert_eq!(known.len(), names.len());
        assert!(choice("steal").is_none());
    }
}
