//! The server over real HTTP, on SQLite and on PostgreSQL.
//!
//! PostgreSQL is used when `PORTAL_TEST_POSTGRES` names a server where databases may be made.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod arrivals;
mod arrivals_assigned;
mod audit;
mod bills;
mod channel;
mod charges;
mod charges_deducted;
mod charges_owed;
mod cli;
mod client;
mod door;
mod funding;
mod fuzz;
mod health;
mod matrix;
mod monthly_bills;
mod openapi;
mod operator;
mod operator_command;
mod overview;
mod past_bills;
mod payment_methods;
mod payments;
mod people;
mod reasons;
mod refunds;
mod relations;
mod remittance;
mod rows;
mod session;
mod site;
mod taken_back;
mod vectors;
mod vectors_forms;
mod verify;
mod views;
mod webhooks;
mod world;
