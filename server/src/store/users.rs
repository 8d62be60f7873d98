//! Users, and the accounts that they see.

use super::ids::{self, series};
use super::ledger_write::{Entry, Head, WriteLedger};
use super::record::Record;
use super::{Db, StoreError, reading, writing};
use contract::id::{AccountNumber, UserId};
use contract::permission::{AccountScope, Role};
use contract::user::User;

/// A user to record; everything is checked already.
#[derive(Debug, Clone)]
pub struct NewRow<'a> {
    /// Email address in lower case.
    pub email: &'a str,
    /// Name.
    pub name: &'a str,
    /// What they may do.
    pub role: Role,
    /// Tag of their language.
    pub locale: &'a str,
    /// The accounts that they are limited to; none: they see all.
    pub accounts: Option<&'a [i64]>,
    /// Hash of the password.
    pub password_hash: &'a str,
}

/// What is to become of a user; everything is checked already.
#[derive(Debug, Clone)]
pub struct ChangedRow<'a> {
    /// Name.
    pub name: &'a str,
    /// What they may do.
    pub role: Role,
    /// Whether they can sign in.
    pub active: bool,
    /// `None`: as before. `Some(None)`: all accounts. `Some(Some(ids))`: these.
    pub accounts: Option<Option<&'a [i64]>>,
}

/// Makes the entry of the audit log that says so, behind its head. Of a user who is added it is told the id.
pub type Logged<'a> = &'a (dyn Fn(&Head, i64) -> Result<Entry, StoreError> + Send + Sync);

/// `log!(tx, organization, logged, user)`: adds the entry to the organization's audit log.
macro_rules! log {
    ($tx:ident, $organization:expr, $logged:expr, $user:expr) => {
        let head = $tx.hold_chain($organization).await?;
        $tx.add_entry($organization, &$logged(&head, $user)?).await?;
    };
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It was recorded.
    Done,
    /// Nobody would be left who may manage users: nothing was recorded.
    NobodyLeft,
}

/// `numbers!(connection, organization, user)`: the numbers of the accounts that a user is limited to, in order.
macro_rules! numbers {
    ($connection:ident, $organization:expr, $user:expr) => {
        sqlx::query_scalar::<_, String>(
            "SELECT a.number FROM user_account ua \
             JOIN account a ON a.organization_id = ua.organization_id AND a.id = ua.account_id \
             WHERE ua.organization_id = $1 AND ua.user_id = $2 ORDER BY a.number",
        )
        .bind($organization)
        .bind($user)
        .fetch_all(&mut *$connection)
        .await?
    };
}
pub(super) use numbers;

type UserRow = (i64, String, String, String, bool, bool);

const SUPER_ADMINISTRATOR: &str = Role::SuperAdministrator.name();

/// The users of an organization, by name.
pub async fn list(db: &Db, organization: i64) -> Result<Vec<User>, StoreError> {
    let (users, accounts) = reading!(db, |connection| {
        let users = sqlx::query_as::<_, UserRow>(
            "SELECT id, email, name, role, all_accounts, active FROM portal_user \
             WHERE organization_id = $1 ORDER BY name, id",
        )
        .bind(organization)
        .fetch_all(&mut *connection)
        .await?;
        let accounts = sqlx::query_as::<_, (i64, String)>(
            "SELECT ua.user_id, a.number FROM user_account ua \
             JOIN account a ON a.organization_id = ua.organization_id AND a.id = ua.account_id \
             WHERE ua.organization_id = $1 ORDER BY ua.user_id, a.number",
        )
        .bind(organization)
        .fetch_all(&mut *connection)
        .await?;
        (users, accounts)
    });
    let numbers = |user: i64| {
        let start = accounts.partition_point(|(id, _)| *id < user);
        accounts[start..].iter().take_while(move |(id, _)| *id == user).map(|(_, number)| number.clone())
    };
    users.into_iter().map(|row| user(numbers(row.0).collect(), row)).collect()
}

/// A user of the organization.
pub async fn find(db: &Db, organization: i64, id: i64) -> Result<Option<User>, StoreError> {
    let (row, numbers) = reading!(db, |connection| {
        let row = sqlx::query_as::<_, UserRow>(
            "SELECT id, email, name, role, all_accounts, active FROM portal_user \
             WHERE organization_id = $1 AND id = $2",
        )
        .bind(organization)
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?;
        let numbers = numbers!(connection, organization, id);
        (row, numbers)
    });
    row.map(|row| user(numbers, row)).transpose()
}

/// Adds a user and gives its id; `Exists` when someone in the portal has the email address.
pub async fn add(
    db: &Db,
    organization: i64,
    new: &NewRow<'_>,
    now: i64,
    logged: Logged<'_>,
) -> Result<i64, StoreError> {
    writing!(db, |tx| {
        let id = ids::id(organization, ids::take!(tx, organization, series::USER, 1_i64)?);
        sqlx::query("INSERT INTO user_email (email, organization_id, user_id) VALUES ($1, $2, $3)")
            .bind(new.email)
            .bind(organization)
            .bind(id)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO portal_user (organization_id, id, email, name, role, locale, all_accounts, active, \
             password_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(organization)
        .bind(id)
        .bind(new.email)
        .bind(new.name)
        .bind(new.role.name())
        .bind(new.locale)
        .bind(new.accounts.is_none())
        .bind(true)
        .bind(new.password_hash)
        .bind(now)
        .execute(&mut *tx)
        .await?;
        for account in new.accounts.unwrap_or_default() {
            sqlx::query(
                "INSERT INTO user_account (organization_id, user_id, account_id) VALUES ($1, $2, $3)",
            )
            .bind(organization)
            .bind(id)
            .bind(account)
            .execute(&mut *tx)
            .await?;
        }
        log!(tx, organization, logged, id);
        Ok::<_, StoreError>(id)
    })
}

/// Changes a user, unless no active super administrator would be left. Who can't sign in any more is signed out.
pub async fn change(
    db: &Db,
    organization: i64,
    id: i64,
    to: &ChangedRow<'_>,
    logged: Logged<'_>,
) -> Result<Changed, StoreError> {
    let changed = writing!(db, |tx| {
        // Changes of an organization's users go one after the other: they queue at its counter row.
        ids::take!(tx, organization, "user_change", 1_i64)?;
        sqlx::query(
            "UPDATE portal_user SET name = $3, role = $4, active = $5 WHERE organization_id = $1 AND id = $2",
        )
        .bind(organization)
        .bind(id)
        .bind(to.name)
        .bind(to.role.name())
        .bind(to.active)
        .execute(&mut *tx)
        .await?;
        let left = sqlx::query_scalar::<_, i64>(
            "SELECT COUNT(*) FROM portal_user WHERE organization_id = $1 AND role = $2 AND active = $3",
        )
        .bind(organization)
        .bind(SUPER_ADMINISTRATOR)
        .bind(true)
        .fetch_one(&mut *tx)
        .await?;
        if left == 0 {
            return Err(StoreError::RolledBack);
        }
        if let Some(accounts) = to.accounts {
            sqlx::query("UPDATE portal_user SET all_accounts = $3 WHERE organization_id = $1 AND id = $2")
                .bind(organization)
                .bind(id)
                .bind(accounts.is_none())
                .execute(&mut *tx)
                .await?;
            sqlx::query("DELETE FROM user_account WHERE organization_id = $1 AND user_id = $2")
                .bind(organization)
                .bind(id)
                .execute(&mut *tx)
                .await?;
            for account in accounts.unwrap_or_default() {
                sqlx::query(
                    "INSERT INTO user_account (organization_id, user_id, account_id) VALUES ($1, $2, $3)",
                )
                .bind(organization)
                .bind(id)
                .bind(account)
                .execute(&mut *tx)
                .await?;
            }
        }
        if !to.active {
            sqlx::query("DELETE FROM session WHERE organization_id = $1 AND user_id = $2")
                .bind(organization)
                .bind(id)
                .execute(&mut *tx)
                .await?;
        }
        log!(tx, organization, logged, id);
        Ok::<_, StoreError>(Changed::Done)
    });
    match changed {
        Err(StoreError::RolledBack) => Ok(Changed::NobodyLeft),
        changed => changed,
    }
}

/// Sets a user's password hash and ends their sessions, all but `keep`. Whether there is such a user.
pub async fn set_password(
    db: &Db,
    organization: i64,
    id: i64,
    hash: &str,
    keep: Option<&str>,
    logged: Logged<'_>,
) -> Result<bool, StoreError> {
    writing!(db, |tx| {
        let done =
            sqlx::query("UPDATE portal_user SET password_hash = $3 WHERE organization_id = $1 AND id = $2")
                .bind(organization)
                .bind(id)
                .bind(hash)
                .execute(&mut *tx)
                .await?;
        sqlx::query("DELETE FROM session WHERE organization_id = $1 AND user_id = $2 AND token_sha256 <> $3")
            .bind(organization)
            .bind(id)
            .bind(keep.unwrap_or_default())
            .execute(&mut *tx)
            .await?;
        log!(tx, organization, logged, id);
        Ok::<_, StoreError>(done.rows_affected() == 1)
    })
}

fn user(numbers: Vec<String>, row: UserRow) -> Result<User, StoreError> {
    let (id, email, name, role, all_accounts, active) = row;
    let role = Role::parse(&role).ok_or_else(|| StoreError::Corrupt(format!("role {role}")))?;
    let accounts =
        if all_accounts { AccountScope::All } else { AccountScope::Only(account_numbers(numbers)?) };
    Ok(User { id: UserId::new(id), email, name, role, accounts, active })
}

/// Account numbers as the contract knows them.
pub(super) fn account_numbers(numbers: Vec<String>) -> Result<Vec<AccountNumber>, StoreError> {
    let parse = |number: String| {
        AccountNumber::parse(&number).map_err(|_| StoreError::Corrupt(format!("account number {number}")))
    };
    numbers.into_iter().map(parse).collect()
}
