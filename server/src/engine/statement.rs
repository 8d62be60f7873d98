//! The statement of an account: its movements out of the ledger, with the running balance (A1).

use super::audit::{say, search};
use super::{Caller, Engine, Failure};
use crate::store::StoreError;
use crate::store::movements::{self, PostingRow};
use chrono::DateTime;
use contract::account::Account;
use contract::bill_filter::LIMIT_DEFAULT;
use contract::id::{AccountNumber, TransactionId};
use contract::money::{Currency, Money};
use contract::rule::Rule;
use contract::statement::{
    Moved, Movement, PostedLine, Statement, StatementFilter, StatementPage, StatementQuery,
};
use std::collections::BTreeMap;

impl Engine {
    /// A page of the statement, newest first.
    pub async fn statement_page(
        &self,
        caller: &Caller,
        number: &AccountNumber,
        query: StatementQuery,
    ) -> Result<StatementPage, Failure> {
        let (_, statement) = self.statement(caller, number, &query.filter).await?;
        let Statement { rows, totals } = statement;
        let limit = usize::try_from(query.limit.unwrap_or(LIMIT_DEFAULT)).unwrap_or(usize::MAX);
        let last: Option<TransactionId> = match query.cursor.as_deref() {
            None => None,
            Some(cursor) => Some(cursor.parse().map_err(|_| Failure::invalid("cursor", Rule::BrokenCursor))?),
        };
        let count = rows.len() as u64;
        // Newer movements come to the front: where a page ended stays where it was.
        let older = rows.into_iter().rev();
        let mut rest = older.filter(|row| last.is_none_or(|last| row.moved.movement.id < last));
        let items: Vec<_> = rest.by_ref().take(limit).collect();
        let more = rest.next().is_some();
        let next_cursor = items.last().filter(|_| more).map(|row| row.moved.movement.id.to_string());
        Ok(StatementPage { items, count, totals, next_cursor })
    }

    /// Everything that is filtered, oldest first.
    pub async fn statement(
        &self,
        caller: &Caller,
        number: &AccountNumber,
        filter: &StatementFilter,
    ) -> Result<(Account, Statement), Failure> {
        let (id, account) = self.account(caller, number).await?;
        let organization = caller.organization_id;
        let people = search::people(&self.db, organization).await?;
        let rows = movements::of_account(&self.db, organization, id).await?;
        let groups = rows.chunk_by(|one, other| one.transaction == other.transaction);
        let moved = groups.filter_map(|group| moved(group, account.currency, &people));
        let statement = Statement::of(moved, filter, account.currency)
            .map_err(|error| Failure::Store(StoreError::Corrupt(error.to_string())))?;
        Ok((account, statement))
    }
}

/// The movement that these postings are, as people read it.
fn moved(rows: &[PostingRow], currency: Currency, people: &BTreeMap<i64, String>) -> Option<Moved> {
    let first = rows.first()?;
    let line = |row: &PostingRow| PostedLine {
        book: row.book,
        name: say::book_name(row.book),
        debit: Money::new(row.debit, currency),
    };
    let movement = Movement {
        id: TransactionId::new(first.transaction),
        kind: first.kind,
        title: say::kind_name(first.kind),
        postings: rows.iter().map(line).collect(),
    };
    Some(Moved {
        movement,
        at: DateTime::from_timestamp_micros(first.at).unwrap_or_default(),
        entry: first.place.unsigned_abs(),
        by: say::actor(first.actor.clone(), people),
        act: first.act.clone(),
    })
}
