//! The database, read past the server: by its own statements, in one moment.

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::path::PathBuf;
use tokio::runtime::{Builder, Runtime};

#[derive(Debug, Clone)]
pub enum Base {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Base {
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(url) => url.clone(),
        }
    }

    /// A connection past the server.
    pub fn open(&self) -> Reader {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let connection = runtime.block_on(async {
            match self {
                Self::Sqlite(path) => Line::Sqlite(
                    SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap(),
                ),
                Self::Postgres(url) => Line::Postgres(PgConnection::connect(url).await.unwrap()),
            }
        });
        Reader { runtime, connection }
    }

    /// Somebody's hand in the data.
    pub fn tamper(&self, sql: &str) {
        assert!(self.open().run(sql) > 0, "it changes nothing: {sql}");
    }
}

#[derive(Debug)]
enum Line {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

#[derive(Debug)]
pub struct Reader {
    runtime: Runtime,
    connection: Line,
}

impl Reader {
    /// From here on everything is read as it is now.
    pub fn hold(&mut self) {
        let begin = match self.connection {
            Line::Sqlite(_) => "BEGIN",
            Line::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ",
        };
        self.run(begin);
    }

    /// Gives how many rows it changed.
    pub fn run(&mut self, sql: &str) -> u64 {
        let sql = AssertSqlSafe(sql.to_owned());
        let done = self.runtime.block_on(async {
            match &mut self.connection {
                Line::Sqlite(connection) => {
                    sqlx::raw_sql(sql).execute(connection).await.map(|done| done.rows_affected())
                }
                Line::Postgres(connection) => {
                    sqlx::raw_sql(sql).execute(connection).await.map(|done| done.rows_affected())
                }
            }
        });
        done.unwrap()
    }

    /// Rows as texts.
    pub fn rows<const N: usize>(&mut self, columns: [&str; N], from: &str) -> Vec<[String; N]> {
        const BETWEEN: char = '\u{1f}';
        let columns = columns.map(|column| format!("COALESCE(CAST({column} AS TEXT), '')"));
        let columns = columns.join(&format!(" || '{BETWEEN}' || "));
        let sql = AssertSqlSafe(format!("SELECT {columns} FROM {from}"));
        let rows: Vec<String> = self
            .runtime
            .block_on(async {
                match &mut self.connection {
                    Line::Sqlite(connection) => sqlx::query_scalar(sql).fetch_all(connection).await,
                    Line::Postgres(connection) => sqlx::query_scalar(sql).fetch_all(connection).await,
                }
            })
            .unwrap();
        let cells = |row: &String| row.split(BETWEEN).map(str::to_owned).collect::<Vec<_>>().try_into();
        rows.iter().map(|row| cells(row).unwrap()).collect()
    }
}
