//! What was decided is recorded: entries and heads of audit logs, movements, postings, and the balances of books.
//!
//! It decides nothing. It adds up the balance of every book that it writes to, and refuses to let one fall below its
//! floor: a wall behind the rules, not the rule. On PostgreSQL all of it is one statement, because each way there and back
//! costs more than what it writes.

use super::StoreError;
use super::bulk::{Few, Rows};
use super::ledger_rows::Recorded;
use super::ledger_write::{Entry, Head, book};
use super::listed::{list, listed};
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};
use std::future::Future;

/// A transaction that records what was decided.
pub trait Record {
    /// Records entries behind the heads of their logs, and movements, and adds these to the balances of their books.
    /// `Corrupt` when one falls below its floor.
    fn record(&mut self, recorded: &Recorded) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Adds an entry to the audit log, behind its head.
    fn add_entry(
        &mut self,
        organization: i64,
        entry: &Entry,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The head of the audit log is this one from now on: its entries were written in bulk.
    fn move_head(
        &mut self,
        organization: i64,
        head: &Head,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Moves the heads of logs that are in this list.
fn move_heads(listed: &str) -> String {
    format!(
        "UPDATE audit_chain SET place = head.place, sha256 = head.sha256 FROM (SELECT \
         CAST(listed.value->>0 AS BIGINT) AS organization_id, CAST(listed.value->>1 AS BIGINT) AS place, \
         listed.value->>2 AS sha256 FROM {listed}) AS head WHERE audit_chain.organization_id = head.organization_id"
    )
}

/// Adds what is in this list to the balances of books.
fn add_up(listed: &str) -> String {
    format!(
        "INSERT INTO ledger_balance (organization_id, account_id, book, debits) \
         SELECT CAST(listed.value->>0 AS BIGINT), CAST(listed.value->>1 AS BIGINT), listed.value->>2, \
         CAST(listed.value->>3 AS BIGINT) FROM {listed} WHERE TRUE \
         ON CONFLICT (organization_id, account_id, book) \
         DO UPDATE SET debits = ledger_balance.debits + excluded.debits RETURNING book, debits"
    )
}

/// Writes everything, and gives what the books stand at that were written to.
trait WriteDown {
    async fn write_down(&mut self, recorded: &Recorded) -> Result<Vec<(String, i64)>, StoreError>;
}

impl WriteDown for SqliteConnection {
    async fn write_down(&mut self, recorded: &Recorded) -> Result<Vec<(String, i64)>, StoreError> {
        const LISTED: &str = listed!(SqliteConnection);
        self.add(&recorded.entries).await?;
        let heads = sqlx::query(AssertSqlSafe(move_heads(LISTED)));
        heads.bind(list(recorded.heads())?).execute(&mut *self).await?;
        self.add(&recorded.transactions).await?;
        self.add(&recorded.postings).await?;
        if recorded.sums.is_empty() {
            return Ok(Vec::new());
        }
        let sums = sqlx::query_as(AssertSqlSafe(add_up(LISTED))).bind(list(recorded.sums())?);
        Ok(sums.fetch_all(&mut *self).await?)
    }
}

impl WriteDown for PgConnection {
    async fn write_down(&mut self, recorded: &Recorded) -> Result<Vec<(String, i64)>, StoreError> {
        let tables: [&Rows; 3] = [&recorded.entries, &recorded.transactions, &recorded.postings];
        let [entries, transactions, postings] = tables;
        let all = format!(
            "WITH heads AS ({}), entries AS ({}), transactions AS ({}), postings AS ({}) {}",
            move_heads("json_array_elements(CAST($1 AS json)) AS listed(value)"),
            entries.insert_from(2),
            transactions.insert_from(3),
            postings.insert_from(4),
            add_up("json_array_elements(CAST($5 AS json)) AS listed(value)"),
        );
        let mut all = sqlx::query_as(AssertSqlSafe(all)).bind(list(recorded.heads())?);
        for rows in tables {
            all = all.bind(rows.objects()?);
        }
        Ok(all.bind(list(recorded.sums())?).fetch_all(&mut *self).await?)
    }
}

macro_rules! record {
    ($connection:ident) => {
        impl Record for $connection {
            async fn record(&mut self, recorded: &Recorded) -> Result<(), StoreError> {
                floors(self.write_down(recorded).await?)
            }

            async fn add_entry(&mut self, organization: i64, entry: &Entry) -> Result<(), StoreError> {
                let mut recorded = Recorded::default();
                recorded.enter(organization, entry);
                self.record(&recorded).await
            }

            async fn move_head(&mut self, organization: i64, head: &Head) -> Result<(), StoreError> {
                let moved = sqlx::query(AssertSqlSafe(move_heads(listed!($connection))));
                let head = [(organization, head.place, &head.sha256)];
                moved.bind(list(head)?).execute(&mut *self).await?;
                Ok(())
            }
        }
    };
}

record!(SqliteConnection);
record!(PgConnection);

fn floors(sums: Vec<(String, i64)>) -> Result<(), StoreError> {
    for (name, debits) in sums {
        let book = book(&name)?;
        if book.is_below_floor(debits) {
            return Err(StoreError::Corrupt(format!("{book} would fall below nothing")));
        }
    }
    Ok(())
}
