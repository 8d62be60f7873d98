//! Files that can't be read: a clear word, and nothing half imported.

use crate::base::{Base, story};
use crate::file::{HEADER, Row, SEPTEMBER, csv, gzip};

/// The import fails, says all of `words`, and leaves nothing.
async fn refused(base: &Base, bytes: &[u8], words: &[&str]) {
    let error = base.import("bad.csv", bytes).await.unwrap_err().to_string();
    for word in ["bad.csv", "Nothing was imported"].iter().chain(words) {
        assert!(error.contains(word), "{word:?} is not in {error:?}");
    }
    for table in ["organization", "delivery", "account", "bill", "bill_line", "counter"] {
        assert_eq!(base.count(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table} after {error}");
    }
}

story! {
    async fn a_file_that_is_none_of_focus(base: Base) {
        refused(&base, b"", &["empty"]).await;
        refused(&base, HEADER.as_bytes(), &["no rows"]).await;
        refused(&base, b"a,b,c\n1,2,3\n", &["BilledCost", "BillingCurrency"]).await;
        refused(&base, b"PK\x03\x04rest of a workbook", &["not"]).await;
    }
}

story! {
    async fn a_cut_file(base: Base) {
        let whole = csv(&[SEPTEMBER; 50]);
        let text = SEPTEMBER.text();
        let in_quotes = whole.len() - 5;
        refused(&base, &whole[..in_quotes], &["row 51", "cut"]).await;
        let in_a_row = whole.len() - text.len() + 20;
        refused(&base, &whole[..in_a_row], &["row 51", "cut"]).await;
    }
}

story! {
    async fn a_cut_or_damaged_gzip(base: Base) {
        let rows: Vec<Row> = (0..5_000).map(|_| SEPTEMBER).collect();
        let mut packed = gzip(&csv(&rows));
        refused(&base, &packed[..packed.len() - 9], &["compressed", "cut"]).await;
        refused(&base, &packed[..packed.len() / 2], &["compressed", "row"]).await;
        let middle = packed.len() / 2;
        packed[middle] ^= 0xff;
        refused(&base, &packed, &["compressed"]).await;
    }
}

story! {
    async fn a_row_that_no_bill_can_be_made_of(base: Base) {
        let cost = |cost| [SEPTEMBER, Row { cost, ..SEPTEMBER }, SEPTEMBER];
        refused(&base, &csv(&cost("twelve")), &["1 rows", "row 3 (line 3), BilledCost", "\"twelve\""]).await;
        refused(&base, &csv(&cost("NULL")), &["row 3 (line 3), BilledCost"]).await;
        let long = "0.12345678901234567890123456789012345";
        refused(&base, &csv(&cost(long)), &["row 3 (line 3), BilledCost", "digits"]).await;
        let money = Row { currency: "XXX", ..SEPTEMBER };
        refused(&base, &csv(&[money, money]), &["2 rows", "row 2", "row 3", "BillingCurrency"]).await;
        let many = vec![Row { cost: "?", ..SEPTEMBER }; 3_000];
        refused(&base, &csv(&many), &["3000 rows", "and 2980 more"]).await;
    }
}

story! {
    async fn a_file_that_is_not_there(base: Base) {
        let path = base.directory.path().join("nowhere.csv");
        let order = crate::file::order("2026-11-15T12:00:00Z");
        let error = server::engine::import::focus(&base.db, &order, &path).await.unwrap_err();
        assert!(error.to_string().starts_with("nowhere.csv: "), "{error}");
    }
}
