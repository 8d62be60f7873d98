//! `portal sandbox`.

use super::serve::{asked_to_stop, log, origin};
use super::{Error, say};
use crate::chance::Chance;
use crate::channel::{Address, Key};
use crate::clock::Clock;
use crate::sandbox::{Settings, serve};
use clap::Args;
use std::net::SocketAddr;
use std::time::Duration;

#[derive(Debug, Args)]
pub struct Sandbox {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// The portal that is told what happens.
    #[arg(long, env = "PORTAL_SANDBOX_PORTAL", default_value = "http://127.0.0.1:8080")]
    portal: Address,
    /// The path of its webhook.
    #[arg(long, default_value = "/webhooks/sandbox")]
    webhook: String,
    /// Where customers are sent back to, if people reach the portal elsewhere.
    #[arg(long)]
    return_origin: Option<String>,
    /// Where people reach the sandbox, if not at the address where it listens.
    #[arg(long)]
    public_origin: Option<String>,
    /// The key that it shares with the portal, 16 letters or more.
    #[arg(long, env = "PORTAL_SANDBOX_KEY", hide_env_values = true)]
    key: Key,
    /// How many milliseconds an answer takes that is late.
    #[arg(long, default_value_t = 20_000)]
    late_ms: u64,
}

impl Sandbox {
    pub async fn run(self) -> Result<(), Error> {
        log();
        let listener = tokio::net::TcpListener::bind(self.listen)
            .await
            .map_err(|error| Error::Said(format!("{} can't be listened on: {error}", self.listen)))?;
        let address = listener.local_addr()?;
        let own = self.public_origin.as_deref().map(origin).transpose()?;
        let back = self.return_origin.as_deref().map(origin).transpose()?;
        let settings = Settings {
            origin: own.unwrap_or_else(|| format!("http://{address}")),
            return_origin: back.unwrap_or_else(|| self.portal.to_string()),
            portal: self.portal,
            webhook_path: self.webhook,
            key: self.key,
            late: Duration::from_millis(self.late_ms),
        };
        say(&format!("The sandbox answers at http://{address}"))?;
        serve(listener, settings, Clock::of_process(), Chance::System, asked_to_stop()?).await?;
        Ok(())
    }
}
