//! What comes late for a month that is issued (M2).

use crate::base::{Base, story};
use crate::books::{Books, refusal, september, usd};
use crate::file::{NOVEMBER, Row, SEPTEMBER, csv, order};
use crate::operator::{operate, refund};
use contract::id::{ApplicationId, BillId, ProductCode};
use contract::operator::{Denied, OperatorAct, OrderKey};
use contract::settle::Products;
use server::engine::import::{self, FileReport};
use server::engine::issue;
use server::engine::write::{Act, Done, NotDone, Refusal};

/// Month, usage's month, application, consumption, outstanding, settled, lines, listed and issued or not.
const BILLS: &str = "SELECT CAST(b.cycle - 24312 + 1 AS TEXT) || ' ' || CAST(b.usage_cycle - 24312 + 1 AS TEXT) || ' ' || a.code || ' ' || \
    b.consumption || ' ' || b.outstanding || ' ' || b.settled || ' ' || b.lines || \
    CASE WHEN b.withdrawn THEN ' withdrawn' ELSE '' END || CASE WHEN b.issued THEN ' issued' ELSE '' END || \
    CASE WHEN b.adjusts IS NULL THEN '' ELSE ' adjusts' END \
    FROM bill b JOIN application a ON a.organization_id = b.organization_id AND a.id = b.application_id ORDER BY b.id";

const ISSUED: [&str; 2] = ["9 9 shop 700 700 0 1 issued", "9 9 b 500 500 0 1 issued"];

/// September, 7.00 for the shop and 5.00 for b, with its monthly bill.
async fn issued(base: Base) -> Books {
    let books = Books::open(base).await;
    books.issue().await;
    books
}

const fn shop(cost: &'static str) -> Row {
    Row { cost, ..SEPTEMBER }
}

const fn other(cost: &'static str) -> Row {
    Row { cost, application: "b", ..SEPTEMBER }
}

impl Books {
    async fn deliver(&self, name: &str, rows: &[Row]) -> FileReport {
        self.base.import(name, &csv(rows)).await.unwrap()
    }

    async fn deliver_at(&self, now: &str, name: &str, rows: &[Row]) {
        import::focus(&self.base.db, &order(now), &self.base.file(name, &csv(rows))).await.unwrap();
    }

    async fn bills(&self) -> Vec<String> {
        self.base.ask(BILLS).await
    }

    /// Writes a credit note for the bill of the shop, of September.
    async fn note_the_shop(&self, key: &str, minor: i64) -> Result<Done, NotDone> {
        let shop =
            self.base.count("SELECT id FROM bill WHERE cycle = usage_cycle AND consumption = 700").await;
        let (month, bill, money) = (september(), Some(BillId::new(shop)), usd(minor));
        self.write(key, operate(OperatorAct::CreditNote { month, bill, money })).await
    }
}

story! {
    async fn m2_an_issued_month_is_never_restated(base: Base) {
        let books = issued(base).await;
        let report = books.deliver("late.csv", &[shop("9.504"), other("5")]).await;
        let scope = &report.outcome.as_ref().unwrap().scopes[0];
        assert_eq!((scope.adjusted, scope.unchanged, scope.changed, scope.added), (1, 1, 0, 0));
        assert!(report.to_string().contains("1 of an issued month adjusted in the next open one; 12.00 USD → 14.50 USD"), "{report}");
        assert_eq!(books.bills().await, [ISSUED[0], ISSUED[1], "11 9 shop 250 250 0 2 adjusts"]);
        // The line of the delivery, and one that takes off what was billed before, with its rounding.
        let lines = "SELECT amount || ' ' || source_row FROM bill_line WHERE bill_id = (SELECT MAX(id) FROM bill) ORDER BY position";
        assert_eq!(books.base.ask(lines).await, ["9.504 2", "-7.004 0"]);
        assert_eq!(books.base.ask("SELECT kind || ' ' || before_minor || ' ' || after_minor FROM delivery_change").await, ["adjusted 0 250"]);
        assert_eq!(books.base.count("SELECT outstanding FROM monthly_bill").await, 1_200);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m2_late_lines_for_a_product_without_a_bill_are_billed_in_the_next_month(base: Base) {
        let books = issued(base).await;
        let new = Row { application: "new", cost: "3", ..SEPTEMBER };
        books.deliver("late.csv", &[shop("7"), other("5"), new]).await;
        assert_eq!(books.bills().await, [ISSUED[0], ISSUED[1], "11 9 new 300 300 0 1"]);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m2_the_same_late_news_twice_adjusts_once(base: Base) {
        let books = issued(base).await;
        books.deliver("late.csv", &[shop("9.5"), other("5")]).await;
        // Other bytes, the same news: the adjustment stands on the newer delivery.
        books.deliver("again.csv", &[other("5"), shop("9.5")]).await;
        assert_eq!(books.bills().await, [ISSUED[0], ISSUED[1], "11 9 shop 250 250 0 2 adjusts"]);
        assert!(books.deliver("same.csv", &[other("5"), shop("9.5")]).await.outcome.is_err());
        assert_eq!(books.findings().await, [""; 0]);
        // Back to what was issued: there is nothing to adjust.
        books.deliver("back.csv", &[shop("7.00"), other("5")]).await;
        assert_eq!(books.bills().await[2], "11 9 shop 0 0 0 0 withdrawn adjusts");
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m2_a_third_delivery_adjusts_by_the_difference_to_all_that_was_billed(base: Base) {
        let books = issued(base).await;
        books.deliver("second.csv", &[shop("9.5"), other("5")]).await;
        // November is issued with the first adjustment in it.
        issue::run(&books.base.db, "2026-12-02T04:00:00Z".parse().unwrap()).await.unwrap();
        let december = server::engine::write::Door::new(books.base.db.clone(), server::clock::Clock::standing(1_796_184_000_000_000));
        december.write(books.command("issue/11", Act::Issue { cycle: "2026-11".parse().unwrap() })).await.unwrap();
        books.deliver_at("2026-12-03T00:00:00Z", "third.csv", &[shop("9"), other("5")]).await;
        assert_eq!(books.bills().await[2..], ["11 9 shop 250 250 0 2 issued adjusts", "12 9 shop -50 0 -50 2 adjusts"]);
        assert_eq!(books.findings().await, [""; 0]);
        // A fourth, before December is issued, restates the open one.
        books.deliver_at("2026-12-04T00:00:00Z", "fourth.csv", &[shop("10"), other("5")]).await;
        assert_eq!(books.bills().await[3..], ["12 9 shop 50 50 0 2 adjusts"]);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m2_what_was_billed_too_much_goes_to_the_refund_balance_of_the_next_month(base: Base) {
        let books = issued(base).await;
        // b is gone, the shop costs less.
        books.deliver("late.csv", &[shop("6"), NOVEMBER]).await;
        assert_eq!(books.bills().await[2..], ["11 9 shop -100 0 -100 2 adjusts", "11 11 shop 100 100 0 1", "11 9 b -500 0 -500 1 adjusts"]);
        issue::run(&books.base.db, "2026-12-02T04:00:00Z".parse().unwrap()).await.unwrap();
        let december = server::engine::write::Door::new(books.base.db.clone(), server::clock::Clock::standing(1_796_184_000_000_000));
        december.write(books.command("issue/11", Act::Issue { cycle: "2026-11".parse().unwrap() })).await.unwrap();
        let expected = ["consumption -700", "receivable/2026-09 1200", "receivable/2026-11 100", "refund/2026-11 -600"];
        assert_eq!(books.balances().await, expected);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m2_what_is_paid_stays_paid_when_news_come_late(base: Base) {
        let books = issued(base).await;
        books.top_up("one", 900).await.unwrap();
        assert_eq!(books.write("settle", Act::Settle).await.unwrap().paid, [(september(), usd(900))]);
        books.deliver("late.csv", &[shop("1"), other("1")]).await;
        assert_eq!(books.bills().await, [
            "9 9 shop 700 0 700 1 issued", "9 9 b 500 300 200 1 issued",
            "11 9 shop -600 0 -600 2 adjusts", "11 9 b -400 0 -400 2 adjusts",
        ]);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m2_verify_knows_the_link(base: Base) {
        let books = issued(base).await;
        books.deliver("late.csv", &[shop("9.5"), other("5")]).await;
        books.notice(&[
            ("UPDATE bill SET adjusts = adjusts + 1 WHERE adjusts IS NOT NULL", "UPDATE bill SET adjusts = adjusts - 1 WHERE adjusts IS NOT NULL", "it adjusts no issued bill"),
            ("UPDATE bill SET issued = FALSE WHERE cycle = usage_cycle AND consumption = 500", "UPDATE bill SET issued = TRUE WHERE cycle = usage_cycle AND consumption = 500", "its monthly bill is there without it"),
            ("UPDATE bill SET issued = TRUE WHERE adjusts IS NOT NULL", "UPDATE bill SET issued = FALSE WHERE adjusts IS NOT NULL", "it is issued, yet there is no monthly bill"),
        ]).await;
    }
}

story! {
    async fn m2_what_a_credit_note_took_off_is_not_given_back_again(base: Base) {
        let books = issued(base).await;
        books.note_the_shop("note", 700).await.unwrap();
        let report = books.deliver("late.csv", &[shop("0"), other("5")]).await;
        assert_eq!(report.outcome.as_ref().unwrap().scopes[0].adjusted, 0);
        assert_eq!(books.bills().await, ["9 9 shop 700 0 0 1 issued", ISSUED[1]]);
        // The same when it was paid, and the note went to the refund balance.
        books.top_up("one", 500).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        let (month, money) = (september(), usd(500));
        books.write("paid", operate(OperatorAct::CreditNote { month, bill: None, money })).await.unwrap();
        books.deliver("later.csv", &[shop("0"), other("0")]).await;
        assert_eq!(books.bills().await.len(), 2);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m2_a_credit_note_makes_an_adjustment_smaller(base: Base) {
        let books = issued(base).await;
        books.note_the_shop("note", 200).await.unwrap();
        books.deliver("late.csv", &[shop("4"), other("5")]).await;
        assert_eq!(books.bills().await[2..], ["11 9 shop -100 0 -100 2 adjusts"]);
        assert_eq!(books.findings().await, [""; 0]);
        // Less than the note took off: nothing is billed again for it.
        books.deliver("more.csv", &[shop("6"), other("5")]).await;
        assert_eq!(books.bills().await[2..], ["11 9 shop 0 0 0 0 withdrawn adjusts"]);
        // More than was billed is billed, whatever the note was for.
        books.deliver("most.csv", &[shop("8"), other("5")]).await;
        assert_eq!(books.bills().await[2..], ["11 9 shop 100 100 0 2 adjusts"]);
        // A note that was undone took nothing off.
        let entry = books.base.count("SELECT place FROM audit_entry WHERE idempotency_key = 'job/note'").await;
        books.write("undo", operate(OperatorAct::Reverse { entry })).await.unwrap();
        books.deliver("least.csv", &[other("5"), shop("4")]).await;
        assert_eq!(books.bills().await[2..], ["11 9 shop -300 0 -300 2 adjusts"]);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m2_what_an_adjustment_took_off_is_given_back_no_other_way(base: Base) {
        let books = issued(base).await;
        books.deliver("late.csv", &[shop("4"), other("5")]).await;
        let above = refusal(books.note_the_shop("note", 401).await);
        assert_eq!(above, Refusal::Denied(Denied::AboveBill { most: usd(400) }));
        books.top_up("one", 1_200).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        let above = refusal(books.write("refund", operate(refund("2026-09", 901))).await);
        assert_eq!(above, Refusal::Denied(Denied::AboveCharge { month: september(), most: usd(900) }));
        let above = refusal(books.note_the_shop("paid", 401).await);
        assert_eq!(above, Refusal::Denied(Denied::AboveBill { most: usd(400) }));
        books.note_the_shop("all", 400).await.unwrap();
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m2_what_was_refunded_of_a_month_is_not_given_back_again(base: Base) {
        let books = issued(base).await;
        books.top_up("one", 1_200).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        books.write("refund", operate(refund("2026-09", 900))).await.unwrap();
        // 3.00 of the month are left to be given back: a refund of less than that changes no adjustment.
        books.deliver("late.csv", &[shop("5"), other("5")]).await;
        assert_eq!(books.bills().await[2..], ["11 9 shop -200 0 -200 2 adjusts"]);
        books.deliver("less.csv", &[shop("0"), other("5")]).await;
        assert_eq!(books.bills().await[2..], ["11 9 shop -300 0 -300 2 adjusts"]);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m2_verify_sees_what_was_given_back_twice(base: Base) {
        let books = issued(base).await;
        books.note_the_shop("note", 200).await.unwrap();
        books.deliver("late.csv", &[shop("4"), other("5")]).await;
        assert_eq!(books.findings().await, [""; 0]);
        // As if the note had not been looked at.
        books.base.tamper("UPDATE credit_note SET open = open + 401").await;
        let findings = books.findings().await;
        assert!(findings.iter().any(|finding| finding.contains("credit notes took off 6.01 USD, but only 6.00 USD was billed")), "{findings:?}");
        books.base.tamper("UPDATE credit_note SET open = open - 401").await;
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m2_a_credit_note_counts_what_was_given_back_of_the_whole_month(base: Base) {
        let books = issued(base).await;
        books.top_up("one", 700).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        books.write("refund", operate(refund("2026-09", 700))).await.unwrap();
        // The refund leaves 5.00 of the month: no more is taken off.
        books.deliver("late.csv", &[shop("0"), other("5")]).await;
        assert_eq!(books.bills().await[2..], ["11 9 shop -500 0 -500 2 adjusts"]);
        // All 12.00 are given back, though 5.00 are still open.
        let note = OperatorAct::CreditNote { month: september(), bill: None, money: usd(1) };
        assert_eq!(refusal(books.write("note", operate(note)).await), Refusal::Denied(Denied::AboveBill { most: usd(0) }));
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a6_what_a_card_paid_and_an_adjustment_took_off_holds_up_no_credit_note(base: Base) {
        let books = issued(base).await;
        let product = ProductCode::parse(&books.base.ask("SELECT code FROM product").await[0]).unwrap();
        let orders = vec![OrderKey { product, application: ApplicationId::parse("shop").unwrap() }];
        let (valid_from, valid_to, products) = (september(), "2026-11".parse().unwrap(), Products::All);
        let card = OperatorAct::GrantCard { money: usd(700), valid_from, valid_to, products, orders };
        books.write("card", operate(card)).await.unwrap();
        books.top_up("one", 1).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        books.deliver("late.csv", &[shop("3"), other("5")]).await;
        // The other bill is open but for the one cent, and nothing was given back of it.
        let note = |minor| operate(OperatorAct::CreditNote { month: september(), bill: None, money: usd(minor) });
        assert_eq!(refusal(books.write("above", note(501)).await), Refusal::Denied(Denied::AboveBill { most: usd(500) }));
        books.write("note", note(500)).await.unwrap();
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m2_usage_that_moves_to_another_application_leaves_a_refund_in_place(base: Base) {
        let books = issued(base).await;
        books.top_up("one", 1_200).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        let refund = OperatorAct::Refund { month: september(), money: usd(300) };
        books.write("refund", operate(refund)).await.unwrap();
        books.deliver("moved.csv", &[Row { application: "moved", ..shop("12") }]).await;
        assert_eq!(books.findings().await, [""; 0]);
    }
}
