//! Endpoints of the audit log: who did what, and whether its chain is whole (E6).

use super::endpoint::endpoints;
use super::{AuditPath, Pairs, Query, Reader};
use crate::audit::{AuditActor, AuditDetails, AuditEntry, AuditFilter, AuditQuery, Said};
use crate::permission::{Access, Permission};
use crate::rule::Rule;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

const VIEW: Access = Access::Allowed(Permission::ViewAudit);
const CHECK: Access = Access::Allowed(Permission::CheckAudit);

/// A page of the log, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditPage {
    /// The entries of this page.
    pub items: Vec<AuditEntry>,
    /// Where the next page goes on; none when nothing older is left.
    pub next_cursor: Option<String>,
    /// Set when the search stopped before the page was full: everything since then was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub searched_since: Option<DateTime<Utc>>,
}

/// What the log's filters can be set to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditChoices {
    /// Everyone who stands in what the caller may see, by their id.
    pub actors: Vec<AuditActor>,
}

/// From where a check of the chain goes on. Without it, from the first entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChainQuery {
    /// The last place that was checked, with its hash.
    pub after: Option<(u64, String)>,
}

impl Query for ChainQuery {
    const KEYS: &'static [&'static str] = &["after"];

    fn write(&self, pairs: &mut Pairs) {
        if let Some((place, sha256)) = &self.after {
            pairs.push("after", &format!("{place}.{sha256}"));
        }
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let after = reader.one("after", |text| {
            let parts = text.split_once('.');
            let after = parts.and_then(|(place, sha256)| Some((place.parse().ok()?, sha256.to_owned())));
            after.ok_or(Rule::BrokenCursor)
        });
        Self { after }
    }
}

/// The first entry of the log that is off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChainFault {
    /// Its place.
    pub place: u64,
    /// What is off about it.
    pub why: Said,
}

/// How far a check of the chain came. It goes on with `place` and `sha256` until `finished`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChainCheck {
    /// The last place that is whole, with everything before it; 0 when there is none.
    pub place: u64,
    /// The hash of the entry there.
    pub sha256: String,
    /// The newest place of the log.
    pub newest: u64,
    /// The first entry that is off; nothing behind it was checked.
    pub fault: Option<ChainFault>,
    /// Whether there is nothing more to check.
    pub finished: bool,
}

endpoints! {
    /// Entries of the audit log on the accounts the caller may see, newest first (E6).
    ListAuditEntries = Get "/api/v1/audit", VIEW, { query: AuditQuery, response: AuditPage, }

    /// What the filters of the audit log can be set to.
    GetAuditChoices = Get "/api/v1/audit/choices", VIEW, { response: AuditChoices, }

    /// Follows the hash chain of the organization's audit log a stretch further, entry by entry with its movements.
    CheckAuditChain = Get "/api/v1/audit/check", CHECK, { query: ChainQuery, response: ChainCheck, }

    /// Everything that is filtered, as CSV.
    ExportAuditCsv = Get "/api/v1/audit/export.csv", VIEW, { query: AuditFilter, file: super::CSV, }

    /// One entry of the audit log, with its movements and hashes.
    GetAuditEntry = Get "/api/v1/audit/{place}", VIEW, { path: AuditPath, response: AuditDetails, }
}
