//! Billing data comes in: a FOCUS file becomes accounts, products, applications, bills and lines (R1, R2).
//!
//! A file is read twice: once to know that all of it can be read and what it adds up to, once to write its lines. Only
//! the second time holds a transaction, one for the whole file: nothing is ever half imported. Memory grows with the
//! number of bills, never with the number of rows.

mod adjust;
mod bills;
mod compare;
mod content;
mod failure;
mod lines;
mod parties;
mod record;
mod report;
mod source;
mod survey;

pub use failure::ImportError;
pub use report::{FileReport, Imported, ScopeReport, Shift};

use crate::clock::Clock;
use crate::store::bulk::Bulk;
use crate::store::deliveries_write::{Known, WriteDeliveries};
use crate::store::late::ReadLate;
use crate::store::organizations_write::WriteOrganizations;
use crate::store::{Db, Stops, StoreError, writing};
use contract::file::focus::Mapping;
use std::path::Path;
use std::sync::Arc;
use survey::Survey;

/// How often a transaction is begun in all when something that it makes was made meanwhile.
const ATTEMPTS: u32 = 5;

/// A transaction that can take in a delivery.
pub trait Store: Bulk + WriteOrganizations + WriteDeliveries + ReadLate + Send {}
impl<C: Bulk + WriteOrganizations + WriteDeliveries + ReadLate + Send> Store for C {}

/// Whose bills a file holds, and how it is read.
#[derive(Debug, Clone)]
pub struct Order {
    /// Name of the organization; it is made if there is none of this name.
    pub organization: String,
    /// How a row becomes a line.
    pub mapping: Mapping,
    /// The time. It is read when nobody else can change the organization's bills any more.
    pub clock: Clock,
}

/// Imports a FOCUS file, plain or gzip, as one transaction. The same bytes again change nothing; a newer delivery of
/// a billing account's cycle replaces the older one as a whole; where the month is issued already, the difference becomes
/// a bill of the next open month (M2).
pub async fn focus(db: &Db, order: &Order, path: &Path) -> Result<FileReport, ImportError> {
    super::organization::check(&order.organization).map_err(ImportError::Organization)?;
    let survey = {
        let (path, mapping) = (path.to_owned(), order.mapping.clone());
        tokio::task::spawn_blocking(move || survey::survey(&path, mapping)).await?
    };
    let survey = Arc::new(survey?);
    let mut attempt = 1;
    loop {
        match import(db, order, &survey).await {
            Ok(imported) => return Ok(FileReport { file: survey.file.clone(), outcome: Ok(imported) }),
            Err(Stop::Known(known)) => {
                return Ok(FileReport { file: survey.file.clone(), outcome: Err(known) });
            }
            // Someone made the same organization: it is found the next time.
            Err(Stop::Failed(ImportError::Store(StoreError::Exists))) if attempt < ATTEMPTS => attempt += 1,
            Err(Stop::Failed(error)) => return Err(error),
        }
    }
}

/// Why a transaction is rolled back.
enum Stop {
    /// The same bytes are in already.
    Known(Known),
    Failed(ImportError),
}

impl<E: Into<ImportError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Stops for Stop {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Failed(ImportError::Store(error)) if error.is_transient())
    }
}

async fn import(db: &Db, order: &Order, survey: &Arc<Survey>) -> Result<Imported, Stop> {
    let own = db.alone().await?;
    writing!(&own, |tx| record::record(&mut *tx, order, survey).await)
}
