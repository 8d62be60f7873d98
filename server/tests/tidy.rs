//! Reads the tree and holds it against ARCHITECTURE.md: who may know whom, how large, how named, what SQL says.
//!
//! Each test fails with sentences that say what to do. It replaces a page of review remarks.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "tidy/arrows.rs"]
mod arrows;
#[path = "tidy/shape.rs"]
mod shape;
#[path = "tidy/sql.rs"]
mod sql;
#[path = "tidy/tree.rs"]
mod tree;
