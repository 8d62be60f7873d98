//! `portal verify`.

use super::{Database, Error, say};
use crate::engine::verify::Head;
use clap::Args;

#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    database: Database,
    /// An entry that an audit log has to go through, as an earlier run printed it: so an end that was cut off is noticed.
    #[arg(long, value_name = "PLACE:HASH", value_parser = head)]
    head: Vec<Head>,
}

fn head(text: &str) -> Result<Head, String> {
    let entry = text.split_once(':').and_then(|(place, hash)| Some((place.parse().ok()?, hash.to_owned())));
    entry.ok_or_else(|| "write PLACE:HASH".to_owned())
}

impl Verify {
    pub async fn run(self) -> Result<(), Error> {
        let engine = self.database.open_existing().await?;
        let outcome = engine.verify_against(self.head.into_iter().collect()).await;
        engine.db.close().await;
        let report = outcome?;
        for finding in &report.findings {
            say(finding)?;
        }
        for (organization, (place, sha256)) in &report.heads {
            say(&format!("{organization}: the audit log ends at {place}:{sha256}"))?;
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
