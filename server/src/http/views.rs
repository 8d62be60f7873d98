//! Saved views of the bill list.

use super::App;
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::api::{Listing, ViewPath};
use contract::view::{NewView, View};

pub async fn list(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    (): (),
) -> Result<Listing<View>, Failure> {
    app.engine.views(&caller).await
}

pub async fn save(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    body: NewView,
) -> Result<View, Failure> {
    app.engine.save_view(&caller, body).await
}

pub async fn delete(
    State(app): State<App>,
    caller: Caller,
    path: ViewPath,
    (): (),
    (): (),
) -> Result<(), Failure> {
    app.engine.delete_view(&caller, path.id).await
}
