//! Monthly bills as files: the stamped PDF (M1), and exports of the overview, written while they are sent.

use super::document::off_thread;
use super::export::{Format, file};
use super::{App, FileAnswer};
use crate::document::csv::CsvWriter;
use crate::document::monthly_export::MonthlyColumn;
use crate::document::pdf::{self, Fonts};
use crate::document::xlsx::XlsxWriter;
use crate::engine::{Arranged, Caller, Failure};
use axum::extract::State;
use contract::api::MonthlyBillPath;
use contract::monthly_filter::MonthlySelection;

pub async fn pdf(
    State(app): State<App>,
    caller: Caller,
    path: MonthlyBillPath,
    (): (),
    (): (),
) -> Result<FileAnswer, Failure> {
    let (document, bills) = app.engine.monthly_document(&caller, &path).await?;
    let name = format!("monthly-bill-{}-{}.pdf", path.cycle, path.account);
    let bytes = off_thread(move || pdf::monthly_bill(&document, &bills, Fonts::built_in()?)).await?;
    Ok(FileAnswer::whole(name, bytes))
}

pub async fn xlsx(
    State(app): State<App>,
    caller: Caller,
    (): (),
    selection: MonthlySelection,
    (): (),
) -> Result<FileAnswer, Failure> {
    let chosen = app.engine.arrange_monthly(&caller, &selection).await?;
    Ok(answer(&app, &caller, chosen, Format::Xlsx))
}

pub async fn csv(
    State(app): State<App>,
    caller: Caller,
    (): (),
    selection: MonthlySelection,
    (): (),
) -> Result<FileAnswer, Failure> {
    let chosen = app.engine.arrange_monthly(&caller, &selection).await?;
    Ok(answer(&app, &caller, chosen, Format::Csv))
}

fn answer(app: &App, caller: &Caller, chosen: Arranged, format: Format) -> FileAnswer {
    let name = format!("monthly-bills-{}.{}", app.engine.today(), format.extension());
    let (rows, locale) = (chosen.count(), caller.locale);
    file(name, rows, move |sink| {
        match format {
            Format::Xlsx => {
                let mut writer = XlsxWriter::new(sink, &MonthlyColumn::ALL, locale)?;
                chosen.iter().try_for_each(|bill| writer.row(bill))?;
                writer.finish(&chosen.totals)?.finish()?;
            }
            Format::Csv => {
                let mut writer = CsvWriter::new(sink, &MonthlyColumn::ALL, locale)?;
                chosen.iter().try_for_each(|bill| writer.row(bill))?;
                writer.finish()?.finish()?;
            }
        }
        Ok(())
    })
}
