//! Payment methods of an account: linked, preferred, removed (A1). No money moves, but they decide what is charged.

use super::Store;
use super::account::OwnerChange;
use super::act::Command;
use super::decide::Decision;
use super::refusal::Refusal;
use crate::store::StoreError;
use contract::id::MethodId;
use contract::payment::MethodKind;
use std::fmt;

/// What a channel charges a method by. It is kept beside the act, and stands in no log.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Token(pub String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What becomes of a method.
#[derive(Debug, Clone)]
pub(super) enum MethodStep {
    /// The customer has linked it.
    Linked(MethodKind, Token),
    /// It is the default.
    Preferred,
    /// It is no more.
    Removed,
}

/// Decides a step of a method. What stands already is no change.
pub(super) async fn decide<C: Store>(
    tx: &mut C,
    command: &Command,
    id: MethodId,
    step: MethodStep,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let Some(held) = tx.held_method(command.organization, command.account, id).await? else {
        return Ok(Err(Refusal::NoMethod));
    };
    let stands = match step {
        MethodStep::Linked(..) => held.linked,
        MethodStep::Preferred => held.is_default,
        MethodStep::Removed => false,
    };
    if stands {
        return Ok(Ok(Decision::default()));
    }
    if !held.linked && !matches!(step, MethodStep::Linked(..)) {
        return Ok(Err(Refusal::NoMethod));
    }
    Ok(Ok(OwnerChange::Method(id, step).into()))
}

/// Writes it down.
pub(super) async fn record<C: Store>(
    tx: &mut C,
    (organization, account): (i64, i64),
    (id, step): (MethodId, &MethodStep),
    now: i64,
) -> Result<(), StoreError> {
    match step {
        MethodStep::Linked(kind, Token(token)) => {
            tx.put_linked((organization, account), id, kind, token).await
        }
        MethodStep::Preferred => tx.put_default(organization, account, id).await,
        MethodStep::Removed => tx.put_removed(organization, account, id, now).await,
    }
}
