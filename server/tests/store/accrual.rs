//! What is frozen for running months, and what was charged for them in advance (A4).

use crate::base::{Base, story};
use crate::books::{Books, NOW, refusal, usd};
use crate::file::{NOVEMBER, ORGANIZATION, Row, csv, order};
use crate::operator::{operate, refund};
use contract::cycle::Cycle;
use contract::operator::Denied;
use server::chance::Chance;
use server::clock::Clock;
use server::engine::write::{Act, Done, Door, Refusal};
use server::engine::{Engine, import, issue};

fn november() -> Cycle {
    "2026-11".parse().unwrap()
}

/// 2026-12-02T04:00:00Z: November is issued.
const ISSUE: i64 = 1_796_184_000_000_000;

fn engine(base: &Base) -> Engine {
    Engine::new(base.db.clone(), Clock::standing(NOW), Chance::System)
}

/// September is issued, so that only November runs.
async fn open(base: Base) -> Books {
    let books = Books::open(base).await;
    books.issue().await;
    books
}

/// A row of the books' account in the running month.
const fn running(cost: &'static str) -> Row {
    Row { cost, ..NOVEMBER }
}

impl Books {
    async fn accrue(&self) -> u64 {
        engine(&self.base).accrue().await.unwrap().done
    }

    /// Issues November, as the job would.
    async fn issue_november(&self) -> Done {
        issue::run(&self.base.db, "2026-12-02T04:00:00Z".parse().unwrap()).await.unwrap();
        let door = Door::new(self.base.db.clone(), Clock::standing(ISSUE));
        door.write(self.command("issue/11", Act::Issue { cycle: november() })).await.unwrap()
    }

    /// So much was charged for November in advance, by a hand in the books.
    async fn prepaid(&self, minor: i64) {
        let (organization, account) = (self.organization, self.account);
        self.base
            .tamper(&format!(
                "INSERT INTO ledger_balance (organization_id, account_id, book, debits) \
                 VALUES ({organization}, {account}, 'prepayment/2026-11', -{minor})"
            ))
            .await;
    }
}

story! {
    async fn a4_what_is_frozen_follows_the_newest_delivery(base: Base) {
        let books = open(base).await;
        books.top_up("one", 5_000).await.unwrap();
        books.base.import("1.csv", &csv(&[running("20"), Row { application: "b", ..running("3") }])).await.unwrap();
        assert_eq!(books.accrue().await, 1);
        let issued = ["cash -5000", "clearing/bank_transfer 5000", "consumption -1200"];
        let with = |frozen: &[&str]| {
            let mut all: Vec<String> = issued.iter().chain(frozen).map(ToString::to_string).collect();
            all.push("receivable/2026-09 1200".to_owned());
            all.sort();
            all
        };
        assert_eq!(books.balances().await, with(&["frozen/2026-11 -2300", "unbilled/2026-11 2300"]));
        // Nothing new: nothing moves, and nothing is kept.
        assert_eq!(books.accrue().await, 0);
        let entries = books.base.count("SELECT COUNT(*) FROM audit_entry").await;
        books.base.import("2.csv", &csv(&[running("4.5")])).await.unwrap();
        assert_eq!(books.accrue().await, 1);
        assert_eq!(books.balances().await, with(&["frozen/2026-11 -450", "unbilled/2026-11 450"]));
        assert_eq!(books.base.count("SELECT COUNT(*) FROM audit_entry").await, entries + 1);
        // Available credit is 50.00 − 4.50: enough for September.
        assert_eq!(books.write("settle", Act::Settle).await.unwrap().paid.len(), 1);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a4_what_is_frozen_closes_the_gate_of_automatic_settlement(base: Base) {
        let books = open(base).await;
        books.top_up("one", 1_000).await.unwrap();
        books.base.import("1.csv", &csv(&[running("10")])).await.unwrap();
        books.accrue().await;
        assert!(matches!(books.write("settle", Act::Settle).await, Err(error) if error.to_string() == Refusal::Closed.to_string()));
    }
}

story! {
    async fn a4_an_issue_frees_what_was_frozen(base: Base) {
        let books = open(base).await;
        books.base.import("1.csv", &csv(&[running("10")])).await.unwrap();
        books.accrue().await;
        books.issue_november().await;
        assert_eq!(books.balances().await, ["consumption -2200", "receivable/2026-09 1200", "receivable/2026-11 1000"]);
        assert_eq!(books.accrue().await, 0);
        let late = books.write("late", Act::Accrue { cycle: november() }).await;
        assert!(late.is_err());
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a4_a_charge_in_advance_is_not_frozen_again_and_pays_at_issue(base: Base) {
        let books = open(base).await;
        books.base.import("1.csv", &csv(&[running("10"), Row { application: "b", ..running("6") }])).await.unwrap();
        books.prepaid(1_200).await;
        books.accrue().await;
        assert!(books.balances().await.contains(&"frozen/2026-11 -400".to_owned()));
        assert_eq!(books.issue_november().await.paid, [(november(), usd(1_200))]);
        assert_eq!(books.balances().await, ["consumption -2800", "receivable/2026-09 1200", "receivable/2026-11 400"]);
        let paid = "SELECT source || ' ' || amount FROM repayment ORDER BY bill_id";
        assert_eq!(books.base.ask(paid).await, ["prepayment/2026-11 1000", "prepayment/2026-11 200"]);
        let monthly = "SELECT outstanding || ' ' || settled FROM monthly_bill ORDER BY cycle";
        assert_eq!(books.base.ask(monthly).await, ["1200 0", "400 1200"]);
    }
}

story! {
    async fn a4_what_was_charged_in_advance_beyond_the_bill_is_cash(base: Base) {
        let books = open(base).await;
        books.base.import("1.csv", &csv(&[running("10")])).await.unwrap();
        books.prepaid(1_500).await;
        assert_eq!(books.accrue().await, 0);
        books.issue_november().await;
        assert_eq!(books.balances().await, ["cash -500", "consumption -2200", "receivable/2026-09 1200"]);
    }
}

story! {
    async fn m2_what_was_charged_in_advance_is_not_refunded_before_the_issue(base: Base) {
        let books = open(base).await;
        books.base.import("1.csv", &csv(&[running("10")])).await.unwrap();
        books.prepaid(1_000).await;
        let done = books.write("refund", operate(refund("2026-11", 1))).await;
        assert_eq!(refusal(done), Refusal::Denied(Denied::NotIssued { month: november() }));
        books.issue_november().await;
        books.write("later", operate(refund("2026-11", 1_000))).await.unwrap();
    }
}

story! {
    async fn a4_what_leaves_the_delivery_is_free(base: Base) {
        let books = open(base).await;
        books.base.import("1.csv", &csv(&[running("10"), Row { account: "acc-2", ..running("2") }])).await.unwrap();
        assert_eq!(books.accrue().await, 2);
        books.base.import("2.csv", &csv(&[Row { account: "acc-2", ..running("2") }])).await.unwrap();
        assert_eq!(books.accrue().await, 1);
        assert_eq!(books.balances().await, ["consumption -1200", "frozen/2026-11 -200", "receivable/2026-09 1200", "unbilled/2026-11 200"]);
        // An import into another organization is another one's.
        let other = import::Order { organization: format!("{ORGANIZATION} 2"), ..order("2026-11-15T12:00:00Z") };
        let path = books.base.file("3.csv", &csv(&[running("1"), running("2")]));
        import::focus(&books.base.db, &other, &path).await.unwrap();
        assert_eq!(books.accrue().await, 1);
        assert_eq!(books.findings().await, [""; 0]);
    }
}
