//! The ledger and the audit log: only ever added to, inside the transaction of whoever calls.
//!
//! It decides nothing. What was decided is recorded by [`Record`](super::record::Record).

use super::StoreError;
use super::listed::{list, listed};
use super::terms::off;
use contract::ledger::{Book, Transaction};
use contract::money::Currency;
use sqlx::{PgConnection, SqliteConnection};
use std::collections::BTreeMap;
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
    /// The organization.
    pub organization_id: i64,
    /// The key.
    pub idempotency_key: String,
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

/// An account's currency, and what its books stand at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountBooks {
    /// The currency.
    pub currency: Currency,
    /// Debits in minor units, of every book that is not at nothing.
    pub debits: BTreeMap<Book, i64>,
}

/// Accounts by organization and account. One whose books can't be read says so for itself.
pub type Accounts = BTreeMap<(i64, i64), Result<AccountBooks, StoreError>>;

/// A transaction that moves money.
pub trait WriteLedger {
    /// Takes hold of the organization's audit log until the transaction ends: whoever else moves its money waits.
    fn hold_chain(&mut self, organization: i64) -> impl Future<Output = Result<Head, StoreError>> + Send;

    /// Takes hold of those of these audit logs that nobody else holds, without waiting. Those that are held, or have no
    /// entry yet, are left out.
    fn hold_free(
        &mut self,
        organizations: &[i64],
    ) -> impl Future<Output = Result<BTreeMap<i64, Head>, StoreError>> + Send;

    /// Takes hold of the organization's bills: whoever else changes them, as an import does, waits. Always before the audit
    /// log, so that nobody waits for each other.
    fn hold_bills(&mut self, organization: i64) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What was done under keys (organization and key).
    fn done(&mut self, keys: &[(i64, String)]) -> impl Future<Output = Result<Vec<Kept>, StoreError>> + Send;

    /// Accounts (organization and account) with their books; those that are not there are left out.
    fn accounts(
        &mut self,
        accounts: &[(i64, i64)],
    ) -> impl Future<Output = Result<Accounts, StoreError>> + Send;

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

const BALANCES: &str = "SELECT book, debits FROM ledger_balance WHERE organization_id = $1 AND account_id = $2 \
     AND debits <> 0 ORDER BY book";

/// Organization, account, currency, book and debits; no book where all are at nothing.
type AccountRow = (i64, i64, String, Option<String>, Option<i64>);

/// On SQLite whoever writes holds everything.
macro_rules! free {
    (SqliteConnection) => {
        ""
    };
    (PgConnection) => {
        " FOR UPDATE OF c SKIP LOCKED"
    };
}

/// `unindexed!(CONNECTION)`: behind the organization of an entry that is looked for by its key. On PostgreSQL it keeps an index
/// that begins with the organization out of it: a plan that was made while the log was small would read all of the log.
macro_rules! unindexed {
    (SqliteConnection) => {
        ""
    };
    (PgConnection) => {
        " + 0"
    };
}

macro_rules! write_ledger {
    ($connection:ident) => {
        impl WriteLedger for $connection {
            async fn hold_chain(&mut self, organization: i64) -> Result<Head, StoreError> {
                let (place, sha256) = sqlx::query_as(HOLD).bind(organization).fetch_one(&mut *self).await?;
                Ok(Head { place, sha256 })
            }

            async fn hold_free(&mut self, organizations: &[i64]) -> Result<BTreeMap<i64, Head>, StoreError> {
                let free = concat!(
                    "SELECT c.organization_id, c.place, c.sha256 FROM ",
                    listed!($connection),
                    " JOIN audit_chain c ON c.organization_id = CAST(listed.value->>0 AS BIGINT)",
                    free!($connection),
                );
                let organizations: Vec<[i64; 1]> = organizations.iter().map(|&id| [id]).collect();
                let rows: Vec<(i64, i64, String)> =
                    sqlx::query_as(free).bind(list(organizations)?).fetch_all(&mut *self).await?;
                Ok(rows.into_iter().map(|(id, place, sha256)| (id, Head { place, sha256 })).collect())
            }

            async fn hold_bills(&mut self, organization: i64) -> Result<(), StoreError> {
                sqlx::query(HOLD_BILLS).bind(organization).execute(&mut *self).await?;
                Ok(())
            }

            async fn done(&mut self, keys: &[(i64, String)]) -> Result<Vec<Kept>, StoreError> {
                let done = concat!(
                    "SELECT e.organization_id, e.idempotency_key, e.act, COALESCE(e.account_id, 0) AS account_id, \
                     e.input, e.outcome FROM ",
                    listed!($connection),
                    " JOIN audit_entry e ON CAST(listed.value->>0 AS BIGINT) = e.organization_id",
                    unindexed!($connection),
                    " AND e.idempotency_key = listed.value->>1",
                );
                Ok(sqlx::query_as(done).bind(list(keys)?).fetch_all(&mut *self).await?)
            }

            async fn accounts(&mut self, accounts: &[(i64, i64)]) -> Result<Accounts, StoreError> {
                let books = concat!(
                    "SELECT a.organization_id, a.id, a.currency, l.book, l.debits FROM ",
                    listed!($connection),
                    " JOIN account a ON a.organization_id = CAST(listed.value->>0 AS BIGINT) \
                     AND a.id = CAST(listed.value->>1 AS BIGINT) \
                     LEFT JOIN ledger_balance l ON l.organization_id = a.organization_id AND l.account_id = a.id \
                     AND l.debits <> 0",
                );
                let rows = sqlx::query_as(books).bind(list(accounts)?).fetch_all(&mut *self).await?;
                Ok(by_account(rows))
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

write_ledger!(SqliteConnection);
write_ledger!(PgConnection);

/// The book with this stored name.
pub fn book(name: &str) -> Result<Book, StoreError> {
    name.parse().map_err(|_| StoreError::Corrupt(format!("{name:?} is no book")))
}

/// Rows of accounts and their books, by account.
fn by_account(rows: Vec<AccountRow>) -> Accounts {
    let mut accounts = Accounts::new();
    for (organization, account, currency, name, debits) in rows {
        let one = accounts.entry((organization, account)).or_insert_with(|| {
            let currency = currency.parse().map_err(|_| off("an account's currency"));
            currency.map(|currency| AccountBooks { currency, debits: BTreeMap::new() })
        });
        let (Ok(books), Some(name)) = (&mut *one, name) else { continue };
        match book(&name) {
            Ok(book) => drop(books.debits.insert(book, debits.unwrap_or(0))),
            Err(error) => *one = Err(error),
        }
    }
    accounts
}
