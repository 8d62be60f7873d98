//! Exports of the bill list (B5): written while they are sent, from one snapshot, a few chunks at a time in memory.

use super::{App, FileAnswer};
use crate::document::DocumentError;
use crate::document::csv::CsvWriter;
use crate::document::export::{self, Column, ExportRow, Usage};
use crate::document::sink::ChunkSink;
use crate::document::xlsx::XlsxWriter;
use crate::engine::{Caller, Chosen, Failure};
use crate::index::RowView;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderName;
use contract::api::Picked;
use contract::bill_filter::BillSelection;
use std::io;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// Chunks that wait for the reader; the writer pauses when they are full.
const CHUNKS_WAITING: usize = 4;
/// How many bills the file holds, for a progress bar.
const ROWS: HeaderName = HeaderName::from_static("x-rows");

/// The two kinds of export.
#[derive(Debug, Clone, Copy)]
pub(super) enum Format {
    Xlsx,
    Csv,
}

impl Format {
    /// How a file's name ends.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

pub async fn xlsx(
    State(app): State<App>,
    caller: Caller,
    (): (),
    selection: BillSelection,
    (): (),
) -> Result<FileAnswer, Failure> {
    let chosen = app.engine.choose(&caller, selection).await?;
    Ok(answer(&app, &caller, chosen, Format::Xlsx))
}

pub async fn csv(
    State(app): State<App>,
    caller: Caller,
    (): (),
    selection: BillSelection,
    (): (),
) -> Result<FileAnswer, Failure> {
    let chosen = app.engine.choose(&caller, selection).await?;
    Ok(answer(&app, &caller, chosen, Format::Csv))
}

pub async fn picked_xlsx(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    picked: Picked,
) -> Result<FileAnswer, Failure> {
    let chosen = app.engine.choose_picked(&caller, picked).await?;
    Ok(answer(&app, &caller, chosen, Format::Xlsx))
}

pub async fn picked_csv(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    picked: Picked,
) -> Result<FileAnswer, Failure> {
    let chosen = app.engine.choose_picked(&caller, picked).await?;
    Ok(answer(&app, &caller, chosen, Format::Csv))
}

fn answer(app: &App, caller: &Caller, chosen: Chosen, format: Format) -> FileAnswer {
    let name = format!("bills-{}.{}", app.engine.today(), format.extension());
    let (rows, locale) = (chosen.rows.len(), caller.locale);
    file(name, rows, move |sink| {
        match format {
            Format::Xlsx => {
                let mut writer = XlsxWriter::new(sink, &Column::ALL, locale)?;
                each(&chosen, |row| writer.row(row))?;
                writer.finish(&totals(&chosen))?.finish()?;
            }
            Format::Csv => {
                let mut writer = CsvWriter::new(sink, &Column::ALL, locale)?;
                each(&chosen, |row| writer.row(row))?;
                writer.finish()?.finish()?;
            }
        }
        Ok(())
    })
}

/// Where a file's bytes go while it is written.
pub(super) type Sink = ChunkSink<Box<dyn FnMut(Vec<u8>) -> io::Result<()> + Send>>;

/// A file of so many rows that is written on a thread of its own while it is sent.
pub(super) fn file(
    name: String,
    rows: usize,
    write: impl FnOnce(Sink) -> Result<(), DocumentError> + Send + 'static,
) -> FileAnswer {
    let (sender, receiver) = mpsc::channel::<Result<Bytes, io::Error>>(CHUNKS_WAITING);
    tokio::task::spawn_blocking(move || {
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        let chunks = sender.clone();
        let take = move |chunk| chunks.blocking_send(Ok(Bytes::from(chunk))).map_err(gone);
        if let Err(error) = write(ChunkSink::new(Box::new(take))) {
            // The reader went away (a cancelled download), or hears of it by a connection that ends early.
            let _ = sender.blocking_send(Err(io::Error::other(error)));
        }
    });
    FileAnswer::stream(name, ReceiverStream::new(receiver)).header(ROWS, rows)
}

fn totals(chosen: &Chosen) -> Vec<export::Total> {
    let total = |total: &contract::api::Total| export::Total {
        currency: total.consumption.currency(),
        bills: total.bills,
        consumption: total.consumption.minor().into(),
        overdraft: total.overdraft.minor().into(),
    };
    chosen.totals.iter().map(total).collect()
}

/// Hands every row on, borrowed from the snapshot.
fn each(
    chosen: &Chosen,
    mut take: impl FnMut(&ExportRow<'_>) -> Result<(), DocumentError>,
) -> Result<(), DocumentError> {
    for &row in chosen.rows.iter() {
        one(chosen.snapshot.row(row), &mut take)?;
    }
    Ok(())
}

fn one(
    row: RowView<'_>,
    take: &mut impl FnMut(&ExportRow<'_>) -> Result<(), DocumentError>,
) -> Result<(), DocumentError> {
    let (Some(account), Some(product), Some(application), Some(cycle)) =
        (row.account(), row.product(), row.application(), row.cycle())
    else {
        return Err(io::Error::other("a row of the snapshot leads nowhere").into());
    };
    let usage: Vec<(String, &str)> =
        row.usage().into_iter().map(|(value, unit)| (value.to_string(), unit)).collect();
    let usage: Vec<Usage<'_>> = usage.iter().map(|(quantity, unit)| Usage { quantity, unit }).collect();
    let number = row.number().unwrap_or_default();
    take(&ExportRow {
        cycle,
        account_number: account.number.as_str(),
        account_name: &account.name,
        product: &product.name,
        whatsapp_business_account: application.whatsapp_account_for(product).unwrap_or_default(),
        app_key: application.app_key.as_deref().unwrap_or_default(),
        application_id: application.id.as_str(),
        application_name: &application.name,
        usage: &usage,
        consumption: row.consumption(),
        overdraft: row.overdraft(),
        status: row.status(),
        bill_number: &number,
    })
}
