//! The bill list and single bills.

use super::App;
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::api::{BillChoices, BillPage, BillPath, LineQuery, Listing};
use contract::bill::{Bill, BillLine};
use contract::bill_filter::BillQuery;

pub async fn list(
    State(app): State<App>,
    caller: Caller,
    (): (),
    query: BillQuery,
    (): (),
) -> Result<BillPage, Failure> {
    app.engine.bills(&caller, query).await
}

pub async fn choices(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    (): (),
) -> Result<BillChoices, Failure> {
    app.engine.bill_choices(&caller).await
}

pub async fn show(
    State(app): State<App>,
    caller: Caller,
    path: BillPath,
    (): (),
    (): (),
) -> Result<Bill, Failure> {
    app.engine.bill(&caller, path.id).await
}

pub async fn lines(
    State(app): State<App>,
    caller: Caller,
    path: BillPath,
    query: LineQuery,
    (): (),
) -> Result<Listing<BillLine>, Failure> {
    app.engine.bill_lines(&caller, path.id, query).await
}
