//! A bill as one row shows it; the same only while it is the very same answer of the server.

use contract::bill::BillSummary;
use std::sync::Arc;

/// A bill, or nothing yet.
#[derive(Clone, Default)]
pub struct Shown(pub Option<Arc<BillSummary>>);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(left), Some(right)) => Arc::ptr_eq(left, right),
            (None, None) => true,
            _ => false,
        }
    }
}

impl Shown {
    /// A text of the bill; nothing while there is none.
    pub fn text(&self, read: impl Fn(&BillSummary) -> String) -> String {
        self.0.as_deref().map(read).unwrap_or_default()
    }
}
