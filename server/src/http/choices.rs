//! What filters can be set to: accounts and applications, as far as the caller sees them.

use super::App;
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::account::{Account, Application};
use contract::api::{ChoiceQuery, Listing};

pub async fn accounts(
    State(app): State<App>,
    caller: Caller,
    (): (),
    query: ChoiceQuery,
    (): (),
) -> Result<Listing<Account>, Failure> {
    app.engine.account_choices(&caller, query).await
}

pub async fn applications(
    State(app): State<App>,
    caller: Caller,
    (): (),
    query: ChoiceQuery,
    (): (),
) -> Result<Listing<Application>, Failure> {
    app.engine.application_choices(&caller, query).await
}
