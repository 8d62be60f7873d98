//! Why a rule says no to a command.

use contract::ledger::NotATransaction;
use contract::money::MoneyError;
use contract::operator::Denied;
use contract::relation::RelationBlock;
use contract::setting::{Setting, SettingBlock};

/// A rule says no. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The key stands for something else that was done.
    #[error("the key was used for something else")]
    KeyReused,
    /// The organization has no such account.
    #[error("there is no such account")]
    NoAccount,
    /// The amount is not above nothing.
    #[error("the amount is not above nothing")]
    NotAboveNothing,
    /// The amount is in another currency than the account, or too large.
    #[error("{0}")]
    Money(#[from] MoneyError),
    /// The movement does not balance: a defect.
    #[error("{0}")]
    Unbalanced(#[from] NotATransaction),
    /// The cycle is not due to be issued (M2).
    #[error("the cycle is not issued before 12:00 on the 2nd of the following month")]
    NotDue,
    /// The monthly bill is there already (M2).
    #[error("the monthly bill is issued already")]
    AlreadyIssued,
    /// The account has no bill with a number in this cycle.
    #[error("the account has no official bill in this cycle")]
    NothingToIssue,
    /// The organization has no such payment.
    #[error("there is no such payment")]
    NoPayment,
    /// The account has no such payment method.
    #[error("there is no such payment method")]
    NoMethod,
    /// The payment can't succeed as it stands.
    #[error("{0}")]
    Payment(#[from] contract::payment::Refused),
    /// A gate of automatic settlement is closed: see the explanation of the monthly bill (M5).
    #[error("automatic settlement leaves the account alone")]
    Closed,
    /// The account's terms stand against this switch (S14).
    #[error("the terms of the account stand against this setting")]
    Blocked(Setting, SettingBlock),
    /// The card or the coupon has not expired, or was ended already.
    #[error("it has not expired, or is over already")]
    NotExpired,
    /// An act of the platform that a rule stands against.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The tax profile is not valid, or begins too early.
    #[error("the tax profile is not valid")]
    InvalidProfile,
    /// The two accounts can't be tied.
    #[error("the accounts can't be related")]
    NotRelated(RelationBlock),
    /// What it is done to does not allow it now.
    #[error("its state does not allow this")]
    NotInThisState,
}
