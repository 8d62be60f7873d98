//! Money that the sandbox gives back: of payments, and of bank transfers that are nobody's; when it is asked to, and when
//! somebody takes it back at their bank.

use super::api::{Portal, Reply};
use super::book::{Book, Manner, No};
use super::hosted::language;
use super::{Sandbox, kept::Kept, page};
use crate::chance::hex;
use crate::channel::wire::{self, Arrived, Notice, Refund, RefundOf, Standing};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::{Form, Json};
use contract::id::PaymentId;
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
                (paying.takes(), paying.manner)
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
            paying.event = Event::Refund { paid: paying.takes(), refunded };
        }
    }
}

impl Book {
    /// Somebody takes money of a payment back at their bank; what was given back of it then in all.
    fn take_back(&mut self, payment: PaymentId, money: Money, key: String) -> Result<Money, No> {
        let refund = Refund { of: RefundOf::Payment { payment }, money, key: key.clone() };
        self.begin_refund(&refund)?;
        self.put_refund(&key, RefundEvent::Succeed);
        let given = self.given_back(&refund.of, |known| known.event == RefundEvent::Succeed);
        Ok(Money::new(given, money.currency()))
    }
}

/// What somebody takes back at their bank.
#[derive(Debug, Deserialize)]
pub struct Dispute {
    payment: String,
    amount: String,
    /// The message is lost: the portal has to ask.
    #[serde(default)]
    lost: Option<String>,
    #[serde(default)]
    lang: String,
}

/// Which payment the form is filled with.
#[derive(Debug, Default, Deserialize)]
pub struct Disputed {
    #[serde(default)]
    payment: String,
    #[serde(default)]
    lang: String,
}

/// Where money is taken back.
pub async fn ask(Query(filled): Query<Disputed>) -> Response {
    let (locale, words) = language(&filled.lang);
    Html(page::dispute(locale, words, (&filled.payment, ""), None)).into_response()
}

/// Takes money of a payment back at the bank: the portal is told how much was given back in all.
pub async fn dispute(
    State(sandbox): State<Sandbox>,
    Form(form): Form<Dispute>,
) -> Result<Response, StatusCode> {
    let (locale, words) = language(&form.lang);
    let shown = |said| page::dispute(locale, words, (&form.payment, &form.amount), Some(said));
    let id = sandbox.chance.bytes::<12>().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let taken = {
        let mut book = sandbox.book();
        let payment = form.payment.trim().to_lowercase().parse::<PaymentId>().ok();
        let paid = payment.and_then(|payment| Some((payment, book.payment(payment)?.takes())));
        paid.and_then(|(payment, paid)| {
            let money = Money::parse(paid.currency(), form.amount.trim()).ok()?;
            let refunded = book.take_back(payment, money, format!("dispute-{}", hex(&id))).ok()?;
            Some(Standing { payment, event: Event::Refund { paid, refunded } })
        })
    };
    let Some(standing) = taken else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(shown(words.dispute_wrong))).into_response());
    };
    if form.lost.is_none() {
        sandbox.herald.tell(vec![Notice::Payment(standing)]);
    }
    Ok(Html(shown(words.dispute_sent)).into_response())
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
            Manner::Plain | Manner::NoRefund | Manner::Short | Manner::Late => {}
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
