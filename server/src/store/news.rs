//! What the audit logs say that is new, whichever server wrote it.

use super::{Db, StoreError, reading};
use std::collections::BTreeMap;

/// Where each organization's audit log ends, by organization.
pub type Heads = BTreeMap<i64, i64>;

const HEADS: &str = "SELECT organization_id, place FROM audit_chain";

/// What pays by itself is no news to whoever pays.
const SINCE: &str = "SELECT DISTINCT account_id FROM audit_entry WHERE organization_id = $1 AND place > $2 \
     AND account_id IS NOT NULL AND act <> 'settle'";

/// Where the logs end now.
pub async fn heads(db: &Db) -> Result<Heads, StoreError> {
    let rows: Vec<(i64, i64)> =
        reading!(db, |connection| sqlx::query_as(HEADS).fetch_all(&mut *connection).await?);
    Ok(rows.into_iter().collect())
}

/// The accounts of an organization to which something was done behind a place of its log.
pub async fn since(db: &Db, organization: i64, place: i64) -> Result<Vec<i64>, StoreError> {
    Ok(reading!(db, |connection| {
        let found = sqlx::query_scalar(SINCE).bind(organization).bind(place);
        found.fetch_all(&mut *connection).await?
    }))
}
