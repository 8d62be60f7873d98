//! `portal serve`.

#[cfg(debug_assertions)]
mod desk;

use super::{Database, Error, say};
use crate::channel::{Address, Channels, Key, SandboxChannel};
use crate::document::pdf::Issuer;
use crate::engine::Till;
use crate::http::{App, Settings, listen, serve_until};
use crate::store::organizations;
use clap::Args;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How many bills a demo world has when it is made on the way.
const DEMO_BILLS: u64 = 20_000;
const DEMO_SEED: u64 = 1;

#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    database: Database,
    /// Make a demo world first if the database is empty.
    #[arg(long)]
    demo: bool,
    /// What people type to get here, when it differs from the address, as `https://billing.example`. With https the
    /// session's cookie travels encrypted only.
    #[arg(long, env = "PORTAL_PUBLIC_ORIGIN")]
    public_origin: Option<String>,
    /// A proxy in front tells whom it speaks for (`X-Forwarded-For`).
    #[arg(long)]
    behind_proxy: bool,
    /// Legal name of who issues the bills; it stands on every PDF and on its seal.
    #[arg(long, env = "PORTAL_ISSUER", default_value = "Billing portal")]
    issuer: String,
    /// The issuer's address, in one line.
    #[arg(long, env = "PORTAL_ISSUER_ADDRESS", default_value = "")]
    issuer_address: String,
    /// The issuer's tax number.
    #[arg(long, env = "PORTAL_ISSUER_TAX_NUMBER", default_value = "")]
    issuer_tax_number: String,
    /// Where people turn to with questions about a bill.
    #[arg(long, env = "PORTAL_SUPPORT", default_value = "support@billing-portal.example")]
    support: String,
    /// Where the payment sandbox answers, as `http://127.0.0.1:8090`; without it nobody can pay here.
    #[arg(long, env = "PORTAL_SANDBOX")]
    sandbox: Option<Address>,
    /// The key that the portal shares with it, 16 letters or more.
    #[arg(long, env = "PORTAL_SANDBOX_KEY", hide_env_values = true, requires = "sandbox")]
    sandbox_key: Option<Key>,
    /// After how many minutes a payment is given up whose customer does nothing.
    #[arg(long, env = "PORTAL_PAYMENT_MINUTES", default_value_t = 24 * 60)]
    payment_minutes: u64,
    /// Tell figures (`/metrics`) to everyone, not only to this machine.
    #[arg(long)]
    metrics_public: bool,
    /// Do what standard input says, command by command: for tests of the door.
    #[cfg(debug_assertions)]
    #[arg(long, hide = true)]
    desk: bool,
}

impl Serve {
    pub async fn run(self) -> Result<(), Error> {
        log();
        let public_origin = self.public_origin.as_deref().map(origin).transpose()?;
        let till = self.till(public_origin.as_deref())?;
        let engine = self.database.open().await?.issued_by(Issuer {
            name: self.issuer,
            address: self.issuer_address,
            tax_number: self.issuer_tax_number,
            support: self.support,
        });
        let engine = engine.paid_through(till);
        if self.demo && !organizations::any(&engine.db).await? {
            super::demo::build(&engine, DEMO_BILLS, DEMO_SEED).await?;
        }
        let settings =
            Settings { public_origin, behind_proxy: self.behind_proxy, metrics_public: self.metrics_public };
        let listener = listen(self.listen)
            .await
            .map_err(|error| Error::Said(format!("{} can't be listened on: {error}", self.listen)))?;
        let address = listener.local_addr()?;
        say(&format!("The portal answers at http://{address}"))?;
        tracing::info!(%address, database = engine.db.engine(), "listening");
        #[cfg(debug_assertions)]
        if self.desk {
            desk::open(engine.door.clone());
        }
        let db = engine.db.clone();
        let jobs = tokio::spawn(crate::jobs::run(engine.clone()));
        let ahead = tokio::spawn(crate::jobs::read_ahead(engine.clone()));
        serve_until(listener, App::new(engine, settings), asked_to_stop()?).await;
        // What it was doing is rolled back, and done by the next server.
        jobs.abort();
        ahead.abort();
        db.close().await;
        tracing::info!("stopped");
        Ok(())
    }

    /// Where money comes in.
    fn till(&self, public_origin: Option<&str>) -> Result<Till, Error> {
        let channels = match (&self.sandbox, &self.sandbox_key) {
            (Some(address), Some(key)) => Channels::one(SandboxChannel::new(address.clone(), key.clone())),
            (Some(_), None) => {
                return Err(Error::Said("the sandbox needs its key: --sandbox-key".to_owned()));
            }
            (None, _) => Channels::default(),
        };
        let origin = public_origin.map_or_else(|| format!("http://{}", self.listen), str::to_owned);
        let patience = Duration::from_secs(self.payment_minutes.saturating_mul(60));
        Ok(Till { channels, origin, patience, ..Till::default() })
    }
}

/// `https://host` or `http://host`, without a path.
pub(super) fn origin(text: &str) -> Result<String, Error> {
    let text = text.trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains('/') => Ok(text.to_owned()),
        _ => Err(Error::Said(format!("“{text}” is no origin: write it as https://billing.example"))),
    }
}

/// Ready when the process is asked to end: Ctrl-C, or the service manager.
pub(super) fn asked_to_stop() -> Result<impl Future<Output = ()>, Error> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("asked to stop");
    })
}

/// One JSON object a line on standard error; `RUST_LOG` says how much.
pub(super) fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt().json().flatten_event(true).with_current_span(false);
    let _ = subscriber.with_env_filter(filter).with_writer(std::io::stderr).try_init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let words = panic.payload().downcast_ref::<&str>().copied();
        let words = words.or_else(|| panic.payload().downcast_ref::<String>().map(String::as_str));
        tracing::error!(place, words, "panic");
    }));
}
