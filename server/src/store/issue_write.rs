//! Bills that are due to be issued, and their numbers.

use super::StoreError;
use super::bills_write::Number;
use super::terms::cycle;
use contract::cycle::Cycle;
use sqlx::{PgConnection, SqliteConnection};
use std::future::Future;

/// A transaction that issues bills.
pub trait WriteIssue {
    /// Cycles up to `newest` with bills that have no number, and how many.
    fn due(
        &mut self,
        organization: i64,
        newest: Cycle,
    ) -> impl Future<Output = Result<Vec<(Cycle, i64)>, StoreError>> + Send;

    /// Numbers them, in the order in which they came, from `first` on; gives how many.
    fn issue(
        &mut self,
        organization: i64,
        revision: i64,
        cycle: Cycle,
        first: Number,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;
}

const DUE: &str = "SELECT cycle, COUNT(*) FROM bill WHERE organization_id = $1 AND cycle <= $2 \
     AND NOT issued AND number_place IS NULL AND NOT withdrawn GROUP BY cycle ORDER BY cycle";

const ISSUE: &str = "UPDATE bill SET number_year = $3, number_place = $4 + ranked.place, bill_date = $5, \
     revision = $6 FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS place FROM bill \
     WHERE organization_id = $1 AND cycle = $2 AND NOT issued AND number_place IS NULL AND NOT withdrawn) AS ranked \
     WHERE bill.organization_id = $1 AND bill.id = ranked.id";

macro_rules! write_issue {
    ($connection:ty) => {
        impl WriteIssue for $connection {
            async fn due(
                &mut self,
                organization: i64,
                newest: Cycle,
            ) -> Result<Vec<(Cycle, i64)>, StoreError> {
                let rows = sqlx::query_as::<_, (i64, i64)>(DUE).bind(organization);
                let rows = rows.bind(i64::from(newest.index())).fetch_all(&mut *self).await?;
                rows.into_iter().map(|(index, count)| Ok((cycle(index)?, count))).collect()
            }

            async fn issue(
                &mut self,
                organization: i64,
                revision: i64,
                cycle: Cycle,
                first: Number,
            ) -> Result<u64, StoreError> {
                let done = sqlx::query(ISSUE)
                    .bind(organization)
                    .bind(i64::from(cycle.index()))
                    .bind(i64::from(first.year))
                    .bind(first.place)
                    .bind(cycle.issue_date().to_string())
                    .bind(revision)
                    .execute(&mut *self)
                    .await?;
                Ok(done.rows_affected())
            }
        }
    };
}

write_issue!(SqliteConnection);
write_issue!(PgConnection);
