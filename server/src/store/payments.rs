//! Payments: begun under a key, looked up, listed, and handed out one by one to whoever asks the channel for them.

use super::claiming::claiming;
use super::ids::{self, series};
use super::payments_write::{Row, StoredPayment, WritePayments, columns};
use super::{Db, StoreError, reading, writing};
use contract::account::AccountName;
use contract::id::{AccountNumber, PaymentId};
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::payment::{Purpose, State};

/// A payment to be kept.
#[derive(Debug, Clone)]
pub struct NewRow {
    /// The account that it is for.
    pub account: i64,
    /// What it is for.
    pub purpose: Purpose,
    /// Through which channel.
    pub channel: Channel,
    /// How much.
    pub money: Money,
    /// Under which it is begun once.
    pub key: String,
    /// What is asked, as JSON.
    pub input: String,
    /// The linked method that is charged, and what people call it.
    pub method: Option<(i64, String)>,
    /// Who begins it, if a person does.
    pub created_by: Option<i64>,
    /// The language of the channel's page.
    pub locale: &'static str,
    /// Now, in microseconds.
    pub created_at: i64,
    /// When it is given up.
    pub expires_at: i64,
    /// When it is asked for first.
    pub poll_at: i64,
}

const ADD: &str = "INSERT INTO payment (organization_id, id, account_id, channel, purpose, cycle, crossing, attempt, \
     amount, currency, state, is_final, idempotency_key, input, method_id, locale, created_at, expires_at, poll_at, \
     polls, method, created_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, FALSE, $12, $13, $14, $15, $16, $17, $18, 0, $19, $20) \
     ON CONFLICT DO NOTHING";

const BY_KEY: &str = "SELECT id FROM payment WHERE organization_id = $1 AND idempotency_key = $2";

/// Keeps a payment; the one that is there under its key already, if there is one. None when another payment is the same
/// attempt at a charge.
pub async fn add(db: &Db, organization: i64, new: &NewRow) -> Result<Option<StoredPayment>, StoreError> {
    let (cycle, crossing, attempt) = match new.purpose {
        Purpose::Charge { cycle, crossing, attempt } => {
            (Some(i64::from(cycle.index())), Some(i64::from(crossing)), Some(i64::from(attempt)))
        }
        Purpose::TopUp | Purpose::Check => (None, None, None),
    };
    let (method, method_name) = new.method.clone().unzip();
    let state =
        serde_json::to_string(&State::Created).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    writing!(db, |tx| {
        let found: Option<i64> =
            sqlx::query_scalar(BY_KEY).bind(organization).bind(&new.key).fetch_optional(&mut *tx).await?;
        let id = match found {
            Some(id) => id,
            None => {
                let place = ids::take!(tx, organization, series::PAYMENT, 1_i64)?;
                let id = ids::id(organization, place);
                let add = sqlx::query(ADD).bind(organization).bind(id).bind(new.account);
                let add = add.bind(new.channel.name()).bind(new.purpose.name()).bind(cycle).bind(crossing);
                let add = add.bind(attempt).bind(new.money.minor()).bind(new.money.currency().code());
                let add = add.bind(&state).bind(&new.key).bind(&new.input).bind(method).bind(new.locale);
                let add = add.bind(new.created_at).bind(new.expires_at).bind(new.poll_at).bind(&method_name);
                let add = add.bind(new.created_by);
                if add.execute(&mut *tx).await?.rows_affected() == 1 {
                    id
                } else {
                    // Somebody else was faster: theirs is visible now.
                    let theirs = sqlx::query_scalar(BY_KEY).bind(organization).bind(&new.key);
                    match theirs.fetch_optional(&mut *tx).await? {
                        Some(id) => id,
                        None => return Ok(None),
                    }
                }
            }
        };
        (*tx).hold_payment(organization, PaymentId::new(id)).await
    })
}

const OPEN: &str = "SELECT COUNT(*) FROM payment WHERE organization_id = $1 AND account_id = $2 AND NOT is_final \
     AND purpose = 'top_up' AND NOT EXISTS (SELECT 1 FROM payment k WHERE k.organization_id = $1 \
     AND k.idempotency_key = $3)";

/// How many top-ups of an account are open; none when there is one under this key already.
pub async fn open_beside(db: &Db, organization: i64, account: i64, key: &str) -> Result<usize, StoreError> {
    let count: i64 = reading!(db, |connection| {
        let open = sqlx::query_scalar(OPEN).bind(organization).bind(account).bind(key);
        open.fetch_one(&mut *connection).await?
    });
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

const ONE: &str = concat!("SELECT ", columns!(), " FROM payment WHERE organization_id = $1 AND id = $2");

/// A payment of an organization.
pub async fn one(db: &Db, organization: i64, id: PaymentId) -> Result<Option<StoredPayment>, StoreError> {
    let row: Option<Row> = reading!(db, |connection| {
        sqlx::query_as(ONE).bind(organization).bind(id.number()).fetch_optional(&mut *connection).await?
    });
    row.map(TryInto::try_into).transpose()
}

/// The organization that a payment's id speaks of.
pub const fn organization_of(id: PaymentId) -> i64 {
    ids::organization(id.number())
}

const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM payment WHERE organization_id = $1 AND id < $2 AND purpose <> 'check' ORDER BY id DESC LIMIT $3"
);

const LIST_OF: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM payment WHERE organization_id = $1 AND id < $2 AND purpose <> 'check' AND account_id = $4 \
     ORDER BY id DESC LIMIT $3"
);

/// Payments of an organization, or of some of its accounts, newest first: at most so many, begun before this one. No more
/// than that is read of an account.
pub async fn list(
    db: &Db,
    (organization, accounts): (i64, Option<&[i64]>),
    before: Option<PaymentId>,
    most: usize,
) -> Result<Vec<StoredPayment>, StoreError> {
    let before = before.map_or(i64::MAX, PaymentId::number);
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let mut rows: Vec<Row> = reading!(db, |connection| {
        match accounts {
            None => {
                let all = sqlx::query_as(LIST).bind(organization).bind(before).bind(limit);
                all.fetch_all(&mut *connection).await?
            }
            Some(accounts) => {
                let mut found = Vec::new();
                for account in accounts {
                    let own = sqlx::query_as(LIST_OF).bind(organization).bind(before).bind(limit);
                    found.extend(own.bind(account).fetch_all(&mut *connection).await?);
                    newest(&mut found, most);
                }
                found
            }
        }
    });
    newest(&mut rows, most);
    rows.into_iter().map(TryInto::try_into).collect()
}

fn newest(rows: &mut Vec<Row>, most: usize) {
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    rows.truncate(most);
}

const CHECKS: &str = "SELECT method_id, state FROM payment WHERE organization_id = $1 AND purpose = 'check' \
     AND method_id IS NOT NULL ORDER BY id";

/// How checks of linked methods stand, oldest first, by method.
pub async fn checks(db: &Db, organization: i64) -> Result<Vec<(i64, State)>, StoreError> {
    let rows: Vec<(i64, String)> = reading!(db, |connection| {
        sqlx::query_as(CHECKS).bind(organization).fetch_all(&mut *connection).await?
    });
    let read = |(method, state): (i64, String)| {
        let state = serde_json::from_str(&state).map_err(|_| super::terms::off("the state of a payment"))?;
        Ok((method, state))
    };
    rows.into_iter().map(read).collect()
}

const CAPTURED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM payment WHERE organization_id = $1 AND account_id = $2 AND purpose <> 'check' ",
    "AND (state LIKE '{\"is\":\"succeeded\"%' OR state LIKE '{\"is\":\"refunded\"%') ORDER BY id DESC LIMIT $3"
);

/// Payments of an account by which money came in, newest first.
pub async fn captured(
    db: &Db,
    (organization, account): (i64, i64),
    most: i64,
) -> Result<Vec<StoredPayment>, StoreError> {
    let rows: Vec<Row> = reading!(db, |connection| {
        let rows = sqlx::query_as(CAPTURED).bind(organization).bind(account).bind(most);
        rows.fetch_all(&mut *connection).await?
    });
    rows.into_iter().map(TryInto::try_into).collect()
}

const CLAIM: &str = concat!(
    "UPDATE payment SET poll_at = $2, polls = polls + 1 WHERE organization_id = $3 AND id = $4 AND poll_at <= $1 ",
    "AND NOT is_final RETURNING ",
    columns!()
);

const TO_POLL: &str = "SELECT organization_id, id, polls FROM payment WHERE NOT is_final AND poll_at <= $1 \
     ORDER BY poll_at LIMIT 64";

/// Takes payments whose turn it is to be asked for, and puts their next turn off by what `again` says for the how-manieth
/// time it is. Two servers never take the same one.
pub async fn claim(db: &Db, now: i64, again: impl Fn(i64) -> i64) -> Result<Vec<StoredPayment>, StoreError> {
    let due: Vec<(i64, i64, i64)> =
        reading!(db, |connection| sqlx::query_as(TO_POLL).bind(now).fetch_all(&mut *connection).await?);
    let turns =
        due.into_iter().map(|(organization, id, polls)| (organization, id, now.saturating_add(again(polls))));
    claiming!(db, now, CLAIM, turns)
}

/// What nobody asks for any more: what brought no money, and what was begun too long ago.
const AT_REST: &str = "UPDATE payment SET poll_at = $3 WHERE organization_id > 0 AND is_final AND poll_at <= $1 \
     AND unbooked = 0 AND NOT (created_at > $2 AND purpose <> 'check' AND channel <> 'bank_transfer' \
     AND (state LIKE '{\"is\":\"succeeded\"%' OR state LIKE '{\"is\":\"refunded\"%'))";

const PAID_TO_POLL: &str = "SELECT organization_id, id, created_at FROM payment WHERE is_final AND poll_at <= $1 \
     ORDER BY poll_at LIMIT 64";

const CLAIM_PAID: &str = concat!(
    "UPDATE payment SET poll_at = $2 WHERE organization_id = $3 AND id = $4 AND poll_at <= $1 AND is_final RETURNING ",
    columns!()
);

/// Takes payments that brought money since a moment, or some that is nobody's, and whose turn it is to be asked whether that
/// went back; puts their next turn off by what `again` says for their age. Two servers never take the same one.
pub async fn claim_paid(
    db: &Db,
    (now, since): (i64, i64),
    again: impl Fn(i64) -> i64,
) -> Result<Vec<StoredPayment>, StoreError> {
    let rest: Result<(), StoreError> = writing!(db, |tx| {
        sqlx::query(AT_REST).bind(now).bind(since).bind(i64::MAX).execute(&mut *tx).await?;
        Ok::<_, StoreError>(())
    });
    rest?;
    let due: Vec<(i64, i64, i64)> =
        reading!(db, |connection| sqlx::query_as(PAID_TO_POLL).bind(now).fetch_all(&mut *connection).await?);
    let turns = due.into_iter().map(|(organization, id, created_at)| {
        (organization, id, now.saturating_add(again(now.saturating_sub(created_at))))
    });
    claiming!(db, now, CLAIM_PAID, turns)
}

/// When the next payment's turn is, in microseconds.
pub async fn next_poll(db: &Db) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT MIN(poll_at) FROM payment WHERE organization_id > 0 AND NOT is_final";
    Ok(reading!(db, |connection| sqlx::query_scalar(sql).fetch_one(&mut *connection).await?))
}

/// Number, name and currency of an account.
pub async fn account(
    db: &Db,
    organization: i64,
    id: i64,
) -> Result<Option<(AccountName, Currency)>, StoreError> {
    let sql = "SELECT number, name, currency FROM account WHERE organization_id = $1 AND id = $2";
    let row: Option<(String, String, String)> = reading!(db, |connection| {
        sqlx::query_as(sql).bind(organization).bind(id).fetch_optional(&mut *connection).await?
    });
    row.map(|(number, name, currency)| {
        let number = AccountNumber::parse(&number).map_err(|_| super::terms::off("an account number"))?;
        let currency = currency.parse().map_err(|_| super::terms::off("an account's currency"))?;
        Ok((AccountName { number, name }, currency))
    })
    .transpose()
}

const OTHER_AMOUNTS: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM payment WHERE organization_id > 0 AND unbooked > 0 ORDER BY organization_id, id LIMIT $1"
);

/// Payments of every organization of which the channel took another amount than was asked for, and has not given all of
/// that back: so many at most.
pub async fn other_amounts(db: &Db, most: i64) -> Result<Vec<StoredPayment>, StoreError> {
    let rows: Vec<Row> = reading!(db, |connection| {
        sqlx::query_as(OTHER_AMOUNTS).bind(most).fetch_all(&mut *connection).await?
    });
    rows.into_iter().map(TryInto::try_into).collect()
}
