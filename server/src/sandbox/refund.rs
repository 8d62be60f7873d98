//! Money that the sandbox gives back: of payments, and of bank transfers that are nobody's.

use super::api::{Portal, Reply};
use super::book::{Book, Manner, No};
use super::{Sandbox, kept::Kept};
use crate::channel::wire::{self, Arrived, Notice, Refund, RefundOf};
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use contract::money::Money;
use contract::payment::{Event, RefundEvent, RefundFailure};
use serde::Deserialize;

/// A payer of this name has closed the account: nothing can be sent back there.
const CLOSED: &str = "closed";

/// Money that is given back.
#[derive(Debug, Clone)]
pub struct Refunding {
    /// What was asked.
    pub refund: Refund,
    /// How it stands.
    pub event: RefundEvent,
}

impl Refunding {
    /// Whether it was given back, or may still be.
    const fn counts(&self) -> bool {
        !matches!(self.event, RefundEvent::Fail { .. })
    }
}

/// What is given back, and of what.
#[derive(Debug, Default)]
pub struct Refunds {
    /// Bank transfers that were sent.
    pub arrivals: Kept<Arrived>,
    /// By key.
    pub by_key: Kept<Refunding>,
}

impl Book {
    /// Begins to give money back; how that goes on, none when it was begun before under this key.
    fn begin_refund(&mut self, refund: &Refund) -> Result<Option<Manner>, No> {
        if let Some(known) = self.refunds.by_key.get(&refund.key) {
            return if known.refund == *refund { Ok(None) } else { Err(No::NotNow) };
        }
        let given = self.given_back(&refund.of, Refunding::counts);
        let (paid, manner) = match &refund.of {
            RefundOf::Payment { payment } => {
                let paying = self.payment(*payment).ok_or(No::Unknown)?;
                if !paying.is_paid() {
                    return Err(No::NotNow);
                }
                (paying.intent.money, paying.manner)
            }
            RefundOf::Arrival { arrival } => {
                let arrived = self.refunds.arrivals.get(arrival).ok_or(No::Unknown)?;
                let closed = arrived.payer.to_lowercase().contains(CLOSED);
                (arrived.money, if closed { Manner::NoRefund } else { Manner::Plain })
            }
        };
        let fits = refund.money.currency() == paid.currency()
            && refund.money.minor() > 0
            && given.checked_add(refund.money.minor()).is_some_and(|sum| sum <= paid.minor());
        if !fits {
            return Err(No::TooMuch);
        }
        let new = Refunding { refund: refund.clone(), event: RefundEvent::Process };
        self.refunds.by_key.add(refund.key.clone(), new);
        Ok(Some(manner))
    }

    /// What was given back of something, in minor units.
    fn given_back(&self, of: &RefundOf, counts: impl Fn(&Refunding) -> bool) -> i64 {
        let of_it = self.refunds.by_key.all().filter(|known| known.refund.of == *of && counts(known));
        of_it.map(|known| known.refund.money.minor()).sum()
    }

    fn put_refund(&mut self, key: &str, event: RefundEvent) {
        let Some(known) = self.refunds.by_key.get(key) else { return };
        known.event = event;
        let of = known.refund.of.clone();
        let given = self.given_back(&of, |known| known.event == RefundEvent::Succeed);
        if let RefundOf::Payment { payment } = of
            && event == RefundEvent::Succeed
            && let Some(paying) = self.payment(payment)
        {
            let refunded = Money::new(given, paying.intent.money.currency());
            paying.event = Event::Refund { refunded };
        }
    }
}

impl Sandbox {
    /// Lets money be given back, and tells it in this manner.
    fn give_back(&self, refund: &Refund, manner: Manner) {
        let last = match manner {
            Manner::NoRefund => RefundEvent::Fail { reason: RefundFailure::Closed },
            _ => RefundEvent::Succeed,
        };
        let told = |event: RefundEvent| Notice::Refund(standing(refund, event));
        if manner == Manner::Late {
            self.herald.tell(vec![told(RefundEvent::Process)]);
            let (sandbox, late, refund) = (self.clone(), self.settings.late, refund.clone());
            tokio::spawn(async move {
                tokio::time::sleep(late).await;
                sandbox.book().put_refund(&refund.key, last);
                sandbox.herald.tell(vec![Notice::Refund(standing(&refund, last))]);
            });
            return;
        }
        self.book().put_refund(&refund.key, last);
        let mut notices = vec![told(RefundEvent::Process), told(last)];
        match manner {
            Manner::Twice => notices.push(told(last)),
            Manner::Disordered => notices.reverse(),
            Manner::Plain | Manner::NoRefund | Manner::Late => {}
        }
        self.herald.tell(notices);
    }
}

fn standing(refund: &Refund, event: RefundEvent) -> wire::Refunding {
    wire::Refunding { of: refund.of.clone(), key: refund.key.clone(), refund: event }
}

/// Gives money back, once under a key.
pub async fn begin(
    State(sandbox): State<Sandbox>,
    _: Portal,
    Json(refund): Json<Refund>,
) -> Reply<wire::Refunding> {
    let begun = sandbox.book().begin_refund(&refund)?;
    if let Some(manner) = begun {
        sandbox.give_back(&refund, manner);
    }
    // What is answered is that it is under way: how it ends is told, or asked for.
    Ok(Json(standing(&refund, RefundEvent::Process)))
}

/// Under which key it is asked for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    key: String,
}

/// How giving back stands.
pub async fn show(
    State(sandbox): State<Sandbox>,
    _: Portal,
    Query(asked): Query<Asked>,
) -> Reply<wire::Refunding> {
    let mut book = sandbox.book();
    let known = book.refunds.by_key.get(&asked.key).ok_or(StatusCode::NOT_FOUND)?;
    Ok(Json(standing(&known.refund, known.event)))
}
