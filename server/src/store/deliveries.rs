//! Deliveries of billing data: which file made which bills, what was off in it, what it changed.

use super::StoreError;
use super::bulk::{Rows, Table};
use contract::cycle::Cycle;
use contract::file::focus::FindingSummary;

static DELIVERY: Table = Table {
    name: "delivery",
    columns: &["organization_id", "id", "file", "sha256", "format", "data_rows", "findings", "imported_at"],
};

static SCOPE: Table = Table {
    name: "delivery_scope",
    columns: &["organization_id", "billing_account", "cycle", "delivery_id"],
};

static FINDING: Table = Table {
    name: "delivery_finding",
    columns: &[
        "organization_id",
        "delivery_id",
        "position",
        "column_name",
        "kind",
        "cells",
        "source_rows",
        "left_off",
        "examples",
    ],
};

static CHANGE: Table = Table {
    name: "delivery_change",
    columns: &["organization_id", "delivery_id", "bill_id", "kind", "before_minor", "after_minor"],
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

/// No findings yet; see [`add_finding`].
pub const fn findings() -> Rows {
    Rows::new(&FINDING)
}

/// No changes yet; see [`add_change`].
pub const fn changes() -> Rows {
    Rows::new(&CHANGE)
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

/// Adds to `rows`, made by [`findings`], what was off in a delivery.
pub fn add_finding(
    rows: &mut Rows,
    (organization, delivery, position): (i64, i64, i64),
    finding: &FindingSummary,
) -> Result<(), StoreError> {
    let off = |error: serde_json::Error| StoreError::Corrupt(error.to_string());
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let kind = serde_json::to_value(finding.kind).map_err(off)?;
    let examples: Vec<(u64, &str)> =
        finding.examples.iter().map(|example| (example.row, example.raw.as_str())).collect();
    rows.whole(organization).whole(delivery).whole(position).maybe_text(finding.column.as_deref());
    rows.text(kind.as_str().unwrap_or_default()).whole(count(finding.cells));
    rows.text(&serde_json::to_string(&finding.rows).map_err(off)?).whole(count(finding.left_off));
    rows.text(&serde_json::to_string(&examples).map_err(off)?);
    Ok(())
}

/// What a delivery did to a bill that stood on an older one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// Its lines add up to something else.
    Changed,
    /// The newer delivery has no lines for it.
    Removed,
    /// It adjusts a bill of an issued month, by this delivery so (M2).
    Adjusted,
}

/// Adds to `rows`, made by [`changes`], what a delivery changed.
pub fn add_change(
    rows: &mut Rows,
    (organization, delivery, bill): (i64, i64, i64),
    kind: ChangeKind,
    (before, after): (i64, i64),
) {
    let kind = match kind {
        ChangeKind::Added => "added",
        ChangeKind::Changed => "changed",
        ChangeKind::Removed => "removed",
        ChangeKind::Adjusted => "adjusted",
    };
    rows.whole(organization).whole(delivery).whole(bill).text(kind).whole(before).whole(after);
}
