//! Payment methods inside the transaction of whoever calls: linked, preferred, removed.
//!
//! It decides nothing. Of an account's methods one is the default: a unique index holds it.

use super::StoreError;
use contract::id::MethodId;
use contract::payment::MethodKind;
use sqlx::{FromRow, PgConnection, SqliteConnection};
use std::future::Future;

/// A method as far as it decides what may be done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct HeldMethod {
    /// Whether the customer has done their part.
    pub linked: bool,
    /// Whether it is charged when nobody says otherwise.
    pub is_default: bool,
}

/// A transaction on the payment methods of accounts.
pub trait WriteMethods {
    /// A method of the account that was not removed.
    fn held_method(
        &mut self,
        organization: i64,
        account: i64,
        id: MethodId,
    ) -> impl Future<Output = Result<Option<HeldMethod>, StoreError>> + Send;

    /// The customer linked it: the first method of an account becomes its default.
    fn put_linked(
        &mut self,
        account: (i64, i64),
        id: MethodId,
        kind: &MethodKind,
        token: &str,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// It is the account's default from now on.
    fn put_default(
        &mut self,
        organization: i64,
        account: i64,
        id: MethodId,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// It is removed and its token forgotten. When it was the default, the one that was used last becomes it.
    fn put_removed(
        &mut self,
        organization: i64,
        account: i64,
        id: MethodId,
        now: i64,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

const HELD: &str = "SELECT token IS NOT NULL AS linked, is_default FROM payment_method \
     WHERE organization_id = $1 AND account_id = $2 AND id = $3 AND removed_at IS NULL";

const LINKED: &str = "UPDATE payment_method SET kind = $4, token = $5, is_default = NOT EXISTS (SELECT 1 \
     FROM payment_method o WHERE o.organization_id = $1 AND o.account_id = $2 AND o.is_default) \
     WHERE organization_id = $1 AND account_id = $2 AND id = $3 AND token IS NULL AND removed_at IS NULL";

const NO_DEFAULT: &str = "UPDATE payment_method SET is_default = FALSE \
     WHERE organization_id = $1 AND account_id = $2 AND is_default";

const DEFAULT: &str = "UPDATE payment_method SET is_default = TRUE \
     WHERE organization_id = $1 AND account_id = $2 AND id = $3 AND token IS NOT NULL AND removed_at IS NULL";

const REMOVED: &str = "UPDATE payment_method SET removed_at = $4, token = NULL, is_default = FALSE \
     WHERE organization_id = $1 AND account_id = $2 AND id = $3 AND removed_at IS NULL";

/// Where there is no default, the method that was used last becomes it, else the one that was linked last.
const NEXT_DEFAULT: &str = "UPDATE payment_method SET is_default = TRUE WHERE organization_id = $1 AND account_id = $2 \
     AND NOT EXISTS (SELECT 1 FROM payment_method d WHERE d.organization_id = $1 AND d.account_id = $2 AND d.is_default) \
     AND id = (SELECT m.id FROM payment_method m WHERE m.organization_id = $1 AND m.account_id = $2 \
     AND m.token IS NOT NULL AND m.removed_at IS NULL ORDER BY COALESCE((SELECT MAX(p.created_at) FROM payment p \
     WHERE p.organization_id = $1 AND p.account_id = $2 AND p.method_id = m.id), 0) DESC, m.id DESC LIMIT 1)";

macro_rules! write_methods {
    ($connection:ty) => {
        impl WriteMethods for $connection {
            async fn held_method(
                &mut self,
                organization: i64,
                account: i64,
                id: MethodId,
            ) -> Result<Option<HeldMethod>, StoreError> {
                let held = sqlx::query_as(HELD).bind(organization).bind(account).bind(id.number());
                Ok(held.fetch_optional(&mut *self).await?)
            }

            async fn put_linked(
                &mut self,
                (organization, account): (i64, i64),
                id: MethodId,
                kind: &MethodKind,
                token: &str,
            ) -> Result<(), StoreError> {
                let kind =
                    serde_json::to_string(kind).map_err(|error| StoreError::Corrupt(error.to_string()))?;
                let put = sqlx::query(LINKED).bind(organization).bind(account).bind(id.number());
                put.bind(kind).bind(token).execute(&mut *self).await?;
                Ok(())
            }

            async fn put_default(
                &mut self,
                organization: i64,
                account: i64,
                id: MethodId,
            ) -> Result<(), StoreError> {
                sqlx::query(NO_DEFAULT).bind(organization).bind(account).execute(&mut *self).await?;
                let put = sqlx::query(DEFAULT).bind(organization).bind(account).bind(id.number());
                put.execute(&mut *self).await?;
                Ok(())
            }

            async fn put_removed(
                &mut self,
                organization: i64,
                account: i64,
                id: MethodId,
                now: i64,
            ) -> Result<(), StoreError> {
                let put = sqlx::query(REMOVED).bind(organization).bind(account).bind(id.number());
                put.bind(now).execute(&mut *self).await?;
                sqlx::query(NEXT_DEFAULT).bind(organization).bind(account).execute(&mut *self).await?;
                Ok(())
            }
        }
    };
}

write_methods!(SqliteConnection);
write_methods!(PgConnection);
