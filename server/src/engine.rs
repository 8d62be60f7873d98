//! What the server does: load, let `contract` decide, record, in one transaction. Every change goes through here.
//!
//! It knows no HTTP and no SQL.

mod accounts;
mod arrivals;
mod audit;
mod bills;
mod caller;
mod charges;
mod checks;
mod documents;
mod failure;
mod funding;
pub mod import;
pub mod issue;
mod lapse;
mod late;
mod monthly_bills;
mod monthly_documents;
mod monthly_overview;
mod numbers;
pub mod operator;
mod organization;
mod overview;
mod password;
mod payment_methods;
mod payments;
mod refunds;
mod relations;
mod returns;
mod settlement;
pub mod sign_in;
mod statement;
mod taken_back;
mod tax_profiles;
pub mod users;
pub mod verify;
pub mod views;
pub mod write;

pub use crate::index::Scope;
pub use audit::AuditSearch;
pub use bills::Chosen;
pub use caller::Caller;
pub use charges::{ChargesRan, Crossed};
pub use failure::Failure;
pub use monthly_overview::Arranged;
pub use password::Passwords;
pub use payments::{Asked, Till};
pub use settlement::{Ran, Through};

use crate::chance::Chance;
use crate::clock::Clock;
use crate::document::pdf::Issuer;
use crate::index::BillIndex;
use crate::store::Db;
use chrono::NaiveDate;
use contract::cycle::billing_zone;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What every act needs: the database, the time, chance, and someone who hashes passwords.
#[derive(Debug, Clone)]
pub struct Engine {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub chance: Chance,
    /// Hashes passwords, a few at a time.
    pub passwords: Arc<Passwords>,
    /// Held by whoever notes that a session is in use: one at a time.
    noting: Arc<Semaphore>,
    /// The bill list.
    pub index: BillIndex,
    /// The overview of monthly bills.
    monthly: Arc<monthly_overview::MonthlyMemory>,
    /// The one door for everything that moves money.
    pub door: write::Door,
    /// Who issues the bills.
    pub issuer: Arc<Issuer>,
    /// Where money comes in.
    pub till: Arc<Till>,
}

impl Engine {
    /// An engine on this database.
    pub fn new(db: Db, clock: Clock, chance: Chance) -> Self {
        let index = BillIndex::new(db.clone());
        let passwords = Arc::new(Passwords::default());
        let noting = Arc::new(Semaphore::new(1));
        let monthly = Arc::default();
        let door = write::Door::new(db.clone(), clock.clone());
        Self {
            db,
            clock,
            chance,
            passwords,
            noting,
            index,
            monthly,
            door,
            issuer: Arc::default(),
            till: Arc::default(),
        }
    }

    /// The same engine for this issuer of bills.
    #[must_use]
    pub fn issued_by(mut self, issuer: Issuer) -> Self {
        self.issuer = Arc::new(issuer);
        self
    }

    /// The same engine with these channels.
    #[must_use]
    pub fn paid_through(mut self, till: Till) -> Self {
        self.till = Arc::new(till);
        self
    }

    /// The day it is, in the billing time zone.
    pub fn today(&self) -> NaiveDate {
        self.clock.now_utc().with_timezone(&billing_zone()).date_naive()
    }
}
