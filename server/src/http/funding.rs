//! Funding accounts.

use super::App;
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::api::AccountPath;
use contract::funding::Funding;
use contract::setting::SettingsChange;

pub async fn show(
    State(app): State<App>,
    caller: Caller,
    path: AccountPath,
    (): (),
    (): (),
) -> Result<Funding, Failure> {
    app.engine.funding(&caller, &path.account).await
}

pub async fn change_settings(
    State(app): State<App>,
    caller: Caller,
    path: AccountPath,
    (): (),
    body: SettingsChange,
) -> Result<Funding, Failure> {
    app.engine.change_settings(&caller, &path.account, body).await
}
