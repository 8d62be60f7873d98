//! Who is signed in. Only the hash of a session's token is here; the token is in the browser alone.

use super::ids::PORTAL;
use super::users::{account_numbers, numbers};
use super::{Db, StoreError, reading, writing};
use contract::locale::Locale;
use contract::permission::{AccountScope, Role};
use contract::session::Session;

/// A session and its user, as far as every request needs it.
#[derive(Debug, Clone)]
pub struct Live {
    /// The user's organization.
    pub organization_id: i64,
    /// The user.
    pub user_id: i64,
    /// Their role.
    pub role: Role,
    /// Their language.
    pub locale: Locale,
    /// The ids of the accounts that they are limited to, ascending; none: they see all.
    pub accounts: Option<Vec<i64>>,
    /// When the session was last used, in microseconds.
    pub last_seen_at: i64,
}

/// A user who may sign in.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Their organization.
    pub organization_id: i64,
    /// The user.
    pub user_id: i64,
    /// Hash of their password.
    pub password_hash: String,
}

/// The active user with this email address, in lower case.
pub async fn candidate(db: &Db, email: &str) -> Result<Option<Candidate>, StoreError> {
    reading!(db, |connection| {
        let row = sqlx::query_as::<_, (i64, i64, String)>(
            "SELECT u.organization_id, u.id, u.password_hash FROM user_email e \
             JOIN portal_user u ON u.organization_id = e.organization_id AND u.id = e.user_id \
             WHERE e.email = $1 AND u.active = $2",
        )
        .bind(email)
        .bind(true)
        .fetch_optional(&mut *connection)
        .await?;
        Ok(row.map(|(organization_id, user_id, password_hash)| Candidate {
            organization_id,
            user_id,
            password_hash,
        }))
    })
}

/// The hash of an active user's password.
pub async fn password_hash(db: &Db, organization: i64, user: i64) -> Result<Option<String>, StoreError> {
    reading!(db, |connection| {
        let row = sqlx::query_as::<_, (String,)>(
            "SELECT password_hash FROM portal_user WHERE organization_id = $1 AND id = $2 AND active = $3",
        )
        .bind(organization)
        .bind(user)
        .bind(true)
        .fetch_optional(&mut *connection)
        .await?;
        Ok(row.map(|(hash,)| hash))
    })
}

/// Notes a new session.
pub async fn open(
    db: &Db,
    token_sha256: &str,
    user: &Candidate,
    now: i64,
    expires_at: i64,
) -> Result<(), StoreError> {
    writing!(db, |tx| {
        sqlx::query(
            "INSERT INTO session (token_sha256, organization_id, user_id, created_at, last_seen_at, expires_at) \
             VALUES ($1, $2, $3, $4, $4, $5)",
        )
        .bind(token_sha256)
        .bind(user.organization_id)
        .bind(user.user_id)
        .bind(now)
        .bind(expires_at)
        .execute(&mut *tx)
        .await?;
        Ok::<_, StoreError>(())
    })
}

/// The session with this token hash, if it was used after `idle_since`, has not expired, and its user is active.
pub async fn find(
    db: &Db,
    token_sha256: &str,
    now: i64,
    idle_since: i64,
) -> Result<Option<Live>, StoreError> {
    type Row = (i64, i64, String, String, bool, i64);
    let (row, accounts) = reading!(db, |connection| {
        let row = sqlx::query_as::<_, Row>(
            "SELECT s.organization_id, s.user_id, u.role, u.locale, u.all_accounts, s.last_seen_at \
             FROM session s \
             JOIN portal_user u ON u.organization_id = s.organization_id AND u.id = s.user_id \
             WHERE s.token_sha256 = $1 AND s.expires_at > $2 AND s.last_seen_at > $3 AND u.active = $4",
        )
        .bind(token_sha256)
        .bind(now)
        .bind(idle_since)
        .bind(true)
        .fetch_optional(&mut *connection)
        .await?;
        let accounts = match &row {
            Some((organization, user, _, _, false, _)) => {
                let ids = sqlx::query_scalar::<_, i64>(
                    "SELECT account_id FROM user_account WHERE organization_id = $1 AND user_id = $2 \
                     ORDER BY account_id",
                )
                .bind(organization)
                .bind(user)
                .fetch_all(&mut *connection)
                .await?;
                Some(ids)
            }
            _ => None,
        };
        (row, accounts)
    });
    let Some((organization_id, user_id, role, locale, _, last_seen_at)) = row else { return Ok(None) };
    let role = role_in(organization_id, &role)?;
    let locale = Locale::from_accept_language(&locale);
    Ok(Some(Live { organization_id, user_id, role, locale, accounts, last_seen_at }))
}

/// What the signed-in person is told about themselves.
pub async fn describe(db: &Db, organization: i64, user: i64) -> Result<Option<Session>, StoreError> {
    type Row = (String, String, String, String, String, bool);
    let (row, numbers) = reading!(db, |connection| {
        let row = sqlx::query_as::<_, Row>(
            "SELECT u.name, u.email, u.role, u.locale, o.name, u.all_accounts FROM portal_user u \
             JOIN organization o ON o.id = u.organization_id \
             WHERE u.organization_id = $1 AND u.id = $2",
        )
        .bind(organization)
        .bind(user)
        .fetch_optional(&mut *connection)
        .await?;
        let numbers = numbers!(connection, organization, user);
        (row, numbers)
    });
    let Some((name, email, role, locale, organization_name, all_accounts)) = row else { return Ok(None) };
    let role = role_in(organization, &role)?;
    let accounts =
        if all_accounts { AccountScope::All } else { AccountScope::Only(account_numbers(numbers)?) };
    let locale = Locale::from_accept_language(&locale);
    let organization = organization_name;
    Ok(Some(Session { name, email, role, organization, accounts, locale }))
}

/// The role with this name: of the platform in organization 0, of an organization's people in every other.
fn role_in(organization: i64, name: &str) -> Result<Role, StoreError> {
    let role = Role::parse(name).filter(|role| (*role == Role::PlatformOperator) == (organization == PORTAL));
    role.ok_or_else(|| StoreError::Corrupt(format!("role {name}")))
}

/// Notes that a session is in use.
pub async fn touch(db: &Db, token_sha256: &str, now: i64) -> Result<(), StoreError> {
    writing!(db, |tx| {
        sqlx::query("UPDATE session SET last_seen_at = $2 WHERE token_sha256 = $1")
            .bind(token_sha256)
            .bind(now)
            .execute(&mut *tx)
            .await?;
        Ok::<_, StoreError>(())
    })
}

/// Ends a session.
pub async fn close(db: &Db, token_sha256: &str) -> Result<(), StoreError> {
    writing!(db, |tx| {
        sqlx::query("DELETE FROM session WHERE token_sha256 = $1")
            .bind(token_sha256)
            .execute(&mut *tx)
            .await?;
        Ok::<_, StoreError>(())
    })
}

/// How many sessions are live.
pub async fn count(db: &Db, now: i64, idle_since: i64) -> Result<i64, StoreError> {
    reading!(db, |connection| {
        let count = sqlx::query_scalar::<_, i64>(
            "SELECT COUNT(*) FROM session WHERE expires_at > $1 AND last_seen_at > $2",
        )
        .bind(now)
        .bind(idle_since)
        .fetch_one(&mut *connection)
        .await?;
        Ok(count)
    })
}

/// Forgets sessions that are over.
pub async fn sweep(db: &Db, now: i64, idle_since: i64) -> Result<(), StoreError> {
    writing!(db, |tx| {
        sqlx::query("DELETE FROM session WHERE expires_at <= $1 OR last_seen_at <= $2")
            .bind(now)
            .bind(idle_since)
            .execute(&mut *tx)
            .await?;
        Ok::<_, StoreError>(())
    })
}
