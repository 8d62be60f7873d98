//! Many keys in one statement: they travel as one JSON list, so that its text is the same for any number of them and it
//! stays prepared.

use super::StoreError;
use serde::Serialize;

/// `listed!(CONNECTION)`: the list in `$1` as the table `listed`, a row an element of the list; `listed.value->>0` is the first
/// part of an element.
macro_rules! listed {
    (SqliteConnection) => {
        "json_each($1) AS listed"
    };
    (PgConnection) => {
        "json_array_elements(CAST($1 AS json)) AS listed(value)"
    };
}
pub(super) use listed;

/// `listing!(db, before, behind)`: a statement over the list, for this database.
macro_rules! listing {
    ($db:expr, $before:literal, $behind:literal) => {
        match $db {
            $crate::store::Db::Lite { .. } => {
                concat!($before, $crate::store::listed::listed!(SqliteConnection), $behind)
            }
            $crate::store::Db::Pg(_) => {
                concat!($before, $crate::store::listed::listed!(PgConnection), $behind)
            }
        }
    };
}
pub(super) use listing;

/// A list to be bound.
pub(super) fn list(all: impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(&all).map_err(|error| StoreError::Corrupt(error.to_string()))
}
