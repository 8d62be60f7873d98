//! Funding accounts.

use super::App;
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::api::AccountPath;
use contract::funding::Funding;
use contract::setting::SettingsChange;
use contract::statement::{StatementPage, StatementQuery};
use contract::tax_profile::{NewTaxProfile, TaxProfiles};

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

pub async fn statement(
    State(app): State<App>,
    caller: Caller,
    path: AccountPath,
    query: StatementQuery,
    (): (),
) -> Result<StatementPage, Failure> {
    app.engine.statement_page(&caller, &path.account, query).await
}

pub async fn tax_profiles(
    State(app): State<App>,
    caller: Caller,
    path: AccountPath,
    (): (),
    (): (),
) -> Result<TaxProfiles, Failure> {
    app.engine.tax_profiles(&caller, &path.account).await
}

pub async fn set_tax_profile(
    State(app): State<App>,
    caller: Caller,
    path: AccountPath,
    (): (),
    body: NewTaxProfile,
) -> Result<TaxProfiles, Failure> {
    app.engine.set_tax_profile(&caller, &path.account, body).await
}
