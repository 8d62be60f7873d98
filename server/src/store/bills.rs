//! Reading bills.

use super::names::names;
use super::{Db, StoreError, reading};
use crate::index::{BillRecord, Names, Usage};
use tokio::sync::mpsc;

/// `one_state!(db, transaction)`: everything that the transaction reads from here on is of one state.
macro_rules! one_state {
    ($db:expr, $transaction:ident) => {
        // On PostgreSQL the default isolation gives every statement its own state; on SQLite a transaction has one.
        if $db.engine() == "postgres" {
            sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(&mut *$transaction).await?;
        }
    };
}

/// The organization's `bills_revision`; 0 for an organization that does not exist.
pub async fn revision(db: &Db, organization: i64) -> Result<u64, StoreError> {
    let found: Option<i64> = reading!(db, |connection| {
        sqlx::query_scalar("SELECT bills_revision FROM organization WHERE id = $1")
            .bind(organization)
            .fetch_optional(&mut *connection)
            .await
            .map_err(StoreError::from)
    })?;
    u64::try_from(found.unwrap_or(0)).map_err(|_| StoreError::Corrupt("a negative revision".to_owned()))
}

/// What the index is told while an organization's bills are read.
#[derive(Debug)]
pub enum Part {
    /// First: of which state it all is.
    State {
        /// The organization's `bills_revision`.
        revision: u64,
        /// What ids stand for.
        names: Names,
        /// At most so many bills follow.
        most: usize,
    },
    /// Then bills, in any order.
    Bills(Lines),
}

/// Some bills, as the database wrote them down: reading them is left to whoever has the time.
#[derive(Debug)]
pub struct Lines(String);

/// What became of an organization's bills since a revision.
#[derive(Debug)]
pub enum Since {
    /// Only these bills are other ones; as they stand at `revision`.
    Few {
        /// The organization's `bills_revision`.
        revision: u64,
        /// The bills.
        bills: Vec<BillRecord>,
    },
    /// More than asked for, or names changed.
    Much,
}

/// A bill as one line of text: that way a thousand of them are one value, which costs both databases and the client a
/// fraction of a million rows. Usage is JSON, which holds no line break.
macro_rules! line {
    () => {
        "concat_ws(' ', id, account_id, product_id, application_id, cycle, consumption, \
         consumption - prepaid_cover, CASE WHEN outstanding > 0 OR processing > 0 THEN 1 ELSE 0 END, \
         CASE WHEN withdrawn THEN 1 ELSE 0 END, COALESCE(number_year, 0), COALESCE(number_place, 0), usage)"
    };
}

const BILLS: &str = concat!(
    "SELECT string_agg(",
    line!(),
    ", '\n') FROM bill WHERE organization_id = $1 AND id >= $2 AND id < $3 AND NOT withdrawn"
);
const CHANGED: &str =
    concat!("SELECT ", line!(), " FROM bill WHERE organization_id = $1 AND revision > $2 LIMIT $3");

/// How many ids one statement covers.
const LINES_AT_ONCE: i64 = 4096;

/// Everything that the index needs of an organization, of one state, told to `teller` as it is read. Nothing is told
/// any more once nobody listens.
pub async fn read_all(db: &Db, organization: i64, teller: mpsc::Sender<Part>) -> Result<(), StoreError> {
    reading!(db, |connection| {
        let mut transaction = sqlx::Connection::begin(&mut *connection).await?;
        one_state!(db, transaction);
        let (revision, issuer): (i64, String) =
            sqlx::query_as("SELECT bills_revision, issuer FROM organization WHERE id = $1")
                .bind(organization)
                .fetch_one(&mut *transaction)
                .await?;
        let names = names!(transaction, organization, issuer);
        let span: (Option<i64>, Option<i64>) =
            sqlx::query_as("SELECT MIN(id), MAX(id) FROM bill WHERE organization_id = $1")
                .bind(organization)
                .fetch_one(&mut *transaction)
                .await?;
        let (mut from, end) = (span.0.unwrap_or(0), span.1.map_or(0, |last| last + 1));
        let most = usize::try_from(end - from).unwrap_or(0);
        let mut listening =
            teller.send(Part::State { revision: whole(revision)?, names, most }).await.is_ok();
        while from < end && listening {
            let to = end.min(from + LINES_AT_ONCE);
            let lines: Option<String> = sqlx::query_scalar(BILLS)
                .bind(organization)
                .bind(from)
                .bind(to)
                .fetch_one(&mut *transaction)
                .await?;
            if let Some(lines) = lines {
                listening = teller.send(Part::Bills(Lines(lines))).await.is_ok();
            }
            from = to;
        }
        transaction.commit().await?;
        if db.engine() == "sqlite" {
            // The pages that were read are no use to anyone else.
            sqlx::query("PRAGMA shrink_memory").execute(&mut *connection).await?;
        }
        Ok(())
    })
}

/// The bills that changed after `revision`, if they are at most `most` and no name changed.
pub async fn since(db: &Db, organization: i64, revision: u64, most: usize) -> Result<Since, StoreError> {
    let after = i64::try_from(revision).unwrap_or(i64::MAX);
    let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    reading!(db, |connection| {
        let mut transaction = sqlx::Connection::begin(&mut *connection).await?;
        one_state!(db, transaction);
        let (revision, named): (i64, i64) =
            sqlx::query_as("SELECT bills_revision, names_revision FROM organization WHERE id = $1")
                .bind(organization)
                .fetch_one(&mut *transaction)
                .await?;
        if named > after {
            return Ok(Since::Much);
        }
        let lines: Vec<String> = sqlx::query_scalar(CHANGED)
            .bind(organization)
            .bind(after)
            .bind(limit)
            .fetch_all(&mut *transaction)
            .await?;
        transaction.commit().await?;
        if lines.len() > most {
            return Ok(Since::Much);
        }
        let bills = lines.iter().map(|line| record(line)).collect::<Result<_, _>>()?;
        Ok(Since::Few { revision: whole(revision)?, bills })
    })
}

/// Organizations with about how many bills each has, in the order in which people last used them.
pub async fn recently_used(db: &Db) -> Result<Vec<(i64, u64)>, StoreError> {
    let rows: Vec<(i64, i64)> = reading!(db, |connection| {
        sqlx::query_as(
            "SELECT o.id, COALESCE((SELECT c.next - 1 FROM counter c WHERE c.organization_id = o.id \
             AND c.series = $1), 0) FROM organization o ORDER BY COALESCE((SELECT MAX(s.last_seen_at) \
             FROM session s WHERE s.organization_id = o.id), 0) DESC, o.id",
        )
        .bind(super::ids::series::BILL)
        .fetch_all(&mut *connection)
        .await
        .map_err(StoreError::from)
    })?;
    Ok(rows.into_iter().map(|(id, bills)| (id, u64::try_from(bills).unwrap_or(0))).collect())
}

impl Lines {
    /// The bills.
    pub fn records(&self) -> impl Iterator<Item = Result<BillRecord, StoreError>> + '_ {
        self.0.lines().map(record)
    }
}

fn whole(revision: i64) -> Result<u64, StoreError> {
    u64::try_from(revision).map_err(|_| StoreError::Corrupt("a negative revision".to_owned()))
}

fn record(line: &str) -> Result<BillRecord, StoreError> {
    parse(line)
        .ok_or_else(|| StoreError::Corrupt(format!("bill {}", line.split(' ').next().unwrap_or_default())))
}

fn parse(line: &str) -> Option<BillRecord> {
    let mut cells = line.splitn(12, ' ');
    let mut cell = || cells.next()?.parse::<i64>().ok();
    Some(BillRecord {
        id: cell()?,
        account: cell()?,
        product: cell()?,
        application: cell()?,
        cycle: cell()?.try_into().ok()?,
        consumption: cell()?,
        overdraft: cell()?,
        pending: cell()? != 0,
        withdrawn: cell()? != 0,
        number: match (cell()?, cell()?) {
            (0, _) => None,
            (year, place) => Some((year.try_into().ok()?, place.try_into().ok()?)),
        },
        usage: read_usage(cells.next()?)?,
    })
}

/// Reads stored usage: a JSON list of `[value, unit]`.
pub fn read_usage(text: &str) -> Option<Usage> {
    if let Some((value, unit)) = only_usage(text) {
        return Some(vec![(value.parse().ok()?, unit.to_owned())]);
    }
    let pairs: Vec<(std::borrow::Cow<'_, str>, String)> = serde_json::from_str(text).ok()?;
    pairs.into_iter().map(|(value, unit)| Some((value.parse().ok()?, unit))).collect()
}

/// Value and unit when there is one quantity and nothing in it is escaped: most bills.
fn only_usage(text: &str) -> Option<(&str, &str)> {
    let pair = text.strip_prefix("[[\"")?.strip_suffix("\"]]")?.split_once("\",\"")?;
    let plain = |text: &str| !text.contains(['"', '\\']);
    (plain(pair.0) && plain(pair.1)).then_some(pair)
}
