//! Deliveries of billing data: which file made which bills, what was off in it, what it changed.

use super::bulk::{Rows, Table};
use contract::cycle::Cycle;

static DELIVERY: Table = Table {
    name: "delivery",
    columns: &["organization_id", "id", "file", "sha256", "format", "data_rows", "findings", "imported_at"],
};

static SCOPE: Table = Table {
    name: "delivery_scope",
    columns: &["organization_id", "billing_account", "cycle", "delivery_id"],
};

/// A delivery to be written.
#[derive(Debug, Clone, Copy)]
pub struct DeliveryRow<'a> {
    /// Organization.
    pub organization: i64,
    /// Id.
    pub id: i64,
    /// Name of the file.
    pub file: &'a str,
    /// Of its bytes as they came, in hexadecimal.
    pub sha256: &'a str,
    /// What it was read as.
    pub format: &'a str,
    /// How many rows it has below its header.
    pub data_rows: i64,
    /// How much was off.
    pub findings: i64,
    /// When, in microseconds.
    pub imported_at: i64,
}

/// No deliveries yet.
pub const fn deliveries() -> Rows {
    Rows::new(&DELIVERY)
}

/// No scopes yet; see [`add_scope`].
pub const fn scopes() -> Rows {
    Rows::new(&SCOPE)
}

impl DeliveryRow<'_> {
    /// Adds the delivery to `rows`, made by [`deliveries`].
    pub fn add_to(&self, rows: &mut Rows) {
        rows.whole(self.organization).whole(self.id).text(self.file).text(self.sha256).text(self.format);
        rows.whole(self.data_rows).whole(self.findings).whole(self.imported_at);
    }
}

/// Adds to `rows`, made by [`scopes`], that a billing account's cycle stands on `delivery`.
pub fn add_scope(rows: &mut Rows, organization: i64, scope: (&str, Cycle), delivery: i64) {
    rows.whole(organization).text(scope.0).whole(scope.1.index().into()).whole(delivery);
}
