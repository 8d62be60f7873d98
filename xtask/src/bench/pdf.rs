//! Bills as PDF: how many the server sets a CPU second, as one file each and as one file of all.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, json};

use crate::say;

use super::bed::{Bed, Engine};
use super::figures::{Found, Table, Times, decimal_s, megabytes, per_second, seconds};
use super::http::Client;
use super::process;
use super::world;

const BILLS: usize = 2_000;
const PAGE: usize = 500;
const ROUNDS: usize = 3;
const KINDS: [(&str, &str); 2] =
    [("ZIP, a PDF each", "/api/v1/bills/documents.zip"), ("one PDF of all", "/api/v1/bills/documents.pdf")];

/// Measures on SQLite: what the bills say is read from the database.
pub fn measure(bed: &Bed) -> Result<Found> {
    let server = bed.serve(&world::ready(bed, Engine::Sqlite)?)?;
    let mut client = Client::sign_in(&server.origin)?;
    let picked = json!({ "query": "", "only": ids(&mut client)?, "except": [] }).to_string();
    let title = format!(
        "{} bills of one page, medians of {ROUNDS} (aim: ≥ 300 a CPU second)",
        say::number(BILLS as u64)
    );
    let mut table = Table::new(title, &["", "wall s", "CPU s", "bills/CPU s", "file MB", "growth MB"]);
    let mut figures = Map::new();
    for (name, path) in KINDS {
        let (mut walls, mut cpus) = (Vec::<Duration>::new(), Vec::<Duration>::new());
        let (mut file, mut growth) = (Vec::new(), 0);
        for _ in 0..ROUNDS {
            process::forget_peak(server.pid)?;
            let before = process::memory(server.pid)?.now;
            let cpu = process::cpu(server.pid)?;
            file.clear();
            let answer = client.post(path, &picked, |part| {
                file.extend_from_slice(part);
                Ok(())
            })?;
            walls.push(answer.took);
            cpus.push(process::cpu(server.pid)?.saturating_sub(cpu));
            growth = growth.max(process::memory(server.pid)?.peak.saturating_sub(before));
        }
        ensure!(file.starts_with(b"PK") || file.starts_with(b"%PDF"), "{path} is no document");
        let kept = path.rsplit('/').next().context("a path has a last part")?;
        fs::write(bed.file(kept), &file)?;
        let wall = walls.into_iter().collect::<Times>().median();
        let cpu = cpus.into_iter().collect::<Times>().median();
        let rate = per_second(BILLS as u64, cpu);
        let bytes = file.len() as u64;
        table.row([
            name.to_owned(),
            seconds(wall),
            seconds(cpu),
            say::number(rate),
            megabytes(bytes),
            megabytes(growth),
        ]);
        figures.insert(
            name.to_owned(),
            json!({
                "bills": BILLS,
                "wall_s": decimal_s(wall),
                "cpu_s": decimal_s(cpu),
                "bills_per_cpu_s": rate,
                "file_bytes": bytes,
                "memory_growth_bytes": growth,
            }),
        );
    }
    Ok(Found { figures: figures.into(), tables: vec![table] })
}

/// Bills from all over the list.
fn ids(client: &mut Client) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    for page in 0..BILLS / PAGE {
        let from = page * 200_000;
        let answer = client.get(&format!("/api/v1/bills?limit={PAGE}&from={from}"))?.json()?;
        let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        ids.extend(items.iter().filter_map(|bill| bill["id"].as_str().map(str::to_owned)));
    }
    ensure!(ids.len() == BILLS, "{} bills were found", ids.len());
    Ok(ids)
}
