//! The audit log's chain: whoever changes, removes, swaps or cuts anything is found (A7).

use crate::base::{Base, story};
use crate::books::Books;
use server::engine::verify;
use server::engine::write::Act;
use std::collections::BTreeSet;

/// An issue, two top-ups and two settlements, the last of which pays two bills' rest.
async fn lived(base: Base) -> Books {
    let books = Books::open(base).await;
    books.issue().await;
    for (key, minor) in [("one", 800), ("two", 1_000)] {
        books.top_up(key, minor).await.unwrap();
        books.write(&format!("settle-{key}"), Act::Settle).await.unwrap();
    }
    books
}

/// Two rows of the log change their places.
const SWAP: [&str; 3] = [
    "UPDATE audit_entry SET place = 99 WHERE place = 2",
    "UPDATE audit_entry SET place = 2 WHERE place = 4",
    "UPDATE audit_entry SET place = 4 WHERE place = 99",
];

story! {
    async fn a7_what_is_flipped_deleted_or_swapped_is_found(base: Base) {
        let books = lived(base).await;
        assert_eq!(books.findings().await, [""; 0]);
        let hands: [(&[&str], &[&str], &str); 4] = [
            // Sources of two repayments change sides; every sum stays.
            (&["UPDATE repayment SET source = 'refund/2026-09' WHERE amount = 700"],
             &["UPDATE repayment SET source = 'cash' WHERE amount = 700"], "audit entry 3: its hash does not fit"),
            (&["UPDATE repayment SET amount = amount + 1 WHERE amount = 100", "UPDATE repayment SET amount = amount - 1 WHERE amount = 700"],
             &["UPDATE repayment SET amount = amount - 1 WHERE amount = 101", "UPDATE repayment SET amount = amount + 1 WHERE amount = 699"], "audit entry 3: its hash does not fit"),
            (&["UPDATE repayment SET bill_id = bill_id - 1 WHERE amount = 400"],
             &["UPDATE repayment SET bill_id = bill_id + 1 WHERE amount = 400"], "audit entry 5: its hash does not fit"),
            (&["UPDATE audit_entry SET input = REPLACE(input, '8.00', '9.00') WHERE place = 2"],
             &["UPDATE audit_entry SET input = REPLACE(input, '9.00', '8.00') WHERE place = 2"], "audit entry 2: its hash does not fit"),
        ];
        for (hand, undo, says) in hands {
            for sql in hand {
                books.base.tamper(sql).await;
            }
            let findings = books.findings().await;
            assert!(findings.iter().any(|finding| finding.contains(says)), "{hand:?}: {findings:?}");
            for sql in undo {
                books.base.tamper(sql).await;
            }
        }
        assert_eq!(books.findings().await, [""; 0]);
        books.base.tamper("DELETE FROM repayment WHERE amount = 400").await;
        let findings = books.findings().await;
        assert!(findings.iter().any(|finding| finding.contains("audit entry 5: its hash does not fit")), "{findings:?}");
    }
}

story! {
    async fn a7_an_end_that_was_cut_off_is_found_by_the_head_that_was_kept(base: Base) {
        let books = lived(base).await;
        let kept = verify::run(&books.base.db).await.unwrap().heads;
        let [(_, head)] = kept.as_slice() else { panic!("{kept:?}") };
        assert_eq!(head.0, 5);
        let expected = BTreeSet::from([head.clone()]);
        // The log grows: it still goes through there.
        books.top_up("three", 5).await.unwrap();
        assert_eq!(verify::against(&books.base.db, expected.clone()).await.unwrap().findings, [""; 0]);
        // Somebody takes the last two entries away, with everything that belongs to them.
        let cut = [
            "DELETE FROM repayment WHERE transaction_id IN (SELECT id FROM ledger_transaction WHERE audit_place > 4)",
            "DELETE FROM ledger_posting WHERE transaction_id IN (SELECT id FROM ledger_transaction WHERE audit_place > 4)",
            "DELETE FROM ledger_transaction WHERE audit_place > 4",
            "DELETE FROM audit_entry WHERE place > 4",
            "UPDATE audit_chain SET place = 4, sha256 = (SELECT sha256 FROM audit_entry WHERE place = 4)",
            "UPDATE ledger_balance SET debits = (SELECT COALESCE(SUM(p.debit), 0) FROM ledger_posting p WHERE p.book = ledger_balance.book)",
            "UPDATE bill SET outstanding = 400, settled = 100 WHERE consumption = 500",
            "UPDATE monthly_bill SET outstanding = 400, settled = 800",
        ];
        for sql in cut {
            books.base.tamper(sql).await;
        }
        assert_eq!(books.findings().await, [""; 0]);
        let found = verify::against(&books.base.db, expected).await.unwrap().findings;
        assert!(found.len() == 1 && found[0].contains("no audit log goes through 5:"), "{found:?}");
    }
}

story! {
    async fn a7_entries_that_change_places_are_found(base: Base) {
        let books = lived(base).await;
        let deferred = match &books.base.db {
            server::store::Db::Lite { writer, .. } => sqlx::query("PRAGMA foreign_keys = OFF").execute(writer).await.map(drop),
            server::store::Db::Pg(pool) => sqlx::query("ALTER TABLE ledger_transaction DROP CONSTRAINT \
                ledger_transaction_organization_id_audit_place_fkey").execute(pool).await.map(drop),
        };
        deferred.unwrap();
        for sql in SWAP {
            books.base.tamper(sql).await;
        }
        let findings = books.findings().await;
        assert!(findings.iter().any(|finding| finding.contains("audit entry 2: it does not follow the entry before")), "{findings:?}");
    }
}
