//! `cargo xtask bench`: figures of a release build, printed and as JSON. Never a timed test.
//!
//! To add a measurement, add a [`Bench`] to [`BENCHES`]. Each gets the release executable and
//! returns its figures as JSON, named with their units: `p95_ms`, `rows_per_s`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use lexopt::prelude::*;
use serde_json::{Map, Value, json};

use crate::place::Place;
use crate::say;
use crate::server;
use crate::size;

/// A measurement with a name.
struct Bench {
    name: &'static str,
    what: &'static str,
    body: fn(&Bed) -> Result<Value>,
}

const BENCHES: [Bench; 1] =
    [Bench { name: "size", what: "bytes of the first load and of the executable", body: sizes }];

/// What a measurement works with.
pub struct Bed {
    /// The built portal.
    pub site: PathBuf,
    /// The release build of `portal`.
    pub executable: PathBuf,
    /// An own directory for databases and files; it may be large and is kept for the next run.
    pub directory: PathBuf,
}

/// Which measurements were asked for.
#[derive(Debug, Default)]
pub struct Choice {
    list: bool,
    only: Vec<String>,
}

impl Choice {
    /// Reads `[NAME…] [--list]`.
    pub fn read(mut arguments: lexopt::Parser) -> Result<Self> {
        let mut choice = Self::default();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("list") => choice.list = true,
                Value(name) => choice.only.push(name.string()?),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(choice)
    }
}

/// Builds a release, measures, prints, and writes `target/bench/figures.json`.
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
    let bed = Bed {
        site: place.site(),
        executable: server::build_executable(place)?,
        directory: place.target.join("bench"),
    };
    fs::create_dir_all(&bed.directory)?;
    let mut figures = Map::new();
    for bench in chosen {
        say::heading(&format!("{}: {}", bench.name, bench.what));
        let found = (bench.body)(&bed)?;
        println!("{found:#}");
        figures.insert(bench.name.to_owned(), found);
    }
    let file = bed.directory.join("figures.json");
    fs::write(&file, format!("{:#}\n", Value::Object(figures)))?;
    say::progress(&format!("figures: {}", file.display()));
    Ok(())
}

fn sizes(bed: &Bed) -> Result<Value> {
    let files = size::first_load(&bed.site)?;
    let sum = |part: fn(&size::Loaded) -> u64| files.iter().map(part).sum::<u64>();
    Ok(json!({
        "first_load_plain_bytes": sum(|file| file.plain),
        "first_load_gzip_bytes": sum(|file| file.gzip),
        "first_load_brotli_bytes": sum(|file| file.brotli),
        "executable_bytes": fs::metadata(&bed.executable)?.len(),
    }))
}
