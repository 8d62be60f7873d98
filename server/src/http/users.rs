//! The people of an organization.

use super::App;
use crate::engine::write::Actor;
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::api::{Listing, UserPath};
use contract::id::UserId;
use contract::user::{NewPassword, NewUser, User, UserChange};

pub async fn list(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    (): (),
) -> Result<Listing<User>, Failure> {
    app.engine.users(&caller).await
}

pub async fn add(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    body: NewUser,
) -> Result<User, Failure> {
    let by = Actor::User(UserId::new(caller.user_id));
    app.engine.add_user(by, caller.organization_id, body, caller.locale).await
}

pub async fn change(
    State(app): State<App>,
    caller: Caller,
    path: UserPath,
    (): (),
    body: UserChange,
) -> Result<User, Failure> {
    app.engine.change_user(&caller, path.id, body).await
}

pub async fn set_password(
    State(app): State<App>,
    caller: Caller,
    path: UserPath,
    (): (),
    body: NewPassword,
) -> Result<(), Failure> {
    app.engine.set_password(&caller, path.id, body).await
}
