//! Organizations come into being here: with the next free id, or found by name.

use super::StoreError;
use super::bulk::{Rows, Table};
use super::ids::{PORTAL, series, take};
use super::listed::{list, listed};
use super::organizations::PLATFORM;
use sqlx::{PgConnection, SqliteConnection};
use std::collections::BTreeMap;
use std::future::Future;

static COUNTER: Table = Table { name: "counter", columns: &["organization_id", "series", "next"] };

/// An organization to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewOrganization<'a> {
    /// Name, unique in the portal.
    pub name: &'a str,
    /// Issuer of its bill numbers, unique in the portal.
    pub issuer: &'a str,
    /// The revision that its bills start with.
    pub bills_revision: i64,
    /// When, in microseconds.
    pub created_at: i64,
}

/// A transaction that makes organizations.
pub trait WriteOrganizations {
    /// The id of the organization of this name.
    fn find_organization(
        &mut self,
        name: &str,
    ) -> impl Future<Output = Result<Option<i64>, StoreError>> + Send;

    /// Whether an organization has this issuer of bill numbers.
    fn issuer_is_taken(&mut self, issuer: &str) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Raises the organization's revision by one and gives it. Until the transaction ends, whoever else wants to
    /// change its bills waits here.
    fn next_revision(&mut self, organization: i64) -> impl Future<Output = Result<i64, StoreError>> + Send;

    /// Notes that usage was delivered: what is frozen for running cycles follows it (A4).
    fn usage_changed(&mut self, organization: i64) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Notes that names changed with this revision: of accounts, products or applications, new ones included. Whoever
    /// keeps bills in memory reads all of them anew then.
    fn names_changed(
        &mut self,
        organization: i64,
        revision: i64,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Takes `count` numbers of a series of the organization and gives the first.
    fn take(
        &mut self,
        organization: i64,
        series: &str,
        count: i64,
    ) -> impl Future<Output = Result<i64, StoreError>> + Send;

    /// Takes so many numbers of a series of each organization, and gives the first of each.
    fn take_each(
        &mut self,
        series: &str,
        counts: &BTreeMap<i64, i64>,
    ) -> impl Future<Output = Result<BTreeMap<i64, i64>, StoreError>> + Send;

    /// Makes the platform itself an organization, if it is none yet. `Exists` when somebody has its name.
    fn add_platform(&mut self, now: i64) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Makes an organization and gives its id. `Exists` when the name or the issuer is taken.
    fn add_organization(
        &mut self,
        new: &NewOrganization<'_>,
    ) -> impl Future<Output = Result<i64, StoreError>> + Send;
}

/// No code that is made of an organization's name looks like it.
const PLATFORM_ISSUER: &str = "-";

const ADD_PLATFORM: &str = "INSERT INTO organization (id, name, issuer, bills_revision, created_at) \
     VALUES (0, $1, $2, 0, $3) ON CONFLICT (id) DO NOTHING";

const ADD_PLATFORM_ACCOUNT: &str = "INSERT INTO account (organization_id, id, number, name, kind, currency) \
     VALUES (0, 0, $1, $1, 'main', 'USD') ON CONFLICT (organization_id, id) DO NOTHING";

macro_rules! write_organizations {
    ($connection:ident) => {
        impl WriteOrganizations for $connection {
            async fn find_organization(&mut self, name: &str) -> Result<Option<i64>, StoreError> {
                let found = sqlx::query_scalar("SELECT id FROM organization WHERE name = $1");
                Ok(found.bind(name).fetch_optional(&mut *self).await?)
            }

            async fn issuer_is_taken(&mut self, issuer: &str) -> Result<bool, StoreError> {
                let found = sqlx::query_scalar::<_, i64>("SELECT id FROM organization WHERE issuer = $1");
                Ok(found.bind(issuer).fetch_optional(&mut *self).await?.is_some())
            }

            async fn next_revision(&mut self, organization: i64) -> Result<i64, StoreError> {
                let raised = sqlx::query_scalar(
                    "UPDATE organization SET bills_revision = bills_revision + 1 WHERE id = $1 \
                     RETURNING bills_revision",
                );
                Ok(raised.bind(organization).fetch_one(&mut *self).await?)
            }

            async fn usage_changed(&mut self, organization: i64) -> Result<(), StoreError> {
                let noted =
                    sqlx::query("UPDATE organization SET usage_revision = usage_revision + 1 WHERE id = $1");
                noted.bind(organization).execute(&mut *self).await?;
                Ok(())
            }

            async fn names_changed(&mut self, organization: i64, revision: i64) -> Result<(), StoreError> {
                let noted = sqlx::query("UPDATE organization SET names_revision = $2 WHERE id = $1");
                noted.bind(organization).bind(revision).execute(&mut *self).await?;
                Ok(())
            }

            async fn take(&mut self, organization: i64, series: &str, count: i64) -> Result<i64, StoreError> {
                take!(self, organization, series, count)
            }

            async fn take_each(
                &mut self,
                series: &str,
                counts: &BTreeMap<i64, i64>,
            ) -> Result<BTreeMap<i64, i64>, StoreError> {
                let take = concat!(
                    "INSERT INTO counter (organization_id, series, next) SELECT CAST(listed.value->>0 AS BIGINT), $2, \
                     CAST(listed.value->>1 AS BIGINT) + 1 FROM ",
                    listed!($connection),
                    " WHERE TRUE ON CONFLICT (organization_id, series) \
                     DO UPDATE SET next = counter.next + excluded.next - 1 RETURNING organization_id, next",
                );
                let counted: Vec<(i64, i64)> = counts.iter().map(|(&id, &count)| (id, count)).collect();
                let taken = sqlx::query_as(take).bind(list(&counted)?).bind(series);
                let taken: Vec<(i64, i64)> = taken.fetch_all(&mut *self).await?;
                let first = |(id, next): (i64, i64)| (id, next - counts.get(&id).copied().unwrap_or_default());
                Ok(taken.into_iter().map(first).collect())
            }

            async fn add_platform(&mut self, now: i64) -> Result<(), StoreError> {
                let made = sqlx::query(ADD_PLATFORM).bind(PLATFORM).bind(PLATFORM_ISSUER).bind(now);
                made.execute(&mut *self).await?;
                sqlx::query(ADD_PLATFORM_ACCOUNT).bind(PLATFORM).execute(&mut *self).await?;
                Ok(())
            }

            async fn add_organization(&mut self, new: &NewOrganization<'_>) -> Result<i64, StoreError> {
                let id: i64 = take!(self, PORTAL, series::ORGANIZATION, 1_i64)?;
                sqlx::query(
                    "INSERT INTO organization (id, name, issuer, bills_revision, created_at) \
                     VALUES ($1, $2, $3, $4, $5)",
                )
                .bind(id)
                .bind(new.name)
                .bind(new.issuer)
                .bind(new.bills_revision)
                .bind(new.created_at)
                .execute(&mut *self)
                .await?;
                Ok(id)
            }
        }
    };
}

write_organizations!(SqliteConnection);
write_organizations!(PgConnection);

/// The counters of a new organization, as rows: `series` and how many numbers of it are given out.
pub fn counters<'a>(organization: i64, given: impl IntoIterator<Item = (&'a str, i64)>) -> Rows {
    let mut rows = Rows::new(&COUNTER);
    for (series, count) in given {
        rows.whole(organization).text(series).whole(count.saturating_add(1));
    }
    rows
}
