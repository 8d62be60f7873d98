//! Exports of the million: CPU seconds, rows a second, and how far memory grows while one is written.
//!
//! Excel and CSV take turns. The rows of every CSV are counted; the workbook of the first round stays in the bench
//! directory for whoever wants to open it.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use crate::say;

use super::bed::{Bed, Engine};
use super::figures::{Found, Table, Times, decimal_ms, decimal_s, megabytes, ms, per_second, seconds};
use super::http::Client;
use super::process;
use super::world::{self, SEEN};

const ROUNDS: usize = 3;

/// What is exported.
const KINDS: [(&str, &str); 3] = [
    ("Excel, newest first", "/api/v1/bills/export.xlsx"),
    ("CSV, newest first", "/api/v1/bills/export.csv"),
    ("Excel by consumption", "/api/v1/bills/export.xlsx?sort=-consumption"),
];

/// What one export cost.
struct Cost {
    /// Until the head of the answer came.
    first: Duration,
    wall: Duration,
    cpu: Duration,
    bytes: u64,
    before_bytes: u64,
    peak_bytes: u64,
}

/// Measures on SQLite: while it exports, the server asks the database nothing.
pub fn measure(bed: &Bed) -> Result<Found> {
    let server = bed.serve(&world::ready(bed, Engine::Sqlite)?)?;
    let mut client = Client::sign_in(&server.origin)?;
    client.get("/api/v1/bills")?;
    process::rest(server.pid)?;
    let mut costs: Vec<Vec<Cost>> = KINDS.iter().map(|_| Vec::new()).collect();
    for round in 0..ROUNDS {
        for ((name, path), costs) in KINDS.iter().zip(&mut costs) {
            let keep = (round == 0).then(|| file(bed, path));
            costs.push(one(&mut client, server.pid, path, keep).with_context(|| *name)?);
        }
    }
    let title =
        format!("{} rows, 13 columns, medians of {ROUNDS} (aim: ≤ 10 CPU s, under 64 MB)", say::number(SEEN));
    let head = [
        "",
        "wall s",
        "CPU s",
        "rows/s",
        "rows/CPU s",
        "file MB",
        "first byte ms",
        "memory before MB",
        "growth MB",
        "peak MB",
    ];
    let mut table = Table::new(title, &head);
    let mut figures = Map::new();
    for ((name, _), costs) in KINDS.iter().zip(&costs) {
        let (row, value) = told(name, costs);
        table.row(row);
        figures.insert((*name).to_owned(), value);
    }
    Ok(Found { figures: figures.into(), tables: vec![table] })
}

/// Where the file of the first round stays.
pub fn file(bed: &Bed, path: &str) -> PathBuf {
    let name = path.rsplit('/').next().unwrap_or(path).replace("?sort=-", "-by-");
    bed.file(&name)
}

fn told(name: &str, costs: &[Cost]) -> (Vec<String>, Value) {
    let median = |part: fn(&Cost) -> Duration| costs.iter().map(part).collect::<Times>().median();
    let most = |part: fn(&Cost) -> u64| costs.iter().map(part).max().unwrap_or(0);
    let (wall, cpu) = (median(|cost| cost.wall), median(|cost| cost.cpu));
    let first = median(|cost| cost.first);
    let bytes = most(|cost| cost.bytes);
    let growth = most(|cost| cost.peak_bytes.saturating_sub(cost.before_bytes));
    let (before, peak) = (most(|cost| cost.before_bytes), most(|cost| cost.peak_bytes));
    let row = vec![
        name.to_owned(),
        seconds(wall),
        seconds(cpu),
        say::number(per_second(SEEN, wall)),
        say::number(per_second(SEEN, cpu)),
        megabytes(bytes),
        ms(first),
        megabytes(before),
        megabytes(growth),
        megabytes(peak),
    ];
    let figures = json!({
        "rows": SEEN,
        "wall_s": decimal_s(wall),
        "cpu_s": decimal_s(cpu),
        "rows_per_s": per_second(SEEN, wall),
        "rows_per_cpu_s": per_second(SEEN, cpu),
        "file_bytes": bytes,
        "first_byte_ms": decimal_ms(first),
        "memory_before_bytes": before,
        "memory_growth_bytes": growth,
        "memory_peak_bytes": peak,
    });
    (row, figures)
}

fn one(client: &mut Client, pid: u32, path: &str, keep: Option<PathBuf>) -> Result<Cost> {
    let mut kept = keep.map(File::create).transpose()?;
    let (mut bytes, mut lines) = (0_u64, 0_u64);
    process::forget_peak(pid)?;
    let before_bytes = process::memory(pid)?.now;
    let cpu = process::cpu(pid)?;
    let is_csv = path.ends_with(".csv");
    let answer = client.download(path, |part| {
        bytes += part.len() as u64;
        if is_csv {
            lines += part.iter().filter(|&&byte| byte == b'\n').count() as u64;
        }
        if let Some(file) = &mut kept {
            file.write_all(part)?;
        }
        Ok(())
    })?;
    let rows = answer.header("x-rows").and_then(|rows| rows.parse().ok());
    ensure!(rows == Some(SEEN), "it holds {rows:?} rows");
    ensure!(!is_csv || lines == SEEN + 1, "it has {lines} lines");
    let cpu = process::cpu(pid)?.saturating_sub(cpu);
    let peak_bytes = process::memory(pid)?.peak;
    Ok(Cost { first: answer.head_took, wall: answer.took, cpu, bytes, before_bytes, peak_bytes })
}
