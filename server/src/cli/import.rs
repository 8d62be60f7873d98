//! `portal import`.

use super::{Database, Error};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Import {
    /// FOCUS 1.0 to 1.2 CSV files, plain or gzip.
    Focus(Focus),
}

#[derive(Debug, Args)]
pub struct Focus {
    /// The files, oldest delivery first.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Whose bills they are; made if there is none of this name.
    #[arg(long)]
    organization: String,
    #[command(flatten)]
    database: Database,
}

impl Import {
    pub async fn run(self) -> Result<(), Error> {
        let Self::Focus(focus) = self;
        let engine = focus.database.open().await?;
        let _ = (focus.files, focus.organization);
        engine.db.close().await;
        Err(Error::Said("importing is not built yet".to_owned()))
    }
}
