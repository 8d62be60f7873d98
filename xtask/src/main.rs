//! `cargo xtask`: everything a developer or CI does with the portal, from a clean clone.
//!
//! Each command installs what it needs first, says what it does, and is quick the second time.
//! It never asks a question, so it works without a terminal.

mod bench;
mod checks;
mod command;
mod compress;
mod e2e;
mod guard;
mod install;
mod place;
mod portal;
mod postgres;
mod report;
mod sandbox;
mod say;
mod server;
mod setup;
mod size;
mod soak;
mod split;
mod stamp;
mod start;
mod steps;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::place::Place;

const USAGE: &str = "\
cargo xtask <command>

  run [--release] [--bills N] [--listen ADDRESS]
                 open the portal on demo data at http://127.0.0.1:8080
  test [--only NAME…] [--skip NAME…] [--update-snapshots] [--list]
                 everything CI checks, step by step
  build          leave the one executable at target/release/portal
  bench [NAME…] [--list] [--write]
                 measure a release build; --write puts the tables into BENCHMARKS.md
  soak [--minutes N] [--seed S] [--database sqlite|postgres]
                 random histories on the real server, with everything going wrong around it
  setup [--list] install the tools that the other commands need
  advisories     look up known vulnerabilities of the dependencies (needs the network)
  help           this text

Environment
  PORTAL_CACHE   where installed tools are kept (default: ~/.cache/billing-portal)
  CHROME_PATH    the Chromium or Chrome to test with (default: found on the PATH)
  PORTAL_EXECUTABLE
                 the portal to measure (default: a release build of this checkout)
";

fn main() -> ExitCode {
    match dispatch() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::failure(&failure);
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<()> {
    let mut arguments = lexopt::Parser::from_env();
    let command = match arguments.next()? {
        Some(Value(name)) => name.string()?,
        Some(Short('h') | Long("help")) | None => "help".to_owned(),
        Some(other) => return Err(other.unexpected().into()),
    };
    if command == "help" {
        print!("{USAGE}");
        return Ok(());
    }
    let place = Place::find()?;
    match command.as_str() {
        "run" => start::run(&place, &start::Options::read(arguments)?),
        "test" => steps::test(&place, &steps::Choice::read(arguments)?),
        "build" => {
            nothing_more(arguments)?;
            server::build_executable(&place).map(drop)
        }
        "bench" => bench::bench(&place, &bench::Choice::read(arguments)?),
        "soak" => soak::soak(&place, &soak::Options::read(arguments)?),
        "setup" => setup::command(&place, arguments),
        "advisories" => {
            nothing_more(arguments)?;
            steps::advisories(&place)
        }
        other => bail!("there is no command `{other}`; `cargo xtask help` lists them"),
    }
}

/// Refuses arguments after a command that takes none.
fn nothing_more(mut arguments: lexopt::Parser) -> Result<()> {
    match arguments.next()? {
        Some(surplus) => Err(surplus.unexpected().into()),
        None => Ok(()),
    }
}
