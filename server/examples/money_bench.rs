//! Measures what moves money, through the door: one phase a process, so that its CPU time and its peak of memory are its own.
//!
//! `cargo run --release -p server --example money_bench -- DATABASE PHASE …`, where a phase is
//! `world ORGANIZATIONS ACCOUNTS CYCLES` (bills imported from FOCUS files), `bare CLIENTS MS` (single-row commits, the
//! database's own limit), `write CLIENTS MS ORGANIZATIONS RUN` (top-ups), `issue`, `fund` (a top-up for every account), or
//! `settle`. Each prints how many it did and how many microseconds that took, then how long each took.

use contract::cycle::Cycle;
use contract::file::focus::Mapping;
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use futures_util::future::join_all;
use server::chance::Chance;
use server::clock::Clock;
use server::engine::Engine;
use server::engine::import::{self, Order};
use server::engine::write::{Act, Actor, Command};
use server::store::Db;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::error::Error;
use std::fmt::Write;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What a phase did.
struct Did {
    count: usize,
    wall: Duration,
    /// How long each took, where that is asked for.
    times: Vec<Duration>,
}

/// 2026-11-15T12:00:00Z: the bills of every cycle up to October are due.
const NOW: i64 = 1_794_744_000_000_000;
/// How many commands of a job wait at the door at once.
const AT_ONCE: usize = 128;

const HEADER: &str = "BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodEnd,\
    BillingPeriodStart,ChargeCategory,ChargeDescription,ChargePeriodEnd,ChargePeriodStart,ConsumedQuantity,\
    ConsumedUnit,ListUnitPrice,PricingQuantity,PricingUnit,RegionId,RegionName,ResourceId,ServiceCategory,\
    ServiceName,SubAccountId,SubAccountName,Tags\n";

/// A bill of 12.34 for every account and cycle up to October.
fn file(accounts: usize, cycles: usize) -> Outcome<String> {
    let mut text = HEADER.to_owned();
    let mut cycle: Cycle = "2026-10".parse().map_err(|_| "a cycle")?;
    for _ in 0..cycles {
        let (first, next) = (cycle.first_day(), cycle.next().first_day());
        for account in 0..accounts {
            writeln!(
                text,
                "12.34,PAYER,Payer,USD,{next}T00:00:00Z,{first}T00:00:00Z,Usage,Storage,{next}T00:00:00Z,\
                 {first}T00:00:00Z,2,GB,6.17,2,GB,eu-1,Europe 1,r-1,Storage,Object Storage,acc-{account:05},\
                 Account {account},"
            )?;
        }
        cycle = cycle.previous();
    }
    Ok(text)
}

#[allow(clippy::disallowed_methods, reason = "what is measured is the machine")]
fn now() -> Instant {
    Instant::now()
}

async fn world(engine: &Engine, organizations: usize, accounts: usize, cycles: usize) -> Outcome<usize> {
    let path = std::env::temp_dir().join(format!("money-bench-{}.csv", std::process::id()));
    std::fs::write(&path, file(accounts, cycles)?)?;
    for number in 1..=organizations {
        let clock = engine.clock.clone();
        let order = Order { organization: format!("Bench {number}"), mapping: Mapping::default(), clock };
        let report = import::focus(&engine.db, &order, &path).await?;
        report.outcome.map_err(|why| format!("the file was refused: {why:?}"))?;
    }
    std::fs::remove_file(path)?;
    Ok(organizations * accounts * cycles)
}

/// Organization and account of everyone.
async fn accounts(db: &Db) -> Outcome<Vec<(i64, i64)>> {
    let all =
        "SELECT organization_id, id FROM account WHERE organization_id > 0 ORDER BY organization_id, id";
    Ok(match db {
        Db::Lite { reader, .. } => sqlx::query_as(all).fetch_all(reader).await?,
        Db::Pg(pool) => sqlx::query_as(all).fetch_all(pool).await?,
    })
}

/// A pool of so many connections, as durable as the portal's: on SQLite one writes.
async fn bare_pool(database: &str, clients: u32) -> Outcome<Db> {
    let create = "CREATE TABLE IF NOT EXISTS bench_row (id BIGINT NOT NULL PRIMARY KEY, value TEXT NOT NULL)";
    if let Some(path) = database.strip_prefix("sqlite:") {
        let options = SqliteConnectOptions::from_str(path)?
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::query(create).execute(&writer).await?;
        return Ok(Db::Lite { reader: writer.clone(), writer });
    }
    let pool = sqlx::postgres::PgPoolOptions::new().max_connections(clients).connect(database).await?;
    sqlx::query(create).execute(&pool).await?;
    Ok(Db::Pg(pool))
}

async fn bare(database: &str, clients: usize, time: Duration) -> Outcome<Did> {
    let db = bare_pool(database, u32::try_from(clients)?).await?;
    let next = match &db {
        Db::Lite { writer, .. } => {
            sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM bench_row").fetch_one(writer).await?
        }
        Db::Pg(pool) => {
            sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM bench_row").fetch_one(pool).await?
        }
    };
    let next = Arc::new(AtomicI64::new(next));
    let insert = "INSERT INTO bench_row (id, value) VALUES ($1, 'a row as small as one can be')";
    many(clients, time, move |_, _| {
        let (db, next) = (db.clone(), Arc::clone(&next));
        async move {
            let id = next.fetch_add(1, Ordering::Relaxed) + 1;
            match &db {
                Db::Lite { writer, .. } => sqlx::query(insert).bind(id).execute(writer).await.map(drop)?,
                Db::Pg(pool) => sqlx::query(insert).bind(id).execute(pool).await.map(drop)?,
            }
            Ok::<(), sqlx::Error>(())
        }
    })
    .await
}

/// Lets clients do the same again and again for some time, after a tenth of it to warm up.
async fn many<F, E>(
    clients: usize,
    time: Duration,
    once: impl Fn(usize, usize) -> F + Send + Sync + 'static,
) -> Outcome<Did>
where
    F: Future<Output = Result<(), E>> + Send,
    E: Error + Send + Sync + 'static,
{
    let once = Arc::new(once);
    let begun = now() + time / 10;
    let end = begun + time;
    let client = |client: usize| {
        let once = Arc::clone(&once);
        tokio::spawn(async move {
            let mut times = Vec::new();
            for number in 0.. {
                let start = now();
                if start >= end {
                    break;
                }
                once(client, number).await?;
                if start >= begun {
                    times.push(start.elapsed());
                }
            }
            Ok::<_, E>(times)
        })
    };
    let all = join_all((0..clients).map(client)).await;
    let wall = begun.elapsed();
    let mut times = Vec::new();
    for one in all {
        times.extend(one??);
    }
    Ok(Did { count: times.len(), wall, times })
}

fn top_up((organization, account): (i64, i64), key: String, minor: i64) -> Command {
    let act = Act::TopUp { channel: Channel::BankTransfer, money: Money::new(minor, Currency::USD) };
    Command { organization, account, actor: Actor::Job("bench"), key, act }
}

async fn write(
    engine: &Engine,
    clients: usize,
    time: Duration,
    organizations: usize,
    run: String,
) -> Outcome<Did> {
    let mut all = accounts(&engine.db).await?;
    let mut kept: Vec<i64> = all.iter().map(|account| account.0).collect();
    kept.dedup();
    kept.truncate(organizations);
    all.retain(|account| kept.contains(&account.0));
    let door = engine.door.clone();
    many(clients, time, move |client, number| {
        let on = all[(client * 7919 + number * 104_729) % all.len()];
        let command = top_up(on, format!("{run}/{client}/{number}"), 100);
        let door = door.clone();
        async move { door.write(command).await.map(drop) }
    })
    .await
}

/// A top-up of every account that pays all it owes.
async fn fund(engine: &Engine) -> Outcome<usize> {
    let all = accounts(&engine.db).await?;
    for some in all.chunks(AT_ONCE) {
        let commands = some.iter().map(|on| top_up(*on, format!("fund/{}", on.1), 1_000_000));
        for done in join_all(commands.map(|command| engine.door.write(command))).await {
            done?;
        }
    }
    Ok(all.len())
}

async fn phase(database: &str, phase: &str, more: &[String]) -> Outcome<Did> {
    let number = |place: usize| more.get(place).map_or(Ok(1), |text| text.parse::<usize>());
    let time = Duration::from_millis(u64::try_from(number(1)?)?);
    if phase == "bare" {
        return bare(database, number(0)?, time).await;
    }
    let engine = Engine::new(Db::open(database).await?, Clock::standing(NOW), Chance::System);
    let start = now();
    let count = match phase {
        "world" => world(&engine, number(0)?, number(1)?, number(2)?).await?,
        "write" => {
            let run = more.get(3).cloned().unwrap_or_default();
            return write(&engine, number(0)?, time, number(2)?, run).await;
        }
        "fund" => fund(&engine).await?,
        _ => {
            let ran = engine.run_settlement().await?;
            if ran.failed > 0 {
                return Err(format!("{} failed", ran.failed).into());
            }
            usize::try_from(if phase == "issue" { ran.issued } else { ran.settled })?
        }
    };
    Ok(Did { count, wall: start.elapsed(), times: Vec::new() })
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [database, name, more @ ..] = arguments.as_slice() else {
        return Err("DATABASE PHASE …".into());
    };
    let did = phase(database, name, more).await?;
    println!("{} {}", did.count, did.wall.as_micros());
    for time in did.times {
        println!("{}", time.as_micros());
    }
    Ok(())
}
