//! The platform operator: accounts of every organization, and acts on them.

use super::App;
use crate::engine::operator::{Order, Target};
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::api::{
    AccountQuery, CreditableBills, FoundAccounts, HolidayCalendars, MonthQuery, OperatorAccountPath,
    OperatorOrder, OperatorStanding, OrganizationName, WaitingArrivals,
};
use contract::operator::ActOutcome;

pub async fn find(
    State(app): State<App>,
    _: Caller,
    (): (),
    query: AccountQuery,
    (): (),
) -> Result<FoundAccounts, Failure> {
    app.engine.find_accounts(query.q.as_deref().unwrap_or_default()).await
}

pub async fn show(
    State(app): State<App>,
    caller: Caller,
    path: OperatorAccountPath,
    (): (),
    (): (),
) -> Result<OperatorStanding, Failure> {
    let (organization, target) = target(&app, &path).await?;
    app.engine.operator_standing(&caller, organization, &target).await
}

pub async fn bills(
    State(app): State<App>,
    _: Caller,
    path: OperatorAccountPath,
    query: MonthQuery,
    (): (),
) -> Result<CreditableBills, Failure> {
    let (_, target) = target(&app, &path).await?;
    app.engine.creditable_bills(&target, query.month).await
}

pub async fn act(
    State(app): State<App>,
    caller: Caller,
    path: OperatorAccountPath,
    (): (),
    body: OperatorOrder,
) -> Result<ActOutcome, Failure> {
    let (_, target) = target(&app, &path).await?;
    done(&app, &caller, &target, body).await
}

pub async fn arrivals(
    State(app): State<App>,
    _: Caller,
    (): (),
    (): (),
    (): (),
) -> Result<WaitingArrivals, Failure> {
    app.engine.waiting_arrivals().await
}

pub async fn calendars(
    State(app): State<App>,
    _: Caller,
    (): (),
    (): (),
    (): (),
) -> Result<HolidayCalendars, Failure> {
    app.engine.calendars().await
}

pub async fn act_on_platform(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    body: OperatorOrder,
) -> Result<ActOutcome, Failure> {
    let target = app.engine.platform().await?;
    done(&app, &caller, &target, body).await
}

async fn target(app: &App, path: &OperatorAccountPath) -> Result<(OrganizationName, Target), Failure> {
    let organization = app.engine.organization_of(path.organization).await?;
    let target = app.engine.target(path.organization.number(), &path.account).await?;
    Ok((organization, target))
}

/// A try-out without a key gets a fresh one, to be done under.
async fn done(
    app: &App,
    caller: &Caller,
    target: &Target,
    body: OperatorOrder,
) -> Result<ActOutcome, Failure> {
    let OperatorOrder { form, key, dry_run } = body;
    let key = if dry_run && key.is_empty() { app.engine.fresh_key(form.act)? } else { key };
    let by = app.engine.session(caller).await?.email;
    app.engine.operate(target, Order { by, form, key: Some(key), dry_run }).await
}
