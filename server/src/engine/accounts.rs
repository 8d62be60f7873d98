//! The account that an address names, if it is the caller's to see; and what people do to it, through the door.

use super::write::{Act, Actor, Command, Done, NotDone, Refusal};
use super::{Caller, Engine, Failure};
use crate::chance::hex;
use crate::store::{StoreError, accounts};
use contract::account::Account;
use contract::api::ProblemCode;
use contract::id::{AccountNumber, UserId};
use contract::rule::{FieldError, Rule};

impl Engine {
    /// The account with this number and its id. One that the caller does not see does not exist.
    pub(super) async fn account(
        &self,
        caller: &Caller,
        number: &AccountNumber,
    ) -> Result<(i64, Account), Failure> {
        let found = accounts::find(&self.db, caller.organization_id, number).await?;
        found.filter(|(id, _)| caller.scope.holds(*id)).ok_or(Failure::NOT_FOUND)
    }

    /// Does what the caller wants to be done to an account. Each call is an act of its own: what is done already changes
    /// nothing.
    pub(super) async fn act(&self, caller: &Caller, account: i64, act: Act) -> Result<Done, Failure> {
        let command = Command {
            organization: caller.organization_id,
            account,
            actor: Actor::User(UserId::new(caller.user_id)),
            key: format!("{}/{account}/{}", act.name(), hex(&self.chance.bytes::<16>()?)),
            act,
        };
        Ok(self.door.write(command).await?)
    }
}

impl From<NotDone> for Failure {
    fn from(error: NotDone) -> Self {
        match error {
            NotDone::Refused(refusal) => refusal.into(),
            NotDone::Closed => Self::Refused(ProblemCode::Unavailable),
            NotDone::Store(error) => match &*error {
                StoreError::Unavailable(_) => Self::Refused(ProblemCode::Unavailable),
                error if error.is_transient() => Self::Refused(ProblemCode::Unavailable),
                error => Self::Internal(error.to_string()),
            },
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NoAccount | Refusal::NoPayment | Refusal::NoMethod => Self::NOT_FOUND,
            Refusal::Blocked(setting, block) => {
                Self::Invalid(vec![FieldError::new(setting.name(), block.rule())])
            }
            Refusal::NotAboveNothing | Refusal::Money(_) => {
                Self::invalid("money", Rule::NotInRange { min: 1, max: i64::MAX })
            }
            Refusal::NotRelated(block) => {
                let (side, rule) = block.rule();
                Self::invalid(side.name(), rule)
            }
            Refusal::InvalidProfile => Self::Refused(ProblemCode::InvalidInput),
            Refusal::NotInThisState => Self::Refused(ProblemCode::NotInThisState),
            Refusal::Unbalanced(error) => Self::Internal(error.to_string()),
            Refusal::Denied(denied) => Self::Invalid(vec![denied.error()]),
            Refusal::KeyReused
            | Refusal::Payment(_)
            | Refusal::NotExpired
            | Refusal::NotDue
            | Refusal::AlreadyIssued
            | Refusal::NothingToIssue
            | Refusal::Closed => Self::Refused(ProblemCode::Conflict),
        }
    }
}
