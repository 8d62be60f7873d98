//! `portal demo`.

use super::{Database, Error};
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
        build(&engine, self.bills, self.seed).await?;
        engine.db.close().await;
        Ok(())
    }
}

/// Makes the demo world.
pub async fn build(engine: &Engine, bills: u64, seed: u64) -> Result<(), Error> {
    Ok(crate::demo::build(&engine.db, bills, seed, engine.clock.now()).await?)
}
