//! The movements of an account, read for people: its statement.

use super::ledger_write::book;
use super::terms::off;
use super::{Db, StoreError, reading};
use contract::ledger::{Book, Kind};

/// A posting of an account, with its movement and who moved it.
#[derive(Debug, Clone)]
pub struct PostingRow {
    /// The movement.
    pub transaction: i64,
    /// What kind.
    pub kind: Kind,
    /// The book.
    pub book: Book,
    /// Debit in minor units.
    pub debit: i64,
    /// When, in microseconds.
    pub at: i64,
    /// Place of the entry in the audit log.
    pub place: i64,
    /// Who, as the log names them.
    pub actor: String,
    /// What kind of act.
    pub act: String,
}

type Row = (i64, String, String, i64, i64, i64, String, String);

const OF_ACCOUNT: &str = "SELECT t.id, t.kind, p.book, p.debit, t.posted_at, t.audit_place, e.actor, e.act \
     FROM ledger_transaction t \
     JOIN ledger_posting p ON p.organization_id = t.organization_id AND p.transaction_id = t.id \
     JOIN audit_entry e ON e.organization_id = t.organization_id AND e.place = t.audit_place \
     WHERE t.organization_id = $1 AND t.account_id = $2 ORDER BY t.id, p.debit DESC, p.book";

/// Every posting of an account, oldest movement first, debits before credits.
pub async fn of_account(db: &Db, organization: i64, account: i64) -> Result<Vec<PostingRow>, StoreError> {
    let rows: Vec<Row> = reading!(db, |connection| {
        let found = sqlx::query_as(OF_ACCOUNT).bind(organization).bind(account);
        found.fetch_all(&mut *connection).await?
    });
    let row = |(transaction, kind, name, debit, at, place, actor, act): Row| {
        let kind = Kind::parse(&kind).ok_or_else(|| off("a kind of movement"))?;
        Ok(PostingRow { transaction, kind, book: book(&name)?, debit, at, place, actor, act })
    };
    rows.into_iter().map(row).collect()
}
