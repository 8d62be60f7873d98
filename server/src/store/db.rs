//! The database handle: two engines behind one enum, and two macros that expand one body for each.
//!
//! SQLite has one writer and several readers (WAL, synchronous FULL); PostgreSQL has a pool. No trait bounds: the
//! body is plain code that the compiler checks once per engine.

use super::StoreError;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, PgPool, SqlitePool};
use std::str::FromStr;
use std::time::Duration;

const READERS: u32 = 4;
const PG_CONNECTIONS: u32 = 16;
const WAIT: Duration = Duration::from_secs(5);

/// A database.
#[derive(Debug, Clone)]
pub enum Db {
    /// SQLite in a file.
    Lite {
        /// The one connection that writes.
        writer: SqlitePool,
        /// Connections that only read.
        reader: SqlitePool,
    },
    /// PostgreSQL.
    Pg(PgPool),
}

impl Db {
    /// Opens `sqlite:PATH` (made if it is not there) or `postgres://…`, and brings the schema up to date.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        let db = if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            Self::open_postgres(address).await?
        } else if let Some(path) = address.strip_prefix("sqlite:") {
            Self::open_sqlite(path).await?
        } else {
            return Err(StoreError::Address("write sqlite:PATH or postgres://USER@HOST/NAME".to_owned()));
        };
        Ok(db)
    }

    async fn open_sqlite(path: &str) -> Result<Self, StoreError> {
        let path = path.strip_prefix("//").unwrap_or(path);
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(WAIT)
            .pragma("cache_size", "-65536")
            .pragma("mmap_size", "268435456")
            .disable_statement_logging();
        // Foreign keys are off: a table that is made anew goes away first.
        let mut own = options.clone().foreign_keys(false).connect().await?;
        migrator(sqlx::migrate!("./migrations/sqlite")).run_direct(None, &mut own, false).await?;
        own.close().await?;
        let writer = sqlite_pool(1).connect_with(options.clone()).await?;
        let reader =
            sqlite_pool(READERS).connect_with(options.read_only(true).create_if_missing(false)).await?;
        Ok(Self::Lite { writer, reader })
    }

    async fn open_postgres(address: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(address)
            .map_err(|error| StoreError::Address(error.to_string()))?
            .options([("jit", "off")])
            .disable_statement_logging();
        let pool =
            PgPoolOptions::new().max_connections(PG_CONNECTIONS).acquire_timeout(WAIT).connect_with(options);
        let pool = pool.await?;
        migrator(sqlx::migrate!("./migrations/postgres")).run(&pool).await?;
        Ok(Self::Pg(pool))
    }

    /// The same database, on PostgreSQL by a connection of its own: for a long write. When such a write is torn off in
    /// the middle of its stream, its connection ends with it, and nobody else is handed what is left of the stream.
    pub async fn alone(&self) -> Result<Self, StoreError> {
        match self {
            Self::Lite { .. } => Ok(self.clone()),
            Self::Pg(pool) => {
                let options = pool.connect_options().as_ref().clone();
                let own = PgPoolOptions::new().max_connections(1).acquire_timeout(WAIT).connect_with(options);
                Ok(Self::Pg(own.await?))
            }
        }
    }

    /// `sqlite` or `postgres`.
    pub const fn engine(&self) -> &'static str {
        match self {
            Self::Lite { .. } => "sqlite",
            Self::Pg(_) => "postgres",
        }
    }

    /// Closes every connection; what is under way is finished first.
    pub async fn close(&self) {
        match self {
            Self::Lite { writer, reader } => {
                reader.close().await;
                writer.close().await;
            }
            Self::Pg(pool) => pool.close().await,
        }
    }
}

/// What brings the schema up to date: what both engines understand, and what only this one does, by number.
fn migrator(own: Migrator) -> Migrator {
    let both = sqlx::migrate!("./migrations");
    Migrator::with_migrations(both.iter().chain(own.iter()).cloned().collect())
}

/// SQLite ends a transaction by itself when the disk is full or fails; the client then takes it for open for ever, and
/// can't begin another one: such a connection is given up for a new one.
fn sqlite_pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(connections).acquire_timeout(WAIT).after_release(
        |connection, _| {
            Box::pin(async move {
                // What is to be rolled back, is by then.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        },
    )
}

/// `reading!(db, |connection| body)`: runs `body` on a connection that only reads. `body` yields
/// `Result<T, StoreError>`; inside it `&mut *connection` is the executor.
macro_rules! reading {
    ($db:expr, |$connection:ident| $body:expr) => {
        match $db {
            $crate::store::Db::Lite { reader, .. } => {
                let mut $connection = reader.acquire().await.map_err($crate::store::StoreError::from)?;
                $body
            }
            $crate::store::Db::Pg(pool) => {
                let mut $connection = pool.acquire().await.map_err($crate::store::StoreError::from)?;
                $body
            }
        }
    };
}

/// Begins a transaction on PostgreSQL that waits for a lock only so long. Each of its statements finds some rows by their keys:
/// a plan that was made, and kept, while a table was small would read all of it ever after.
pub const BRIEFLY: &str = "BEGIN; SET LOCAL lock_timeout = '3s'; SET LOCAL enable_seqscan = off; \
     SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

/// How often a transaction is begun in all when another one was in its way.
pub const ATTEMPTS: u32 = 5;

/// What may stop a transaction.
pub trait Stops: From<StoreError> {
    /// Whether the same transaction may well succeed when it is run again.
    fn is_transient(&self) -> bool;
}

/// `writing!(db, |transaction| body)`: runs `body` in a transaction, commits it, and gives its value; an error rolls
/// back. `body` yields `Result<T, E>` where `E` is what [`Stops`]; inside it `&mut *transaction` is the executor. SQLite
/// takes the write lock at the start, so it can't fail half-way for want of it. Where PostgreSQL ends a transaction for
/// the sake of another one (serialization, deadlock), it is run again, a few times: `body` may be run more than once.
///
/// `writing!(db, briefly, |transaction| body)`: the same, but it waits for a lock only so long, and fails then.
macro_rules! writing {
    ($db:expr, briefly, |$transaction:ident| $body:expr) => {
        match $db {
            // There is one writer: whoever has begun waits for nobody.
            $crate::store::Db::Lite { writer, .. } => {
                $crate::store::attempts!(writer.begin_with("BEGIN IMMEDIATE"), |$transaction| $body)
            }
            $crate::store::Db::Pg(pool) => {
                $crate::store::attempts!(pool.begin_with($crate::store::BRIEFLY), |$transaction| $body)
            }
        }
    };
    ($db:expr, |$transaction:ident| $body:expr) => {
        match $db {
            $crate::store::Db::Lite { writer, .. } => {
                $crate::store::attempts!(writer.begin_with("BEGIN IMMEDIATE"), |$transaction| $body)
            }
            $crate::store::Db::Pg(pool) => $crate::store::attempts!(pool.begin(), |$transaction| $body),
        }
    };
}

/// `attempts!(begin, |transaction| body)`: the loop of [`writing!`].
macro_rules! attempts {
    ($begin:expr, |$transaction:ident| $body:expr) => {{
        let mut attempt = 1;
        loop {
            let mut $transaction = match $begin.await {
                Ok(begun) => begun,
                Err(error) => break Err($crate::store::StoreError::from(error).into()),
            };
            let done = async { $body }.await;
            let error = match done {
                Ok(value) => match $transaction.commit().await {
                    Ok(()) => break Ok(value),
                    Err(error) => $crate::store::StoreError::from(error).into(),
                },
                Err(error) => error,
            };
            if attempt == $crate::store::ATTEMPTS || !$crate::store::Stops::is_transient(&error) {
                break Err(error);
            }
            attempt += 1;
        }
    }};
}

pub(crate) use {attempts, reading, writing};

#[cfg(test)]
mod tests;
