//! The audit log: pages of it, one entry, its export, and the check of its chain.

use super::{App, FileAnswer};
use crate::document::audit as file;
use crate::engine::{AuditSearch, Caller, Failure};
use axum::body::Bytes;
use axum::extract::State;
use contract::api::{AuditChoices, AuditPage, AuditPath, ChainCheck, ChainQuery};
use contract::audit::{AuditDetails, AuditFilter, AuditQuery};
use contract::locale::Locale;
use futures_util::{Stream, stream};
use std::io;

/// How many entries are read for a piece of the export.
const PIECE: usize = 500;

pub async fn list(
    State(app): State<App>,
    caller: Caller,
    (): (),
    query: AuditQuery,
    (): (),
) -> Result<AuditPage, Failure> {
    app.engine.audit_entries(&caller, query).await
}

pub async fn choices(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    (): (),
) -> Result<AuditChoices, Failure> {
    app.engine.audit_choices(&caller).await
}

pub async fn check(
    State(app): State<App>,
    caller: Caller,
    (): (),
    query: ChainQuery,
    (): (),
) -> Result<ChainCheck, Failure> {
    app.engine.check_audit_chain(&caller, query).await
}

pub async fn show(
    State(app): State<App>,
    caller: Caller,
    path: AuditPath,
    (): (),
    (): (),
) -> Result<AuditDetails, Failure> {
    app.engine.audit_entry(&caller, path.place).await
}

pub async fn export(
    State(app): State<App>,
    caller: Caller,
    (): (),
    filter: AuditFilter,
    (): (),
) -> Result<FileAnswer, Failure> {
    let search = app.engine.audit_search(&caller, filter).await?;
    let name = format!("audit-log-{}.csv", app.engine.today());
    let mut head = Vec::new();
    file::head(&mut head, caller.locale);
    Ok(FileAnswer::stream(name, pieces(search, head, caller.locale)))
}

/// The file in pieces, each read when the one before was taken.
fn pieces(search: AuditSearch, head: Vec<u8>, locale: Locale) -> impl Stream<Item = io::Result<Bytes>> {
    stream::try_unfold((search, Some(head)), move |(mut search, head)| async move {
        if let Some(head) = head {
            return Ok(Some((Bytes::from(head), (search, None))));
        }
        let mut piece = Vec::new();
        while piece.is_empty() && !search.is_over() {
            for details in search.next(PIECE).await.map_err(io::Error::other)? {
                file::entry(&mut piece, &details, locale);
            }
        }
        Ok((!piece.is_empty()).then(|| (Bytes::from(piece), (search, None))))
    })
}
