//! Tells the portal what happened: signed, in order, again and again until it is heard.

use super::Settings;
use crate::channel::wire::Notice;
use crate::channel::{Address, Key, SIGNATURE, TIMESTAMP, send_to};
use crate::clock::Clock;
use std::time::Duration;

/// How long it waits before it tells again.
const PAUSES: [Duration; 10] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(15),
    Duration::from_secs(30),
    Duration::from_secs(60),
    Duration::from_secs(120),
];

/// Whoever tells.
#[derive(Debug, Clone)]
pub struct Herald {
    portal: Address,
    path: String,
    key: Key,
    clock: Clock,
}

impl Herald {
    /// One that tells this portal.
    pub fn new(settings: &Settings, clock: Clock) -> Self {
        let Settings { portal, webhook_path, key, .. } = settings.clone();
        Self { portal, path: webhook_path, key, clock }
    }

    /// Tells in the background, one after the other.
    pub fn tell(&self, notices: Vec<Notice>) {
        let herald = self.clone();
        tokio::spawn(async move {
            for notice in notices {
                herald.until_heard(&notice).await;
            }
        });
    }

    async fn until_heard(&self, notice: &Notice) {
        let Ok(body) = serde_json::to_vec(notice) else { return };
        for pause in PAUSES {
            if self.once(&body).await {
                return;
            }
            tokio::time::sleep(pause).await;
        }
        tracing::warn!("the portal did not hear of something; it has to ask");
    }

    /// Whether it was heard.
    async fn once(&self, body: &[u8]) -> bool {
        let timestamp = self.clock.now_utc().timestamp().to_string();
        let signature = self.key.sign(&timestamp, body);
        let headers = [(TIMESTAMP, timestamp.as_str()), (SIGNATURE, signature.as_str())];
        match send_to(&self.portal, &self.path, &headers, body.to_vec()).await {
            Ok(reply) => reply.status.is_success(),
            Err(_) => false,
        }
    }
}
