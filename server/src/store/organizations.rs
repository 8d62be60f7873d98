//! Organizations.

use super::ids::{self, series};
use super::organizations_write::WriteOrganizations;
use super::{Db, StoreError, reading, writing};

/// The name of organization 0, the platform itself: its operators belong to it, and its one account stands in the audit
/// log where no organization's account is meant.
pub const PLATFORM: &str = "Platform";

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Its number: the first column of every key.
    pub id: i64,
    /// Its name.
    pub name: String,
}

/// The organization of this name.
pub async fn find(db: &Db, name: &str) -> Result<Option<Organization>, StoreError> {
    reading!(db, |connection| {
        let row = sqlx::query_as::<_, (i64, String)>("SELECT id, name FROM organization WHERE name = $1")
            .bind(name)
            .fetch_optional(&mut *connection)
            .await?;
        Ok(row.map(|(id, name)| Organization { id, name }))
    })
}

/// The name of an organization.
pub async fn name(db: &Db, organization: i64) -> Result<Option<String>, StoreError> {
    reading!(db, |connection| {
        sqlx::query_scalar("SELECT name FROM organization WHERE id = $1")
            .bind(organization)
            .fetch_optional(&mut *connection)
            .await
            .map_err(StoreError::from)
    })
}

/// The issuer of an organization's bill numbers; empty when there is no such organization.
pub async fn issuer(db: &Db, organization: i64) -> Result<String, StoreError> {
    let found: Option<String> = reading!(db, |connection| {
        let issuer = sqlx::query_scalar("SELECT issuer FROM organization WHERE id = $1").bind(organization);
        issuer.fetch_optional(&mut *connection).await?
    });
    Ok(found.unwrap_or_default())
}

/// Whether there is any organization but the platform itself.
pub async fn any(db: &Db) -> Result<bool, StoreError> {
    reading!(db, |connection| {
        let row = sqlx::query_scalar::<_, i64>("SELECT id FROM organization WHERE id <> 0 LIMIT 1")
            .fetch_optional(&mut *connection)
            .await?;
        Ok(row.is_some())
    })
}

/// Makes the platform itself an organization, if it is none yet. `Exists` when somebody has its name.
pub async fn add_platform(db: &Db, now: i64) -> Result<(), StoreError> {
    writing!(db, |tx| WriteOrganizations::add_platform(&mut *tx, now).await)
}

/// Adds an organization; `Exists` when its name or its issuer's code is taken.
pub async fn add(db: &Db, name: &str, issuer: &str, now: i64) -> Result<Organization, StoreError> {
    writing!(db, |tx| {
        let id = ids::take!(tx, ids::PORTAL, series::ORGANIZATION, 1_i64)?;
        sqlx::query(
            "INSERT INTO organization (id, name, issuer, bills_revision, created_at) \
             VALUES ($1, $2, $3, 0, $4)",
        )
        .bind(id)
        .bind(name)
        .bind(issuer)
        .bind(now)
        .execute(&mut *tx)
        .await?;
        Ok::<_, StoreError>(Organization { id, name: name.to_owned() })
    })
}
