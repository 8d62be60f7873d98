//! The portal's server: HTTP on top of an engine on top of a store.
//!
//! Arrows go one way: http → engine → store → contract. Rules live in `contract`, SQL lives in `store`.

pub mod chance;
pub mod channel;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod document;
pub mod engine;
pub mod http;
pub mod index;
pub mod jobs;
pub mod meter;
pub mod sandbox;
pub mod store;
