//! Rows written in bulk come back as they were.

use crate::base::{Base, story};
use server::store::accounts_write::{add_product, products};
use server::store::bulk::{Bulk, Rows};
use server::store::{Db, StoreError};

async fn write(base: &Base, rows: &Rows) -> Result<(), StoreError> {
    match &base.db {
        Db::Lite { writer, .. } => writer.acquire().await.unwrap().write(rows).await,
        Db::Pg(pool) => pool.acquire().await.unwrap().write(rows).await,
    }
}

story! {
    async fn every_text_comes_back_as_it_was(base: Base) {
        let texts = ["", "a\tb", "a\nb\r\nc", "\\", "\\N", "\\.", "'; --", "\"", "港湾 😀", "NULL", "=1+1"];
        let mut rows = products();
        for (place, text) in texts.iter().enumerate() {
            add_product(&mut rows, 1, i64::try_from(place).unwrap(), (&format!("p{place}"), text));
        }
        write(&base, &rows).await.unwrap();
        assert_eq!(base.ask("SELECT name FROM product ORDER BY id").await, texts);
    }
}

story! {
    async fn any_number_of_rows_fits(base: Base) {
        let mut rows = products();
        for place in 0..12_345 {
            add_product(&mut rows, 1, place, (&place.to_string(), "same"));
        }
        write(&base, &rows).await.unwrap();
        assert_eq!(base.count("SELECT COUNT(*) FROM product").await, 12_345);
        assert_eq!(base.count("SELECT MAX(id) FROM product").await, 12_344);
        assert!(matches!(write(&base, &rows).await, Err(StoreError::Exists)));
    }
}

story! {
    async fn nul_is_replaced_on_both_engines(base: Base) {
        let mut rows = products();
        add_product(&mut rows, 1, 1, ("p", "a\0b"));
        write(&base, &rows).await.unwrap();
        assert_eq!(base.ask("SELECT name FROM product").await, ["a\u{fffd}b"]);
    }
}
