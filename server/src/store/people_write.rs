//! Users, as rows to be written in bulk with the organization that they belong to.

use super::bulk::{Rows, Table};
use contract::locale::Locale;
use contract::permission::Role;

static USER: Table = Table {
    name: "portal_user",
    columns: &[
        "organization_id",
        "id",
        "email",
        "name",
        "role",
        "locale",
        "all_accounts",
        "active",
        "password_hash",
        "created_at",
    ],
};

static EMAIL: Table = Table { name: "user_email", columns: &["email", "organization_id", "user_id"] };

static USER_ACCOUNT: Table =
    Table { name: "user_account", columns: &["organization_id", "user_id", "account_id"] };

/// An active user to be written.
#[derive(Debug, Clone, Copy)]
pub struct UserRow<'a> {
    /// Organization.
    pub organization: i64,
    /// Id.
    pub id: i64,
    /// Email address, in lower case.
    pub email: &'a str,
    /// Name.
    pub name: &'a str,
    /// Role.
    pub role: Role,
    /// Language.
    pub locale: Locale,
    /// The accounts that they see; none: all.
    pub only: Option<&'a [i64]>,
    /// Hash of the password.
    pub password_hash: &'a str,
    /// When, in microseconds.
    pub created_at: i64,
}

/// Rows of users, of their addresses, and of the accounts that they see, to be written in this order.
#[derive(Debug)]
pub struct People {
    users: Rows,
    emails: Rows,
    accounts: Rows,
}

impl People {
    /// Nobody yet.
    pub const fn new() -> Self {
        Self { users: Rows::new(&USER), emails: Rows::new(&EMAIL), accounts: Rows::new(&USER_ACCOUNT) }
    }

    /// Adds a user.
    pub fn add(&mut self, user: &UserRow<'_>) {
        let rows = &mut self.users;
        rows.whole(user.organization).whole(user.id).text(user.email).text(user.name);
        rows.text(user.role.name()).text(user.locale.tag()).flag(user.only.is_none()).flag(true);
        rows.text(user.password_hash).whole(user.created_at);
        self.emails.text(user.email).whole(user.organization).whole(user.id);
        for &account in user.only.unwrap_or_default() {
            self.accounts.whole(user.organization).whole(user.id).whole(account);
        }
    }

    /// The rows, in the order in which they are to be written.
    pub fn into_rows(self) -> [Rows; 3] {
        [self.users, self.emails, self.accounts]
    }
}

impl Default for People {
    fn default() -> Self {
        Self::new()
    }
}
