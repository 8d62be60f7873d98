//! A file that is new.

use crate::base::story;
use crate::file::{NOVEMBER, ORGANIZATION, Row, SEPTEMBER, csv, gzip};
use server::engine::verify;

const ROWS: [Row; 5] = [
    Row { cost: "0.00000080001", ..SEPTEMBER },
    Row { cost: "1.004", ..SEPTEMBER },
    Row { cost: "2.5", currency: "JPY", ..SEPTEMBER },
    Row { cost: "-3.125", application: "refunds", ..SEPTEMBER },
    Row { cost: "7", account: "acc-2", ..NOVEMBER },
];

const BILLS: &str = "SELECT a.number || ' ' || p.code || ' ' || b.cycle || ' ' || b.consumption || ' ' || \
    b.outstanding || ' ' || b.settled || ' ' || b.exact || ' ' || b.residue || ' ' || b.usage || ' ' || b.lines || ' ' || \
    COALESCE(CAST(b.number_year AS TEXT), '-') || ' ' || COALESCE(CAST(b.number_place AS TEXT), '-') || ' ' || \
    COALESCE(b.bill_date, '-') FROM bill b JOIN account a ON a.id = b.account_id JOIN product p \
    ON p.id = b.product_id ORDER BY b.id";

story! {
    async fn a_file_becomes_bills_with_lines(base: Base) {
        let report = base.import("usage.csv", &csv(&ROWS)).await.unwrap();
        let imported = report.outcome.unwrap();
        assert_eq!((imported.rows, imported.bills, imported.new), (5, 4, (3, 1, 2)));
        assert!(imported.organization_is_new);
        let sums: Vec<String> =
            imported.sums.iter().map(|(currency, sum)| format!("{currency} {sum}")).collect();
        assert_eq!(sums, ["JPY 2.5", "USD 4.87900080001"]);
        // One rounding a bill; a negative sum is a credit; the running cycle has no number yet (M2).
        assert_eq!(base.ask(BILLS).await, [
            "acc-1-USD object-storage 24320 100 100 0 1.00400080001 0.00400080001 [[\"5\",\"GB\"]] 2 2026 1 2026-10-02",
            "acc-1-JPY object-storage 24320 3 3 0 2.5 -0.5 [[\"2.5\",\"GB\"]] 1 2026 2 2026-10-02",
            "acc-1-USD object-storage 24320 -313 0 -313 -3.125 0.005 [[\"2.5\",\"GB\"]] 1 2026 3 2026-10-02",
            "acc-2-USD object-storage 24322 700 700 0 7 0 [[\"2.5\",\"GB\"]] 1 - - -",
        ]);
        assert_eq!(
            base.ask("SELECT description || ' ' || source_row || ' ' || charged_from || ' ' || unit_price || ' ' || \
                      region FROM bill_line ORDER BY source_row LIMIT 1").await,
            ["A \\ b, \"c\" 2 2026-09-02 0.5 eu-1"]
        );
        assert_eq!(base.count("SELECT bills_revision FROM organization").await, 1);
        assert_eq!(base.count("SELECT MIN(revision) FROM bill").await, 1);
        let verified = verify::run(&base.db).await.unwrap();
        assert_eq!((verified.bills, verified.lines, verified.findings), (4, 5, vec![]));
    }
}

story! {
    async fn the_same_file_twice_changes_nothing(base: Base) {
        base.import("usage.csv", &csv(&ROWS)).await.unwrap();
        let before = base.everything().await;
        let report = base.import("again.csv", &csv(&ROWS)).await.unwrap();
        assert!(report.outcome.as_ref().is_err_and(|known| known.file == "usage.csv"));
        assert!(report.to_string().contains("nothing to do"), "{report}");
        assert_eq!(base.everything().await, before);
    }
}

story! {
    async fn gzip_is_known_by_its_first_bytes(base: Base) {
        let report = base.import("usage.csv", &gzip(&csv(&ROWS))).await.unwrap();
        assert_eq!(report.outcome.unwrap().rows, 5);
        assert_eq!(base.count("SELECT COUNT(*) FROM bill_line").await, 5);
    }
}

story! {
    async fn what_is_off_is_kept_with_its_rows(base: Base) {
        let odd = [Row { product: "NULL", ..SEPTEMBER }, SEPTEMBER, Row { product: "NULL", ..SEPTEMBER }];
        let report = base.import("odd.csv", &csv(&odd)).await.unwrap();
        assert!(report.to_string().contains("ServiceName: 2 × "), "{report}");
        let kept = "SELECT kind || ' ' || cells || ' ' || source_rows || ' ' || examples FROM delivery_finding \
                    WHERE column_name = 'ServiceName' AND kind = 'null_text'";
        assert_eq!(base.ask(kept).await, ["null_text 2 [[2,2],[4,4]] [[2,\"NULL\"],[4,\"NULL\"]]"]);
    }
}

story! {
    async fn two_payers_of_one_sub_account_stay_two_accounts(base: Base) {
        base.import("one.csv", &csv(&[SEPTEMBER])).await.unwrap();
        base.import("two.csv", &csv(&[Row { payer: "PAYER-2", cost: "9", ..SEPTEMBER }])).await.unwrap();
        base.import("two.csv", &csv(&[Row { payer: "PAYER-2", cost: "8", ..SEPTEMBER }])).await.unwrap();
        let numbers = base.ask("SELECT number FROM account ORDER BY id").await;
        assert_eq!(numbers, ["acc-1-USD", "acc-1-USD@PAYER-2"]);
        assert_eq!(base.count("SELECT COUNT(*) FROM bill").await, 2);
        assert_eq!(verify::run(&base.db).await.unwrap().findings, Vec::<String>::new());
    }
}

story! {
    async fn a_name_that_no_organization_can_have_is_refused(base: Base) {
        let path = base.file("usage.csv", &csv(&ROWS));
        let mut order = crate::file::order("2026-11-15T12:00:00Z");
        order.organization = " ".to_owned();
        assert!(server::engine::import::focus(&base.db, &order, &path).await.is_err());
        assert_eq!(base.count("SELECT COUNT(*) FROM organization").await, 0);
        order.organization = format!(" {ORGANIZATION} ");
        server::engine::import::focus(&base.db, &order, &path).await.unwrap();
        assert_eq!(base.ask("SELECT name || ' ' || issuer FROM organization").await, ["Quay Works QYW"]);
    }
}
