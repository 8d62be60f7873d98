//! What happens by itself: official bills are issued when their time comes (M2), monthly bills are paid when there is
//! something to pay them from (A2), payments that are not final are asked for (P3), and bills are read before the first
//! person asks for them.
//!
//! It goes through the same doors as everything else, and several servers on one database may run it.

use crate::engine::{Crossed, Engine, Failure, Ran, issue};
use crate::store::news::{self, Heads};
use crate::store::{accruals, chargeable};
use std::time::Duration;

/// The longest sleep: a clock that was put right, a new day, or what another server left undone, is noticed after it.
const AT_MOST: Duration = Duration::from_secs(60 * 60);
/// After a failure it is tried again so soon.
const AFTER_FAILURE: Duration = Duration::from_secs(60);

/// How often running cycles are looked at for charges.
const BETWEEN_CHARGES: Duration = Duration::from_secs(5);
/// Payments that somebody began in the meantime are noticed after this.
const BETWEEN_PAYMENTS: Duration = Duration::from_secs(5);
/// And not sooner than after this.
const AT_LEAST_BETWEEN: Duration = Duration::from_millis(500);

/// After a payment failed it is tried again so soon.
const AFTER_FAILED_PAYMENT: Duration = Duration::from_secs(1);

/// So often it is looked whether anybody imported something, or did something to an account.
const LOOK_AROUND: Duration = Duration::from_secs(2);

/// Runs until it is dropped.
pub async fn run(engine: Engine) {
    // Before the first round: what comes after it is news, what came before it is paid by the round.
    let seen = news::heads(&engine.db).await.unwrap_or_default();
    tokio::join!(
        rounds(&engine),
        after_changes(&engine),
        others_changes(&engine, seen),
        after_imports(&engine),
        payments(&engine),
        arrivals(&engine),
        taken_back(&engine),
        charges(&engine)
    );
}

/// Lets what is frozen follow what any process has imported (A4).
async fn after_imports(engine: &Engine) {
    let mut seen = None;
    loop {
        let followed = async {
            let deliveries = Some(accruals::deliveries(&engine.db).await?);
            if deliveries == seen {
                return Ok::<_, Failure>(seen);
            }
            let through = engine.accrue().await?;
            Ok(deliveries.filter(|_| through.failed.is_empty()))
        };
        match followed.await {
            Ok(deliveries) => seen = deliveries,
            Err(error) => tracing::error!(%error, "what is frozen does not follow; it is tried again"),
        }
        tokio::time::sleep(LOOK_AROUND).await;
    }
}

/// Everything that is due, again and again.
async fn rounds(engine: &Engine) {
    loop {
        let now = engine.clock.now_utc();
        // What is issued now may be paid by what expires now.
        let pause = match engine.run_settlement().await {
            Ok(ran) => {
                lapse(engine).await;
                if ran != Ran::default() {
                    tracing::info!(
                        bills = ran.numbered,
                        issued = ran.issued,
                        settled = ran.settled,
                        failed = ran.failed,
                        "issued"
                    );
                }
                if ran.failed == 0 { until_next(now) } else { AFTER_FAILURE }
            }
            Err(error) => {
                tracing::error!(%error, "bills were not issued or paid; it is tried again");
                AFTER_FAILURE
            }
        };
        // What came due during the run counts from its beginning.
        engine.clock.sleep(now.timestamp_micros(), pause).await;
    }
}

/// Coupons and cards that have expired (A6); what fails is tried again with the next round.
async fn lapse(engine: &Engine) {
    match engine.lapse().await {
        Ok((0, 0)) => {}
        Ok((lapsed, failed)) => tracing::info!(lapsed, failed, "coupons and cards expired"),
        Err(error) => tracing::error!(%error, "what has expired did not lapse; it is tried again"),
    }
}

/// Pays what a change has made payable, at once.
async fn after_changes(engine: &Engine) {
    loop {
        let accounts = engine.door.touched().await;
        let left = match engine.look_after(&accounts).await {
            Ok(through) if through.failed.is_empty() => continue,
            Ok(through) => through.failed,
            Err(error) => {
                tracing::error!(%error, "bills were not paid; it is tried again");
                accounts.into_iter().collect()
            }
        };
        tokio::time::sleep(AFTER_FAILED_PAYMENT).await;
        engine.door.touch(left);
    }
}

/// Notices what any server has recorded: one that died at once after it left the paying to the others.
async fn others_changes(engine: &Engine, mut seen: Heads) {
    loop {
        tokio::time::sleep(LOOK_AROUND).await;
        match engine.notice(&seen).await {
            Ok(heads) => seen = heads,
            Err(error) => tracing::error!(%error, "the audit logs were not looked at; it is tried again"),
        }
    }
}

/// Asks for payments that are not final, when their turn comes.
async fn payments(engine: &Engine) {
    loop {
        let now = engine.clock.now();
        let wait = async {
            engine.ask_for_payments().await?;
            engine.ask_for_links().await?;
            engine.run_refunds().await?;
            engine.run_returns().await?;
            engine.next_payment_turn().await
        };
        let pause = match wait.await {
            Ok(next) => next.unwrap_or(BETWEEN_PAYMENTS).clamp(AT_LEAST_BETWEEN, BETWEEN_PAYMENTS),
            Err(error) => {
                tracing::error!(%error, "payments were not asked for; it is tried again");
                AFTER_FAILURE
            }
        };
        engine.clock.sleep(now, pause).await;
    }
}

/// Does what is left to do with transfers that arrived; a channel that is slow to answer keeps none waiting.
async fn arrivals(engine: &Engine) {
    loop {
        if let Err(error) = engine.run_arrivals().await {
            tracing::error!(%error, "transfers were not booked; it is tried again");
        }
        tokio::time::sleep(BETWEEN_PAYMENTS).await;
    }
}

/// Asks whether money of payments was taken back; a channel that is slow to answer keeps no payment waiting.
async fn taken_back(engine: &Engine) {
    loop {
        if let Err(error) = engine.ask_for_taken_back().await {
            tracing::error!(%error, "it was not asked what was taken back; it is tried again");
        }
        tokio::time::sleep(BETWEEN_PAYMENTS).await;
    }
}

/// Charges what is due (A4): after usage was counted anew, a hold lifted, a method linked or terms changed, on another day,
/// and on the days of second attempts. What failed is looked at again.
async fn charges(engine: &Engine) {
    let mut seen = None;
    loop {
        let charged = async {
            let now = Some((chargeable::news(&engine.db).await?, engine.today()));
            let crossed = if now == seen { Crossed::default() } else { engine.cross_thresholds().await? };
            engine.attempt_charges().await?;
            Ok::<_, Failure>(now.filter(|_| crossed.failed == 0))
        };
        match charged.await {
            Ok(now) => seen = now,
            Err(error) => tracing::error!(%error, "running cycles were not charged; it is tried again"),
        }
        tokio::time::sleep(BETWEEN_CHARGES).await;
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
