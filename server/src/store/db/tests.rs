//! Transactions that are in each other's way, on a real PostgreSQL.

use super::{ATTEMPTS, Db};
use crate::store::StoreError;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::Barrier;

async fn postgres() -> Option<Db> {
    match std::env::var("PORTAL_TEST_POSTGRES") {
        Ok(server) => Some(Db::Pg(sqlx::PgPool::connect(&server).await.unwrap())),
        Err(_) => {
            println!("left out: PORTAL_TEST_POSTGRES names no PostgreSQL");
            None
        }
    }
}

/// Takes two locks, waiting in between as long as `meeting` wants, and says how often it was begun.
async fn lock(db: &Db, first: i64, second: i64, meeting: &Barrier) -> Result<u32, StoreError> {
    let begun = AtomicU32::new(0);
    writing!(db, |tx| {
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(first).execute(&mut *tx).await?;
        if begun.fetch_add(1, Ordering::SeqCst) == 0 {
            meeting.wait().await;
        }
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(second).execute(&mut *tx).await?;
        Ok::<_, StoreError>(())
    })?;
    Ok(begun.into_inner())
}

#[tokio::test]
async fn who_is_ended_by_a_deadlock_is_begun_again() {
    let Some(db) = postgres().await else { return };
    let meeting = Barrier::new(2);
    let (one, other) = tokio::join!(lock(&db, 71, 72, &meeting), lock(&db, 72, 71, &meeting));
    assert_eq!(one.unwrap() + other.unwrap(), 3);
}

#[tokio::test]
async fn it_is_not_begun_again_for_ever() {
    let Some(db) = postgres().await else { return };
    let begun = AtomicU32::new(0);
    let done: Result<(), StoreError> = async {
        writing!(&db, |tx| {
            begun.fetch_add(1, Ordering::SeqCst);
            sqlx::query("DO $$ BEGIN RAISE EXCEPTION 'in the way' USING ERRCODE = '40001'; END $$")
                .execute(&mut *tx)
                .await?;
            Ok::<_, StoreError>(())
        })
    }
    .await;
    assert!(done.unwrap_err().is_transient());
    assert_eq!(begun.into_inner(), ATTEMPTS);
}

/// Where SQLite runs out of room it ends the transaction by itself; whoever comes next begins a new one all the same.
#[tokio::test]
async fn e6_after_a_full_disk_sqlite_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", directory.path().join("full.db").display())).await.unwrap();
    let write = async |limit: &'static str, size: i64| {
        writing!(&db, |tx| {
            sqlx::query(limit).execute(&mut *tx).await?;
            let sql =
                "INSERT INTO sign_in_failure (subject, failed_at, nonce) VALUES (hex(zeroblob($1)), $1, 1)";
            sqlx::query(sql).bind(size).execute(&mut *tx).await?;
            Ok::<_, StoreError>(())
        })
    };
    // It can't be less than there is already.
    let full = write("PRAGMA max_page_count = 1", 1_000_000).await.unwrap_err();
    assert!(full.is_unavailable(), "{full}");
    write("PRAGMA max_page_count = 1000000", 1_000).await.unwrap();
}
