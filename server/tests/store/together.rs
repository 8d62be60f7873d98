//! Imports that meet, and imports that are torn off.

use crate::base::story;
use crate::file::{NOVEMBER, Row, SEPTEMBER, csv, order};
use server::engine::{import, verify};
use std::time::Duration;

story! {
    async fn two_imports_at_once_are_as_good_as_one_after_the_other(base: Base) {
        let one = base.file("one.csv", &csv(&[SEPTEMBER; 200]));
        let two = base.file("two.csv", &csv(&[Row { payer: "PAYER-2", account: "acc-2", ..NOVEMBER }; 200]));
        let order = order("2026-11-15T12:00:00Z");
        let run = |path| import::focus(&base.db, &order, path);
        let (first, second, third) = tokio::join!(run(&one), run(&two), run(&one));
        assert!(second.unwrap().outcome.is_ok());
        // Of the same file only one came in.
        let came_in = [first.unwrap(), third.unwrap()].iter().filter(|report| report.outcome.is_ok()).count();
        assert_eq!(came_in, 1);
        assert_eq!(base.count("SELECT COUNT(*) FROM organization").await, 1);
        assert_eq!(base.count("SELECT COUNT(*) FROM bill_line").await, 400);
        assert_eq!(base.count("SELECT bills_revision FROM organization").await, 2);
        assert_eq!(verify::run(&base.db).await.unwrap().findings, Vec::<String>::new());
    }
}

story! {
    async fn e6_an_import_that_is_torn_off_leaves_nothing(base: Base) {
        const ROWS: usize = 30_000;
        let rows = csv(&vec![SEPTEMBER; ROWS]);
        let path = base.file("large.csv", &rows);
        let order = order("2026-11-15T12:00:00Z");
        let mut torn = 0;
        for wait_ms in [20, 100, 200, 400, 800, 1_200, 1_600, 2_400] {
            let import = import::focus(&base.db, &order, &path);
            match tokio::time::timeout(Duration::from_millis(wait_ms), import).await {
                Ok(report) => {
                    assert!(report.unwrap().outcome.is_ok(), "it came in although it was torn off before");
                    break;
                }
                Err(_) => torn += 1,
            }
            if base.count("SELECT COUNT(*) FROM organization").await == 1 {
                // Torn off while it was committed, it is there as a whole.
                assert_eq!(base.count("SELECT COUNT(*) FROM bill_line").await, i64::try_from(ROWS).unwrap());
                assert_eq!(verify::run(&base.db).await.unwrap().findings, Vec::<String>::new());
                break;
            }
            for table in ["organization", "delivery", "bill", "bill_line"] {
                let sql = format!("SELECT COUNT(*) FROM {table}");
                assert_eq!(base.count(&sql).await, 0, "{table} after {wait_ms} ms");
            }
        }
        assert!(torn > 0);
    }
}
