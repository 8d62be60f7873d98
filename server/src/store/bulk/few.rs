//! Some rows into one table at once, by a statement whose text is the same for any number of them: it stays prepared.
//!
//! The rows travel as one JSON text. For very many rows [`Bulk`](super::Bulk) is the quicker way.

use super::{Cell, Rows};
use crate::store::StoreError;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};
use std::fmt::Write;
use std::future::Future;

/// A connection, or an open transaction, that takes some rows at once.
pub trait Few {
    /// Adds `rows`, if there are any; on an error the transaction is to be given up.
    fn add(&mut self, rows: &Rows) -> impl Future<Output = Result<(), StoreError>> + Send;
}

macro_rules! few {
    ($connection:ty, $sql:ident) => {
        impl Few for $connection {
            async fn add(&mut self, rows: &Rows) -> Result<(), StoreError> {
                rows.check()?;
                if rows.is_empty() {
                    return Ok(());
                }
                let sql = AssertSqlSafe($sql(rows));
                sqlx::query(sql).bind(rows.objects()?).execute(&mut *self).await?;
                Ok(())
            }
        }
    };
}

few!(SqliteConnection, sqlite);
few!(PgConnection, from_first);

fn sqlite(rows: &Rows) -> String {
    let cells: Vec<String> = rows.table.columns.iter().map(|column| format!("value->>'{column}'")).collect();
    format!(
        "INSERT INTO {} ({}) SELECT {} FROM json_each($1)",
        rows.table.name,
        rows.names(),
        cells.join(", ")
    )
}

fn from_first(rows: &Rows) -> String {
    rows.insert_from(1)
}

impl Rows {
    fn names(&self) -> String {
        self.table.columns.join(", ")
    }

    /// On PostgreSQL: a statement that adds the rows, which travel in the parameter of this number as
    /// [`objects`](Self::objects).
    pub(in crate::store) fn insert_from(&self, parameter: u8) -> String {
        let (table, names) = (self.table.name, self.names());
        format!(
            "INSERT INTO {table} ({names}) SELECT {names} \
             FROM json_populate_recordset(NULL::{table}, CAST(${parameter} AS json))"
        )
    }

    /// A JSON list with an object for each row.
    pub(in crate::store) fn objects(&self) -> Result<String, StoreError> {
        if self.is_empty() {
            return Ok("[]".to_owned());
        }
        let mut json = String::with_capacity(self.text.len() + self.cells.len() * 32);
        let mut start = 0;
        for (place, row) in self.cells.chunks(self.width()).enumerate() {
            json.push_str(if place == 0 { "[{" } else { "},{" });
            for (place, (name, cell)) in self.table.columns.iter().zip(row).enumerate() {
                if place > 0 {
                    json.push(',');
                }
                // Writing into a String can't fail.
                let _ = write!(json, "\"{name}\":");
                match *cell {
                    Cell::Null => json.push_str("null"),
                    Cell::Whole(value) => drop(write!(json, "{value}")),
                    Cell::Flag(value) => drop(write!(json, "{value}")),
                    Cell::Text(end) => {
                        let text = serde_json::to_string(self.text.get(start..end).unwrap_or_default());
                        json.push_str(&text.map_err(|error| StoreError::Corrupt(error.to_string()))?);
                        start = end;
                    }
                }
            }
        }
        json.push_str("}]");
        Ok(json)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Table;
    use super::*;

    static TABLE: Table = Table { name: "thing", columns: &["organization_id", "name", "open"] };

    #[test]
    fn rows_are_json_that_says_the_same() {
        let mut rows = Rows::new(&TABLE);
        rows.whole(i64::MAX).text("a \"b\"\n\\").flag(true);
        rows.whole(-1).maybe_text(None).flag(false);
        let expected = r#"[{"organization_id":9223372036854775807,"name":"a \"b\"\n\\","open":true},{"organization_id":-1,"name":null,"open":false}]"#;
        assert_eq!(rows.objects().unwrap(), expected);
    }
}
