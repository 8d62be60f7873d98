//! One story, two databases: what the store, the import, the demo world and `verify` do on SQLite and on PostgreSQL.
//!
//! PostgreSQL is used when `PORTAL_TEST_POSTGRES` names a server where databases may be made.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod accrual;
mod agreed;
mod base;
mod books;
mod bulk;
mod chain;
mod demo;
mod file;
mod first_import;
mod indexed;
mod issued;
mod late;
mod ledger;
mod operator;
mod overview;
mod queue;
mod refused;
mod replaced;
mod shared;
mod shared_acts;
mod together;
mod verify;
