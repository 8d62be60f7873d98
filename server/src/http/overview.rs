//! The overview.

use super::App;
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::api::OverviewQuery;
use contract::overview::Overview;

pub async fn show(
    State(app): State<App>,
    caller: Caller,
    (): (),
    query: OverviewQuery,
    (): (),
) -> Result<Overview, Failure> {
    app.engine.overview(&caller, query).await
}
