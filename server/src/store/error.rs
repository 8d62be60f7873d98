//! What can go wrong with the database.

use super::db::Stops;

/// Why the store did not do it. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database can't be reached, is full, locked or closed.
    #[error("the database does not answer: {0}")]
    Unavailable(sqlx::Error),
    /// A unique key exists already.
    #[error("it exists already")]
    Exists,
    /// What the database holds does not fit the contract: a defect, or a hand in the data.
    #[error("stored data is off: {0}")]
    Corrupt(String),
    /// What was tried out was rolled back, as it should be.
    #[error("rolled back")]
    RolledBack,
    /// A statement failed.
    #[error("a statement failed: {0}")]
    Statement(sqlx::Error),
    /// The address of the database can't be used.
    #[error("the database address can't be used: {0}")]
    Address(String),
    /// The schema could not be brought up to date.
    #[error("the schema could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error),
            sqlx::Error::Database(inner) if inner.is_unique_violation() => Self::Exists,
            sqlx::Error::Database(inner) if is_unavailable(inner.code().as_deref()) => {
                Self::Unavailable(error)
            }
            _ => Self::Statement(error),
        }
    }
}

impl StoreError {
    /// Whether the database did not answer, or not in time.
    pub const fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }

    /// Whether somebody else held a lock for too long: then only those who want the same lock are concerned.
    pub fn is_stuck(&self) -> bool {
        match self {
            Self::Unavailable(sqlx::Error::Database(inner)) => inner.code().as_deref() == Some(LOCK_TIMEOUT),
            _ => false,
        }
    }

    /// Whether the same transaction may well succeed when it is run again.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unavailable(sqlx::Error::Database(inner))
            | Self::Statement(sqlx::Error::Database(inner)) => {
                matches!(inner.code().as_deref(), Some("40001" | "40P01" | "5" | "517"))
            }
            _ => false,
        }
    }
}

impl Stops for StoreError {
    fn is_transient(&self) -> bool {
        Self::is_transient(self)
    }
}

/// PostgreSQL: a lock was not to be had in time.
const LOCK_TIMEOUT: &str = "55P03";

/// SQLite: busy, locked, I/O, full, can't open. PostgreSQL: connection, resources, operator intervention, a lock.
fn is_unavailable(code: Option<&str>) -> bool {
    let Some(code) = code else { return false };
    let sqlite = code.parse::<u32>().is_ok_and(|number| matches!(number & 0xff, 5 | 6 | 10 | 13 | 14));
    let classes = ["08", "53", "57"].iter().any(|class| code.starts_with(class));
    let postgres = code.len() == 5 && (classes || code == LOCK_TIMEOUT);
    postgres || (code.len() < 5 && sqlite)
}
