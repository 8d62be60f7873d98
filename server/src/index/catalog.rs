//! The snapshots of all organizations, each made when it is first asked for and made anew when it is behind.

use super::snapshot::Snapshot;
use crate::store::{Db, StoreError, bills};
use std::collections::HashMap;
use std::sync::{Arc, Mutex as Lock, PoisonError};
use tokio::sync::Mutex;

/// Snapshots by organization.
#[derive(Debug, Clone)]
pub struct BillIndex {
    db: Db,
    slots: Arc<Lock<HashMap<i64, Arc<Slot>>>>,
}

/// One organization: its newest snapshot; the outer lock lets one caller at a time make a newer one.
#[derive(Debug, Default)]
struct Slot {
    current: Lock<Option<Arc<Snapshot>>>,
    making: Mutex<()>,
}

impl Slot {
    fn current(&self) -> Option<Arc<Snapshot>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn at_least(&self, revision: u64) -> Option<Arc<Snapshot>> {
        self.current().filter(|snapshot| snapshot.revision >= revision)
    }
}

impl BillIndex {
    /// An index over this database; nothing is read yet.
    pub fn new(db: Db) -> Self {
        Self { db, slots: Arc::default() }
    }

    /// The organization's bills as they stand now.
    pub async fn snapshot(&self, organization: i64) -> Result<Arc<Snapshot>, StoreError> {
        let revision = bills::revision(&self.db, organization).await?;
        let slot = self.slot(organization);
        if let Some(snapshot) = slot.at_least(revision) {
            return Ok(snapshot);
        }
        let _making = slot.making.lock().await;
        if let Some(snapshot) = slot.at_least(revision) {
            return Ok(snapshot);
        }
        let snapshot = Arc::new(self.make(organization).await?);
        tracing::info!(
            organization,
            bills = snapshot.bills(),
            revision = snapshot.revision,
            "read the bills"
        );
        *slot.current.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&snapshot));
        let preparing = Arc::clone(&snapshot);
        tokio::task::spawn_blocking(move || preparing.prepare());
        Ok(snapshot)
    }

    fn slot(&self, organization: i64) -> Arc<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(organization).or_default())
    }

    async fn make(&self, organization: i64) -> Result<Snapshot, StoreError> {
        let (revision, names, records) = bills::read_all(&self.db, organization).await?;
        let made =
            tokio::task::spawn_blocking(move || Snapshot::of(organization, revision, names, records)).await;
        made.map_err(|error| StoreError::Corrupt(error.to_string()))?
    }
}
