//! The statement of an account as a file (A1, B5): oldest first, with how its balance came about.

use super::export::{Format, file};
use super::{App, FileAnswer};
use crate::document::csv::CsvWriter;
use crate::document::statement_export::{StatementColumn, StatementLine, sums};
use crate::document::xlsx::XlsxWriter;
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::api::AccountPath;
use contract::statement::StatementFilter;

pub async fn xlsx(
    State(app): State<App>,
    caller: Caller,
    path: AccountPath,
    filter: StatementFilter,
    (): (),
) -> Result<FileAnswer, Failure> {
    answer(&app, &caller, &path, &filter, Format::Xlsx).await
}

pub async fn csv(
    State(app): State<App>,
    caller: Caller,
    path: AccountPath,
    filter: StatementFilter,
    (): (),
) -> Result<FileAnswer, Failure> {
    answer(&app, &caller, &path, &filter, Format::Csv).await
}

async fn answer(
    app: &App,
    caller: &Caller,
    path: &AccountPath,
    filter: &StatementFilter,
    format: Format,
) -> Result<FileAnswer, Failure> {
    let (account, statement) = app.engine.statement(caller, &path.account, filter).await?;
    let (rows, locale) = (statement.rows.len(), caller.locale);
    let name = format!("statement-{}-{}.{}", account.number, app.engine.today(), format.extension());
    Ok(file(name, rows, move |sink| {
        let columns: &[StatementColumn] = match statement.totals {
            Some(_) => &StatementColumn::ALL,
            None => &StatementColumn::WITHOUT_BALANCE,
        };
        let totals = statement.totals.as_ref().map(sums).unwrap_or_default();
        match format {
            Format::Xlsx => {
                let mut writer = XlsxWriter::new(sink, columns, locale)?;
                for row in &statement.rows {
                    writer.row(&StatementLine::new(&account, row, locale))?;
                }
                writer.finish(&totals)?.finish()?;
            }
            Format::Csv => {
                let mut writer = CsvWriter::new(sink, columns, locale)?;
                for row in &statement.rows {
                    writer.row(&StatementLine::new(&account, row, locale))?;
                }
                writer.finish()?.finish()?;
            }
        }
        Ok(())
    }))
}
