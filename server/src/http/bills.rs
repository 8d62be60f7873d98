//! The bill list, single bills, and exports.

use super::{App, FileAnswer};
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::api::{BillChoices, BillPage, BillPath, LineQuery, Listing, Picked};
use contract::bill::{Bill, BillLine};
use contract::bill_filter::{BillQuery, BillSelection};

fn not_yet<T>() -> Result<T, Failure> {
    Err(Failure::Internal("not built yet".to_owned()))
}

pub async fn list(
    State(_): State<App>,
    _: Caller,
    (): (),
    _: BillQuery,
    (): (),
) -> Result<BillPage, Failure> {
    not_yet()
}

pub async fn choices(
    State(_): State<App>,
    _: Caller,
    (): (),
    (): (),
    (): (),
) -> Result<BillChoices, Failure> {
    not_yet()
}

pub async fn show(State(_): State<App>, _: Caller, _: BillPath, (): (), (): ()) -> Result<Bill, Failure> {
    not_yet()
}

pub async fn lines(
    State(_): State<App>,
    _: Caller,
    _: BillPath,
    _: LineQuery,
    (): (),
) -> Result<Listing<BillLine>, Failure> {
    not_yet()
}

pub async fn export_xlsx(
    State(_): State<App>,
    _: Caller,
    (): (),
    _: BillSelection,
    (): (),
) -> Result<FileAnswer, Failure> {
    not_yet()
}

pub async fn export_csv(
    State(_): State<App>,
    _: Caller,
    (): (),
    _: BillSelection,
    (): (),
) -> Result<FileAnswer, Failure> {
    not_yet()
}

pub async fn export_picked_xlsx(
    State(_): State<App>,
    _: Caller,
    (): (),
    (): (),
    _: Picked,
) -> Result<FileAnswer, Failure> {
    not_yet()
}

pub async fn export_picked_csv(
    State(_): State<App>,
    _: Caller,
    (): (),
    (): (),
    _: Picked,
) -> Result<FileAnswer, Failure> {
    not_yet()
}
