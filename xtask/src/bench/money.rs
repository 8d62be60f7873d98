//! What moves money: durable writes a second beside the database's own limit, and automatic settlement of very many bills.
//!
//! It goes through the door in a process of its own (`server/examples/money_bench.rs`), without HTTP: each phase is a
//! process, so that its CPU time and its peak of memory are its own.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use crate::command::Call;
use crate::say;

use super::bed::{Bed, Engine};
use super::figures::{Found, Table, Times, decimal_s, megabytes, per_second, seconds};
use super::fill;
use super::process::Spent;

const CLIENTS: [u32; 3] = [1, 8, 64];
const ORGANIZATIONS: [u32; 2] = [1, 16];
/// How long each of them writes, in ms, after a tenth of it to warm up.
const WRITING_MS: &str = "3000";
const ACCOUNTS: &str = "10000";
const CYCLES: &str = "10";
const MONTHLY_BILLS: u64 = 100_000;

/// The example, on a database.
struct Bench<'a> {
    bed: &'a Bed,
    engine: Engine,
    executable: PathBuf,
    database: String,
}

/// What a phase did, and what that cost.
struct Phase {
    count: u64,
    wall: Duration,
    times: Times,
    spent: Spent,
    database_cpu: Duration,
}

/// Measures both.
pub fn measure(bed: &Bed) -> Result<Found> {
    let executable = build(bed)?;
    let writes = format!(
        "Top-ups through the door, without HTTP, for {WRITING_MS} ms each, beside commits of a single row by as many clients \
         (aim: at least 50 %; p99 ≤ 50 ms with 8 clients)"
    );
    let head =
        ["", "clients", "commits/s", "of bare %", "p50 ms", "p99 ms", "portal CPU s", "database CPU s"];
    let mut writes = Table::new(writes, &head);
    let settled =
        format!("{} monthly bills: {ACCOUNTS} accounts, {CYCLES} months each", say::number(MONTHLY_BILLS));
    let head = ["", "wall s", "monthly bills/s", "portal CPU s", "database CPU s", "peak MB"];
    let mut settlement = Table::new(settled, &head);
    let mut figures = Map::new();
    for engine in Engine::ALL {
        let (executable, database) = (executable.clone(), fill::fresh(bed, engine, "money")?);
        let bench = Bench { bed, engine, executable, database };
        let written = bench.writes(&mut writes)?;
        let database = fill::fresh(bed, engine, "settlement")?;
        let settled = Bench { database, ..bench }.settlement(&mut settlement)?;
        figures.insert(engine.name().to_owned(), json!({ "writes": written, "settlement": settled }));
    }
    Ok(Found { figures: figures.into(), tables: vec![writes, settlement] })
}

fn build(bed: &Bed) -> Result<PathBuf> {
    Call::cargo()
        .args(["build", "--release", "--locked", "--quiet", "-p", "server", "--example", "money_bench"])
        .dir(&bed.place.root)
        .run()
        .context("the example could not be built")?;
    Ok(bed.place.target.join("release").join("examples").join("money_bench"))
}

impl Bench<'_> {
    fn phase(&self, arguments: &[&str]) -> Result<Phase> {
        let call = Call::new(&self.executable).arg(&self.database).args(arguments);
        let (spent, database_cpu) = fill::run(self.bed, self.engine, call, &self.bed.log("money"))?;
        let mut lines = spent.said.lines();
        let (count, wall) = lines.next().and_then(|line| line.split_once(' ')).context("it said nothing")?;
        let us = |text: &str| text.parse().map(Duration::from_micros);
        let (count, wall) = (count.parse()?, us(wall)?);
        let times = lines.map(us).collect::<Result<Times, _>>()?;
        Ok(Phase { count, wall, times, spent, database_cpu })
    }

    fn writes(&self, table: &mut Table) -> Result<Value> {
        self.phase(&["world", "16", "100", "1"])?;
        let mut figures = Map::new();
        for clients in CLIENTS {
            let many = clients.to_string();
            let bare = self.phase(&["bare", &many, WRITING_MS])?;
            let limit = bare.per_second();
            let name = self.engine.name();
            table.row(bare.cells(format!("{name}: a single row"), clients, limit));
            figures.insert(format!("bare_{clients}_clients"), bare.figures(limit));
            for organizations in ORGANIZATIONS {
                let some = organizations.to_string();
                let run = format!("{many}-{some}");
                let written = self.phase(&["write", &many, WRITING_MS, &some, &run])?;
                let called = if organizations == 1 { "one organization" } else { "16 organizations" };
                table.row(written.cells(format!("{name}: {called}"), clients, limit));
                figures.insert(format!("organizations_{some}_{many}_clients"), written.figures(limit));
            }
        }
        Ok(figures.into())
    }

    fn settlement(&self, table: &mut Table) -> Result<Value> {
        let mut figures = Map::new();
        let phases: [(&str, &[&str]); 4] = [
            ("imported", &["world", "1", ACCOUNTS, CYCLES]),
            ("issued", &["issue"]),
            ("topped up, each account once", &["fund"]),
            ("settled", &["settle"]),
        ];
        for (name, arguments) in phases {
            let phase = self.phase(arguments)?;
            let what = *arguments.first().unwrap_or(&name);
            table.row(phase.settled(format!("{}: {name}", self.engine.name())));
            figures.insert(what.to_owned(), phase.figures(MONTHLY_BILLS));
        }
        let call = Call::new(&self.bed.executable).args(["verify", "--database", &self.database]);
        let (spent, database_cpu) = fill::run(self.bed, self.engine, call, &self.bed.log("money-verify"))?;
        let (count, wall, times) = (MONTHLY_BILLS, spent.wall, Times::default());
        let verified = Phase { count, wall, times, spent, database_cpu };
        table.row(verified.settled(format!("{}: verified, nothing off", self.engine.name())));
        figures.insert("verify".to_owned(), verified.figures(MONTHLY_BILLS));
        Ok(figures.into())
    }
}

impl Phase {
    fn per_second(&self) -> u64 {
        per_second(self.count, self.wall)
    }

    fn cells(&self, name: String, clients: u32, limit: u64) -> [String; 8] {
        let part = self.per_second() * 100 / limit.max(1);
        let [p50, _, p99, _] = self.times.cells();
        let cpu = [seconds(self.spent.cpu), seconds(self.database_cpu)];
        let [portal, database] = cpu;
        [
            name,
            clients.to_string(),
            say::number(self.per_second()),
            part.to_string(),
            p50,
            p99,
            portal,
            database,
        ]
    }

    fn settled(&self, name: String) -> [String; 6] {
        [
            name,
            seconds(self.wall),
            say::number(per_second(MONTHLY_BILLS, self.wall)),
            seconds(self.spent.cpu),
            seconds(self.database_cpu),
            megabytes(self.spent.peak_bytes),
        ]
    }

    fn figures(&self, limit: u64) -> Value {
        json!({
            "count": self.count,
            "wall_s": decimal_s(self.wall),
            "per_s": self.per_second(),
            "limit_per_s": limit,
            "times": self.times.figures(),
            "portal_cpu_s": decimal_s(self.spent.cpu),
            "database_cpu_s": decimal_s(self.database_cpu),
            "portal_peak_bytes": self.spent.peak_bytes,
        })
    }
}
