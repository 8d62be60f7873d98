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

/// A list to be bound.
pub(super) fn list(all: impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(&all).map_err(|error| StoreError::Corrupt(error.to_string()))
}
