//! `portal demo`.

use super::{Database, Error, say};
use crate::demo::DemoReport;
use crate::engine::Engine;
use crate::store::organizations;
use clap::Args;

#[derive(Debug, Args)]
pub struct Demo {
    /// How many bills, about.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    bills: u64,
    /// Another seed makes another world; the same makes the same.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    database: Database,
}

impl Demo {
    pub async fn run(self) -> Result<(), Error> {
        let engine = self.database.open().await?;
        if organizations::any(&engine.db).await? {
            engine.db.close().await;
            return Err(Error::Said(
                "the database is not empty: choose another one with --database".to_owned(),
            ));
        }
        let report = build(&engine, self.bills, self.seed).await?;
        engine.db.close().await;
        say(&format!("{} bills with {} lines.", report.counts.bills, report.counts.lines))?;
        for sign_in in &report.sign_ins {
            let sees = sign_in.account.as_deref().unwrap_or("all accounts");
            let (role, organization) = (sign_in.role.name(), sign_in.organization);
            say(&format!("{} / {}: {role} of {organization}, {sees}", sign_in.email, sign_in.password))?;
        }
        if !report.shown.is_empty() {
            say("\nWhat there is to see, by account:")?;
        }
        for (account, what) in &report.shown {
            say(&format!("{account}: {what}"))?;
        }
        Ok(())
    }
}

/// Makes the demo world.
pub async fn build(engine: &Engine, bills: u64, seed: u64) -> Result<DemoReport, Error> {
    let made = crate::demo::build(&engine.db, bills, seed, engine.clock.now_utc()).await;
    made.map_err(|error| Error::Said(error.to_string()))
}
