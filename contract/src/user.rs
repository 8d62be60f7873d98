//! The people of an organization, and what is valid when one is added or changed.

use crate::id::UserId;
use crate::permission::{AccountScope, Role};
use crate::rule::{Check, FieldError, Rule};
use crate::session::PASSWORD_MAX_BYTES;
use serde::{Deserialize, Serialize};

/// The shortest password, in characters.
pub const PASSWORD_MIN_CHARS: usize = 12;
/// The longest name of a person, in characters.
pub const NAME_MAX_CHARS: usize = 120;
/// The most accounts that one user may be limited to.
pub const ACCOUNTS_MAX: usize = 10_000;

/// A user of the organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// Id.
    pub id: UserId,
    /// Email address, in lower case; unique in the whole portal.
    pub email: String,
    /// Name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Which accounts they see.
    pub accounts: AccountScope,
    /// Whether they can sign in.
    pub active: bool,
}

/// A user to add.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewUser {
    /// Email address.
    pub email: String,
    /// Name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Which accounts they see.
    pub accounts: AccountScope,
    /// First password, 12 characters or more.
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub password: String,
}

/// A change of a user: what is absent stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserChange {
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// New accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts: Option<AccountScope>,
    /// Whether they can sign in; switching it off ends their sessions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
}

/// A new password, set by an administrator; it ends all sessions of the user.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPassword {
    /// 12 characters or more.
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub password: String,
}

/// A change of one's own password. The old one is asked for: whoever finds a session open can't take it over.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnPassword {
    /// The password until now.
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub old_password: String,
    /// The new one, 12 characters or more.
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub password: String,
}

impl NewUser {
    /// Everything that is wrong with it, as someone of an organization.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut check = self.check_person();
        check_role(&mut check, self.role);
        check.done()
    }

    /// Everything that is wrong with it, as someone of the platform.
    pub fn check_operator(&self) -> Result<(), Vec<FieldError>> {
        self.check_person().done()
    }

    fn check_person(&self) -> Check {
        let mut check = Check::default();
        check.require("email", self.email.trim());
        check.email("email", self.email.trim());
        check_name(&mut check, &self.name);
        check_accounts(&mut check, &self.accounts);
        check_password(&mut check, &self.password);
        check
    }
}

impl UserChange {
    /// Everything that is wrong with it.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut check = Check::default();
        if let Some(name) = &self.name {
            check_name(&mut check, name);
        }
        if let Some(role) = self.role {
            check_role(&mut check, role);
        }
        if let Some(accounts) = &self.accounts {
            check_accounts(&mut check, accounts);
        }
        check.done()
    }
}

impl NewPassword {
    /// Everything that is wrong with it.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut check = Check::default();
        check_password(&mut check, &self.password);
        check.done()
    }
}

impl OwnPassword {
    /// Everything that is wrong with it, but for what only the server knows.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut check = Check::default();
        if self.old_password.is_empty() {
            check.refuse("old_password", Rule::Required);
        }
        if self.old_password.len() > PASSWORD_MAX_BYTES {
            check.refuse("old_password", Rule::TooLong { max: PASSWORD_MAX_BYTES });
        }
        check_password(&mut check, &self.password);
        check.done()
    }
}

fn check_name(check: &mut Check, name: &str) {
    check.require("name", name);
    check.at_most("name", name, NAME_MAX_CHARS);
    if name.chars().any(char::is_control) {
        check.refuse("name", Rule::ControlCharacters);
    }
}

/// Nobody of an organization is made someone of the platform.
fn check_role(check: &mut Check, role: Role) {
    if !Role::OF_ORGANIZATION.contains(&role) {
        check.refuse("role", Rule::UnknownValue { value: role.name().to_owned() });
    }
}

fn check_accounts(check: &mut Check, accounts: &AccountScope) {
    if let AccountScope::Only(numbers) = accounts {
        if numbers.is_empty() {
            check.refuse("accounts", Rule::Required);
        }
        if numbers.len() > ACCOUNTS_MAX {
            check.refuse("accounts", Rule::TooMany { max: ACCOUNTS_MAX });
        }
    }
}

fn check_password(check: &mut Check, password: &str) {
    if password.chars().count() < PASSWORD_MIN_CHARS {
        check.refuse("password", Rule::TooShort { min: PASSWORD_MIN_CHARS });
    }
    if password.len() > PASSWORD_MAX_BYTES {
        check.refuse("password", Rule::TooLong { max: PASSWORD_MAX_BYTES });
    }
}
