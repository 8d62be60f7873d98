//! Reading the ledger: one movement with its postings (A7).

use super::ledger_write::book;
use super::terms::off;
use super::{Db, StoreError, reading};
use contract::account::AccountName;
use contract::id::AccountNumber;
use contract::ledger::{Book, Kind};
use contract::money::{Currency, Money};

/// A movement as it is kept.
#[derive(Debug, Clone)]
pub struct StoredTransaction {
    /// The account's id.
    pub account_id: i64,
    /// Whose books.
    pub account: AccountName,
    /// What kind of movement.
    pub kind: Kind,
    /// When, in microseconds.
    pub at: i64,
    /// The place of its entry in the audit log.
    pub entry: i64,
    /// Book and debit.
    pub postings: Vec<(Book, Money)>,
}

const TRANSACTION: &str = "SELECT t.account_id, a.number, a.name, t.kind, t.currency, t.posted_at, t.audit_place \
     FROM ledger_transaction t JOIN account a ON a.organization_id = t.organization_id AND a.id = t.account_id \
     WHERE t.organization_id = $1 AND t.id = $2";

const POSTINGS: &str = "SELECT book, debit FROM ledger_posting \
     WHERE organization_id = $1 AND transaction_id = $2 ORDER BY debit DESC, book";

type Row = (i64, String, String, String, String, i64, i64);

/// The movement with this id, if the organization has it.
pub async fn transaction(
    db: &Db,
    organization: i64,
    id: i64,
) -> Result<Option<StoredTransaction>, StoreError> {
    let row: Option<Row> = reading!(db, |connection| {
        sqlx::query_as(TRANSACTION).bind(organization).bind(id).fetch_optional(&mut *connection).await?
    });
    let Some((account_id, number, name, kind, currency, at, entry)) = row else { return Ok(None) };
    let postings: Vec<(String, i64)> = reading!(db, |connection| {
        sqlx::query_as(POSTINGS).bind(organization).bind(id).fetch_all(&mut *connection).await?
    });
    let currency: Currency = currency.parse().map_err(|_| off("a transaction's currency"))?;
    let number = AccountNumber::parse(&number).map_err(|_| off("an account number"))?;
    let posting = |(name, debit): (String, i64)| Ok((book(&name)?, Money::new(debit, currency)));
    Ok(Some(StoredTransaction {
        account_id,
        account: AccountName { number, name },
        kind: Kind::parse(&kind).ok_or_else(|| off("a kind of transaction"))?,
        at,
        entry,
        postings: postings.into_iter().map(posting).collect::<Result<_, StoreError>>()?,
    }))
}
