//! The snapshots of all organizations, each made when it is first asked for. One that is behind takes in the bills that
//! changed since; only when much did, or a name, it is read anew.

use super::build::Builder;
use super::snapshot::Snapshot;
use crate::store::bills::{Part, Since};
use crate::store::{Db, StoreError, bills};
use std::collections::HashMap;
use std::sync::{Arc, Mutex as Lock, PoisonError};
use tokio::sync::{Mutex, mpsc};

/// More changed bills than this are not taken in one by one.
const FEW: usize = 20_000;
/// Parts that may wait for the columns.
const WAITING: usize = 4;
/// How many bills are read before anyone asks.
const AHEAD: u64 = 3_000_000;

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
        let snapshot = Arc::new(self.make(organization, slot.current()).await?);
        *slot.current.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&snapshot));
        let preparing = Arc::clone(&snapshot);
        tokio::task::spawn_blocking(move || preparing.prepare());
        Ok(snapshot)
    }

    /// Reads the bills of those organizations that were used last, so that the first person does not wait.
    pub async fn read_ahead(&self) -> Result<(), StoreError> {
        let mut room = AHEAD;
        for (organization, bills) in bills::recently_used(&self.db).await? {
            if let Some(rest) = room.checked_sub(bills) {
                room = rest;
                self.snapshot(organization).await?;
            }
        }
        Ok(())
    }

    fn slot(&self, organization: i64) -> Arc<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(organization).or_default())
    }

    async fn make(&self, organization: i64, behind: Option<Arc<Snapshot>>) -> Result<Snapshot, StoreError> {
        if let Some(behind) = behind
            && let Some(snapshot) = self.catch_up(organization, behind).await?
        {
            return Ok(snapshot);
        }
        let (teller, parts) = mpsc::channel(WAITING);
        let building = tokio::task::spawn_blocking(move || build(organization, parts));
        // What stopped the reading says more than that bills were missing.
        bills::read_all(&self.db, organization, teller).await?;
        let snapshot = building.await.map_err(broken)??;
        tracing::info!(
            organization,
            bills = snapshot.bills(),
            revision = snapshot.revision,
            "read the bills"
        );
        Ok(snapshot)
    }

    /// The newest state out of an older one, if little changed.
    async fn catch_up(
        &self,
        organization: i64,
        behind: Arc<Snapshot>,
    ) -> Result<Option<Snapshot>, StoreError> {
        match bills::since(&self.db, organization, behind.revision, FEW).await? {
            Since::Few { revision, bills } => {
                let changing = tokio::task::spawn_blocking(move || behind.changed(revision, &bills));
                changing.await.map_err(broken)?
            }
            Since::Much => Ok(None),
        }
    }
}

fn broken(error: tokio::task::JoinError) -> StoreError {
    StoreError::Corrupt(error.to_string())
}

/// Makes a snapshot of what is told.
fn build(organization: i64, mut parts: mpsc::Receiver<Part>) -> Result<Snapshot, StoreError> {
    let cut = || StoreError::Corrupt("the bills were not read".to_owned());
    let Some(Part::State { revision, names, most }) = parts.blocking_recv() else { return Err(cut()) };
    let mut builder = Builder::new(organization, names, most);
    while let Some(Part::Bills(lines)) = parts.blocking_recv() {
        for record in lines.records() {
            builder.add(&record?)?;
        }
    }
    Ok(Snapshot::new(builder.finish(), revision))
}
