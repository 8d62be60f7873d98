//! Endpoints of the session.

use super::endpoint::endpoints;
use crate::permission::Access;
use crate::session::{Session, SignIn};
use crate::user::OwnPassword;

endpoints! {
    /// Signs in; the session comes as a cookie that scripts can't read.
    OpenSession = Post "/api/v1/session", Access::Public, { body: SignIn, response: Session, }

    /// Who is signed in.
    GetSession = Get "/api/v1/session", Access::SignedIn, { response: Session, }

    /// Signs out.
    CloseSession = Delete "/api/v1/session", Access::SignedIn, {}

    /// Sets one's own password, for the old one; all other sessions of the user end.
    ChangePassword = Put "/api/v1/session/password", Access::SignedIn, { body: OwnPassword, }
}
