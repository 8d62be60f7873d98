//! Money, rules, states, validation and typed endpoints, compiled into the browser and the server alike.
//!
//! It never does I/O, never reads a clock or a random source, never calculates with floats. Arrows go one way:
//! money ← cycle, id ← nouns ← api; file → nouns.

pub mod account;
pub mod adjustment;
pub mod api;
pub mod audit;
pub mod bill;
pub mod bill_filter;
pub mod bill_sort;
pub mod calendar;
pub mod cycle;
pub mod file;
pub mod funding;
pub mod hold;
pub mod id;
pub mod ledger;
pub mod locale;
pub mod money;
pub mod monthly_bill;
pub mod monthly_filter;
pub mod operator;
pub mod overview;
pub mod payment;
pub mod permission;
pub mod relation;
pub mod rule;
pub mod session;
pub mod setting;
pub mod settle;
pub mod statement;
pub mod tax_profile;
pub mod threshold;
pub mod usage;
pub mod user;
pub mod view;
