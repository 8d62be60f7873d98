//! `portal verify`.

use super::{Database, Error, say};
use clap::Args;

#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    database: Database,
}

impl Verify {
    pub async fn run(self) -> Result<(), Error> {
        let engine = self.database.open_existing().await?;
        let outcome = engine.verify().await;
        engine.db.close().await;
        let report = outcome?;
        for finding in &report.findings {
            say(finding)?;
        }
        let checked = format!(
            "{} organizations, {} deliveries, {} bills with {} lines, {} movements of money checked",
            report.organizations, report.deliveries, report.bills, report.lines, report.movements
        );
        if report.findings.is_empty() {
            say(&format!("{checked}: everything is in order."))
        } else {
            Err(Error::Said(format!("{checked}: {} findings.", report.off)))
        }
    }
}
