//! Official bills.

use crate::base::story;
use crate::file::{NOVEMBER, Row, SEPTEMBER, csv};
use server::engine::{issue, verify};

const NUMBERS: &str = "SELECT a.code || ' ' || b.cycle || ' ' || COALESCE(CAST(b.number_year AS TEXT), '-') || ' ' || \
    COALESCE(CAST(b.number_place AS TEXT), '-') || ' ' || COALESCE(b.bill_date, '-') || ' ' || b.revision FROM bill b \
    JOIN application a ON a.id = b.application_id ORDER BY b.id";

story! {
    async fn m2_bills_get_their_numbers_at_noon_of_the_second(base: Base) {
        let rows = [SEPTEMBER, NOVEMBER, Row { application: "b", ..NOVEMBER }, Row { application: "c", ..NOVEMBER }];
        base.import("1.csv", &csv(&rows)).await.unwrap();
        // One is gone before it is issued.
        base.import("2.csv", &csv(&rows[..3])).await.unwrap();
        assert_eq!(issue::run(&base.db, "2026-12-02T03:59:59Z".parse().unwrap()).await.unwrap(), 0);
        let noon = "2026-12-02T04:00:00Z".parse().unwrap();
        let (one, other) = tokio::join!(issue::run(&base.db, noon), issue::run(&base.db, noon));
        assert_eq!(one.unwrap() + other.unwrap(), 2);
        assert_eq!(issue::run(&base.db, noon).await.unwrap(), 0);
        let numbers = base.ask(NUMBERS).await;
        assert_eq!(numbers[0], "shop 24320 2026 1 2026-10-02 1");
        assert!(numbers[1].starts_with("shop 24322 2026 2 2026-12-02 "), "{numbers:?}");
        assert!(numbers[2].starts_with("b 24322 2026 3 2026-12-02 "), "{numbers:?}");
        assert_eq!(numbers[3], "c 24322 - - - 2");
        assert_eq!(verify::run(&base.db).await.unwrap().findings, Vec::<String>::new());
    }
}
