//! The people of an organization (E3): only its super administrators change them, and never the last of
//! themselves.

use super::write::{Actor, PeopleAct, PeopleDone, PeopleEntry};
use super::{Caller, Engine, Failure};
use crate::chance::hex;
use crate::store::ids::PORTAL;
use crate::store::ledger_write::Head;
use crate::store::users::{Changed, ChangedRow, NewRow};
use crate::store::{StoreError, accounts, organizations, users};
use contract::api::{Listing, ProblemCode};
use contract::id::UserId;
use contract::locale::Locale;
use contract::permission::{AccountScope, Role};
use contract::rule::Rule;
use contract::user::{NewPassword, NewUser, User, UserChange};

impl Engine {
    /// The users of the caller's organization.
    pub async fn users(&self, caller: &Caller) -> Result<Listing<User>, Failure> {
        let items = users::list(&self.db, caller.organization_id).await?;
        Ok(Listing { items, more: false })
    }

    /// Adds a user to an organization.
    pub async fn add_user(
        &self,
        by: Actor,
        organization: i64,
        new: NewUser,
        locale: Locale,
    ) -> Result<User, Failure> {
        new.check()?;
        self.add_checked_user(by, organization, new, locale).await
    }

    /// Adds someone who acts for the platform.
    pub async fn add_operator(&self, by: Actor, new: NewUser, locale: Locale) -> Result<User, Failure> {
        new.check_operator()?;
        match organizations::add_platform(&self.db, self.clock.now()).await {
            Err(StoreError::Exists) => return Err(Failure::invalid("organization", Rule::NotUnique)),
            other => other?,
        }
        let new = NewUser { role: Role::PlatformOperator, accounts: AccountScope::All, ..new };
        self.add_checked_user(by, PORTAL, new, locale).await
    }

    async fn add_checked_user(
        &self,
        by: Actor,
        organization: i64,
        new: NewUser,
        locale: Locale,
    ) -> Result<User, Failure> {
        let email = new.email.trim().to_lowercase();
        let accounts = self.account_ids(organization, scope_of(new.role, &new.accounts)).await?;
        let password_hash = self.passwords.hash(&self.chance, new.password).await?;
        let row = NewRow {
            email: &email,
            name: new.name.trim(),
            role: new.role,
            locale: locale.tag(),
            accounts: accounts.as_deref(),
            password_hash: &password_hash,
        };
        let entry = self.people_entry(by, PeopleDone::default())?;
        let logged = |head: &Head, user: i64| {
            let (email, name) = (row.email.to_owned(), row.name.to_owned());
            let accounts = scope_of(new.role, &new.accounts).clone();
            let user = UserId::new(user);
            entry.behind(head, &PeopleAct::AddUser { user, email, name, role: new.role, accounts })
        };
        let id = match users::add(&self.db, organization, &row, self.clock.now(), &logged).await {
            Err(StoreError::Exists) => return Err(Failure::invalid("email", Rule::NotUnique)),
            other => other?,
        };
        tracing::info!(user = %UserId::new(id), role = new.role.name(), "a user was added");
        self.user(organization, id).await
    }

    /// Changes a user of the caller's organization.
    pub async fn change_user(
        &self,
        caller: &Caller,
        id: UserId,
        change: UserChange,
    ) -> Result<User, Failure> {
        change.check()?;
        let organization = caller.organization_id;
        let user = self.user(organization, id.number()).await?;
        let role = change.role.unwrap_or(user.role);
        let active = change.active.unwrap_or(user.active);
        if id.number() == caller.user_id && (!active || role != user.role) {
            return Err(Failure::Refused(ProblemCode::NotOneself));
        }
        let wanted = match (&change.accounts, role) {
            (Some(accounts), _) => Some(scope_of(role, accounts)),
            (None, Role::SuperAdministrator) => Some(&AccountScope::All),
            (None, _) => None,
        };
        let accounts = match wanted {
            Some(scope) => Some(self.account_ids(organization, scope).await?),
            None => None,
        };
        let row = ChangedRow {
            name: change.name.as_deref().map_or(user.name.as_str(), str::trim),
            role,
            active,
            accounts: accounts.as_ref().map(Option::as_deref),
        };
        let done = PeopleDone { was: Some(user.clone().into()) };
        let entry = self.people_entry(by_caller(caller), done)?;
        let act = PeopleAct::ChangeUser { user: id, change: change.clone() };
        let logged = |head: &Head, _: i64| entry.behind(head, &act);
        match users::change(&self.db, organization, id.number(), &row, &logged).await? {
            Changed::Done => {
                let by = UserId::new(caller.user_id);
                tracing::info!(%by, user = %id, role = role.name(), active, "a user was changed");
                self.user(organization, id.number()).await
            }
            Changed::NobodyLeft => Err(Failure::Refused(ProblemCode::LastAdministrator)),
        }
    }

    /// Sets the password of a user of the caller's organization; all sessions of that user end, except the one
    /// that the caller calls with.
    pub async fn set_password(&self, caller: &Caller, id: UserId, new: NewPassword) -> Result<(), Failure> {
        new.check()?;
        let organization = caller.organization_id;
        self.user(organization, id.number()).await?;
        let hash = self.passwords.hash(&self.chance, new.password).await?;
        let keep = Some(caller.session.as_str());
        self.record_password(caller, id.number(), &hash, keep).await?;
        tracing::info!(by = %UserId::new(caller.user_id), user = %id, "a password was set");
        Ok(())
    }

    /// Keeps a user's new password; ends their sessions, all but `keep`.
    pub(super) async fn record_password(
        &self,
        caller: &Caller,
        user: i64,
        hash: &str,
        keep: Option<&str>,
    ) -> Result<(), Failure> {
        let entry = self.people_entry(by_caller(caller), PeopleDone::default())?;
        let logged =
            |head: &Head, user: i64| entry.behind(head, &PeopleAct::SetPassword { user: UserId::new(user) });
        users::set_password(&self.db, caller.organization_id, user, hash, keep, &logged).await?;
        Ok(())
    }

    fn people_entry(&self, by: Actor, done: PeopleDone) -> Result<PeopleEntry, Failure> {
        let key = hex(&self.chance.bytes::<16>()?);
        Ok(PeopleEntry { by, at: self.clock.now(), key, done })
    }

    async fn user(&self, organization: i64, id: i64) -> Result<User, Failure> {
        users::find(&self.db, organization, id).await?.ok_or(Failure::NOT_FOUND)
    }

    /// The ids of the accounts that are meant; none for all of them.
    async fn account_ids(
        &self,
        organization: i64,
        scope: &AccountScope,
    ) -> Result<Option<Vec<i64>>, Failure> {
        let AccountScope::Only(numbers) = scope else { return Ok(None) };
        let (ids, unknown) = accounts::ids(&self.db, organization, numbers).await?;
        match unknown.first() {
            Some(number) => {
                Err(Failure::invalid("accounts", Rule::UnknownValue { value: number.to_string() }))
            }
            None => Ok(Some(ids)),
        }
    }
}

const fn by_caller(caller: &Caller) -> Actor {
    Actor::User(UserId::new(caller.user_id))
}

/// A super administrator sees everything in the organization.
const fn scope_of(role: Role, given: &AccountScope) -> &AccountScope {
    match role {
        Role::SuperAdministrator => &AccountScope::All,
        _ => given,
    }
}
