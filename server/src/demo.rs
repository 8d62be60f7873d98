//! The demo world: believable billing data of any size, the same for the same seed and month.
//!
//! Everything is whole numbers and exact decimals; nothing depends on the clock, on the machine or on which database
//! it goes into. Nothing in it exists.

mod books;
mod calendar;
mod cast;
mod catalog;
mod charging;
mod deed;
mod late;
mod life;
mod lives;
mod month;
mod parties;
mod payment;
mod people;
mod random;
mod terms;
mod till;
mod words;
mod world;
mod write;

use crate::engine::write::Store;
use crate::meter::Meter;
use crate::store::bulk::Bulk;
use crate::store::ids::{PORTAL, id, series};
use crate::store::organizations_write::{NewOrganization, WriteOrganizations};
use crate::store::{Db, Stops, StoreError, writing};
use books::Books;
use calendar::Calendar;
use chrono::{DateTime, Utc};
use month::Impossible;
pub use people::SignIn;
use tokio::sync::mpsc;
use world::{COMPANIES, Organization};
pub use write::Counts;
use write::{Batch, REVISION};

/// Batches that may wait for the database.
const WAITING: usize = 4;

/// Why there is no demo world.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The world can't be made: a defect in it.
    #[error("the demo world can't be made: {0}")]
    Impossible(String),
    /// An organization has the name or the issuer of one of the demo world's.
    #[error("an organization of the same name is there already, and is none of the demo world's")]
    NameTaken,
}

impl From<Impossible> for DemoError {
    fn from(Impossible(why): Impossible) -> Self {
        Self::Impossible(why)
    }
}

impl Stops for DemoError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_transient())
    }
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoReport {
    /// False when the world was there already: nothing was changed.
    pub created: bool,
    /// Names of the organizations.
    pub organizations: Vec<&'static str>,
    /// What was made now.
    pub counts: Counts,
    /// Who can sign in.
    pub sign_ins: Vec<SignIn>,
    /// What there is to see on which accounts of the first organization.
    pub shown: Vec<(String, &'static str)>,
}

/// Makes the demo world with exactly `bills` bills, in one transaction. Where it is there already, nothing changes.
pub async fn build(db: &Db, bills: u64, seed: u64, now: DateTime<Utc>) -> Result<DemoReport, DemoError> {
    let calendar = Calendar::at(now).map_err(|error| DemoError::Impossible(error.to_string()))?;
    let own = db.alone().await?;
    let made = writing!(&own, |tx| make(&mut *tx, (bills, seed), calendar).await)?;
    let accounts = made.as_ref().map_or(0, |(_, accounts)| *accounts);
    let shown = cast::SHOWN.into_iter().filter(|(place, _)| *place <= accounts);
    Ok(DemoReport {
        created: made.is_some(),
        organizations: COMPANIES.iter().map(|company| company.name).collect(),
        counts: made.map(|(counts, _)| counts).unwrap_or_default(),
        sign_ins: COMPANIES.iter().flat_map(people::sign_ins).chain([people::operator()]).collect(),
        shown: shown.map(|(place, what)| (COMPANIES[0].account_number(place), what)).collect(),
    })
}

/// What was made, and how many accounts the first organization has; `None` when the world is there already.
async fn make<C: Bulk + Store>(
    tx: &mut C,
    (bills, seed): (u64, u64),
    calendar: Calendar,
) -> Result<Option<(Counts, i64)>, DemoError> {
    if tx.find_organization(COMPANIES[0].name).await?.is_some() {
        return Ok(None);
    }
    let mut plans = Vec::new();
    for (company, bills) in COMPANIES.iter().zip(world::shares(bills)) {
        let new = NewOrganization {
            name: company.name,
            issuer: company.issuer,
            bills_revision: REVISION,
            created_at: calendar.made_at().timestamp_micros(),
        };
        let id = tx.add_organization(&new).await.map_err(|error| match error {
            StoreError::Exists => DemoError::NameTaken,
            other => DemoError::Store(other),
        })?;
        plans.push((id, company, bills));
    }
    operator(tx, calendar.made_at().timestamp_micros(), seed).await?;
    // Rows are made on one core while the database takes them in on another.
    let (sender, mut batches) = mpsc::channel(WAITING);
    let maker = tokio::task::spawn_blocking(move || produce(&plans, seed, &calendar, &sender));
    let mut meter = Meter::new("bills", Some(bills));
    while let Some(batch) = batches.recv().await {
        for rows in &batch {
            tx.write(rows).await?;
        }
        meter.add(batch.iter().filter(|rows| rows.table() == "bill").map(|rows| rows.len() as u64).sum());
    }
    meter.end();
    let made = maker.await.map_err(|error| DemoError::Impossible(error.to_string()))?;
    let (counts, written) = made?;
    let accounts = written.first().map_or(0, |(first, _)| write::place(first.accounts.len()));
    life::calendars(tx, &calendar).await?;
    for (organization, books) in written {
        life::live(tx, &organization, books, &calendar, seed).await?;
    }
    Ok(Some((counts, accounts)))
}

/// The platform itself, with its operator.
async fn operator<C: Bulk + WriteOrganizations>(
    tx: &mut C,
    created_at: i64,
    seed: u64,
) -> Result<(), DemoError> {
    tx.add_platform(created_at).await?;
    let place = tx.take(PORTAL, series::USER, 1).await?;
    let rows = people::operator_rows(id(PORTAL, place), created_at, seed);
    for rows in rows.map_err(|error| DemoError::Impossible(error.to_string()))?.into_rows() {
        tx.write(&rows).await?;
    }
    Ok(())
}

type Plan = (i64, &'static world::Company, u64);

fn produce(
    plans: &[Plan],
    seed: u64,
    calendar: &Calendar,
    sender: &mpsc::Sender<Batch>,
) -> Result<(Counts, Vec<(Organization, Books)>), Impossible> {
    let (mut all, mut written) = (Counts::default(), Vec::new());
    for &(id, company, bills) in plans {
        let plan = world::plan(id, company, bills, seed, calendar);
        let mut sink = |batch| sender.blocking_send(batch).is_ok();
        let (counts, books) = write::organization(&plan, calendar, seed, &mut sink)?;
        all.bills += counts.bills;
        all.lines += counts.lines;
        written.push((plan, books));
    }
    Ok((all, written))
}
