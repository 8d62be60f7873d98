//! A newer delivery of a cycle.

use crate::base::{Base, story};
use crate::file::{NOVEMBER, Row, SEPTEMBER, csv, order};
use server::engine::{import, verify};

const BILLS: &str = "SELECT p.name || ' ' || a.code || ' ' || b.consumption || ' ' || b.outstanding || ' ' || \
    b.processing || ' ' || b.settled || ' ' || b.lines || ' ' || COALESCE(CAST(b.number_place AS TEXT), '-') || ' ' || \
    CASE WHEN b.withdrawn THEN 'withdrawn' ELSE 'listed' END || ' ' || b.revision FROM bill b \
    JOIN product p ON p.id = b.product_id JOIN application a ON a.id = b.application_id ORDER BY b.id";

async fn in_order(base: &Base) {
    assert_eq!(verify::run(&base.db).await.unwrap().findings, Vec::<String>::new());
}

story! {
    async fn a_newer_delivery_replaces_the_older_one_as_a_whole(base: Base) {
        let product = |product, cost| Row { product, cost, ..SEPTEMBER };
        let older = [product("Same", "1"), product("More", "2"), product("Gone", "3"), NOVEMBER];
        base.import("older.csv", &csv(&older)).await.unwrap();
        let newer = [product("New", "4"), product("More", "2.5"), product("More", "0.25"), product("Same", "1")];
        let report = base.import("newer.csv", &csv(&newer)).await.unwrap();
        let scope = &report.outcome.as_ref().unwrap().scopes[0];
        assert_eq!((scope.added, scope.changed, scope.removed, scope.unchanged), (1, 1, 1, 1));
        assert!(report.to_string().contains("6.00 USD → 7.75 USD"), "{report}");
        // What has a number keeps it, down to zero; the cycle that was not delivered again stays.
        assert_eq!(base.ask(BILLS).await, [
            "Same shop 100 100 0 0 1 1 listed 1",
            "More shop 275 275 0 0 2 2 listed 2",
            "Gone shop 0 0 0 0 0 3 listed 2",
            "Object Storage shop 100 100 0 0 1 - listed 1",
            "New shop 400 400 0 0 1 4 listed 2",
        ]);
        let changes = "SELECT kind || ' ' || before_minor || ' ' || after_minor FROM delivery_change ORDER BY kind";
        assert_eq!(base.ask(changes).await, ["added 0 400", "changed 200 275", "removed 300 0"]);
        assert_eq!(base.count("SELECT COUNT(*) FROM bill_line").await, 5);
        assert_eq!(base.count("SELECT bills_revision FROM organization").await, 2);
        in_order(&base).await;
    }
}

story! {
    async fn a_name_in_another_case_is_no_new_name(base: Base) {
        base.import("1.csv", &csv(&[SEPTEMBER])).await.unwrap();
        base.import("2.csv", &csv(&[Row { product: "OBJECT STORAGE", ..NOVEMBER }])).await.unwrap();
        assert_eq!(base.ask("SELECT name FROM product").await, ["Object Storage"]);
        in_order(&base).await;
    }
}

story! {
    async fn a_bill_without_a_number_is_withdrawn_and_comes_back(base: Base) {
        let gone = Row { application: "gone", ..NOVEMBER };
        base.import("1.csv", &csv(&[NOVEMBER, gone])).await.unwrap();
        base.import("2.csv", &csv(&[NOVEMBER])).await.unwrap();
        assert_eq!(base.ask(BILLS).await[1], "Object Storage gone 0 0 0 0 0 - withdrawn 2");
        in_order(&base).await;
        base.import("3.csv", &csv(&[NOVEMBER, Row { cost: "9", ..gone }])).await.unwrap();
        assert_eq!(base.ask(BILLS).await[1], "Object Storage gone 900 900 0 0 1 - listed 3");
        in_order(&base).await;
    }
}

story! {
    async fn m2_the_delivery_after_issue_brings_the_numbers(base: Base) {
        base.import("1.csv", &csv(&[NOVEMBER, Row { application: "b", ..NOVEMBER }])).await.unwrap();
        let rows = csv(&[NOVEMBER, Row { application: "b", cost: "5", ..NOVEMBER }, Row { application: "c", ..NOVEMBER }]);
        let path = base.file("2.csv", &rows);
        import::focus(&base.db, &order("2026-12-02T03:59:59Z"), &path).await.unwrap();
        assert_eq!(base.count("SELECT COUNT(number_place) FROM bill").await, 0);
        let path = base.file("3.csv", &[rows, SEPTEMBER.text().into_bytes()].concat());
        import::focus(&base.db, &order("2026-12-02T04:00:00Z"), &path).await.unwrap();
        // September is issued before November.
        assert_eq!(base.ask(BILLS).await, [
            "Object Storage shop 100 100 0 0 1 2 listed 3",
            "Object Storage b 500 500 0 0 1 3 listed 3",
            "Object Storage c 100 100 0 0 1 4 listed 3",
            "Object Storage shop 100 100 0 0 1 1 listed 3",
        ]);
        in_order(&base).await;
    }
}

story! {
    async fn money_that_was_paid_stays_consistent(base: Base) {
        let bill = |application, cost| Row { application, cost, ..SEPTEMBER };
        let older = [bill("paid", "10"), bill("part", "10"), bill("paying", "10"), bill("up", "10")];
        base.import("older.csv", &csv(&older)).await.unwrap();
        for (place, parts) in ["0, processing = 0, settled = 1000", "600, processing = 0, settled = 400",
            "0, processing = 1000, settled = 0", "0, processing = 0, settled = 1000"].iter().enumerate() {
            base.tamper(&format!("UPDATE bill SET outstanding = {parts} WHERE number_place = {}", place + 1)).await;
        }
        let newer = [bill("paid", "7"), bill("part", "7"), bill("paying", "7"), bill("up", "12")];
        let report = base.import("newer.csv", &csv(&newer)).await.unwrap();
        assert_eq!(base.ask(BILLS).await, [
            "Object Storage paid 700 0 0 700 1 1 listed 2",
            "Object Storage part 700 300 0 400 1 2 listed 2",
            "Object Storage paying 700 0 700 0 1 3 listed 2",
            "Object Storage up 1200 200 0 1000 1 4 listed 2",
        ]);
        assert!(report.to_string().contains("(6.00 USD to the refund balance)"), "{report}");
        in_order(&base).await;
    }
}
