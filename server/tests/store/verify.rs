//! A hand in the data is found.

use crate::base::story;
use server::demo;
use server::engine::verify;

/// What a hand does to the first bill of Harbour that fits, and what is said then.
const HANDS: [(&str, &str, &str); 12] = [
    ("bill_line SET amount = '0.01'", "bill_id = ? AND position = 1", "its lines add up to"),
    ("bill_line SET position = 9", "bill_id = ? AND position = 1", "it should be line 1"),
    ("bill_line SET source_row = 1", "bill_id = ? AND position = 1", "row 1 is no row"),
    ("bill_line SET delivery_id = 7", "bill_id = ? AND position = 1", "its delivery 7 does not exist"),
    ("bill SET lines = lines + 1", "id = ?", "lines and says"),
    ("bill SET exact = '1.5'", "id = ?", "its lines add up to"),
    ("bill SET residue = '0.1'", "id = ?", "its residue is"),
    ("bill SET rounding = 'sideways'", "id = ?", "no rounding is called \"sideways\""),
    ("bill SET consumption = consumption + 1, settled = settled + 1", "id = ?", "its consumption says"),
    ("bill SET number_place = number_place + 1", "id = ?", "another bill has the same number"),
    ("bill SET bill_date = '2020-01-01'", "id = ?", "its bill date is 2020-01-01 and should be"),
    ("bill SET revision = 999999", "id = ?", "its revision is newer"),
];

/// Bills and what speaks of them, as they have to be taken away.
const TABLES: [&str; 4] = ["repayment", "credit_note", "bill_line", "bill"];

story! {
    async fn every_hand_in_the_data_is_named(base: Base) {
        demo::build(&base.db, 300, 1, "2026-11-21T08:00:00Z".parse().unwrap()).await.unwrap();
        let id = base.count("SELECT MIN(id) + 40 FROM bill WHERE organization_id = 1").await;
        for table in TABLES {
            base.tamper(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
        }
        for (change, who, words) in HANDS {
            base.tamper(&format!("UPDATE {change} WHERE {}", who.replace('?', &id.to_string()))).await;
            let found = verify::run(&base.db).await.unwrap();
            let first = found.findings.first().unwrap_or_else(|| panic!("{change} was not found"));
            assert!(first.contains("Harbour Retail Group, bill HRB-20") && first.contains(words), "{first}");
            for table in TABLES {
                base.tamper(&format!("DELETE FROM {table}")).await;
            }
            for table in TABLES.iter().rev() {
                base.tamper(&format!("INSERT INTO {table} SELECT * FROM kept_{table}")).await;
            }
        }
        assert_eq!(verify::run(&base.db).await.unwrap().off, 0);
        base.tamper("UPDATE counter SET next = next + 1 WHERE series = 'bill-number-2025' AND organization_id = 1").await;
        base.tamper("UPDATE counter SET next = 3 WHERE series = 'product' AND organization_id = 2").await;
        let found = verify::run(&base.db).await.unwrap();
        assert_eq!(found.off, 2, "{:?}", found.findings);
        assert!(found.findings[0].contains("Harbour Retail Group: no bill has number"), "{:?}", found.findings);
        assert!(found.findings[1].contains("Meridian Freight: product"), "{:?}", found.findings);
    }
}
