//! Reading the audit log for people: pages of entries, newest first, with names in place of ids.
//!
//! It gives what stands there, also what nobody can read any more: a log that was tampered with has to be seen.

use super::{Db, StoreError, reading};
use sqlx::{FromRow, QueryBuilder};

/// Which entries. The organization is named beside it, always.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Before this place.
    pub before: Option<i64>,
    /// At exactly this place.
    pub place: Option<i64>,
    /// On these accounts; none: on any.
    pub accounts: Option<Vec<i64>>,
    /// Only what was done to an account.
    pub on_an_account: bool,
    /// By any of these; empty: by anybody.
    pub actors: Vec<String>,
    /// Any of these acts; empty: any at all.
    pub acts: Vec<&'static str>,
    /// From this moment on, in microseconds.
    pub from: Option<i64>,
    /// Until before this moment, in microseconds.
    pub until: Option<i64>,
}

/// An entry as it stands, with the names of its account.
#[derive(Debug, Clone, FromRow)]
pub struct LogRow {
    /// Its place.
    pub place: i64,
    /// When, in microseconds.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// What kind of act.
    pub act: String,
    /// Number of its account.
    pub number: Option<String>,
    /// Name of its account.
    pub name: Option<String>,
    /// The key under which it was done.
    pub idempotency_key: String,
    /// What was asked.
    pub input: String,
    /// What came of it.
    pub outcome: String,
    /// Hash of the entry before.
    pub previous_sha256: String,
    /// Its hash.
    pub sha256: String,
}

/// A posting with its movement.
#[derive(Debug, Clone, FromRow)]
pub struct MovedRow {
    /// The entry that it belongs to.
    pub audit_place: i64,
    /// The movement.
    pub id: i64,
    /// Kind of movement.
    pub kind: String,
    /// Currency.
    pub currency: String,
    /// The book.
    pub book: String,
    /// Debit in minor units.
    pub debit: i64,
}

/// Someone whom the log may name.
#[derive(Debug, Clone, FromRow)]
pub struct Person {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
}

const ENTRIES: &str = "SELECT e.place, e.at, e.actor, e.act, a.number, a.name, e.idempotency_key, e.input, e.outcome, \
     e.previous_sha256, e.sha256 FROM audit_entry e \
     LEFT JOIN account a ON a.organization_id = e.organization_id AND a.id = e.account_id WHERE e.organization_id = ";

const MOVED: &str = "SELECT t.audit_place, t.id, t.kind, t.currency, p.book, p.debit FROM ledger_transaction t \
     JOIN ledger_posting p ON p.organization_id = t.organization_id AND p.transaction_id = t.id \
     WHERE t.organization_id = ";

/// `any!(query, " AND column IN (", values)`: adds a condition with a value each.
macro_rules! any {
    ($query:ident, $start:expr, $values:expr) => {
        $query.push($start);
        for (at, value) in $values.iter().enumerate() {
            $query.push(if at == 0 { "" } else { ", " }).push_bind(value.clone());
        }
        $query.push(")");
    };
}

/// `compare!(query, " AND column < ", value)`: adds a condition if there is a value.
macro_rules! compare {
    ($query:ident, $start:expr, $value:expr) => {
        if let Some(value) = $value {
            $query.push($start).push_bind(value);
        }
    };
}

/// The newest entries that are wanted, newest first.
pub async fn entries(
    db: &Db,
    organization: i64,
    wanted: &Wanted,
    limit: i64,
) -> Result<Vec<LogRow>, StoreError> {
    if wanted.accounts.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    reading!(db, |connection| {
        let mut query = QueryBuilder::new(ENTRIES);
        query.push_bind(organization);
        compare!(query, " AND e.place < ", wanted.before);
        compare!(query, " AND e.place = ", wanted.place);
        compare!(query, " AND e.at >= ", wanted.from);
        compare!(query, " AND e.at < ", wanted.until);
        if let Some(accounts) = &wanted.accounts {
            any!(query, " AND e.account_id IN (", accounts);
        }
        if wanted.on_an_account {
            query.push(" AND e.account_id IS NOT NULL");
        }
        if !wanted.actors.is_empty() {
            any!(query, " AND e.actor IN (", wanted.actors);
        }
        if !wanted.acts.is_empty() {
            any!(query, " AND e.act IN (", wanted.acts);
        }
        query.push(" ORDER BY e.place DESC LIMIT ").push_bind(limit);
        Ok(query.build_query_as().fetch_all(&mut *connection).await?)
    })
}

/// The postings of the movements of these entries, by place, movement and book.
pub async fn movements(db: &Db, organization: i64, places: &[i64]) -> Result<Vec<MovedRow>, StoreError> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    reading!(db, |connection| {
        let mut query = QueryBuilder::new(MOVED);
        query.push_bind(organization);
        any!(query, " AND t.audit_place IN (", places);
        query.push(" ORDER BY t.audit_place, t.id, p.book");
        Ok(query.build_query_as().fetch_all(&mut *connection).await?)
    })
}

/// The people of an organization.
pub async fn people(db: &Db, organization: i64) -> Result<Vec<Person>, StoreError> {
    reading!(db, |connection| {
        let people = sqlx::query_as("SELECT id, name FROM portal_user WHERE organization_id = $1");
        Ok(people.bind(organization).fetch_all(&mut *connection).await?)
    })
}

/// Everyone who did something on these accounts (none: on any, and to people unless it has to be an account), in order.
pub async fn actors(
    db: &Db,
    organization: i64,
    accounts: Option<&[i64]>,
    on_an_account: bool,
) -> Result<Vec<String>, StoreError> {
    if accounts.is_some_and(<[i64]>::is_empty) {
        return Ok(Vec::new());
    }
    reading!(db, |connection| {
        let mut query = QueryBuilder::new("SELECT DISTINCT actor FROM audit_entry WHERE organization_id = ");
        query.push_bind(organization);
        if let Some(accounts) = accounts {
            any!(query, " AND account_id IN (", accounts);
        }
        if on_an_account {
            query.push(" AND account_id IS NOT NULL");
        }
        query.push(" ORDER BY actor");
        Ok(query.build_query_scalar().fetch_all(&mut *connection).await?)
    })
}
