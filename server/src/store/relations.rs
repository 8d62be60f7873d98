//! Billing relationships, read for people and written inside the transaction of whoever calls.
//!
//! It decides nothing: which state follows which is the contract's.

use super::ids::{id, series};
use super::names::account;
use super::organizations_write::WriteOrganizations;
use super::terms::off;
use super::{Db, StoreError, reading};
use chrono::{DateTime, Utc};
use contract::account::{Account, AccountName};
use contract::id::{AccountNumber, RelationId};
use contract::relation::{Relation, RelationState};
use sqlx::{PgConnection, SqliteConnection};
use std::future::Future;

/// A relation as it is kept.
#[derive(Debug, Clone)]
pub struct RelationRow {
    /// The main account's id.
    pub main: i64,
    /// The member account's id.
    pub member: i64,
    /// The relation; whether an invitation has expired is for whoever knows the time.
    pub relation: Relation,
}

type Row = (i64, i64, i64, String, i64, i64, Option<i64>, Option<i64>, String, String, String, String);

/// A transaction on the relations of an organization.
pub trait WriteRelations: WriteOrganizations {
    /// An account by its id.
    fn account(
        &mut self,
        organization: i64,
        id: i64,
    ) -> impl Future<Output = Result<Option<Account>, StoreError>> + Send;

    /// An account and its id by its number.
    fn account_numbered(
        &mut self,
        organization: i64,
        number: &AccountNumber,
    ) -> impl Future<Output = Result<Option<(i64, Account)>, StoreError>> + Send;

    /// One relation.
    fn relation(
        &mut self,
        organization: i64,
        id: RelationId,
    ) -> impl Future<Output = Result<Option<RelationRow>, StoreError>> + Send;

    /// The relations of a member, newest first.
    fn relations_of(
        &mut self,
        organization: i64,
        member: i64,
    ) -> impl Future<Output = Result<Vec<RelationRow>, StoreError>> + Send;

    /// The number of the next relation.
    fn next_relation(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<RelationId, StoreError>> + Send;

    /// Records an invitation: its id, the accounts, when and until when.
    fn add_relation(
        &mut self,
        organization: i64,
        id: RelationId,
        accounts: (i64, i64),
        times: (i64, i64),
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Records that a relation came into a state at a time.
    fn move_relation(
        &mut self,
        organization: i64,
        id: RelationId,
        to: RelationState,
        at: i64,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

const ACCOUNT: &str =
    "SELECT id, number, name, kind, currency FROM account WHERE organization_id = $1 AND id = $2";

const ACCOUNT_NUMBERED: &str =
    "SELECT id, number, name, kind, currency FROM account WHERE organization_id = $1 AND number = $2";

/// Of an organization; a relation or a member narrows it, where it is not none.
const RELATIONS: &str = "SELECT r.id, r.main_account_id, r.member_account_id, r.state, r.invited_at, r.expires_at, \
     r.accepted_at, r.closed_at, p.number, p.name, m.number, m.name FROM relation r \
     JOIN account p ON p.organization_id = r.organization_id AND p.id = r.main_account_id \
     JOIN account m ON m.organization_id = r.organization_id AND m.id = r.member_account_id \
     WHERE r.organization_id = $1 AND r.id >= $2 AND r.id <= $3 AND ($4 = 0 OR r.member_account_id = $4) \
     ORDER BY r.id DESC";

const ADD: &str = "INSERT INTO relation (organization_id, id, main_account_id, member_account_id, state, invited_at, \
     expires_at) VALUES ($1, $2, $3, $4, 'invited', $5, $6)";

const ACCEPT: &str =
    "UPDATE relation SET state = $3, accepted_at = $4 WHERE organization_id = $1 AND id = $2";

const CLOSE: &str = "UPDATE relation SET state = $3, closed_at = $4 WHERE organization_id = $1 AND id = $2";

macro_rules! write_relations {
    ($connection:ty) => {
        impl WriteRelations for $connection {
            async fn account(&mut self, organization: i64, id: i64) -> Result<Option<Account>, StoreError> {
                let row: Option<(i64, String, String, String, String)> =
                    sqlx::query_as(ACCOUNT).bind(organization).bind(id).fetch_optional(&mut *self).await?;
                Ok(row.map(account).transpose()?.map(|(_, account)| account))
            }

            async fn account_numbered(
                &mut self,
                organization: i64,
                number: &AccountNumber,
            ) -> Result<Option<(i64, Account)>, StoreError> {
                let row: Option<(i64, String, String, String, String)> = sqlx::query_as(ACCOUNT_NUMBERED)
                    .bind(organization)
                    .bind(number.as_str())
                    .fetch_optional(&mut *self)
                    .await?;
                row.map(account).transpose()
            }

            async fn relation(
                &mut self,
                organization: i64,
                id: RelationId,
            ) -> Result<Option<RelationRow>, StoreError> {
                let found = sqlx::query_as::<_, Row>(RELATIONS).bind(organization);
                let found = found.bind(id.number()).bind(id.number()).bind(0_i64);
                found.fetch_optional(&mut *self).await?.map(relation).transpose()
            }

            async fn relations_of(
                &mut self,
                organization: i64,
                member: i64,
            ) -> Result<Vec<RelationRow>, StoreError> {
                let found = sqlx::query_as::<_, Row>(RELATIONS).bind(organization);
                let found = found.bind(0_i64).bind(i64::MAX).bind(member);
                found.fetch_all(&mut *self).await?.into_iter().map(relation).collect()
            }

            async fn next_relation(&mut self, organization: i64) -> Result<RelationId, StoreError> {
                let place = self.take(organization, series::RELATION, 1).await?;
                Ok(RelationId::new(id(organization, place)))
            }

            async fn add_relation(
                &mut self,
                organization: i64,
                id: RelationId,
                (main, member): (i64, i64),
                (invited_at, expires_at): (i64, i64),
            ) -> Result<(), StoreError> {
                sqlx::query(ADD)
                    .bind(organization)
                    .bind(id.number())
                    .bind(main)
                    .bind(member)
                    .bind(invited_at)
                    .bind(expires_at)
                    .execute(&mut *self)
                    .await?;
                Ok(())
            }

            async fn move_relation(
                &mut self,
                organization: i64,
                id: RelationId,
                to: RelationState,
                at: i64,
            ) -> Result<(), StoreError> {
                let sql = if to == RelationState::Active { ACCEPT } else { CLOSE };
                let moved = sqlx::query(sql).bind(organization).bind(id.number()).bind(to.name()).bind(at);
                moved.execute(&mut *self).await?;
                Ok(())
            }
        }
    };
}

write_relations!(SqliteConnection);
write_relations!(PgConnection);

/// The relations of an organization, newest first.
pub async fn all(db: &Db, organization: i64) -> Result<Vec<RelationRow>, StoreError> {
    reading!(db, |connection| connection.relations_of(organization, 0).await)
}

/// One relation of an organization.
pub async fn find(db: &Db, organization: i64, id: RelationId) -> Result<Option<RelationRow>, StoreError> {
    reading!(db, |connection| connection.relation(organization, id).await)
}

fn moment(micros: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_micros(micros).ok_or_else(|| off("a time"))
}

fn relation(row: Row) -> Result<RelationRow, StoreError> {
    let (id, main, member, state, invited, expires, accepted, closed, payer, payer_name, number, name) = row;
    let named = |number: &str, name: String| {
        let number = AccountNumber::parse(number).map_err(|_| off("an account number"))?;
        Ok::<_, StoreError>(AccountName { number, name })
    };
    let relation = Relation {
        id: RelationId::new(id),
        main: named(&payer, payer_name)?,
        member: named(&number, name)?,
        state: RelationState::parse(&state).ok_or_else(|| off("the state of a relation"))?,
        invited_at: moment(invited)?,
        expires_at: moment(expires)?,
        accepted_at: accepted.map(moment).transpose()?,
        closed_at: closed.map(moment).transpose()?,
    };
    Ok(RelationRow { main, member, relation })
}
