//! Random histories: the real server, clients that do everything at once, and everything that can go wrong around them.
//! Whatever happens, the money adds up, nothing acknowledged is lost, and nothing is done twice (E6).
//!
//! The same seed makes the same choices; how they meet is up to the machine. `cargo xtask soak` runs it for as long as
//! one likes; the environment variables are its.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(
    clippy::disallowed_methods,
    reason = "it measures how long things take, and shifts the time of others"
)]

mod acts;
mod backs;
mod base;
mod begun;
mod check;
mod client;
mod cluster;
mod delivery;
mod dice;
mod fault;
mod heal;
mod history;
mod model;
mod mutation;
mod paying;
mod place;
mod plan;
mod portal;
mod post;
mod sandbox;
mod site;
mod tally;
mod time;
mod transfer;
mod wire;
mod world;

use history::History;
use site::{Engine, Site};
use std::time::{Duration, Instant};
use tally::Tally;

/// How long histories go on when nobody says.
const SECONDS: u64 = 25;
/// Whatever has to happen has happened by then, however busy the machine is. Nothing is measured against it.
const PATIENCE: Duration = Duration::from_secs(90);

#[test]
fn sqlite() {
    run(Engine::Sqlite);
}

#[test]
fn postgres() {
    run(Engine::Postgres);
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// One history after the other, each with the next seed, until the time is over.
fn run(engine: Engine) {
    let Some(site) = Site::open(engine, engine.name()) else {
        println!("left out: PORTAL_TEST_POSTGRES_BIN names no directory with PostgreSQL's executables");
        return;
    };
    let time = Duration::from_secs(number("PORTAL_HISTORY_SECONDS").unwrap_or(SECONDS));
    let first = number("PORTAL_HISTORY_SEED").unwrap_or(1);
    let begun = Instant::now();
    let mut tally = Tally::default();
    for seed in first.. {
        // One history alone is had to its end.
        tally = one(&site, seed, tally, || !time.is_zero() && begun.elapsed() >= time);
        tally.time = begun.elapsed();
        if tally.time >= time {
            break;
        }
    }
    println!("{}, seeds from {first}: {tally}", engine.name());
}

/// A history from its beginning to its end.
fn one(site: &Site, seed: u64, tally: Tally, is_over: impl Fn() -> bool) -> Tally {
    let _ = std::fs::remove_file(site.place.path.join("commands.log"));
    let mut history = History::begin(site, seed, tally).unwrap_or_else(|off| failed(site, seed, &off));
    match history.run(is_over) {
        Ok(()) => history.end(),
        Err(off) => failed(site, seed, &off),
    }
}

/// Says what is off and how to see it again, and keeps what there is to look at.
fn failed(site: &Site, seed: u64, off: &str) -> ! {
    let name = site.engine.name();
    let kept = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("history-{name}-{seed}"));
    let _ = std::fs::create_dir_all(&kept);
    let _ = std::process::Command::new("cp").arg("-r").arg(&site.place.path).arg(&kept).status();
    panic!(
        "seed {seed} on {name}: {off}\n  again: cargo xtask soak --minutes 0 --seed {seed} --database {name}\n  \
         every command, the server's log and the database: {}",
        kept.display()
    );
}
