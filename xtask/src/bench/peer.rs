//! The peer of the Excel export: rust_xlsxwriter, on the very rows of the CSV export, in its fastest mode.
//!
//! It is a package of its own, outside the workspace: nothing of the portal depends on it.

use anyhow::{Context, Result};
use serde_json::json;

use crate::command::Call;
use crate::say;

use super::bed::Bed;
use super::export;
use super::figures::{Found, Table, decimal_s, megabytes, per_second, seconds};
use super::process;
use super::world::SEEN;

/// Writes the workbook, and takes off what reading the rows alone costs.
pub fn measure(bed: &Bed) -> Result<Found> {
    let rows = export::file(bed, "/api/v1/bills/export.csv");
    anyhow::ensure!(rows.exists(), "run `cargo xtask bench export` first: the peer writes the same rows");
    let directory = bed.place.root.join("xtask").join("peers").join("xlsxwriter");
    let target = bed.directory.join("peers");
    Call::cargo()
        .args(["build", "--release", "--locked", "--quiet", "--target-dir"])
        .arg(&target)
        .dir(&directory)
        .run()
        .context("the peer could not be built")?;
    let executable = target.join("release").join("xlsxwriter-peer");
    let workbook = bed.file("peer.xlsx");
    let run = |what: &str| {
        let call = Call::new(&executable).arg(what).arg(&rows).arg(&workbook);
        process::run(call, &bed.log("peer"))
    };
    let reading = run("read")?;
    let writing = run("write")?;
    let cpu = writing.cpu.saturating_sub(reading.cpu);
    let bytes = std::fs::metadata(&workbook)?.len();
    let title =
        format!("rust_xlsxwriter, {} rows, constant memory, features `zlib` and `ryu`", say::number(SEEN));
    let mut table = Table::new(title, &["", "wall s", "CPU s", "rows/CPU s", "file MB", "peak MB"]);
    table.row([
        "Excel, without reading the rows".to_owned(),
        seconds(writing.wall.saturating_sub(reading.wall)),
        seconds(cpu),
        say::number(per_second(SEEN, cpu)),
        megabytes(bytes),
        megabytes(writing.peak_bytes),
    ]);
    let figures = json!({
        "rows": SEEN,
        "wall_s": decimal_s(writing.wall.saturating_sub(reading.wall)),
        "cpu_s": decimal_s(cpu),
        "reading_cpu_s": decimal_s(reading.cpu),
        "rows_per_cpu_s": per_second(SEEN, cpu),
        "file_bytes": bytes,
        "peak_bytes": writing.peak_bytes,
    });
    Ok(Found { figures, tables: vec![table] })
}
