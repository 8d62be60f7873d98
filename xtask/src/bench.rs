//! `cargo xtask bench`: figures of a release build, printed and as JSON. Never a timed test.
//!
//! To add a measurement, add a [`Bench`] to [`BENCHES`]. Each gets the release executable and
//! returns its figures as JSON, named with their units (`p95_ms`, `rows_per_s`), and as tables.
//! Measurements that were not asked for keep the figures of their last run.

mod bed;
mod browser;
mod export;
mod figures;
mod fill;
mod focus;
mod http;
mod import;
mod list;
mod machine;
mod mixes;
mod money;
mod pdf;
mod peer;
mod process;
mod world;
mod write;

use std::fs;

use anyhow::{Result, ensure};
use lexopt::prelude::*;
use serde_json::json;

use crate::place::Place;
use crate::say;
use crate::size::{Loaded, Sizes};
use bed::Bed;
use figures::{Found, Table};

/// A measurement with a name.
struct Bench {
    name: &'static str,
    what: &'static str,
    body: fn(&Bed) -> Result<Found>,
}

const fn bench_of(name: &'static str, what: &'static str, body: fn(&Bed) -> Result<Found>) -> Bench {
    Bench { name, what, body }
}

const BENCHES: [Bench; 9] = [
    bench_of("size", "bytes of the first load and of the executable", sizes),
    bench_of("world", "making the demo world of a million bills, on both databases", world::measure),
    bench_of("list", "the bill list over HTTP: filters, orders, totals, on both databases", list::measure),
    bench_of("export", "a million bills to Excel and CSV: CPU seconds and memory", export::measure),
    bench_of("peer", "the same rows to Excel by rust_xlsxwriter", peer::measure),
    bench_of("pdf", "bills as PDF: how many a CPU second", pdf::measure),
    bench_of("import", "a million FOCUS rows into both databases", import::measure),
    bench_of("money", "money-moving writes a second, and settling 100 000 monthly bills", money::measure),
    bench_of("browser", "first paint, filter to paint, scrolling, jumping, in Chromium", browser::measure),
];

/// Which measurements were asked for.
#[derive(Debug, Default)]
pub struct Choice {
    list: bool,
    write: bool,
    only: Vec<String>,
}

impl Choice {
    /// Reads `[NAME…] [--list] [--write]`.
    pub fn read(mut arguments: lexopt::Parser) -> Result<Self> {
        let mut choice = Self::default();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("list") => choice.list = true,
                Long("write") => choice.write = true,
                Value(name) => choice.only.push(name.string()?),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(choice)
    }
}

/// Builds a release, measures, prints, and writes `target/bench/figures.json`; with `--write` the tables go into
/// `BENCHMARKS.md`, too.
pub fn bench(place: &Place, choice: &Choice) -> Result<()> {
    for name in &choice.only {
        let known = BENCHES.iter().any(|bench| bench.name == name);
        ensure!(known, "there is no measurement `{name}`; `--list` shows them");
    }
    let chosen =
        BENCHES.iter().filter(|bench| choice.only.is_empty() || choice.only.iter().any(|o| o == bench.name));
    if choice.list {
        chosen.for_each(|bench| println!("{:12} {}", bench.name, bench.what));
        return Ok(());
    }
    let names = BENCHES.map(|bench| bench.name);
    let bed = Bed::make(place)?;
    let mut failed = Vec::new();
    for bench in chosen {
        say::heading(&format!("{}: {}", bench.name, bench.what));
        // One that fails does not take the others' figures with it.
        match one(&bed, bench) {
            Ok(()) => write::together(&bed.directory, &names)?,
            Err(reason) => {
                say::failure(&reason);
                failed.push(bench.name);
            }
        }
    }
    if choice.write {
        write::into_document(&place.root.join("BENCHMARKS.md"), &bed.directory, &names)?;
    }
    say::progress(&format!("figures: {}", bed.directory.join("figures.json").display()));
    ensure!(failed.is_empty(), "not measured: {}", failed.join(", "));
    Ok(())
}

fn one(bed: &Bed, bench: &Bench) -> Result<()> {
    let machine = machine::machine(&bed.place);
    let found = (bench.body)(bed)?;
    let tables: Vec<String> = found.tables.iter().map(ToString::to_string).collect();
    let text = format!(
        "### {}: {}\n\n{}; load {} at the end.\n\n{}",
        bench.name,
        bench.what,
        machine::line(&machine),
        machine::load().unwrap_or_default(),
        tables.join("\n")
    );
    println!("{text}");
    let load_at_end = machine::load();
    let figures = json!({ "machine": machine, "load_average_at_end": load_at_end, "figures": found.figures });
    fs::write(bed.directory.join(format!("{}.json", bench.name)), format!("{figures:#}\n"))?;
    fs::write(bed.directory.join(format!("{}.md", bench.name)), text)?;
    Ok(())
}

fn sizes(bed: &Bed) -> Result<Found> {
    let sizes = Sizes::of(&bed.place.site())?;
    let landing = sizes.landing();
    let (page, largest) = sizes.largest_first_load();
    let all: Vec<&Loaded> = sizes.files.iter().collect();
    let executable = fs::metadata(&bed.executable)?.len();
    let mut table = Table::new(
        "What a browser loads (aims, brotli: 350 000 bytes first, 450 000 in all)",
        &["bytes", "plain", "gzip", "brotli"],
    );
    let mut figures = json!({ "largest_page": page, "executable_bytes": executable });
    for (name, key, files) in [
        ("first, where one lands".to_owned(), "first_load", &landing),
        (format!("first, opening {page}, the largest"), "largest_first_load", &largest),
        ("every page".to_owned(), "every_page", &all),
    ] {
        let sum = |part: fn(&Loaded) -> u64| files.iter().map(|file| part(file)).sum::<u64>();
        let sums = [("plain", sum(|f| f.plain)), ("gzip", sum(|f| f.gzip)), ("brotli", sum(|f| f.brotli))];
        table.row(std::iter::once(name).chain(sums.map(|(_, bytes)| say::number(bytes))));
        for (kind, bytes) in sums {
            figures[format!("{key}_{kind}_bytes")] = json!(bytes);
        }
    }
    let row = [
        "the executable, everything in it".to_owned(),
        say::number(executable),
        String::new(),
        String::new(),
    ];
    table.row(row);
    Ok(Found { figures, tables: vec![table] })
}
