//! What happens by itself: official bills are issued when their time comes (M2), and bills are read before the first
//! person asks for them.
//!
//! It goes through the same doors as everything else, and several servers on one database may run it.

use crate::engine::{Engine, issue};
use std::time::Duration;

/// The longest sleep: a clock that was put right, or a failure, is noticed after it.
const AT_MOST: Duration = Duration::from_secs(60 * 60);
/// After a failure it is tried again so soon.
const AFTER_FAILURE: Duration = Duration::from_secs(60);

/// Runs until it is dropped.
pub async fn run(engine: Engine) {
    loop {
        let now = engine.clock.now_utc();
        let pause = match issue::run(&engine.db, now).await {
            Ok(0) => until_next(now),
            Ok(bills) => {
                tracing::info!(bills, "issued");
                until_next(now)
            }
            Err(error) => {
                tracing::error!(%error, "bills were not issued; it is tried again");
                AFTER_FAILURE
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Reads the bills that will be asked for, once. Nobody waits for it: who asks earlier has their bills read first.
pub async fn read_ahead(engine: Engine) {
    if let Err(error) = engine.index.read_ahead().await {
        tracing::warn!(%error, "bills were not read ahead; they are read when they are asked for");
    }
}

fn until_next(now: chrono::DateTime<chrono::Utc>) -> Duration {
    let wait = issue::next(now).and_then(|next| (next - now).to_std().ok());
    wait.unwrap_or(AT_MOST).min(AT_MOST)
}
