//! Why something was not done: a problem that the caller is told, or a defect that only the log is told.

use crate::chance::NoChance;
use crate::store::StoreError;
use contract::api::ProblemCode;
use contract::rule::{FieldError, Rule};

/// Why it was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A problem that the caller can do something about.
    #[error("{}", .0.name())]
    Refused(ProblemCode),
    /// Some values are not valid.
    #[error("invalid input")]
    Invalid(Vec<FieldError>),
    /// Come back later.
    #[error("{}, wait {after_s} s", .code.name())]
    Wait {
        /// What was too much.
        code: ProblemCode,
        /// How long to wait, in seconds.
        after_s: u32,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A defect: logged, never shown.
    #[error("{0}")]
    Internal(String),
}

impl Failure {
    /// Does not exist, or is not the caller's to see.
    pub const NOT_FOUND: Self = Self::Refused(ProblemCode::NotFound);

    /// One wrong value.
    pub fn invalid(field: &str, rule: Rule) -> Self {
        Self::Invalid(vec![FieldError::new(field, rule)])
    }
}

impl From<Vec<FieldError>> for Failure {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors)
    }
}

impl From<NoChance> for Failure {
    fn from(error: NoChance) -> Self {
        Self::Internal(error.to_string())
    }
}
