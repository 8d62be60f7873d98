//! Bills as documents (B4): one PDF, many in one PDF, many in a ZIP.

use super::{App, FileAnswer};
use crate::document::DocumentError;
use crate::document::pdf::{self, BillDocument, Fonts};
use crate::document::sink::ChunkSink;
use crate::engine::{Caller, Chosen, Failure};
use axum::body::Bytes;
use axum::extract::State;
use contract::api::{BillPath, Picked};
use std::io;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// Chunks that wait for the reader; the writer pauses when they are full.
const CHUNKS_WAITING: usize = 4;
/// Bills read ahead of the writer.
const BILLS_WAITING: usize = 32;

pub async fn one(
    State(app): State<App>,
    caller: Caller,
    path: BillPath,
    (): (),
    (): (),
) -> Result<FileAnswer, Failure> {
    let document = app.engine.document(&caller, path.id).await?;
    // The bill's number, or what stands for it as long as there is none.
    let name = document.number.clone().unwrap_or_else(|| path.id.to_string());
    let name = format!("{name}.pdf");
    let bytes = off_thread(move || pdf::bill(&document, Fonts::built_in()?)).await?;
    Ok(FileAnswer::whole(name, bytes))
}

pub async fn picked_pdf(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    picked: Picked,
) -> Result<FileAnswer, Failure> {
    let chosen = app.engine.choose_documents(&caller, picked).await?;
    let organization = app.engine.organization_name(&caller).await?;
    let mut documents = Vec::with_capacity(chosen.rows.len());
    for place in 0..chosen.rows.len() {
        documents.push(app.engine.chosen_document(&caller, &organization, &chosen, place).await?);
    }
    let bytes = off_thread(move || pdf::bills(&documents, Fonts::built_in()?)).await?;
    Ok(FileAnswer::whole(format!("bills-{}.pdf", app.engine.today()), bytes))
}

pub async fn picked_zip(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    picked: Picked,
) -> Result<FileAnswer, Failure> {
    let chosen = app.engine.choose_documents(&caller, picked).await?;
    let organization = app.engine.organization_name(&caller).await?;
    let name = format!("bills-{}.zip", app.engine.today());
    let (give, take) = mpsc::channel::<BillDocument>(BILLS_WAITING);
    let (sender, receiver) = mpsc::channel::<Result<Bytes, io::Error>>(CHUNKS_WAITING);
    let failed = sender.clone();
    tokio::spawn(async move {
        if let Err(failure) = read_ahead(&app, &caller, &organization, &chosen, give).await {
            // The connection ends early, so that nobody takes half an archive for a whole one.
            let _ = failed.send(Err(io::Error::other(failure))).await;
        }
    });
    tokio::task::spawn_blocking(move || {
        if let Err(error) = archive(take, &sender) {
            let _ = sender.blocking_send(Err(io::Error::other(error)));
        }
    });
    Ok(FileAnswer::stream(name, ReceiverStream::new(receiver)))
}

async fn read_ahead(
    app: &App,
    caller: &Caller,
    organization: &str,
    chosen: &Chosen,
    give: mpsc::Sender<BillDocument>,
) -> Result<(), Failure> {
    for place in 0..chosen.rows.len() {
        let document = app.engine.chosen_document(caller, organization, chosen, place).await?;
        if give.send(document).await.is_err() {
            break;
        }
    }
    Ok(())
}

fn archive(
    mut take: mpsc::Receiver<BillDocument>,
    sender: &mpsc::Sender<Result<Bytes, io::Error>>,
) -> Result<(), DocumentError> {
    let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
    let sink = ChunkSink::new(|chunk| sender.blocking_send(Ok(Bytes::from(chunk))).map_err(gone));
    let documents = std::iter::from_fn(|| take.blocking_recv());
    pdf::archive(sink, documents, Fonts::built_in()?)?.finish()?;
    Ok(())
}

pub(super) async fn off_thread(
    make: impl FnOnce() -> Result<Vec<u8>, DocumentError> + Send + 'static,
) -> Result<Vec<u8>, Failure> {
    let made = tokio::task::spawn_blocking(make).await;
    made.map_err(|error| Failure::Internal(error.to_string()))?
        .map_err(|error| Failure::Internal(error.to_string()))
}
