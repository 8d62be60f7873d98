//! What is done to the people of an organization: no money moves, but the same log says who let whom do what.
//!
//! It is recorded in the transaction that does it, behind the same head; passwords never stand in it.

use super::act::Actor;
use super::chain::{Fields, seal};
use crate::store::StoreError;
use crate::store::ledger_write::{Entry, Head};
use contract::audit::ActKind;
use contract::id::UserId;
use contract::permission::{AccountScope, Role};
use contract::user::{User, UserChange};
use serde::{Deserialize, Serialize};

/// What is done. Its JSON is what the audit log keeps.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum PeopleAct {
    /// Somebody can sign in from now on.
    AddUser {
        /// Who.
        user: UserId,
        /// Email address.
        email: String,
        /// Name.
        name: String,
        /// What they may do.
        role: Role,
        /// Which accounts they see.
        accounts: AccountScope,
    },
    /// Somebody's name, role, accounts, or whether they can sign in.
    ChangeUser {
        /// Who.
        user: UserId,
        /// What.
        change: UserChange,
    },
    /// Somebody got a new password; their sessions ended.
    SetPassword {
        /// Who.
        user: UserId,
    },
}

/// What somebody was before a change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Was {
    /// Name.
    pub name: String,
    /// What they might do.
    pub role: Role,
    /// Which accounts they saw.
    pub accounts: AccountScope,
    /// Whether they could sign in.
    pub active: bool,
}

/// What came of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleDone {
    /// How it was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Was>,
}

impl From<User> for Was {
    fn from(user: User) -> Self {
        let User { name, role, accounts, active, .. } = user;
        Self { name, role, accounts, active }
    }
}

impl PeopleAct {
    /// What kind of act it is.
    pub const fn kind(&self) -> ActKind {
        match self {
            Self::AddUser { .. } => ActKind::AddUser,
            Self::ChangeUser { .. } => ActKind::ChangeUser,
            Self::SetPassword { .. } => ActKind::SetPassword,
        }
    }
}

/// An act on people that is about to be recorded.
#[derive(Debug, Clone)]
pub struct PeopleEntry {
    /// Who does it.
    pub by: Actor,
    /// When, in microseconds.
    pub at: i64,
    /// Unlike any other.
    pub key: String,
    /// What came of it.
    pub done: PeopleDone,
}

impl PeopleEntry {
    /// The entry that follows `head`.
    pub fn behind(&self, head: &Head, act: &PeopleAct) -> Result<Entry, StoreError> {
        let text = |error: serde_json::Error| StoreError::Corrupt(error.to_string());
        let (place, at) = (head.place + 1, self.at);
        let (actor, key, kind) = (self.by.to_string(), format!("people/{}", self.key), act.kind().name());
        let input = serde_json::to_string(act).map_err(text)?;
        let outcome = serde_json::to_string(&self.done).map_err(text)?;
        let fields = Fields {
            previous: &head.sha256,
            place,
            at,
            actor: &actor,
            act: kind,
            account: 0,
            key: &key,
            input: &input,
            outcome: &outcome,
        };
        let (sha256, previous) = (seal(&fields, []), head.sha256.clone());
        Ok(Entry { place, at, actor, act: kind, account: None, key, input, outcome, previous, sha256 })
    }
}
