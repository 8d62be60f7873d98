//! What the portal asks the sandbox, with the key that they share.

use super::book::{self, Linking, Manner, No, Outcome, Paying, story};
use super::{Sandbox, token};
use crate::chance::hex;
use crate::channel::wire::{self, Authorize, Link, Linked, Notice, Standing};
use axum::Json;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use contract::id::{MethodId, PaymentId};
use contract::ledger::Channel;
use contract::payment::{CustomerStep, Event, Transfer};

/// Shown by whoever knows the key.
pub struct Portal;

impl FromRequestParts<Sandbox> for Portal {
    type Rejection = StatusCode;
    async fn from_request_parts(parts: &mut Parts, sandbox: &Sandbox) -> Result<Self, StatusCode> {
        let given = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        if sandbox.settings.key.is_bearer(given) { Ok(Self) } else { Err(StatusCode::UNAUTHORIZED) }
    }
}

pub type Reply<T> = Result<Json<T>, StatusCode>;

impl From<No> for StatusCode {
    fn from(no: No) -> Self {
        match no {
            No::Unknown => Self::NOT_FOUND,
            No::NotNow => Self::CONFLICT,
            No::TooMuch => Self::UNPROCESSABLE_ENTITY,
        }
    }
}

pub async fn health() -> &'static str {
    "well"
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, StatusCode> {
    text.parse().map_err(|_| StatusCode::NOT_FOUND)
}

fn secret(sandbox: &Sandbox) -> Result<String, StatusCode> {
    let bytes = sandbox.chance.bytes::<16>().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(hex(&bytes))
}

/// Whether the customer may be sent there.
fn goes_back(sandbox: &Sandbox, address: &str) -> bool {
    address.strip_prefix(&sandbox.settings.return_origin).is_some_and(|rest| rest.starts_with('/'))
}

pub async fn authorize(
    State(sandbox): State<Sandbox>,
    _: Portal,
    Json(intent): Json<Authorize>,
) -> Reply<Standing> {
    if intent.money.minor() <= 0 || !goes_back(&sandbox, &intent.return_to) {
        return Err(StatusCode::BAD_REQUEST);
    }
    let payment = intent.payment;
    if let Some(known) = sandbox.book().payment(payment) {
        // The same payment again is the same payment; another one under its id is none.
        let same = known.intent.money == intent.money && known.intent.channel == intent.channel;
        let standing = Standing { payment, event: known.event.clone() };
        return if same { Ok(Json(standing)) } else { Err(StatusCode::CONFLICT) };
    }
    let secret = secret(&sandbox)?;
    if let Some(text) = &intent.token {
        let token = token::parse(text).ok_or(StatusCode::BAD_REQUEST)?;
        let outcome = book::outcome_of(&token);
        sandbox.book().add(Paying::new(intent, secret, Event::Process, Manner::Plain));
        sandbox.come_to(payment, outcome);
        let event = sandbox.book().payment(payment).map(|paying| paying.event.clone());
        let event = event.filter(|event| !matches!(event, Event::Succeed { .. })).unwrap_or(Event::Process);
        return Ok(Json(Standing { payment, event }));
    }
    let next = match intent.channel {
        Channel::BankTransfer => CustomerStep::Transfer(transfer(&sandbox, &intent)),
        _ => CustomerStep::Page { address: format!("{}/pay/{secret}", sandbox.settings.origin) },
    };
    let event = Event::Await { next };
    sandbox.book().add(Paying::new(intent, secret, event.clone(), Manner::Plain));
    Ok(Json(Standing { payment, event }))
}

/// Where to transfer to: the payment's id is the reference.
fn transfer(sandbox: &Sandbox, intent: &Authorize) -> Transfer {
    let reference = intent.payment.to_string().to_uppercase();
    let (value, currency) = (intent.money.value(), intent.money.currency());
    let page =
        format!("{}/bank?reference={reference}&amount={value}&currency={currency}", sandbox.settings.origin);
    Transfer {
        reference,
        payee: "Billing portal (sandbox)".to_owned(),
        bank: "Sandbox Bank".to_owned(),
        bank_account: "SB00 1234 5678 9012 3456".to_owned(),
        bank_page: Some(page),
    }
}

pub async fn show(State(sandbox): State<Sandbox>, _: Portal, Path(text): Path<String>) -> Reply<Standing> {
    let payment: PaymentId = id(&text)?;
    let event = sandbox.book().payment(payment).map(|paying| paying.event.clone());
    event.map(|event| Json(Standing { payment, event })).ok_or(StatusCode::NOT_FOUND)
}

pub async fn capture(State(sandbox): State<Sandbox>, _: Portal, Path(text): Path<String>) -> Reply<Standing> {
    let payment: PaymentId = id(&text)?;
    let (first, manner, event, paid) = {
        let mut book = sandbox.book();
        let paying = book.payment(payment).ok_or(StatusCode::NOT_FOUND)?;
        let first = paying.event == Event::Authorize;
        paying.take()?;
        (first, paying.manner, paying.event.clone(), paying.takes())
    };
    if first {
        sandbox.tell(payment, vec![Event::Process, Event::Succeed { paid }], manner);
    }
    Ok(Json(Standing { payment, event }))
}

pub async fn expire(State(sandbox): State<Sandbox>, _: Portal, Path(text): Path<String>) -> Reply<Standing> {
    let payment: PaymentId = id(&text)?;
    let mut book = sandbox.book();
    let paying = book.payment(payment).ok_or(StatusCode::NOT_FOUND)?;
    paying.give_up();
    Ok(Json(Standing { payment, event: paying.event.clone() }))
}

pub async fn link(State(sandbox): State<Sandbox>, _: Portal, Json(link): Json<Link>) -> Reply<wire::Linking> {
    if !goes_back(&sandbox, &link.return_to) || token::of(link.channel).is_empty() {
        return Err(StatusCode::BAD_REQUEST);
    }
    let page = |secret: &str| wire::Linking { page: format!("{}/link/{secret}", sandbox.settings.origin) };
    if let Some(known) = sandbox.book().method(link.method) {
        return Ok(Json(page(&known.secret)));
    }
    let secret = secret(&sandbox)?;
    let answer = page(&secret);
    sandbox.book().add_method(Linking { link, secret, linked: None });
    Ok(Json(answer))
}

pub async fn linked(State(sandbox): State<Sandbox>, _: Portal, Path(text): Path<String>) -> Reply<Linked> {
    let method: MethodId = id(&text)?;
    let linked = sandbox.book().method(method).and_then(|linking| linking.linked.clone());
    linked.map(Json).ok_or(StatusCode::NOT_FOUND)
}

impl Sandbox {
    /// What becomes of a payment, as far as the customer's bank says now.
    pub(super) fn come_to(&self, payment: PaymentId, outcome: Outcome) {
        let (intent, mut manner) = {
            let mut book = self.book();
            let Some(paying) = book.payment(payment) else { return };
            let manner = match outcome {
                Outcome::Approve(manner) => manner,
                Outcome::Decline(_) => Manner::Plain,
                Outcome::TimeOut => Manner::Late,
            };
            paying.manner = manner;
            (paying.intent.clone(), manner)
        };
        let events = story(outcome, &intent);
        if events == [Event::Authorize] {
            // It is late, twice or out of order when it is paid, not when the money is held ready.
            manner = Manner::Plain;
        }
        self.tell(payment, events, manner);
    }

    /// Lets events happen, and tells them in this manner.
    pub(super) fn tell(&self, payment: PaymentId, events: Vec<Event>, manner: Manner) {
        let notice = |event: &Event| Notice::Payment(Standing { payment, event: event.clone() });
        let Some(last) = events.last().cloned() else { return };
        if manner == Manner::Late {
            self.put(payment, Event::Process);
            self.herald.tell(vec![notice(&Event::Process)]);
            let (sandbox, late) = (self.clone(), self.settings.late);
            tokio::spawn(async move {
                tokio::time::sleep(late).await;
                sandbox.put(payment, last.clone());
                sandbox.herald.tell(vec![Notice::Payment(Standing { payment, event: last })]);
            });
            return;
        }
        self.put(payment, last.clone());
        let mut notices: Vec<Notice> = events.iter().map(notice).collect();
        match manner {
            Manner::Twice => notices.push(notice(&last)),
            Manner::Disordered => notices.reverse(),
            Manner::Plain | Manner::NoRefund | Manner::Short | Manner::Late => {}
        }
        self.herald.tell(notices);
    }

    fn put(&self, payment: PaymentId, event: Event) {
        if let Some(paying) = self.book().payment(payment) {
            paying.event = event;
        }
    }
}
