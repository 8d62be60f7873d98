//! Signing in and out.

use super::cookie::{self, CookieAnswer};
use super::{App, Guest};
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::session::{Session, SignIn};
use contract::user::OwnPassword;

pub async fn open(
    State(app): State<App>,
    guest: Guest,
    (): (),
    (): (),
    body: SignIn,
) -> Result<CookieAnswer<Session>, Failure> {
    let opened = app.engine.sign_in(body, guest.address).await?;
    let cookie = cookie::set(&app.settings, &opened.token);
    Ok(CookieAnswer { answer: opened.session, cookie })
}

pub async fn show(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    (): (),
) -> Result<Session, Failure> {
    app.engine.session(&caller).await
}

pub async fn close(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    (): (),
) -> Result<CookieAnswer<()>, Failure> {
    app.engine.sign_out(&caller).await?;
    Ok(CookieAnswer { answer: (), cookie: cookie::clear(&app.settings) })
}

pub async fn change_password(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    body: OwnPassword,
) -> Result<(), Failure> {
    app.engine.change_password(&caller, body).await
}
