//! Endpoints of users (E3).

use super::endpoint::endpoints;
use super::{Listing, UserPath};
use crate::permission::{Access, Permission};
use crate::user::{NewPassword, NewUser, User, UserChange};

const MANAGE: Access = Access::Allowed(Permission::ManageUsers);

endpoints! {
    /// The users of the organization, by name.
    ListUsers = Get "/api/v1/users", MANAGE, { response: Listing<User>, }

    /// Adds a user.
    AddUser = Post "/api/v1/users", MANAGE, { body: NewUser, response: User, }

    /// Changes a user's name, role, accounts, or whether they can sign in.
    ChangeUser = Patch "/api/v1/users/{id}", MANAGE, { path: UserPath, body: UserChange, response: User, }

    /// Sets a user's password; all their sessions end.
    SetPassword = Put "/api/v1/users/{id}/password", MANAGE, { path: UserPath, body: NewPassword, }
}
