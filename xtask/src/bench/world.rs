//! The demo world that everything else is measured on, and how long it takes to make.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Map;

use crate::command::Call;
use crate::say;
use crate::stamp;

use super::bed::{Bed, Engine};
use super::figures::{Found, Table};
use super::fill::{self, Filled};

/// So many that the largest organization, which has 95 of a hundred, has a million.
const BILLS: u64 = 1_052_631;
/// How many bills the person who measures sees.
pub const SEEN: u64 = 1_000_000;
const DATABASE: &str = "world";

/// Makes both worlds anew and says what that cost.
pub fn measure(bed: &Bed) -> Result<Found> {
    let title = format!("`portal demo --bills {BILLS}`: bills with their lines, indexes included");
    let mut table = Table::new(title, &fill::HEAD);
    let mut figures = Map::new();
    for engine in Engine::ALL {
        let made = make(bed, engine)?;
        figures.insert(engine.name().to_owned(), made.figures(BILLS));
        table.row(made.cells(engine.name(), BILLS));
    }
    Ok(Found { figures: figures.into(), tables: vec![table] })
}

/// The world's database; it is made if it is not there or the demo has changed since.
pub fn ready(bed: &Bed, engine: Engine) -> Result<String> {
    let url = fill::url(bed, engine, DATABASE)?;
    if !stamp::matches(&stamp_file(bed, engine), &wanted(bed)?) {
        say::progress(&format!("making the world of {} bills ({})", say::number(BILLS), engine.name()));
        make(bed, engine)?;
    }
    Ok(url)
}

fn make(bed: &Bed, engine: Engine) -> Result<Filled> {
    let stamp = stamp_file(bed, engine);
    if stamp.exists() {
        fs::remove_file(&stamp)?;
    }
    let call = Call::new(&bed.executable).args(["demo", "--bills", &BILLS.to_string()]);
    let made = fill::fill(bed, engine, DATABASE, call).context("the world was not made")?;
    fs::write(stamp, wanted(bed)?)?;
    Ok(made)
}

fn stamp_file(bed: &Bed, engine: Engine) -> PathBuf {
    bed.file(&format!("world-{}.stamp", engine.name()))
}

/// What the world is made from.
fn wanted(bed: &Bed) -> Result<String> {
    let server = bed.place.root.join("server");
    let sources = stamp::of_files(&[server.join("src").join("demo"), server.join("migrations")])?;
    Ok(format!("{BILLS} {sources}"))
}
