//! The second reading of a file: its rows become the lines of bills whose ids are known by now.

use super::survey::{Survey, walk};
use super::{ImportError, Store};
use crate::store::bills_write::{LineRow, lines};
use crate::store::bulk::Rows;
use contract::file::focus::{ChargeCategory, Column, FocusRow, Fold};
use std::sync::Arc;
use tokio::sync::mpsc;

/// Batches that may wait for the database.
const WAITING: usize = 4;
/// How many lines go into one batch.
const BATCH: usize = 5_000;

/// Where the lines of a file belong.
#[derive(Debug)]
pub struct Target {
    /// Organization.
    pub organization: i64,
    /// Delivery.
    pub delivery: i64,
    /// Ids of the bills, in the order of the fold; none where nothing is written, because it was billed before.
    pub bills: Vec<Option<i64>>,
}

/// Writes the lines of the file. The rows are read on one core while the database takes them in on another.
pub async fn write<C: Store>(tx: &mut C, survey: &Arc<Survey>, target: Target) -> Result<(), ImportError> {
    let (sender, mut batches) = mpsc::channel(WAITING);
    let reading = {
        let survey = Arc::clone(survey);
        tokio::task::spawn_blocking(move || read(&survey, &target, &sender))
    };
    while let Some(rows) = batches.recv().await {
        tx.write(&rows).await?;
    }
    reading.await?
}

fn read(survey: &Survey, target: &Target, sender: &mpsc::Sender<Rows>) -> Result<(), ImportError> {
    let mut fold = Fold::new(&survey.mapping);
    let mut rows = lines();
    let mut strayed = false;
    let (report, sha256) = walk(&survey.path, &survey.mapping, "rows written", |row, report| {
        let placed = fold.add(row, report);
        let Some((bill, position)) =
            placed.and_then(|placed| Some((*target.bills.get(placed.bill)?, placed.position)))
        else {
            strayed = true;
            return false;
        };
        if let Some(bill) = bill {
            line(row, target, bill, position).add_to(&mut rows);
        }
        // Nobody takes them any more: the transaction is over.
        rows.len() < BATCH || sender.blocking_send(std::mem::replace(&mut rows, lines())).is_ok()
    })?;
    if strayed || sha256 != survey.sha256 || report.rows() != survey.report.rows() {
        return Err(ImportError::Changed(survey.file.clone()));
    }
    // As before: if nobody takes them, somebody says why.
    let _ = sender.blocking_send(rows);
    Ok(())
}

fn line<'a>(row: &FocusRow<'a>, target: &Target, bill: i64, position: u64) -> LineRow<'a> {
    let category = row.category().map(ChargeCategory::name).or_else(|| row.text(Column::ChargeCategory));
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    LineRow {
        organization: target.organization,
        bill,
        position: whole(position),
        delivery: target.delivery,
        row: whole(row.row()),
        description: row.description(),
        category: category.unwrap_or_default(),
        charged: (row.charged_from(), row.charged_to()),
        quantity: row.quantity(),
        unit_price: row.number(Column::ListUnitPrice),
        amount: row.amount(),
        resource: row.resource(),
        region: row.region(),
    }
}
