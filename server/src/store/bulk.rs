//! Many rows into one table, fast on both engines: multi-row inserts on SQLite, COPY on PostgreSQL.
//!
//! It writes inside the transaction of whoever calls and knows no table by itself. It never updates and never
//! decides what a row holds.

mod few;

pub use few::Few;

use super::StoreError;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};
use std::fmt::{Display, Write};
use std::future::Future;
use std::sync::Arc;

/// How many rows one INSERT carries on SQLite: enough that a statement costs nothing beside its rows.
const ROWS_A_STATEMENT: usize = 100;
/// Up to so many rows an INSERT is quicker on PostgreSQL. A COPY ends with a message of its own, which waits for the server
/// to acknowledge what went before: sqlx leaves it to the operating system when small messages are sent, and that takes
/// some 40 ms over TCP.
const COPY_FROM: usize = 500;
/// How many bytes one message of a COPY carries.
const COPY_BYTES: usize = 1 << 18;

/// A table and the columns that are written, in order.
#[derive(Debug)]
pub struct Table {
    /// Name.
    pub name: &'static str,
    /// Columns.
    pub columns: &'static [&'static str],
}

#[derive(Debug, Clone, Copy)]
enum Cell {
    Null,
    Whole(i64),
    Flag(bool),
    /// Ends here in the text of all cells; it starts where the text before it ended.
    Text(usize),
}

/// Rows of one table, gathered to be written. Cells are given in the order of the table's columns.
#[derive(Debug)]
pub struct Rows {
    table: &'static Table,
    cells: Vec<Cell>,
    text: String,
}

impl Rows {
    /// Past so many bytes it is time to write them.
    pub const PLENTY: usize = 1 << 22;

    /// No rows yet.
    pub const fn new(table: &'static Table) -> Self {
        Self { table, cells: Vec::new(), text: String::new() }
    }

    /// Name of the table.
    pub const fn table(&self) -> &'static str {
        self.table.name
    }

    /// How many whole rows there are.
    pub const fn len(&self) -> usize {
        self.cells.len() / self.table.columns.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// How much memory they hold, roughly.
    pub const fn bytes(&self) -> usize {
        self.text.len() + self.cells.len() * size_of::<Cell>()
    }

    /// Forgets every row, keeps the memory.
    pub fn clear(&mut self) {
        self.cells.clear();
        self.text.clear();
    }

    /// A whole number.
    pub fn whole(&mut self, value: i64) -> &mut Self {
        self.cells.push(Cell::Whole(value));
        self
    }

    /// A whole number, or nothing.
    pub fn maybe_whole(&mut self, value: Option<i64>) -> &mut Self {
        self.cells.push(value.map_or(Cell::Null, Cell::Whole));
        self
    }

    /// True or false.
    pub fn flag(&mut self, value: bool) -> &mut Self {
        self.cells.push(Cell::Flag(value));
        self
    }

    /// A text. NUL, which PostgreSQL can't hold, becomes U+FFFD on both engines.
    pub fn text(&mut self, value: &str) -> &mut Self {
        if value.contains('\0') {
            self.text.push_str(&value.replace('\0', "\u{fffd}"));
        } else {
            self.text.push_str(value);
        }
        self.cells.push(Cell::Text(self.text.len()));
        self
    }

    /// A text, or nothing.
    pub fn maybe_text(&mut self, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.text(value),
            None => self.null(),
        }
    }

    /// What `value` displays as; it has no NUL in it.
    pub fn shown(&mut self, value: impl Display) -> &mut Self {
        // Writing into a String can't fail.
        let _ = write!(self.text, "{value}");
        self.cells.push(Cell::Text(self.text.len()));
        self
    }

    /// What `value` displays as, or nothing.
    pub fn maybe_shown(&mut self, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.shown(value),
            None => self.null(),
        }
    }

    fn null(&mut self) -> &mut Self {
        self.cells.push(Cell::Null);
        self
    }

    /// A row that lacks a cell, or has one too many, is a defect in the caller.
    fn check(&self) -> Result<(), StoreError> {
        if self.cells.len().is_multiple_of(self.table.columns.len()) {
            return Ok(());
        }
        Err(StoreError::Corrupt(format!("rows for {} are not {} cells wide", self.table.name, self.width())))
    }

    const fn width(&self) -> usize {
        self.table.columns.len()
    }

    fn insert(&self, rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.width()].join(","));
        let values = vec![row.as_str(); rows].join(",");
        format!("INSERT INTO {} ({}) VALUES {values}", self.table.name, self.table.columns.join(", "))
    }

    fn copy(&self) -> String {
        format!("COPY {} ({}) FROM STDIN", self.table.name, self.table.columns.join(", "))
    }
}

/// A connection, or an open transaction, that takes many rows at once.
pub trait Bulk {
    /// Writes all of `rows`; on an error the transaction is to be given up.
    fn write(&mut self, rows: &Rows) -> impl Future<Output = Result<(), StoreError>> + Send;
}

impl Bulk for SqliteConnection {
    async fn write(&mut self, rows: &Rows) -> Result<(), StoreError> {
        rows.check()?;
        let full = rows.insert(ROWS_A_STATEMENT);
        let mut start = 0;
        for chunk in rows.cells.chunks(ROWS_A_STATEMENT * rows.width()) {
            let count = chunk.len() / rows.width();
            let sql = if count == ROWS_A_STATEMENT { full.clone() } else { rows.insert(count) };
            // The last few rows come in any number: not worth a place in the cache of statements.
            let mut query =
                sqlx::query::<sqlx::Sqlite>(AssertSqlSafe(sql)).persistent(count == ROWS_A_STATEMENT);
            for cell in chunk {
                query = match *cell {
                    Cell::Null => query.bind(None::<i64>),
                    Cell::Whole(value) => query.bind(value),
                    Cell::Flag(value) => query.bind(value),
                    Cell::Text(end) => {
                        let text = rows.text.get(start..end).unwrap_or_default();
                        start = end;
                        query.bind(Arc::<str>::from(text))
                    }
                };
            }
            query.execute(&mut *self).await?;
        }
        Ok(())
    }
}

impl Bulk for PgConnection {
    async fn write(&mut self, rows: &Rows) -> Result<(), StoreError> {
        if rows.len() < COPY_FROM {
            return self.add(rows).await;
        }
        rows.check()?;
        let mut copy = self.copy_in_raw(&rows.copy()).await?;
        let mut message = Vec::with_capacity(COPY_BYTES + (1 << 14));
        let mut start = 0;
        for row in rows.cells.chunks(rows.width()) {
            for (place, cell) in row.iter().enumerate() {
                if place > 0 {
                    message.push(b'\t');
                }
                match *cell {
                    Cell::Null => message.extend_from_slice(b"\\N"),
                    Cell::Whole(value) => digits(&mut message, value),
                    Cell::Flag(value) => message.push(if value { b't' } else { b'f' }),
                    Cell::Text(end) => {
                        escape(&mut message, rows.text.get(start..end).unwrap_or_default());
                        start = end;
                    }
                }
            }
            message.push(b'\n');
            if message.len() >= COPY_BYTES {
                copy.send(message.as_slice()).await?;
                message.clear();
            }
        }
        copy.send(message.as_slice()).await?;
        copy.finish().await?;
        Ok(())
    }
}

/// The text format of COPY: backslash, tab, line feed and carriage return are escaped.
fn escape(message: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    while let Some(place) = rest.iter().position(|byte| matches!(byte, b'\\' | b'\t' | b'\n' | b'\r')) {
        let (plain, special) = rest.split_at(place);
        message.extend_from_slice(plain);
        let letter = match special.first() {
            Some(b'\t') => b't',
            Some(b'\n') => b'n',
            Some(b'\r') => b'r',
            _ => b'\\',
        };
        message.extend_from_slice(&[b'\\', letter]);
        rest = special.get(1..).unwrap_or_default();
    }
    message.extend_from_slice(rest);
}

fn digits(message: &mut Vec<u8>, value: i64) {
    let mut text = [0_u8; 20];
    let mut place = text.len();
    let mut rest = value.unsigned_abs();
    while place > 0 {
        place -= 1;
        text[place] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        message.push(b'-');
    }
    message.extend_from_slice(&text[place..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copy_escapes_what_would_end_a_cell() {
        let mut message = Vec::new();
        escape(&mut message, "a\tb\\N\nc\rd");
        assert_eq!(message, b"a\\tb\\\\N\\nc\\rd");
    }

    #[test]
    fn digits_are_those_of_the_number() {
        for value in [0, 7, -7, 1_000, i64::MAX, i64::MIN] {
            let mut message = Vec::new();
            digits(&mut message, value);
            assert_eq!(String::from_utf8(message).unwrap(), value.to_string());
        }
    }

    #[tokio::test]
    async fn a_row_with_a_cell_too_few_is_refused() {
        static TABLE: Table = Table { name: "counter", columns: &["organization_id", "series", "next"] };
        let mut rows = Rows::new(&TABLE);
        rows.whole(1).text("bill");
        assert!(matches!(rows.check(), Err(StoreError::Corrupt(_))));
        rows.whole(2);
        assert!(rows.check().is_ok());
        assert_eq!(rows.len(), 1);
    }
}
