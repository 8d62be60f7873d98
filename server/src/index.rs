//! The bill list's read model: an organization's bills as columns in memory.
//!
//! Filter, order, totals and "all that is filtered" are answered from one immutable [`Snapshot`], so they always
//! speak of the same state (B2). The database stays the truth: a snapshot carries the revision it was read at, and
//! [`BillIndex::snapshot`] compares it with the organization's on every call. It holds no rule and writes nothing.

mod bits;
mod build;
mod catalog;
mod choices;
mod column;
mod columns;
mod cursor;
mod dictionary;
mod edit;
mod encode;
mod filter;
mod keys;
mod order;
mod page;
mod patch;
mod radix;
mod recent;
mod record;
mod repair;
mod scope;
mod search;
mod selection;
mod snapshot;
mod spend;

pub use catalog::BillIndex;
pub use recent::Recent;
pub use record::{BillRecord, Names, Usage};
pub use scope::Scope;
pub use selection::{Rows, Selection};
pub use snapshot::{RowView, Snapshot};
pub use spend::Spend;
