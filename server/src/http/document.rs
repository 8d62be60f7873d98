//! Bills as documents: one PDF, many in one PDF, many in a ZIP.

use super::{App, FileAnswer};
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::api::{BillPath, Picked};

fn not_yet<T>() -> Result<T, Failure> {
    Err(Failure::Internal("not built yet".to_owned()))
}

pub async fn one(
    State(_): State<App>,
    _: Caller,
    _: BillPath,
    (): (),
    (): (),
) -> Result<FileAnswer, Failure> {
    not_yet()
}

pub async fn picked_pdf(
    State(_): State<App>,
    _: Caller,
    (): (),
    (): (),
    _: Picked,
) -> Result<FileAnswer, Failure> {
    not_yet()
}

pub async fn picked_zip(
    State(_): State<App>,
    _: Caller,
    (): (),
    (): (),
    _: Picked,
) -> Result<FileAnswer, Failure> {
    not_yet()
}
