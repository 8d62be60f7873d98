//! Reads everything that can be added up again, in order and in pages, out of one state of the database.
//!
//! It gives rows as they stand, also those that no reader of the portal would accept. It judges nothing.

use super::StoreError;
use contract::cycle::Cycle;
use futures_util::TryStreamExt;
use sqlx::{FromRow, PgConnection, SqliteConnection};
use std::future::Future;

/// An organization.
#[derive(Debug, Clone, FromRow)]
pub struct AuditOrganization {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Issuer of its bill numbers.
    pub issuer: String,
    /// Its newest revision.
    pub bills_revision: i64,
}

/// A bill as it stands.
#[derive(Debug, Clone, FromRow)]
pub struct AuditBill {
    /// Id.
    pub id: i64,
    /// Account.
    pub account_id: i64,
    /// Cycle as it is stored.
    pub cycle: i64,
    /// Currency.
    pub currency: String,
    /// Minor units.
    pub consumption: i64,
    /// Minor units.
    pub prepaid_cover: i64,
    /// Minor units.
    pub outstanding: i64,
    /// Minor units.
    pub processing: i64,
    /// Minor units.
    pub settled: i64,
    /// Minor units.
    pub canceled: i64,
    /// Usage as it is stored.
    pub usage: String,
    /// Exact sum.
    pub exact: String,
    /// Name of the rounding.
    pub rounding: String,
    /// What it left over.
    pub residue: String,
    /// How many lines it says it has.
    pub lines: i64,
    /// Year of its number.
    pub number_year: Option<i64>,
    /// Place in that year.
    pub number_place: Option<i64>,
    /// Bill date.
    pub bill_date: Option<String>,
    /// Billing account whose deliveries made it.
    pub billing_account: Option<String>,
    /// Not listed.
    pub withdrawn: bool,
    /// Revision of its last change.
    pub revision: i64,
    /// The month whose usage it is for, as it is stored.
    pub usage_cycle: i64,
    /// It belongs to a monthly bill.
    pub issued: bool,
}

/// A line as it stands.
#[derive(Debug, Clone, FromRow)]
pub struct AuditLine {
    /// Its bill.
    pub bill_id: i64,
    /// Place in the bill.
    pub position: i64,
    /// Its delivery.
    pub delivery_id: i64,
    /// Row of the file.
    pub source_row: i64,
    /// Exact amount.
    pub amount: String,
}

/// Which delivery a billing account's cycle stands on.
#[derive(Debug, Clone, FromRow)]
pub struct AuditScope {
    /// Billing account.
    pub billing_account: String,
    /// Cycle as it is stored.
    pub cycle: i64,
    /// The delivery.
    pub delivery_id: i64,
}

/// What looks at a line.
pub type Look<'a> = &'a mut (dyn FnMut(AuditLine) + Send);

/// One state of the database, read in order.
pub trait Audit {
    /// Keeps to the state that the transaction sees first.
    fn hold_still(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// Every organization, by id.
    fn organizations(&mut self) -> impl Future<Output = Result<Vec<AuditOrganization>, StoreError>> + Send;
    /// Ids and currencies of the accounts.
    fn accounts(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<(i64, String)>, StoreError>> + Send;
    /// Ids of the deliveries, in order.
    fn deliveries(&mut self, organization: i64) -> impl Future<Output = Result<Vec<i64>, StoreError>> + Send;
    /// Every scope.
    fn scopes(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<AuditScope>, StoreError>> + Send;
    /// The next number of every series.
    fn counters(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<(String, i64)>, StoreError>> + Send;
    /// The largest ids of accounts, products, applications, deliveries, users and movements; 0 where there are none.
    fn largest(&mut self, organization: i64) -> impl Future<Output = Result<[i64; 6], StoreError>> + Send;
    /// The next bills by id.
    fn bills(
        &mut self,
        organization: i64,
        after: i64,
        limit: i64,
    ) -> impl Future<Output = Result<Vec<AuditBill>, StoreError>> + Send;
    /// Ids of bills whose link to the bill that they adjust, or whose place in a monthly bill, is off: with what is.
    fn unlinked(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<(i64, String)>, StoreError>> + Send;
    /// Shows every line of the bills with ids past `after` up to `last`, by bill and position.
    fn lines(
        &mut self,
        organization: i64,
        between: (i64, i64),
        look: Look<'_>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

const BILLS: &str = "SELECT id, account_id, cycle, currency, consumption, prepaid_cover, outstanding, processing, \
     settled, canceled, usage, exact, rounding, residue, lines, number_year, number_place, bill_date, \
     billing_account, withdrawn, revision, usage_cycle, issued FROM bill WHERE organization_id = $1 AND id > $2 ORDER BY id LIMIT $3";

const LINES: &str = "SELECT bill_id, position, delivery_id, source_row, amount FROM bill_line \
     WHERE organization_id = $1 AND bill_id > $2 AND bill_id <= $3 ORDER BY bill_id, position";

const UNLINKED: &str = "SELECT b.id, 'it adjusts no issued bill of its account, product, application and month' \
     FROM bill b LEFT JOIN bill o ON o.organization_id = b.organization_id AND o.id = b.adjusts \
     WHERE b.organization_id = $1 AND b.adjusts IS NOT NULL AND (o.id IS NULL OR NOT o.issued \
     OR o.account_id <> b.account_id OR o.product_id <> b.product_id OR o.application_id <> b.application_id \
     OR o.cycle <> b.usage_cycle OR o.usage_cycle <> o.cycle) \
     UNION ALL SELECT b.id, 'it is issued, yet there is no monthly bill' FROM bill b \
     LEFT JOIN monthly_bill m ON m.organization_id = b.organization_id AND m.account_id = b.account_id \
     AND m.cycle = b.cycle WHERE b.organization_id = $1 AND b.issued AND m.cycle IS NULL \
     UNION ALL SELECT b.id, 'its monthly bill is there without it' FROM bill b \
     JOIN monthly_bill m ON m.organization_id = b.organization_id AND m.account_id = b.account_id \
     AND m.cycle = b.cycle WHERE b.organization_id = $1 AND NOT b.issued AND NOT b.withdrawn ORDER BY 1";

const LARGEST: [&str; 6] = [
    "SELECT COALESCE(MAX(id), 0) FROM account WHERE organization_id = $1",
    "SELECT COALESCE(MAX(id), 0) FROM product WHERE organization_id = $1",
    "SELECT COALESCE(MAX(id), 0) FROM application WHERE organization_id = $1",
    "SELECT COALESCE(MAX(id), 0) FROM delivery WHERE organization_id = $1",
    "SELECT COALESCE(MAX(id), 0) FROM portal_user WHERE organization_id = $1",
    "SELECT COALESCE(MAX(id), 0) FROM ledger_transaction WHERE organization_id = $1",
];

macro_rules! audit {
    ($connection:ty, $hold_still:expr) => {
        impl Audit for $connection {
            async fn hold_still(&mut self) -> Result<(), StoreError> {
                sqlx::query($hold_still).execute(&mut *self).await?;
                Ok(())
            }

            async fn organizations(&mut self) -> Result<Vec<AuditOrganization>, StoreError> {
                let all =
                    sqlx::query_as("SELECT id, name, issuer, bills_revision FROM organization ORDER BY id");
                Ok(all.fetch_all(&mut *self).await?)
            }

            async fn accounts(&mut self, organization: i64) -> Result<Vec<(i64, String)>, StoreError> {
                let all = sqlx::query_as("SELECT id, currency FROM account WHERE organization_id = $1");
                Ok(all.bind(organization).fetch_all(&mut *self).await?)
            }

            async fn deliveries(&mut self, organization: i64) -> Result<Vec<i64>, StoreError> {
                let all =
                    sqlx::query_scalar("SELECT id FROM delivery WHERE organization_id = $1 ORDER BY id");
                Ok(all.bind(organization).fetch_all(&mut *self).await?)
            }

            async fn scopes(&mut self, organization: i64) -> Result<Vec<AuditScope>, StoreError> {
                let all = sqlx::query_as(
                    "SELECT billing_account, cycle, delivery_id FROM delivery_scope \
                     WHERE organization_id = $1 ORDER BY billing_account, cycle",
                );
                Ok(all.bind(organization).fetch_all(&mut *self).await?)
            }

            async fn counters(&mut self, organization: i64) -> Result<Vec<(String, i64)>, StoreError> {
                let all = sqlx::query_as(
                    "SELECT series, next FROM counter WHERE organization_id = $1 ORDER BY series",
                );
                Ok(all.bind(organization).fetch_all(&mut *self).await?)
            }

            async fn largest(&mut self, organization: i64) -> Result<[i64; 6], StoreError> {
                let mut largest = [0; 6];
                for (place, sql) in largest.iter_mut().zip(LARGEST) {
                    *place = sqlx::query_scalar(sql).bind(organization).fetch_one(&mut *self).await?;
                }
                Ok(largest)
            }

            async fn bills(
                &mut self,
                organization: i64,
                after: i64,
                limit: i64,
            ) -> Result<Vec<AuditBill>, StoreError> {
                let page = sqlx::query_as(BILLS).bind(organization).bind(after).bind(limit);
                Ok(page.fetch_all(&mut *self).await?)
            }

            async fn unlinked(&mut self, organization: i64) -> Result<Vec<(i64, String)>, StoreError> {
                Ok(sqlx::query_as(UNLINKED).bind(organization).fetch_all(&mut *self).await?)
            }

            async fn lines(
                &mut self,
                organization: i64,
                (after, last): (i64, i64),
                look: Look<'_>,
            ) -> Result<(), StoreError> {
                let lines = sqlx::query_as(LINES).bind(organization).bind(after).bind(last);
                let mut lines = lines.fetch(&mut *self);
                while let Some(line) = lines.try_next().await? {
                    look(line);
                }
                Ok(())
            }
        }
    };
}

// A transaction of SQLite always keeps to one state.
audit!(SqliteConnection, "SELECT 1");
audit!(PgConnection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");

impl AuditBill {
    /// Its cycle, if it is one.
    pub fn cycle(&self) -> Option<Cycle> {
        i32::try_from(self.cycle).ok().and_then(|index| Cycle::from_index(index).ok())
    }
}

/// `auditing!(db, |tx| body)`: runs `body` on one state of the database, which nobody's writing changes. `body` yields
/// `Result<T, StoreError>`.
macro_rules! auditing {
    ($db:expr, |$transaction:ident| $body:expr) => {
        $crate::store::reading!($db, |connection| {
            let begun = sqlx::Connection::begin(&mut *connection).await;
            let mut $transaction = begun.map_err($crate::store::StoreError::from)?;
            $crate::store::audit::Audit::hold_still(&mut *$transaction).await?;
            $body
        })
    };
}
pub(crate) use auditing;
