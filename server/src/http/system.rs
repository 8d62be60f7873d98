//! The server about itself.

use super::serve::Inline;
use super::{App, Guest, openapi};
use crate::engine::Failure;
use axum::extract::State;
use contract::api::Health;

pub async fn health(State(app): State<App>, _: Guest, (): (), (): (), (): ()) -> Result<Health, Failure> {
    crate::store::organizations::any(&app.engine.db).await?;
    Ok(Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        database: app.engine.db.engine().to_owned(),
    })
}

pub async fn openapi(State(_): State<App>, _: Guest, (): (), (): (), (): ()) -> Result<Inline, Failure> {
    Ok(Inline(openapi::text().into()))
}
