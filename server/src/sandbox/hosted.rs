//! The pages that customers see: pay, prove who they are, link a method, transfer money.

use super::book::{Manner, Outcome, choice};
use super::page::{self, Shown};
use super::words::{Words, words};
use super::{Sandbox, token};
use crate::chance::hex;
use crate::channel::wire::{Arrived, Linked, Notice};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use contract::id::PaymentId;
use contract::ledger::Channel;
use contract::locale::Locale;
use contract::money::{Currency, Money};
use contract::payment::{DeclineReason, Event};
use serde::Deserialize;

/// A page of the sandbox as it is shown at an address.
type Answer = Result<Response, StatusCode>;

fn html(body: String) -> Response {
    Html(body).into_response()
}

/// What a page shows of a payment.
struct Glimpse {
    id: PaymentId,
    channel: Channel,
    money: Money,
    locale: Locale,
    return_to: String,
    open: bool,
}

fn glimpse(sandbox: &Sandbox, secret: &str) -> Result<Glimpse, StatusCode> {
    let mut book = sandbox.book();
    let (id, paying) = book.by_secret(secret).ok_or(StatusCode::NOT_FOUND)?;
    Ok(Glimpse {
        id,
        channel: paying.intent.channel,
        money: paying.intent.money,
        locale: paying.intent.locale,
        return_to: paying.intent.return_to.clone(),
        open: paying.is_open(),
    })
}

pub async fn pay(State(sandbox): State<Sandbox>, Path(secret): Path<String>) -> Answer {
    let seen = glimpse(&sandbox, &secret)?;
    let words = words(seen.locale);
    if !seen.open {
        return Ok(html(page::over(seen.locale, words, &seen.return_to)));
    }
    let shown = Shown { channel: seen.channel, money: seen.money, action: &format!("/pay/{secret}") };
    Ok(html(page::pay(seen.locale, words, &shown)))
}

/// What a form says.
#[derive(Debug, Deserialize)]
pub struct Choice {
    choice: String,
}

pub async fn choose(
    State(sandbox): State<Sandbox>,
    Path(secret): Path<String>,
    Form(form): Form<Choice>,
) -> Answer {
    let seen = glimpse(&sandbox, &secret)?;
    if !seen.open {
        return Ok(Redirect::to(&format!("/pay/{secret}")).into_response());
    }
    if form.choice == "challenge" {
        return Ok(Redirect::to(&format!("/pay/{secret}/challenge")).into_response());
    }
    if form.choice == "cancel" {
        sandbox.tell(seen.id, vec![Event::Cancel], Manner::Plain);
    } else {
        let outcome = choice(&form.choice).ok_or(StatusCode::BAD_REQUEST)?;
        sandbox.come_to(seen.id, outcome);
    }
    Ok(Redirect::to(&seen.return_to).into_response())
}

pub async fn challenge(State(sandbox): State<Sandbox>, Path(secret): Path<String>) -> Answer {
    let seen = glimpse(&sandbox, &secret)?;
    let words = words(seen.locale);
    if !seen.open {
        return Ok(html(page::over(seen.locale, words, &seen.return_to)));
    }
    let action = format!("/pay/{secret}/challenge");
    let shown = Shown { channel: seen.channel, money: seen.money, action: &action };
    Ok(html(page::challenge(seen.locale, words, &shown)))
}

pub async fn answer(
    State(sandbox): State<Sandbox>,
    Path(secret): Path<String>,
    Form(form): Form<Choice>,
) -> Answer {
    let seen = glimpse(&sandbox, &secret)?;
    if seen.open {
        let outcome = match form.choice.as_str() {
            "confirm" => Outcome::Approve(Manner::Plain),
            _ => Outcome::Decline(DeclineReason::NotAuthenticated),
        };
        sandbox.come_to(seen.id, outcome);
    }
    Ok(Redirect::to(&seen.return_to).into_response())
}

pub async fn link(State(sandbox): State<Sandbox>, Path(secret): Path<String>) -> Answer {
    let (link, done) = {
        let mut book = sandbox.book();
        let linking = book.method_by_secret(&secret).ok_or(StatusCode::NOT_FOUND)?;
        (linking.link.clone(), linking.linked.is_some())
    };
    let words = words(link.locale);
    if done {
        return Ok(html(page::over(link.locale, words, &link.return_to)));
    }
    Ok(html(page::link(link.locale, words, &format!("/link/{secret}"), &token::of(link.channel))))
}

pub async fn pick(
    State(sandbox): State<Sandbox>,
    Path(secret): Path<String>,
    Form(form): Form<Choice>,
) -> Answer {
    let (return_to, linked) = {
        let mut book = sandbox.book();
        let linking = book.method_by_secret(&secret).ok_or(StatusCode::NOT_FOUND)?;
        let method = linking.link.method;
        let picked = token::of(linking.link.channel).into_iter().find(|token| token.name == form.choice);
        if linking.linked.is_none()
            && let Some(token) = picked
        {
            let text = token::print(&token, method);
            linking.linked = Some(Linked { method, kind: token.kind, token: text });
        }
        (linking.link.return_to.clone(), linking.linked.clone())
    };
    if let Some(linked) = linked {
        sandbox.herald.tell(vec![Notice::Linked(linked)]);
    }
    Ok(Redirect::to(&return_to).into_response())
}

/// What the bank's form is filled with.
#[derive(Debug, Default, Deserialize)]
pub struct Prefilled {
    #[serde(default)]
    reference: String,
    #[serde(default)]
    amount: String,
    #[serde(default)]
    currency: String,
    #[serde(default)]
    lang: String,
}

pub(super) fn language(tag: &str) -> (Locale, &'static Words) {
    let locale = Locale::from_accept_language(tag);
    (locale, words(locale))
}

pub async fn bank(Query(filled): Query<Prefilled>) -> Response {
    let (locale, words) = language(&filled.lang);
    html(page::bank(locale, words, &filled.reference, &filled.amount, &filled.currency, None))
}

/// A transfer that somebody makes at the bank.
#[derive(Debug, Deserialize)]
pub struct Transferred {
    reference: String,
    amount: String,
    currency: String,
    payer: String,
    #[serde(default)]
    lang: String,
}

pub async fn transfer(State(sandbox): State<Sandbox>, Form(form): Form<Transferred>) -> Answer {
    let (locale, words) = language(&form.lang);
    let shown = |said| page::bank(locale, words, &form.reference, &form.amount, &form.currency, Some(said));
    let money = form.currency.trim().parse::<Currency>().ok();
    let money = money.and_then(|currency| Money::parse(currency, form.amount.trim()).ok());
    let Some(money) = money.filter(|money| money.minor() > 0) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(shown(words.bank_wrong))).into_response());
    };
    let id = sandbox.chance.bytes::<12>().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let kept = |text: &str| text.trim().chars().filter(|letter| !letter.is_control()).take(140).collect();
    let arrived = Arrived {
        arrival: format!("arr-{}", hex(&id)),
        reference: kept(&form.reference),
        payer: kept(&form.payer),
        money,
    };
    sandbox.book().refunds.arrivals.add(arrived.arrival.clone(), arrived.clone());
    sandbox.herald.tell(vec![Notice::Arrived(arrived)]);
    Ok(html(shown(words.bank_sent)))
}

pub async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css")).into_response()
}
