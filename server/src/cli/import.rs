//! `portal import`.

use super::{Database, Error, say};
use crate::engine::import::{self, Order};
use clap::{Args, Subcommand};
use contract::file::focus::Mapping;
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
    /// How rows become lines, as JSON; what it leaves out has its default.
    #[arg(long)]
    mapping: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
}

impl Import {
    pub async fn run(self) -> Result<(), Error> {
        let Self::Focus(focus) = self;
        let mapping = focus.mapping()?;
        let engine = focus.database.open().await?;
        let mut outcome = Ok(());
        for file in &focus.files {
            let organization = focus.organization.clone();
            let order = Order { organization, mapping: mapping.clone(), clock: engine.clock.clone() };
            outcome = match import::focus(&engine.db, &order, file).await {
                Ok(report) => say(&report.to_string()),
                Err(error) => Err(Error::Said(error.to_string())),
            };
            if outcome.is_err() {
                break;
            }
        }
        // What is frozen follows at once; a server would find out by itself a little later.
        if outcome.is_ok()
            && let Err(error) = engine.accrue().await
        {
            say(&format!("what is frozen for running months does not follow yet: {error}"))?;
        }
        engine.db.close().await;
        outcome
    }
}

impl Focus {
    fn mapping(&self) -> Result<Mapping, Error> {
        let Some(path) = &self.mapping else { return Ok(Mapping::default()) };
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::Said(format!("{}: {error}", path.display())))?;
        serde_json::from_str(&text).map_err(|error| Error::Said(format!("{}: {error}", path.display())))
    }
}
