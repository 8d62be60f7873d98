//! The one door for everything that moves money (A7, E6).
//!
//! A command comes with a key: the same key again gives the first answer and moves nothing; the same key for something
//! else is refused. Behind the door: hold the organization's audit log, load, let `contract` decide, record balanced
//! postings, add an entry to the log's hash chain, commit. A dry run is the same path, rolled back.
//!
//! Commands of an organization that arrive together share a commit, because a commit costs more than what it commits;
//! organizations do not wait for each other. What a commit holds is read once and written in bulk, and comes to the same as
//! one command after the other. One that is refused has written nothing yet; one that fails takes its commit down, and the
//! others go again without it. When the database is away, everyone who waits is told at once.

mod account;
mod accrue;
mod act;
mod batch;
mod chain;
mod change;
mod decide;
mod deducted;
mod end_refund;
mod issue;
mod lanes;
mod lapse;
mod method;
mod operate;
mod people;
mod queue;
mod receive;
mod record;
mod refusal;
mod settle;
pub mod situation;
mod take_back;

pub use accrue::to_freeze;
pub use act::{ARRIVAL, Act, Actor, Command, Done};
pub use chain::{Fields, Sealed, seal};
pub use issue::posted as issue_of;
pub use method::Token;
pub use people::{PeopleAct, PeopleDone, PeopleEntry, Was};
pub use refusal::Refusal;

use crate::clock::Clock;
use crate::store::arrivals_write::WriteArrivals;
use crate::store::credit_write::WriteCredit;
use crate::store::late::ReadLate;
use crate::store::ledger_write::WriteLedger;
use crate::store::methods_write::WriteMethods;
use crate::store::monthly_write::WriteMonthly;
use crate::store::operator_write::WriteOperator;
use crate::store::payments_write::WritePayments;
use crate::store::record::Record;
use crate::store::refunds::WriteRefunds;
use crate::store::relations::WriteRelations;
use crate::store::settling::ReadSettling;
use crate::store::tax_profiles::WriteTaxProfiles;
use crate::store::terms::ReadTerms;
use crate::store::thresholds::Thresholds;
use crate::store::{Db, StoreError, writing};
use batch::{Broken, Held, all};
use queue::{Hall, Knock, QUEUE_MAX, serve};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::{Notify, mpsc, oneshot};

/// A transaction that can move money.
pub trait Store:
    WriteLedger
    + Record
    + WriteMonthly
    + ReadTerms
    + ReadSettling
    + WriteRelations
    + WriteTaxProfiles
    + WritePayments
    + WriteMethods
    + WriteRefunds
    + WriteArrivals
    + WriteOperator
    + WriteCredit
    + ReadLate
    + Thresholds
    + Send
{
}
impl<C> Store for C where
    C: WriteLedger
        + Record
        + WriteMonthly
        + ReadTerms
        + ReadSettling
        + WriteRelations
        + WriteTaxProfiles
        + WritePayments
        + WriteMethods
        + WriteRefunds
        + WriteArrivals
        + WriteOperator
        + WriteCredit
        + ReadLate
        + Thresholds
        + Send
{
}

/// Why a command was not done. Nothing was changed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotDone {
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database. Whether it was committed is known by asking again under the same key.
    #[error("{0}")]
    Store(Arc<StoreError>),
    /// The server is shutting down.
    #[error("the server is shutting down")]
    Closed,
}

impl From<StoreError> for NotDone {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

/// The door. Clones lead to the same queue.
#[derive(Debug, Clone)]
pub struct Door {
    db: Db,
    clock: Clock,
    queue: Arc<OnceLock<mpsc::Sender<Knock>>>,
    touched: Arc<Touched>,
}

/// Accounts that something was done to, for whoever settles them.
#[derive(Debug, Default)]
struct Touched {
    accounts: Mutex<BTreeSet<(i64, i64)>>,
    news: Notify,
}

impl Touched {
    fn add(&self, accounts: impl Iterator<Item = (i64, i64)>) {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner).extend(accounts);
        self.news.notify_one();
    }
}

impl Door {
    /// The door of this database.
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock, queue: Arc::default(), touched: Arc::default() }
    }

    /// Does a command, once.
    pub async fn write(&self, command: Command) -> Result<Done, NotDone> {
        let queue = self.queue.get_or_init(|| {
            let (sender, receiver) = mpsc::channel(QUEUE_MAX);
            let (db, clock, touched) = (self.db.clone(), self.clock.clone(), Arc::clone(&self.touched));
            tokio::spawn(serve(Hall { db, clock, touched }, receiver));
            sender
        });
        let (answer, answered) = oneshot::channel();
        queue.send(Knock { command, answer }).await.map_err(|_| NotDone::Closed)?;
        answered.await.map_err(|_| NotDone::Closed)?
    }

    /// Waits until something was done through this door that may let bills be paid; gives the accounts (organization and
    /// account) that it was done to since the last time.
    pub async fn touched(&self) -> BTreeSet<(i64, i64)> {
        loop {
            let accounts =
                std::mem::take(&mut *self.touched.accounts.lock().unwrap_or_else(PoisonError::into_inner));
            if !accounts.is_empty() {
                return accounts;
            }
            self.touched.news.notified().await;
        }
    }

    /// Names accounts again, that could not be settled: they come with the next news.
    pub fn touch(&self, accounts: impl IntoIterator<Item = (i64, i64)>) {
        self.touched.add(accounts.into_iter());
    }

    /// What a command would do: the same path, rolled back.
    pub async fn try_out(&self, command: &Command) -> Result<Done, NotDone> {
        let mut done = None;
        let now = self.clock.now();
        let tried = writing!(&self.db, briefly, |tx| {
            done = all(&mut *tx, &[command], Held::Wait, now).await?.pop();
            Err::<(), Broken>(StoreError::RolledBack.into())
        });
        match (tried.map_err(|broken| broken.error), done) {
            (Err(StoreError::RolledBack), Some(done)) => Ok(done?),
            (Err(error), _) => Err(error.into()),
            (Ok(()), _) => Err(NotDone::Closed),
        }
    }

    /// Does commands in one commit, in their order, beside the queue: all of them, or none when the database fails.
    ///
    /// # Errors
    /// The database.
    pub async fn together(&self, commands: &[&Command]) -> Result<Vec<Result<Done, Refusal>>, StoreError> {
        commit(&self.db, commands, Held::Wait, self.clock.now()).await.map_err(|broken| broken.error)
    }
}

/// Does commands in one commit.
async fn commit(
    db: &Db,
    commands: &[&Command],
    held: Held,
    now: i64,
) -> Result<Vec<Result<Done, Refusal>>, Broken> {
    writing!(db, briefly, |tx| all(&mut *tx, commands, held, now).await)
}

fn written<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Does a command at a time, inside the transaction of whoever makes a world and its past: the same path, committed with
/// everything else. `Ok(Err(…))` when a rule says no, and then nothing was written.
///
/// # Errors
/// The database.
pub async fn within<C: Store>(
    tx: &mut C,
    command: &Command,
    now: i64,
) -> Result<Result<Done, Refusal>, StoreError> {
    let mut done = all(tx, &[command], Held::Wait, now).await.map_err(|broken| broken.error)?;
    done.pop().ok_or_else(|| StoreError::Corrupt("a command without an answer".to_owned()))
}

/// What an account's books stand at, by book: debits in minor units.
pub(crate) type Books = BTreeMap<contract::ledger::Book, i64>;
