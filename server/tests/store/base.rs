//! A fresh database of one's own.

use server::store::Db;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::sync::atomic::{AtomicU32, Ordering};

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A database that goes away with the test.
pub struct Base {
    pub db: Db,
    pub directory: tempfile::TempDir,
}

/// Runs a story on SQLite as `NAME::sqlite`, and on PostgreSQL as `NAME::postgres`.
macro_rules! story {
    ($(#[$doc:meta])* async fn $name:ident($base:ident: Base) $body:block) => {
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports, reason = "a story may need nothing of its module")]
            use super::*;

            async fn story($base: $crate::base::Base) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                story($crate::base::Base::on($crate::base::Engine::Sqlite).await.unwrap()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                match $crate::base::Base::on($crate::base::Engine::Postgres).await {
                    Some(base) => story(base).await,
                    None => println!("left out: PORTAL_TEST_POSTGRES names no PostgreSQL"),
                }
            }
        }
    };
}
pub(crate) use story;

impl Base {
    /// A fresh database; none when there is no PostgreSQL to make it on.
    pub async fn on(engine: Engine) -> Option<Self> {
        let directory = tempfile::tempdir().unwrap();
        let address = match engine {
            Engine::Sqlite => format!("sqlite:{}", directory.path().join("portal.db").display()),
            Engine::Postgres => fresh_postgres().await?,
        };
        let db = Db::open(&address).await.unwrap();
        Some(Self { db, directory })
    }

    /// The first column of every row, which has to be a text.
    pub async fn ask(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.db {
            Db::Lite { writer, .. } => sqlx::query_scalar(sql).fetch_all(writer).await.unwrap(),
            Db::Pg(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
        }
    }

    /// The first column of the first row, which has to be a number.
    pub async fn count(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(format!("SELECT CAST(({sql}) AS BIGINT)"));
        match &self.db {
            Db::Lite { writer, .. } => sqlx::query_scalar(sql).fetch_one(writer).await.unwrap(),
            Db::Pg(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        }
    }

    /// Somebody's hand in the data.
    pub async fn tamper(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.db {
            Db::Lite { writer, .. } => drop(sqlx::query(sql).execute(writer).await.unwrap()),
            Db::Pg(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
        }
    }

    /// Everything that imports and the demo world write, a row a text.
    pub async fn everything(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (table, columns, order) in TABLES {
            let cells: Vec<String> = columns
                .split_whitespace()
                .map(|column| match column.strip_prefix('?') {
                    Some(flag) => format!("CASE WHEN {flag} THEN 't' ELSE 'f' END"),
                    None => format!("COALESCE(CAST({column} AS TEXT), '-')"),
                })
                .collect();
            let sql =
                format!("SELECT '{table}|' || {} FROM {table} ORDER BY {order}", cells.join(" || '|' || "));
            all.extend(self.ask(&sql).await);
        }
        all
    }
}

/// Tables with their columns (`?` marks a flag) and their order.
const TABLES: [(&str, &str, &str); 12] = [
    ("organization", "id name issuer bills_revision created_at", "id"),
    ("counter", "organization_id series next", "organization_id, series"),
    ("account", "organization_id id number name kind currency", "id"),
    (
        "tax_profile",
        "account_id valid_from valid_to legal_name tax_number address contact",
        "account_id, valid_from",
    ),
    ("product", "organization_id id code name", "id"),
    ("application", "organization_id id code name app_key whatsapp_account", "id"),
    ("delivery", "organization_id id file sha256 format data_rows findings imported_at", "id"),
    (
        "delivery_scope",
        "organization_id billing_account cycle delivery_id",
        "organization_id, billing_account, cycle",
    ),
    (
        "bill",
        "organization_id id account_id product_id application_id cycle currency consumption prepaid_cover \
         outstanding processing settled canceled usage exact rounding residue lines number_year number_place \
         bill_date billing_account ?withdrawn revision usage_cycle adjusts first_month last_month ?issued",
        "id",
    ),
    (
        "bill_line",
        "bill_id position delivery_id source_row description category charged_from charged_to quantity unit \
         unit_price amount resource region",
        "bill_id, position",
    ),
    (
        "portal_user",
        "organization_id id email name role locale ?all_accounts ?active password_hash created_at",
        "id",
    ),
    ("user_account", "organization_id user_id account_id", "user_id, account_id"),
];

/// A new database on the PostgreSQL server that tests may use.
async fn fresh_postgres() -> Option<String> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("PORTAL_TEST_POSTGRES").ok()?;
    let mut connection = PgConnection::connect(&server).await.unwrap();
    let name = loop {
        let name = format!("store_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        let sql = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        match sqlx::raw_sql(sql).execute(&mut connection).await {
            Ok(_) => break name,
            // Process numbers come again.
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42P04") => {}
            Err(error) => panic!("{error}"),
        }
    };
    let (before, _) = server.rsplit_once('/').unwrap();
    Some(format!("{before}/{name}"))
}
