//! Linked payment methods. The channel's token is kept here and goes nowhere but to the channel.

use super::ids::{self, series};
use super::terms::off;
use super::{Db, StoreError, reading, writing};
use contract::account::AccountName;
use contract::id::{AccountNumber, MethodId};
use contract::ledger::Channel;
use contract::payment::MethodKind;
use sqlx::FromRow;

/// A linked method as it is stored.
#[derive(Debug, Clone)]
pub struct StoredMethod {
    /// Id.
    pub id: MethodId,
    /// The account that it pays for.
    pub account_id: i64,
    /// The same, as people name it.
    pub account: AccountName,
    /// The channel that it is linked at.
    pub channel: Channel,
    /// What is linked; none until the customer has done their part.
    pub kind: Option<MethodKind>,
    /// The channel's token for it.
    pub token: Option<String>,
    /// Whether it is charged when nobody says otherwise.
    pub default: bool,
    /// When it was shown that it can be charged.
    pub checked_at: Option<i64>,
    /// Under which it was begun.
    pub key: String,
    /// When, in microseconds.
    pub created_at: i64,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    account_id: i64,
    number: String,
    name: String,
    channel: String,
    kind: Option<String>,
    token: Option<String>,
    is_default: bool,
    checked_at: Option<i64>,
    idempotency_key: String,
    created_at: i64,
}

impl TryFrom<Row> for StoredMethod {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let kind = row.kind.map(|kind| serde_json::from_str(&kind).map_err(|_| off("a payment method")));
        let number = AccountNumber::parse(&row.number).map_err(|_| off("an account number"))?;
        Ok(Self {
            id: MethodId::new(row.id),
            account_id: row.account_id,
            account: AccountName { number, name: row.name },
            channel: Channel::parse(&row.channel).ok_or_else(|| off("the channel of a payment method"))?,
            kind: kind.transpose()?,
            token: row.token,
            default: row.is_default,
            checked_at: row.checked_at,
            key: row.idempotency_key,
            created_at: row.created_at,
        })
    }
}

/// Methods that were not removed, of an organization.
macro_rules! methods {
    () => {
        "SELECT m.id, m.account_id, a.number, a.name, m.channel, m.kind, m.token, m.is_default, m.checked_at, \
         m.idempotency_key, m.created_at \
         FROM payment_method m JOIN account a ON a.organization_id = m.organization_id AND a.id = m.account_id \
         WHERE m.organization_id = $1 AND m.removed_at IS NULL"
    };
}

const LIST: &str = concat!(methods!(), " ORDER BY a.number, m.id");

const ONE: &str = concat!(methods!(), " AND m.id = $2");

const DEFAULT: &str = concat!(methods!(), " AND m.account_id = $2 AND m.is_default AND m.token IS NOT NULL");

/// The methods of an organization that were not removed, also those that nobody has finished linking.
pub async fn list(db: &Db, organization: i64) -> Result<Vec<StoredMethod>, StoreError> {
    let rows: Vec<Row> = reading!(db, |connection| {
        sqlx::query_as(LIST).bind(organization).fetch_all(&mut *connection).await?
    });
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The same, of one id.
pub async fn one(db: &Db, organization: i64, id: MethodId) -> Result<Option<StoredMethod>, StoreError> {
    let row: Option<Row> = reading!(db, |connection| {
        sqlx::query_as(ONE).bind(organization).bind(id.number()).fetch_optional(&mut *connection).await?
    });
    row.map(TryInto::try_into).transpose()
}

/// The method that an account is charged by when nobody says otherwise.
pub async fn default_of(
    db: &Db,
    organization: i64,
    account: i64,
) -> Result<Option<StoredMethod>, StoreError> {
    let row: Option<Row> = reading!(db, |connection| {
        sqlx::query_as(DEFAULT).bind(organization).bind(account).fetch_optional(&mut *connection).await?
    });
    row.map(TryInto::try_into).transpose()
}

/// Keeps a method that is about to be linked; the one under this key if there is one already. None when that one is of
/// another account or channel.
pub async fn begin(
    db: &Db,
    organization: i64,
    account: i64,
    channel: Channel,
    key: &str,
    (now, poll_at): (i64, i64),
) -> Result<Option<MethodId>, StoreError> {
    writing!(db, |tx| {
        let place = ids::take!(tx, organization, series::PAYMENT_METHOD, 1_i64)?;
        let (id, of, by): (i64, i64, String) = sqlx::query_as(
            "INSERT INTO payment_method (organization_id, id, account_id, channel, idempotency_key, is_default, \
             created_at, poll_at) VALUES ($1, $2, $3, $4, $5, FALSE, $6, $7) \
             ON CONFLICT (organization_id, idempotency_key) DO UPDATE SET channel = payment_method.channel \
             RETURNING id, account_id, channel",
        )
        .bind(organization)
        .bind(ids::id(organization, place))
        .bind(account)
        .bind(channel.name())
        .bind(key)
        .bind(now)
        .bind(poll_at)
        .fetch_one(&mut *tx)
        .await?;
        Ok::<_, StoreError>(((of, by.as_str()) == (account, channel.name())).then_some(MethodId::new(id)))
    })
}

/// The organization that a method's id speaks of.
pub const fn organization_of(id: MethodId) -> i64 {
    ids::organization(id.number())
}

const OF_ACCOUNT: &str = concat!(methods!(), " AND m.account_id = $2 ORDER BY m.id");

/// The methods of an account that were not removed, also those that nobody has finished linking.
pub async fn of_account(db: &Db, organization: i64, account: i64) -> Result<Vec<StoredMethod>, StoreError> {
    let rows: Vec<Row> = reading!(db, |connection| {
        sqlx::query_as(OF_ACCOUNT).bind(organization).bind(account).fetch_all(&mut *connection).await?
    });
    rows.into_iter().map(TryInto::try_into).collect()
}

const TO_POLL: &str = "SELECT organization_id, id, polls FROM payment_method \
     WHERE token IS NULL AND removed_at IS NULL AND poll_at <= $1 ORDER BY poll_at LIMIT 64";

const CLAIM: &str = "UPDATE payment_method SET poll_at = $2, polls = polls + 1 WHERE organization_id = $3 AND id = $4 \
     AND token IS NULL AND removed_at IS NULL AND poll_at <= $1 RETURNING id";

/// Takes methods that nobody has finished linking and whose turn it is to be asked for, and puts their next turn off by what
/// `again` says for the how-manieth time it is. Two servers never take the same one.
pub async fn claim(db: &Db, now: i64, again: impl Fn(i64) -> i64) -> Result<Vec<StoredMethod>, StoreError> {
    let due: Vec<(i64, i64, i64)> =
        reading!(db, |connection| sqlx::query_as(TO_POLL).bind(now).fetch_all(&mut *connection).await?);
    let mut claimed = Vec::with_capacity(due.len());
    for (organization, id, polls) in due {
        let next = now.saturating_add(again(polls));
        let taken: Option<i64> = writing!(db, |tx| {
            let claim = sqlx::query_scalar(CLAIM).bind(now).bind(next).bind(organization).bind(id);
            Ok::<_, StoreError>(claim.fetch_optional(&mut *tx).await?)
        })?;
        if let Some(id) = taken {
            claimed.extend(one(db, organization, MethodId::new(id)).await?);
        }
    }
    Ok(claimed)
}

const FORGET: &str = "UPDATE payment_method SET removed_at = $3 \
     WHERE organization_id = $1 AND id = $2 AND token IS NULL AND removed_at IS NULL";

/// Nobody finishes linking it any more.
pub async fn forget(db: &Db, organization: i64, id: MethodId, now: i64) -> Result<(), StoreError> {
    writing!(db, |tx| {
        let forget = sqlx::query(FORGET).bind(organization).bind(id.number()).bind(now);
        forget.execute(&mut *tx).await?;
        Ok::<_, StoreError>(())
    })
}

/// It was shown that it can be charged (A4).
pub async fn checked(db: &Db, organization: i64, id: i64, now: i64) -> Result<(), StoreError> {
    writing!(db, |tx| {
        sqlx::query("UPDATE payment_method SET checked_at = $3 WHERE organization_id = $1 AND id = $2")
            .bind(organization)
            .bind(id)
            .bind(now)
            .execute(&mut *tx)
            .await?;
        Ok::<_, StoreError>(())
    })
}
