//! The sandbox: a payment provider to try things out with, a service of its own (`portal sandbox`).
//!
//! It shares a key with the portal and nothing else: no database, no memory, no code but the words on the wire. What it
//! holds is in memory, bounded, and gone when it ends. No real card is ever asked for.

mod api;
mod book;
mod herald;
mod hosted;
mod kept;
mod page;
mod refund;
mod token;
mod words;

use crate::chance::Chance;
use crate::channel::{Address, Key};
use crate::clock::Clock;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::{get, post};
use book::Book;
use herald::Herald;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;

/// The largest request, in bytes.
const BODY_MAX_BYTES: usize = 16 << 10;

/// How the sandbox is started.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where people reach it: the addresses of its pages begin so.
    pub origin: String,
    /// The portal that is told: `http://host:port`.
    pub portal: Address,
    /// The path of its webhook.
    pub webhook_path: String,
    /// Where customers are sent back to, and nowhere else: `http://host:port` or `https://host`.
    pub return_origin: String,
    /// What it shares with the portal.
    pub key: Key,
    /// How long an answer takes that is late, and a bank that does not answer.
    pub late: Duration,
}

/// What its handlers work with.
#[derive(Debug, Clone)]
struct Sandbox {
    settings: Arc<Settings>,
    book: Arc<Mutex<Book>>,
    herald: Herald,
    chance: Chance,
}

impl Sandbox {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until it is told to stop.
///
/// # Errors
/// The listener fails.
pub async fn serve(
    listener: TcpListener,
    settings: Settings,
    clock: Clock,
    chance: Chance,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let herald = Herald::new(&settings, clock);
    let policy = policy(&settings);
    let sandbox = Sandbox { settings: Arc::new(settings), book: Arc::default(), herald, chance };
    let router = Router::new()
        .route("/api/health", get(api::health))
        .route("/api/payments", post(api::authorize))
        .route("/api/payments/{id}", get(api::show))
        .route("/api/payments/{id}/capture", post(api::capture))
        .route("/api/payments/{id}/expire", post(api::expire))
        .route("/api/refunds", get(refund::show).post(refund::begin))
        .route("/api/methods", post(api::link))
        .route("/api/methods/{id}", get(api::linked))
        .route("/pay/{secret}", get(hosted::pay).post(hosted::choose))
        .route("/pay/{secret}/challenge", get(hosted::challenge).post(hosted::answer))
        .route("/link/{secret}", get(hosted::link).post(hosted::pick))
        .route("/bank", get(hosted::bank).post(hosted::transfer))
        .route("/dispute", get(refund::ask).post(refund::dispute))
        .route("/style.css", get(hosted::style))
        .layer(DefaultBodyLimit::max(BODY_MAX_BYTES))
        .layer(axum::middleware::from_fn(move |request: Request, next: Next| {
            let policy = policy.clone();
            async move { guarded(next.run(request).await, policy) }
        }))
        .with_state(sandbox);
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}

/// Nothing but its own style sheet; forms go to itself, and on to the portal.
fn policy(settings: &Settings) -> HeaderValue {
    let text = format!(
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; \
         form-action 'self' {}",
        settings.return_origin
    );
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

fn guarded(mut response: Response, policy: HeaderValue) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
