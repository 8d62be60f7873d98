//! Filling an empty database with a command, and what that costs on both sides.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::command::Call;
use crate::say;

use super::bed::{Bed, Engine};
use super::figures::{decimal_s, megabytes, per_second, seconds};
use super::process::{self, Spent};

const NOTICED: Duration = Duration::from_millis(500);

/// What filling a database cost.
#[derive(Debug)]
pub struct Filled {
    /// The command.
    pub spent: Spent,
    /// The database server; nothing where the database lives in the command's process.
    pub database_cpu: Duration,
    /// The database afterwards.
    pub bytes: u64,
}

/// The columns of a table of such costs.
pub const HEAD: [&str; 7] =
    ["", "wall s", "portal CPU s", "database CPU s", "rows/s", "portal peak MB", "database MB"];

impl Filled {
    /// For programs.
    pub fn figures(&self, rows: u64) -> Value {
        json!({
            "rows": rows,
            "wall_s": decimal_s(self.spent.wall),
            "portal_cpu_s": decimal_s(self.spent.cpu),
            "database_cpu_s": decimal_s(self.database_cpu),
            "rows_per_s": per_second(rows, self.spent.wall),
            "portal_peak_bytes": self.spent.peak_bytes,
            "database_bytes": self.bytes,
        })
    }

    /// For people: a row under [`HEAD`].
    pub fn cells(&self, name: &str, rows: u64) -> [String; 7] {
        [
            name.to_owned(),
            seconds(self.spent.wall),
            seconds(self.spent.cpu),
            seconds(self.database_cpu),
            say::number(per_second(rows, self.spent.wall)),
            megabytes(self.spent.peak_bytes),
            megabytes(self.bytes),
        ]
    }
}

/// Where a database of the bench directory is.
pub fn url(bed: &Bed, engine: Engine, name: &str) -> Result<String> {
    Ok(match engine {
        Engine::Sqlite => format!("sqlite:{}", file(bed, name).display()),
        Engine::Postgres => bed.postgres()?.url_of(name),
    })
}

/// Makes the database afresh and runs the command on it.
pub fn fill(bed: &Bed, engine: Engine, name: &str, call: Call) -> Result<Filled> {
    let call = call.env("PORTAL_DATABASE", fresh(bed, engine, name)?);
    let (spent, database_cpu) = run(bed, engine, call, &bed.log(name))?;
    let bytes = match engine {
        Engine::Sqlite => bytes(&file(bed, name)),
        Engine::Postgres => bed.postgres()?.bytes(name)?,
    };
    Ok(Filled { spent, database_cpu, bytes })
}

/// Makes the database afresh; gives where it is.
pub fn fresh(bed: &Bed, engine: Engine, name: &str) -> Result<String> {
    match engine {
        Engine::Sqlite => remove(&file(bed, name))?,
        Engine::Postgres => bed.postgres()?.fresh(name)?,
    }
    url(bed, engine, name)
}

/// Runs a command that uses a database of this engine; gives what it cost, and the CPU time of the database server.
pub fn run(bed: &Bed, engine: Engine, call: Call, log: &Path) -> Result<(Spent, Duration)> {
    match engine {
        Engine::Sqlite => Ok((process::run(call, log)?, Duration::ZERO)),
        Engine::Postgres => {
            let holder = bed.postgres()?.holder();
            let before = process::cpu_of_tree(holder)?;
            let spent = process::run(call, log)?;
            // Its last process has just ended: it counts once its parent has noticed.
            sleep(NOTICED);
            Ok((spent, process::cpu_of_tree(holder)?.saturating_sub(before)))
        }
    }
}

fn file(bed: &Bed, name: &str) -> PathBuf {
    bed.file(&format!("{name}.db"))
}

/// A database file, and those SQLite keeps beside it.
fn files(file: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|suffix| PathBuf::from(format!("{}{suffix}", file.display())))
}

fn bytes(file: &Path) -> u64 {
    files(file).iter().map(|file| fs::metadata(file).map_or(0, |found| found.len())).sum()
}

fn remove(file: &Path) -> Result<()> {
    for file in files(file).iter().filter(|file| file.exists()) {
        fs::remove_file(file).with_context(|| format!("{} can't be removed", file.display()))?;
    }
    Ok(())
}
