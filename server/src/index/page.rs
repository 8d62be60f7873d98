//! Pages of the list, by cursor or by place.

use super::cursor::Cursor;
use super::scope::Scope;
use super::snapshot::Snapshot;
use contract::api::BillPage;
use contract::bill_filter::{BillQuery, LIMIT_DEFAULT};
use contract::rule::{FieldError, Rule};

impl Snapshot {
    /// A page of the bill list, with the totals of all that is filtered.
    pub fn page(&self, scope: &Scope, query: &BillQuery) -> Result<BillPage, Vec<FieldError>> {
        let selection = self.select(scope, &query.filter)?;
        let rows = self.arrange(scope, &query.filter, query.sort)?;
        let from = match &query.cursor {
            Some(text) => self.resume(text, query, &rows).ok_or_else(broken_cursor)?,
            None => query.from.unwrap_or(0) as usize,
        };
        let from = from.min(rows.len());
        let limit = query.limit.unwrap_or(LIMIT_DEFAULT) as usize;
        let page = &rows[from..rows.len().min(from + limit)];
        let items = page.iter().filter_map(|&row| self.row(row).summary()).collect();
        let end = from + page.len();
        let next_cursor = page.last().filter(|_| end < rows.len()).and_then(|&last| {
            let bill = self.columns.place[last as usize];
            let cursor = Cursor { revision: self.revision, place: u32::try_from(end).ok()?, bill };
            Some(cursor.text(self.columns.organization, &query.filter, query.sort))
        });
        Ok(BillPage {
            items,
            totals: selection.totals.clone(),
            count: rows.len() as u64,
            from: from as u64,
            next_cursor,
            snapshot: self.revision,
        })
    }

    /// Where the list goes on after a cursor.
    fn resume(&self, text: &str, query: &BillQuery, rows: &[u32]) -> Option<usize> {
        let cursor = Cursor::parse(text, self.columns.organization, &query.filter, query.sort)?;
        let place = cursor.place as usize;
        if cursor.revision == self.revision && place <= rows.len() {
            return Some(place);
        }
        let is_last = |&row: &u32| self.columns.place[row as usize] == cursor.bill;
        rows.iter().position(is_last).map(|place| place + 1)
    }
}

fn broken_cursor() -> Vec<FieldError> {
    vec![FieldError::new("cursor", Rule::BrokenCursor)]
}
