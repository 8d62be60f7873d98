//! The bill list: every mix of filter and order over HTTP, first and again, beside what the machine can do at all.
//!
//! Mixes take turns within a round, so that a busy moment of the machine hits all of them alike. Before a round
//! asks something, 20 other filters were asked: the server keeps 32 selections and 8 orders.

use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use serde_json::{Map, Value, json};

use crate::report::now;
use crate::say;

use super::bed::{Bed, Engine, Server};
use super::figures::{Found, Table, Times, decimal_ms, megabytes, ms, per_second};
use super::http::Client;
use super::mixes::{MIXES, Values};
use super::process;
use super::world::{self, SEEN};

const ROUNDS: usize = 60;
/// How often a round asks the same again.
const AGAIN: usize = 3;
const CLIENTS: usize = 8;
const CROWD_REQUESTS: usize = 250;
/// What the machine answers without any list: an answer of the same server, database asked.
const LIMIT: &str = "/api/v1/health";

/// Measures both databases.
pub fn measure(bed: &Bed) -> Result<Found> {
    let mut found = Found { figures: Map::new().into(), tables: vec![] };
    for engine in Engine::ALL {
        let database = world::ready(bed, engine)?;
        let server = bed.serve(&database)?;
        let (figures, tables) = one(engine, &server).with_context(|| engine.name())?;
        found.figures[engine.name()] = figures;
        found.tables.extend(tables);
    }
    Ok(found)
}

fn one(engine: Engine, server: &Server) -> Result<(Value, Vec<Table>)> {
    let mut client = Client::sign_in(&server.origin)?;
    let before = process::cpu(server.pid)?;
    let cold = client.get("/api/v1/bills")?;
    let cold_cpu = process::cpu(server.pid)?.saturating_sub(before);
    let cold_memory = process::memory(server.pid)?;
    let orders_cpu = process::rest(server.pid)?;
    let count = cold.json()?["count"].as_u64();
    anyhow::ensure!(count == Some(SEEN), "the world shows {count:?} bills, not {SEEN}");
    let values = Values::read(&mut client)?;
    let measured = rounds(&mut client, &values)?;
    let crowd = crowd(&client, &values)?;
    let memory = process::memory(server.pid)?;
    let mut facts = Table::new(format!("The server on {}", engine.name()), &["", "value"]);
    let fact = |facts: &mut Table, name: &str, value: String| facts.row([name.to_owned(), value]);
    fact(&mut facts, "first list after the start: a million bills are read, ms", ms(cold.took));
    fact(&mut facts, "its CPU time, ms", ms(cold_cpu));
    fact(&mut facts, "CPU time of making every order after that, in the background, ms", ms(orders_cpu));
    fact(&mut facts, "memory after the first list, MB", megabytes(cold_memory.now));
    fact(&mut facts, "of that not a file's pages, MB", megabytes(cold_memory.own));
    fact(&mut facts, "memory after all mixes, MB", megabytes(memory.now));
    fact(&mut facts, "of that not a file's pages, MB", megabytes(memory.own));
    for (what, times, wall) in
        [("list", &crowd.list, crowd.list_wall), ("health", &crowd.limit, crowd.limit_wall)]
    {
        let rate = per_second(times.len() as u64, wall);
        fact(&mut facts, &format!("{CLIENTS} clients at once, {what}: requests/s"), say::number(rate));
        fact(&mut facts, &format!("{CLIENTS} clients at once, {what}: p95 ms"), ms(times.percentile(95)));
    }
    let figures = json!({
        "first_answer_after_start_ms": decimal_ms(cold.took),
        "first_answer_after_start_cpu_ms": decimal_ms(cold_cpu),
        "orders_cpu_ms": decimal_ms(orders_cpu),
        "memory_after_first_answer_bytes": cold_memory.now,
        "own_memory_after_first_answer_bytes": cold_memory.own,
        "memory_bytes": memory.now,
        "own_memory_bytes": memory.own,
        "mixes": measured.figures(),
        "all_first": measured.all(|mix| &mix.first).figures(),
        "all_again": measured.all(|mix| &mix.again).figures(),
        "machine_limit": measured.limit.figures(),
        "as_the_portal_asks": measured.portal.figures(),
        "next_page_by_cursor": measured.paging.figures(),
        "clients_8_list": crowd.list.figures(),
        "clients_8_list_requests_per_s": per_second(crowd.list.len() as u64, crowd.list_wall),
        "clients_8_health": crowd.limit.figures(),
        "clients_8_health_requests_per_s": per_second(crowd.limit.len() as u64, crowd.limit_wall),
    });
    Ok((figures, vec![measured.table(engine), facts]))
}

/// What one mix took.
struct Mixed {
    name: &'static str,
    /// How many bills the first round's filter let through.
    count: u64,
    first: Times,
    again: Times,
}

struct Measured {
    mixes: Vec<Mixed>,
    /// The same server's simplest answer.
    limit: Times,
    /// A page of 100, compressed.
    portal: Times,
    paging: Times,
}

fn rounds(client: &mut Client, values: &Values) -> Result<Measured> {
    let mut portal_client = client.another()?.like_a_browser();
    let mut first: Vec<Vec<Duration>> = MIXES.iter().map(|_| Vec::new()).collect();
    let (mut again, mut counts) = (first.clone(), vec![0; MIXES.len()]);
    let (mut limit, mut portal, mut paging) = (Vec::new(), Vec::new(), Vec::new());
    let mut cursor = String::new();
    for round in 0..ROUNDS {
        for (place, mix) in MIXES.iter().enumerate() {
            let path = format!("/api/v1/bills?{}", (mix.query)(values, round));
            let answer = client.get(&path).with_context(|| mix.name)?;
            first[place].push(answer.took);
            if round == 0 {
                counts[place] = answer.json()?["count"].as_u64().unwrap_or(0);
            }
            for _ in 0..AGAIN {
                again[place].push(client.get(&path)?.took);
            }
            limit.push(client.get(LIMIT)?.took);
        }
        let from = round * 15_485 % 999_000;
        portal.push(portal_client.get(&format!("/api/v1/bills?limit=100&from={from}"))?.took);
        let answer = client.get(&format!("/api/v1/bills?{cursor}"))?;
        paging.push(answer.took);
        let next = answer.json()?["next_cursor"].as_str().map(|next| format!("cursor={next}"));
        cursor = next.context("a million bills have a next page")?;
    }
    let mixes = MIXES.iter().zip(first).zip(again).zip(counts).map(|(((mix, first), again), count)| Mixed {
        name: mix.name,
        count,
        first: first.into_iter().collect(),
        again: again.into_iter().collect(),
    });
    Ok(Measured {
        mixes: mixes.collect(),
        limit: limit.into_iter().collect(),
        portal: portal.into_iter().collect(),
        paging: paging.into_iter().collect(),
    })
}

impl Measured {
    fn all(&self, part: fn(&Mixed) -> &Times) -> Times {
        self.mixes.iter().flat_map(|mix| part(mix).iter()).collect()
    }

    fn figures(&self) -> Vec<Value> {
        let one = |mix: &Mixed| {
            json!({
                "mix": mix.name,
                "bills": mix.count,
                "first": mix.first.figures(),
                "again": mix.again.figures(),
            })
        };
        self.mixes.iter().map(one).collect()
    }

    fn table(&self, engine: Engine) -> Table {
        let title = format!(
            "{}: 50 of a million bills with their exact totals, ms (aim: p95 ≤ 10; with totals ≤ 50)",
            engine.name()
        );
        let head = ["asked", "bills", "first p50", "p95", "p99", "max", "again p50", "p95", "p99", "max"];
        let mut table = Table::new(title, &head);
        let mut row = |name: &str, count: Option<u64>, first: &Times, again: Option<&Times>| {
            let count = count.map(say::number).unwrap_or_default();
            let again = again.map(Times::cells).unwrap_or_default();
            table.row([name.to_owned(), count].into_iter().chain(first.cells()).chain(again));
        };
        for mix in &self.mixes {
            row(mix.name, Some(mix.count), &mix.first, Some(&mix.again));
        }
        row("all of these", None, &self.all(|mix| &mix.first), Some(&self.all(|mix| &mix.again)));
        row("next page by cursor", Some(SEEN), &self.paging, None);
        row("as the portal asks: 100, compressed", Some(SEEN), &self.portal, None);
        row("the machine's limit: `/health`", None, &self.limit, None);
        table
    }
}

struct Crowd {
    list: Times,
    list_wall: Duration,
    limit: Times,
    limit_wall: Duration,
}

/// Eight people at once, each with an own connection.
fn crowd(client: &Client, values: &Values) -> Result<Crowd> {
    let list = |number: usize, request: usize| {
        let mix = MIXES[(number * 3 + request) % MIXES.len()];
        format!("/api/v1/bills?{}", (mix.query)(values, ROUNDS + number * 41 + request))
    };
    let (list, list_wall) = together(client, list)?;
    let (limit, limit_wall) = together(client, |_, _| LIMIT.to_owned())?;
    Ok(Crowd { list, list_wall, limit, limit_wall })
}

fn together(client: &Client, path: impl Fn(usize, usize) -> String + Sync) -> Result<(Times, Duration)> {
    let clients: Vec<Client> = (0..CLIENTS).map(|_| client.another()).collect::<Result<_>>()?;
    let (path, start) = (&path, now());
    let times = thread::scope(|scope| {
        let ask = |(number, mut client): (usize, Client)| {
            scope.spawn(move || -> Result<Vec<Duration>> {
                (0..CROWD_REQUESTS).map(|request| Ok(client.get(&path(number, request))?.took)).collect()
            })
        };
        let threads: Vec<_> = clients.into_iter().enumerate().map(ask).collect();
        let mut times = Vec::new();
        for thread in threads {
            times.extend(thread.join().map_err(|_| anyhow!("a client panicked"))??);
        }
        anyhow::Ok(times)
    })?;
    Ok((times.into_iter().collect(), start.elapsed()))
}
