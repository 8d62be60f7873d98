//! Billing relationships.

use super::App;
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::api::{Listing, RelationPath};
use contract::relation::{Invitation, Relation, RelationAnswer};

pub async fn list(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    (): (),
) -> Result<Listing<Relation>, Failure> {
    app.engine.relations(&caller).await
}

pub async fn invite(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    body: Invitation,
) -> Result<Relation, Failure> {
    app.engine.invite_member(&caller, body).await
}

pub async fn answer(
    State(app): State<App>,
    caller: Caller,
    path: RelationPath,
    (): (),
    body: RelationAnswer,
) -> Result<Relation, Failure> {
    app.engine.answer_relation(&caller, path.id, body.action).await
}
