//! Saved views of the bill list: each belongs to one user.

use super::ids::{self, series};
use super::{Db, StoreError, reading, writing};
use contract::id::ViewId;
use contract::view::View;

/// The views of a user, by name.
pub async fn list(db: &Db, organization: i64, user: i64) -> Result<Vec<View>, StoreError> {
    reading!(db, |connection| {
        let rows = sqlx::query_as::<_, (i64, String, String)>(
            "SELECT id, name, query FROM bill_view WHERE organization_id = $1 AND user_id = $2 ORDER BY name",
        )
        .bind(organization)
        .bind(user)
        .fetch_all(&mut *connection)
        .await?;
        Ok(rows.into_iter().map(|(id, name, query)| View { id: ViewId::new(id), name, query }).collect())
    })
}

/// Saves a view under its name, over one of the same name; none when the user has `most` already.
pub async fn save(
    db: &Db,
    organization: i64,
    user: i64,
    name: &str,
    query: &str,
    most: usize,
) -> Result<Option<View>, StoreError> {
    writing!(db, |tx| {
        let place = ids::take!(tx, organization, series::VIEW, 1_i64)?;
        let others = sqlx::query_scalar::<_, i64>(
            "SELECT COUNT(*) FROM bill_view WHERE organization_id = $1 AND user_id = $2 AND name <> $3",
        )
        .bind(organization)
        .bind(user)
        .bind(name)
        .fetch_one(&mut *tx)
        .await?;
        if usize::try_from(others).is_ok_and(|others| others >= most) {
            return Ok(None);
        }
        let id = sqlx::query_scalar::<_, i64>(
            "INSERT INTO bill_view (organization_id, id, user_id, name, query) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (organization_id, user_id, name) DO UPDATE SET query = excluded.query RETURNING id",
        )
        .bind(organization)
        .bind(ids::id(organization, place))
        .bind(user)
        .bind(name)
        .bind(query)
        .fetch_one(&mut *tx)
        .await?;
        Ok::<_, StoreError>(Some(View {
            id: ViewId::new(id),
            name: name.to_owned(),
            query: query.to_owned(),
        }))
    })
}

/// Removes a view of a user; whether there was one.
pub async fn remove(db: &Db, organization: i64, user: i64, id: i64) -> Result<bool, StoreError> {
    writing!(db, |tx| {
        let done =
            sqlx::query("DELETE FROM bill_view WHERE organization_id = $1 AND user_id = $2 AND id = $3")
                .bind(organization)
                .bind(user)
                .bind(id)
                .execute(&mut *tx)
                .await?;
        Ok::<_, StoreError>(done.rows_affected() == 1)
    })
}
