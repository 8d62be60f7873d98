//! The index against a model: what it lists, and what it lists after a change.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod change;
mod list;
mod model;
mod spend;
