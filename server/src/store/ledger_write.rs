//! The ledger and the audit log: only ever added to, inside the transaction of whoever calls.
//!
//! It decides nothing. It adds up the balance of every book that it writes to, and refuses to let one fall below its
//! floor: a wall behind the rules, not the rule.

use super::StoreError;
use contract::ledger::{Book, Transaction};
use contract::money::Money;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};
use std::future::Future;

/// The newest entry of an organization's audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its place, from 1; 0 when there is none.
    pub place: i64,
    /// Its hash; empty when there is none.
    pub sha256: String,
}

/// An entry of the audit log.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its place in the organization's log.
    pub place: i64,
    /// When, in microseconds.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// What kind of act.
    pub act: &'static str,
    /// On which account; none: to the people of the organization.
    pub account: Option<i64>,
    /// The key under which it is done once.
    pub key: String,
    /// What was asked, as JSON.
    pub input: String,
    /// What came of it, as JSON.
    pub outcome: String,
    /// Hash of the entry before.
    pub previous: String,
    /// Its hash.
    pub sha256: String,
}

/// What is kept of an act that was done under a key.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Kept {
    /// Its place in the log.
    pub place: i64,
    /// What kind of act.
    pub act: String,
    /// On which account.
    pub account_id: i64,
    /// What was asked.
    pub input: String,
    /// What came of it.
    pub outcome: String,
}

/// A movement to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct Posted<'a> {
    /// Its id.
    pub id: i64,
    /// The account whose books it touches.
    pub account: i64,
    /// The entry of the audit log that it belongs to.
    pub place: i64,
    /// When, in microseconds.
    pub at: i64,
    /// The movement.
    pub transaction: &'a Transaction,
}

/// A transaction that moves money.
pub trait WriteLedger {
    /// From here on the transaction waits for a lock only so long, and fails then.
    fn wait_briefly(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Takes hold of the organization's audit log until the transaction ends: whoever else moves its money waits.
    fn hold_chain(&mut self, organization: i64) -> impl Future<Output = Result<Head, StoreError>> + Send;

    /// Takes hold of the organization's bills: whoever else changes them, as an import does, waits. Always before the audit
    /// log, so that nobody waits for each other.
    fn hold_bills(&mut self, organization: i64) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What was done under a key.
    fn done(
        &mut self,
        organization: i64,
        key: &str,
    ) -> impl Future<Output = Result<Option<Kept>, StoreError>> + Send;

    /// Adds an entry to the audit log, behind its head.
    fn add_entry(
        &mut self,
        organization: i64,
        entry: &Entry,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Records a movement and adds it to the balances of its books. `Corrupt` when one falls below its floor.
    fn post(
        &mut self,
        organization: i64,
        posted: Posted<'_>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Sums of the debits of every book of an account that is not at nothing, by book.
    fn balances(
        &mut self,
        organization: i64,
        account: i64,
    ) -> impl Future<Output = Result<Vec<(Book, i64)>, StoreError>> + Send;
}

const HOLD: &str = "INSERT INTO audit_chain (organization_id, place, sha256) VALUES ($1, 0, '') \
     ON CONFLICT (organization_id) DO UPDATE SET place = audit_chain.place RETURNING place, sha256";

const HOLD_BILLS: &str = "UPDATE organization SET bills_revision = bills_revision WHERE id = $1";

const DONE: &str = "SELECT place, act, COALESCE(account_id, 0) AS account_id, input, outcome FROM audit_entry WHERE organization_id = $1 AND idempotency_key = $2";

const ADD_ENTRY: &str = "INSERT INTO audit_entry (organization_id, place, at, actor, act, account_id, \
     idempotency_key, input, outcome, previous_sha256, sha256) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

const MOVE_HEAD: &str = "UPDATE audit_chain SET place = $2, sha256 = $3 WHERE organization_id = $1";

const ADD_TRANSACTION: &str = "INSERT INTO ledger_transaction (organization_id, id, account_id, kind, currency, \
     posted_at, audit_place) VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Postings at once: behind `$1` and `$2` (organization, movement) pairs of book and debit.
const ADD_POSTINGS: &str =
    "INSERT INTO ledger_posting (organization_id, transaction_id, book, debit) VALUES ";

/// Balances at once: behind `$1` and `$2` (organization, account) pairs of book and debit.
const ADD_UP: [&str; 2] = [
    "INSERT INTO ledger_balance (organization_id, account_id, book, debits) VALUES ",
    " ON CONFLICT (organization_id, account_id, book) \
     DO UPDATE SET debits = ledger_balance.debits + excluded.debits RETURNING book, debits",
];

const BALANCES: &str = "SELECT book, debits FROM ledger_balance WHERE organization_id = $1 AND account_id = $2 \
     AND debits <> 0 ORDER BY book";

macro_rules! write_ledger {
    ($connection:ty, $wait_briefly:expr) => {
        impl WriteLedger for $connection {
            async fn wait_briefly(&mut self) -> Result<(), StoreError> {
                if let Some(sql) = $wait_briefly {
                    sqlx::query(sql).execute(&mut *self).await?;
                }
                Ok(())
            }

            async fn hold_chain(&mut self, organization: i64) -> Result<Head, StoreError> {
                let (place, sha256) = sqlx::query_as(HOLD).bind(organization).fetch_one(&mut *self).await?;
                Ok(Head { place, sha256 })
            }

            async fn hold_bills(&mut self, organization: i64) -> Result<(), StoreError> {
                sqlx::query(HOLD_BILLS).bind(organization).execute(&mut *self).await?;
                Ok(())
            }

            async fn done(&mut self, organization: i64, key: &str) -> Result<Option<Kept>, StoreError> {
                Ok(sqlx::query_as(DONE).bind(organization).bind(key).fetch_optional(&mut *self).await?)
            }

            async fn add_entry(&mut self, organization: i64, entry: &Entry) -> Result<(), StoreError> {
                sqlx::query(ADD_ENTRY)
                    .bind(organization)
                    .bind(entry.place)
                    .bind(entry.at)
                    .bind(&entry.actor)
                    .bind(entry.act)
                    .bind(entry.account)
                    .bind(&entry.key)
                    .bind(&entry.input)
                    .bind(&entry.outcome)
                    .bind(&entry.previous)
                    .bind(&entry.sha256)
                    .execute(&mut *self)
                    .await?;
                let moved = sqlx::query(MOVE_HEAD).bind(organization).bind(entry.place).bind(&entry.sha256);
                moved.execute(&mut *self).await?;
                Ok(())
            }

            async fn post(&mut self, organization: i64, posted: Posted<'_>) -> Result<(), StoreError> {
                let Posted { id, account, place, at, transaction } = posted;
                let currency = transaction.currency();
                sqlx::query(ADD_TRANSACTION)
                    .bind(organization)
                    .bind(id)
                    .bind(account)
                    .bind(transaction.kind().name())
                    .bind(currency.code())
                    .bind(at)
                    .bind(place)
                    .execute(&mut *self)
                    .await?;
                let postings = transaction.postings();
                let rows = pairs(postings.len());
                let mut added = sqlx::query(AssertSqlSafe([ADD_POSTINGS, &rows].concat()));
                let mut sums = sqlx::query_as(AssertSqlSafe([ADD_UP[0], &rows, ADD_UP[1]].concat()));
                added = added.bind(organization).bind(id);
                sums = sums.bind(organization).bind(account);
                for posting in postings {
                    let (name, debit) = (posting.book.to_string(), posting.debit.minor());
                    added = added.bind(name.clone()).bind(debit);
                    sums = sums.bind(name).bind(debit);
                }
                added.execute(&mut *self).await?;
                let sums: Vec<(String, i64)> = sums.fetch_all(&mut *self).await?;
                for (name, debits) in sums {
                    floor(book(&name)?, Money::new(debits, currency))?;
                }
                Ok(())
            }

            async fn balances(
                &mut self,
                organization: i64,
                account: i64,
            ) -> Result<Vec<(Book, i64)>, StoreError> {
                let rows: Vec<(String, i64)> =
                    sqlx::query_as(BALANCES).bind(organization).bind(account).fetch_all(&mut *self).await?;
                rows.into_iter().map(|(name, debits)| Ok((book(&name)?, debits))).collect()
            }
        }
    };
}

// SQLite has one writer: whoever has begun waits for nobody.
write_ledger!(SqliteConnection, None::<&'static str>);
write_ledger!(PgConnection, Some("SET LOCAL lock_timeout = '3s'"));

/// So many rows of `$1`, `$2` and two parameters of their own.
fn pairs(count: usize) -> String {
    let pair = |at: usize| format!("($1, $2, ${}, ${})", 3 + 2 * at, 4 + 2 * at);
    (0..count).map(pair).collect::<Vec<_>>().join(", ")
}

/// The book with this stored name.
pub fn book(name: &str) -> Result<Book, StoreError> {
    name.parse().map_err(|_| StoreError::Corrupt(format!("{name:?} is no book")))
}

fn floor(book: Book, debits: Money) -> Result<(), StoreError> {
    let below = book.has_floor() && book.balance(debits).is_ok_and(Money::is_negative);
    if below { Err(StoreError::Corrupt(format!("{book} would fall below nothing"))) } else { Ok(()) }
}
