//! What the contract promises, over vectors that run natively and in wasm: the same functions, the same answers.
//!
//! Laws over random values run natively only. A rule's test bears its number.

// A test says what went wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod adjustment;
mod allocate;
mod amount;
mod audit;
mod balances;
mod csv;
mod cycle;
mod due;
mod endpoint;
mod filter;
mod focus;
mod focus_cells;
mod focus_fold;
mod golden;
mod id;
mod ledger;
mod money;
mod operator;
mod payment;
mod permission;
mod person;
mod reach;
mod refused;
mod relation;
mod rounding;
mod setting;
mod settle;
mod settle_ahead;
mod settle_bound;
mod shape;
mod tax_profile;
mod words;

#[cfg(not(target_arch = "wasm32"))]
mod laws;
#[cfg(not(target_arch = "wasm32"))]
mod laws_adjustment;
#[cfg(not(target_arch = "wasm32"))]
mod laws_csv;
#[cfg(not(target_arch = "wasm32"))]
mod laws_settle;
#[cfg(not(target_arch = "wasm32"))]
mod statement;
