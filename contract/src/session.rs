//! Signing in, and who is signed in.

use crate::locale::Locale;
use crate::permission::{AccountScope, Role};
use crate::rule::{Check, Rule};
use serde::{Deserialize, Serialize};

/// The longest password that is looked at, in bytes: hashing takes time in proportion.
pub const PASSWORD_MAX_BYTES: usize = 1024;

/// What a person types to sign in.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// Email address; case does not matter.
    pub email: String,
    /// Password.
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub password: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").field("email", &self.email).finish_non_exhaustive()
    }
}

impl SignIn {
    /// What is wrong with it before anyone looks for the user.
    pub fn check(&self) -> Result<(), Vec<crate::rule::FieldError>> {
        let mut check = Check::default();
        check.require("email", &self.email);
        check.email("email", self.email.trim());
        check.require("password", &self.password);
        if self.password.len() > PASSWORD_MAX_BYTES {
            check.refuse("password", Rule::TooLong { max: PASSWORD_MAX_BYTES });
        }
        check.done()
    }
}

/// Who is signed in, and what they may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Name of the person.
    pub name: String,
    /// Their email address.
    pub email: String,
    /// Their role.
    pub role: Role,
    /// The organization's name.
    pub organization: String,
    /// The accounts that they see.
    pub accounts: AccountScope,
    /// Their language.
    pub locale: Locale,
}
