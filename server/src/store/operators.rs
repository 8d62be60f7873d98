//! What the platform operator looks up: accounts of every organization, what was agreed with one, what was done to it.
//!
//! Only who acts for the platform is shown any of it: whoever calls has checked that.

use super::names::account;
use super::operator_write::{OrderRow, WriteOperator};
use super::terms::off;
use super::{Db, StoreError, reading};
use chrono::NaiveDate;
use contract::account::Account;
use contract::calendar::Day;
use contract::id::{CardId, CouponId};
use contract::ledger::Book;

/// An account of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The organization.
    pub organization_id: i64,
    /// Its name.
    pub organization: String,
    /// The account.
    pub account: Account,
}

/// An entry of the audit log, as far as an operator needs it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ActRow {
    /// Its place.
    pub place: i64,
    /// When, in microseconds.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// What.
    pub act: String,
    /// What was asked, as JSON.
    pub input: String,
    /// What came of it, as JSON.
    pub outcome: String,
    /// Whether it was undone.
    pub reversed: bool,
}

type AccountRow = (i64, String, i64, String, String, String, String);

const SEARCH: &str = "SELECT a.organization_id, o.name, a.id, a.number, a.name, a.kind, a.currency FROM account a \
     JOIN organization o ON o.id = a.organization_id WHERE a.organization_id <> 0 \
     AND (LOWER(a.number) LIKE $1 ESCAPE '!' OR LOWER(a.name) LIKE $1 ESCAPE '!' OR LOWER(o.name) LIKE $1 ESCAPE '!') \
     ORDER BY o.name, a.number LIMIT $2";

/// Accounts whose number, name or organization contains the text, by organization and number.
pub async fn search(db: &Db, text: &str, limit: i64) -> Result<Vec<Found>, StoreError> {
    let mut pattern = String::from("%");
    for letter in text.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    let rows: Vec<AccountRow> = reading!(db, |connection| {
        sqlx::query_as(SEARCH).bind(pattern).bind(limit).fetch_all(&mut *connection).await?
    });
    let found = |(organization_id, organization, id, number, name, kind, currency): AccountRow| {
        let (_, account) = account((id, number, name, kind, currency))?;
        Ok(Found { organization_id, organization, account })
    };
    rows.into_iter().map(found).collect()
}

const OF_KEY: &str = "SELECT place FROM audit_entry WHERE organization_id = $1 AND idempotency_key = $2";

/// The place of the entry that was made under a key.
pub async fn place_of(db: &Db, organization: i64, key: &str) -> Result<Option<i64>, StoreError> {
    reading!(db, |connection| {
        let found = sqlx::query_scalar(OF_KEY).bind(organization).bind(key);
        Ok(found.fetch_optional(&mut *connection).await?)
    })
}

const ACTS: &str = "SELECT e.place, e.at, e.actor, e.act, e.input, e.outcome, EXISTS (SELECT 1 FROM reversal r \
     WHERE r.organization_id = e.organization_id AND r.audit_place = e.place) AS reversed FROM audit_entry e \
     WHERE e.organization_id = $1 AND e.account_id = $2 AND e.actor LIKE 'operator/%' ORDER BY e.place DESC LIMIT $3";

/// What operators did to an account, newest first.
pub async fn acts(db: &Db, organization: i64, account: i64, limit: i64) -> Result<Vec<ActRow>, StoreError> {
    reading!(db, |connection| {
        let found = sqlx::query_as(ACTS).bind(organization).bind(account).bind(limit);
        Ok(found.fetch_all(&mut *connection).await?)
    })
}

/// The account's orders: products × applications that it was ever billed for.
pub async fn orders(db: &Db, organization: i64, account: i64) -> Result<Vec<OrderRow>, StoreError> {
    reading!(db, |connection| WriteOperator::orders(&mut *connection, organization, account).await)
}

const BILL_OF_NUMBER: &str = "SELECT id FROM bill WHERE organization_id = $1 AND account_id = $2 \
     AND number_year = $3 AND number_place = $4 AND NOT withdrawn";

/// The bill with this year and place in its number.
pub async fn bill_of_number(
    db: &Db,
    (organization, account): (i64, i64),
    (year, place): (i64, i64),
) -> Result<Option<i64>, StoreError> {
    reading!(db, |connection| {
        let found = sqlx::query_scalar(BILL_OF_NUMBER).bind(organization).bind(account).bind(year);
        Ok(found.bind(place).fetch_optional(&mut *connection).await?)
    })
}

const CALENDARS: &str =
    "SELECT calendar, date, kind FROM holiday WHERE organization_id = 0 ORDER BY calendar, date";

/// Every day of every holiday calendar, by name and date.
pub async fn calendars(db: &Db) -> Result<Vec<(String, NaiveDate, Day)>, StoreError> {
    let rows: Vec<(String, String, String)> =
        reading!(db, |connection| sqlx::query_as(CALENDARS).fetch_all(&mut *connection).await?);
    let day = |(name, date, kind): (String, String, String)| {
        let date = date.parse().map_err(|_| off("a date"))?;
        Ok((name, date, Day::parse(&kind).ok_or_else(|| off("a holiday"))?))
    };
    rows.into_iter().map(day).collect()
}

const EXPIRED_COUPONS: &str = "SELECT organization_id, account_id, id FROM coupon \
     WHERE ended_on IS NULL AND valid_to < $1 ORDER BY organization_id, id";

const LAST_MONTHS: &str = "SELECT organization_id, account_id, id, valid_to FROM stored_value_card \
     WHERE ended_on IS NULL AND valid_to <= $1 ORDER BY organization_id, id";

/// Organization, account and book of coupons and cards that have expired and are not over yet. Cards are given with the
/// last month that they pay: whoever calls knows when that is over.
pub async fn expired(
    db: &Db,
    today: NaiveDate,
    month: contract::cycle::Cycle,
) -> Result<Vec<(i64, i64, Book, Option<contract::cycle::Cycle>)>, StoreError> {
    let (coupons, cards) = reading!(db, |connection| {
        let coupons: Vec<(i64, i64, i64)> =
            sqlx::query_as(EXPIRED_COUPONS).bind(today.to_string()).fetch_all(&mut *connection).await?;
        let cards: Vec<(i64, i64, i64, i64)> =
            sqlx::query_as(LAST_MONTHS).bind(i64::from(month.index())).fetch_all(&mut *connection).await?;
        (coupons, cards)
    });
    let coupons = coupons.into_iter().map(|(organization, account, id)| {
        Ok((organization, account, Book::Coupon(CouponId::new(id)), None))
    });
    let cards = cards.into_iter().map(|(organization, account, id, last)| {
        Ok((organization, account, Book::Card(CardId::new(id)), Some(super::terms::cycle(last)?)))
    });
    coupons.chain(cards).collect()
}
