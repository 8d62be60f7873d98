//! Monthly bills: the overview, and what is known of one.

use super::App;
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::api::{
    AccountPath, LedgerTransaction, MonthlyBillPage, MonthlyBillPath, RepaymentDetails, TransactionPath,
};
use contract::monthly_filter::MonthlyQuery;
use contract::settle::{Explanation, Standing};

pub async fn list(
    State(app): State<App>,
    caller: Caller,
    (): (),
    query: MonthlyQuery,
    (): (),
) -> Result<MonthlyBillPage, Failure> {
    app.engine.monthly_bills(&caller, query).await
}

pub async fn repayments(
    State(app): State<App>,
    caller: Caller,
    path: MonthlyBillPath,
    (): (),
    (): (),
) -> Result<RepaymentDetails, Failure> {
    app.engine.repayments(&caller, path).await
}

pub async fn explanation(
    State(app): State<App>,
    caller: Caller,
    path: MonthlyBillPath,
    (): (),
    (): (),
) -> Result<Explanation, Failure> {
    app.engine.explain_monthly(&caller, path).await
}

pub async fn standing(
    State(app): State<App>,
    caller: Caller,
    path: AccountPath,
    (): (),
    (): (),
) -> Result<Standing, Failure> {
    app.engine.standing(&caller, path).await
}

pub async fn transaction(
    State(app): State<App>,
    caller: Caller,
    path: TransactionPath,
    (): (),
    (): (),
) -> Result<LedgerTransaction, Failure> {
    app.engine.transaction(&caller, path).await
}
