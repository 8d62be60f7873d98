//! Where everything is kept: SQLite in one file, or PostgreSQL. One SQL text and one Rust body for both.
//!
//! It decides nothing: it reads and records what `contract` decided. Every query names the organization.

pub mod accounts;
pub mod accounts_write;
pub mod accruals;
pub mod arrivals;
pub mod audit;
pub mod audit_log;
pub mod bill_detail;
pub mod bills;
pub mod bills_write;
pub mod bulk;
pub mod chargeable;
pub mod charges;
pub mod credit_write;
mod db;
pub mod deliveries;
pub mod deliveries_write;
mod error;
pub mod funding;
pub mod given_audit;
pub mod ids;
pub mod issue_write;
pub mod ledger;
pub mod ledger_audit;
pub mod ledger_rows;
pub mod ledger_write;
mod listed;
pub mod methods_write;
pub mod monthly;
pub mod monthly_write;
pub mod movements;
mod names;
pub mod news;
pub mod operator_view;
pub mod operator_write;
pub mod operators;
pub mod organizations;
pub mod organizations_write;
pub mod payers;
pub mod payment_methods;
pub mod payments;
pub mod payments_write;
pub mod people_write;
pub mod relations;
pub mod sessions;
pub mod sign_ins;
pub mod standings;
pub mod tax_profiles;
pub mod terms;
pub mod thresholds;
pub mod users;
pub mod views;

pub(crate) use db::{ATTEMPTS, BRIEFLY, attempts, reading, writing};
pub use db::{Db, Stops};
pub use error::StoreError;
