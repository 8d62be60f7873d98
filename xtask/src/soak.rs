//! `cargo xtask soak`: random histories on the real server for as long as one likes. The first one that is off ends it,
//! with its seed.

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::command::Call;
use crate::place::Place;
use crate::postgres::secret;
use crate::setup::Toolbox;
use crate::tools::Tool;

/// How long, from which seed on, on which databases.
#[derive(Debug)]
pub struct Options {
    minutes: u64,
    seed: Option<u64>,
    databases: Vec<&'static str>,
}

impl Options {
    /// Reads `[--minutes N] [--seed S] [--database sqlite|postgres]`.
    pub fn read(mut arguments: lexopt::Parser) -> Result<Self> {
        let mut options = Self { minutes: 10, seed: None, databases: vec!["sqlite", "postgres"] };
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("minutes") => options.minutes = arguments.value()?.parse()?,
                Long("seed") => options.seed = Some(arguments.value()?.parse()?),
                Long("database") => {
                    let wanted = arguments.value()?.string()?;
                    options.databases.retain(|known| *known == wanted);
                    if options.databases.is_empty() {
                        bail!("there is no database `{wanted}`: sqlite or postgres");
                    }
                }
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}

/// Builds the test, and runs it so long on each database. Without minutes it is one history.
pub fn soak(place: &Place, options: &Options) -> Result<()> {
    // Any seed is as good as any other; it is said, so that a history can be had again.
    let seed = match options.seed {
        Some(seed) => seed,
        None => u64::from_str_radix(&secret()?[..8], 16)?,
    };
    for database in &options.databases {
        let mut call = Call::cargo()
            .args(["test", "--locked", "--package", "server", "--test", "history", "--"])
            .args(["--exact", database, "--nocapture"])
            .env("PORTAL_HISTORY_SECONDS", (options.minutes * 60).to_string())
            .env("PORTAL_HISTORY_SEED", seed.to_string())
            .dir(&place.root);
        if *database == "postgres" {
            let toolbox = Toolbox::complete(place, [Tool::Postgres])?;
            call = call.env("PORTAL_TEST_POSTGRES_BIN", toolbox.path(Tool::Postgres)?);
        }
        call.run()?;
    }
    Ok(())
}
