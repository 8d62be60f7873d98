//! What the platform operator does through the door: grants, refunds, credit notes, and undoing them (A6, A7, section 1).

use crate::base::story;
use crate::books::{Books, refusal, september, usd};
use crate::file::{NOVEMBER, Row, SEPTEMBER, csv};
use contract::cycle::Cycle;
use contract::id::{ApplicationId, ProductCode};
use contract::money::{Currency, Money};
use contract::operator::{Denied, Instruction, OperatorAct, OrderKey};
use contract::settle::Products;
use server::chance::Chance;
use server::clock::Clock;
use server::engine::write::{Act, Command, Done, NotDone, Refusal};
use server::engine::{Engine, issue};

pub fn operate(act: OperatorAct) -> Act {
    Act::Operate(Instruction { act, reason: "as agreed".to_owned() })
}

fn coupon(minor: i64) -> OperatorAct {
    let (valid_from, valid_to) = ("2026-11-01".parse().unwrap(), "2026-11-30".parse().unwrap());
    OperatorAct::GrantCoupon { money: usd(minor), valid_from, valid_to, products: Products::All }
}

fn card(minor: i64, last: &str, orders: Vec<OrderKey>) -> OperatorAct {
    let (valid_from, valid_to) = (september(), last.parse().unwrap());
    OperatorAct::GrantCard { money: usd(minor), valid_from, valid_to, products: Products::All, orders }
}

pub fn refund(month: &str, minor: i64) -> OperatorAct {
    OperatorAct::Refund { month: month.parse().unwrap(), money: usd(minor) }
}

fn note(minor: i64) -> OperatorAct {
    OperatorAct::CreditNote { month: september(), bill: None, money: usd(minor) }
}

fn denied<T: std::fmt::Debug>(done: Result<T, NotDone>) -> Denied {
    match refusal(done) {
        Refusal::Denied(denied) => denied,
        other => panic!("{other:?}"),
    }
}

impl Books {
    async fn operate(&self, key: &str, act: OperatorAct) -> Result<Done, NotDone> {
        self.write(key, operate(act)).await
    }

    /// Where in the audit log a key's act stands.
    async fn place(&self, key: &str) -> i64 {
        self.base.count(&format!("SELECT place FROM audit_entry WHERE idempotency_key = 'job/{key}'")).await
    }

    async fn reverse(&self, key: &str) -> Result<Done, NotDone> {
        let entry = self.place(key).await;
        let place = self.base.count("SELECT COUNT(*) FROM audit_entry").await;
        self.operate(&format!("undo-{entry}-{place}"), OperatorAct::Reverse { entry }).await
    }

    /// Outstanding, settled and canceled of every bill, in bill-number order, and of the monthly bill.
    async fn owed(&self) -> Vec<String> {
        let figures = "outstanding || ' ' || settled || ' ' || canceled";
        let bills = format!("SELECT {figures} FROM bill ORDER BY number_place");
        let monthly = format!("SELECT {figures} FROM monthly_bill ORDER BY cycle");
        [self.base.ask(&bills).await, self.base.ask(&monthly).await].concat()
    }

    fn engine(&self, now: &str) -> Engine {
        let now: chrono::DateTime<chrono::Utc> = now.parse().unwrap();
        Engine::new(self.base.db.clone(), Clock::standing(now.timestamp_micros()), Chance::System)
    }
}

/// A third bill: 5.00 of October, issued too.
pub async fn october(books: &Books) {
    let row = Row { cost: "5", cycle: ("2026-10", "2026-11"), ..SEPTEMBER };
    books.base.import("october.csv", &csv(&[row])).await.unwrap();
    issue::run(&books.base.db, "2026-11-15T12:00:00Z".parse().unwrap()).await.unwrap();
    let cycle: Cycle = "2026-10".parse().unwrap();
    books.write("issue-october", Act::Issue { cycle }).await.unwrap();
}

story! {
    async fn a6_a_coupon_is_granted_and_deducts_before_cash(base: Base) {
        let books = Books::open(base).await;
        books.issue().await;
        let done = books.operate("grant", coupon(300)).await.unwrap();
        let change = done.effects.unwrap().books[0];
        assert_eq!((change.before, change.after), (usd(0), usd(300)));
        books.top_up("one", 1_000).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        let sources = "SELECT source || ' ' || SUM(amount) FROM repayment GROUP BY source ORDER BY source";
        assert_eq!(books.base.ask(sources).await, ["cash 900", &format!("{} 300", change.book)]);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a6_a_card_pays_for_the_orders_that_name_it(base: Base) {
        let books = Books::open(base).await;
        books.issue().await;
        let code = &books.base.ask("SELECT code FROM product").await[0];
        let order = |application: &str| OrderKey {
            product: ProductCode::parse(code).unwrap(),
            application: ApplicationId::parse(application).unwrap(),
        };
        let unknown = order("nowhere");
        let refused = denied(books.operate("unknown", card(900, "2026-11", vec![unknown.clone()])).await);
        assert_eq!(refused, Denied::UnknownOrder(unknown));
        assert!(matches!(denied(books.operate("late", card(900, "2026-10", Vec::new())).await), Denied::Expired { .. }));
        books.operate("card", card(900, "2026-11", vec![order("b")])).await.unwrap();
        books.top_up("one", 1).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        // 5.00 of the order that names it; the other bill gets what cash there is.
        assert_eq!(books.owed().await, ["699 1 0", "0 500 0", "699 501 0"]);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn r10_a_refund_above_the_charge_is_refused_with_the_figure(base: Base) {
        let books = Books::open(base).await;
        books.issue().await;
        let month = september();
        let nothing = denied(books.operate("early", refund("2026-09", 1)).await);
        assert_eq!(nothing, Denied::AboveCharge { month, most: usd(0) });
        books.top_up("one", 1_000).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        let above = denied(books.operate("above", refund("2026-09", 1_001)).await);
        assert_eq!(above, Denied::AboveCharge { month, most: usd(1_000) });
        assert_eq!(above.error().message, "More than was charged: at most 10.00 USD of 2026-09 can still be refunded.");
        books.operate("part", refund("2026-09", 600)).await.unwrap();
        let above = denied(books.operate("again", refund("2026-09", 401)).await);
        assert_eq!(above, Denied::AboveCharge { month, most: usd(400) });
        assert_eq!(denied(books.operate("other", refund("2026-08", 1)).await), Denied::NotIssued { month: "2026-08".parse().unwrap() });
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a6_what_a_card_paid_is_never_given_back_as_money(base: Base) {
        let books = Books::open(base).await;
        books.issue().await;
        let code = &books.base.ask("SELECT code FROM product").await[0];
        let order = OrderKey {
            product: ProductCode::parse(code).unwrap(),
            application: ApplicationId::parse("b").unwrap(),
        };
        books.operate("card", card(500, "2026-11", vec![order])).await.unwrap();
        books.top_up("one", 700).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        assert_eq!(books.owed().await, ["0 700 0", "0 500 0", "0 1200 0"]);
        let bill = contract::id::BillId::new(books.base.count("SELECT id FROM bill WHERE consumption = 500").await);
        let note = OperatorAct::CreditNote { month: september(), bill: Some(bill), money: usd(1) };
        assert_eq!(denied(books.operate("note", note).await), Denied::AboveBill { most: usd(0) });
        let above = denied(books.operate("refund", refund("2026-09", 701)).await);
        assert_eq!(above, Denied::AboveCharge { month: september(), most: usd(700) });
        books.operate("all", refund("2026-09", 700)).await.unwrap();
        assert_eq!(books.findings().await, [""; 0]);
        // As if it had been given back before the rule was kept.
        books.base.tamper("UPDATE repayment SET source = 'card/9' WHERE source = 'cash'").await;
        let findings = books.findings().await;
        assert!(findings.iter().any(|finding| finding.contains("was charged in money")), "{findings:?}");
    }
}

story! {
    async fn m2_a_credit_note_above_the_bill_is_refused_with_the_figure(base: Base) {
        let books = Books::open(base).await;
        let month = september();
        assert_eq!(denied(books.operate("early", note(1)).await), Denied::NotIssued { month });
        books.issue().await;
        assert_eq!(denied(books.operate("above", note(1_201)).await), Denied::AboveBill { most: usd(1_200) });
        let bill = contract::id::BillId::new(books.base.count("SELECT id FROM bill WHERE consumption = 500").await);
        let one = |minor: i64| OperatorAct::CreditNote { month, bill: Some(bill), money: usd(minor) };
        assert_eq!(denied(books.operate("one", one(501)).await), Denied::AboveBill { most: usd(500) });
        let stranger = OperatorAct::CreditNote { month, bill: Some(contract::id::BillId::new(7)), money: usd(1) };
        assert_eq!(denied(books.operate("stranger", stranger).await), Denied::UnknownBill);
        books.operate("all of it", one(500)).await.unwrap();
        assert_eq!(books.owed().await, ["700 0 0", "0 0 500", "700 0 500"]);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m2_a_credit_note_takes_what_is_open_first_then_what_was_paid(base: Base) {
        let books = Books::open(base).await;
        books.issue().await;
        books.top_up("one", 800).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        assert_eq!(books.owed().await, ["0 700 0", "400 100 0", "400 800 0"]);
        let revision = books.base.count("SELECT MAX(bills_revision) FROM organization").await;
        let done = books.operate("note", note(900)).await.unwrap();
        let steps: Vec<_> = done.effects.unwrap().bills.iter().map(|step| (step.open.minor(), step.paid.minor())).collect();
        assert_eq!(steps, [(0, 500), (400, 0)]);
        // What was paid stays paid: it went to the refund balance of the month.
        assert_eq!(books.owed().await, ["0 700 0", "0 100 400", "0 800 400"]);
        assert_eq!(books.balances().await, ["clearing/bank_transfer 800", "consumption -1200", "credit_note 900", "refund/2026-09 -500"]);
        assert!(books.base.count("SELECT MAX(revision) FROM bill").await > revision, "the bill list is told");
        assert_eq!(denied(books.operate("more", note(301)).await), Denied::AboveBill { most: usd(300) });
        assert_eq!(denied(books.operate("refund", refund("2026-09", 301)).await), Denied::AboveCharge { month: september(), most: usd(300) });
        books.operate("rest", refund("2026-09", 300)).await.unwrap();
        assert_eq!(denied(books.operate("nothing", note(1)).await), Denied::AboveBill { most: usd(0) });
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a7_what_was_given_is_taken_back_as_long_as_all_of_it_is_there(base: Base) {
        let books = Books::open(base).await;
        books.issue().await;
        books.operate("coupon", coupon(300)).await.unwrap();
        books.operate("note", note(200)).await.unwrap();
        books.reverse("coupon").await.unwrap();
        books.reverse("note").await.unwrap();
        assert_eq!(books.owed().await, ["700 0 0", "500 0 0", "1200 0 0"]);
        assert_eq!(books.balances().await, ["consumption -1200", "receivable/2026-09 1200"]);
        assert_eq!(denied(books.reverse("note").await), Denied::AlreadyReversed);
        assert_eq!(denied(books.reverse("issue").await), Denied::NotReversible);
        let nowhere = OperatorAct::Reverse { entry: 999 };
        assert_eq!(denied(books.operate("nowhere", nowhere).await), Denied::UnknownEntry);
        books.operate("spent", coupon(300)).await.unwrap();
        books.top_up("one", 1_200).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        assert_eq!(denied(books.reverse("spent").await), Denied::Spent { left: usd(0) });
        books.operate("refund", refund("2026-09", 100)).await.unwrap();
        books.reverse("refund").await.unwrap();
        // What was taken back can be given again; what the coupon paid was never charged (A6).
        let above = denied(books.operate("refund-2", refund("2026-09", 901)).await);
        assert_eq!(above, Denied::AboveCharge { month: september(), most: usd(900) });
        books.operate("refund-3", refund("2026-09", 900)).await.unwrap();
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a6_what_is_left_lapses_when_it_has_expired_and_once(base: Base) {
        let books = Books::open(base).await;
        let early = books.engine("2026-11-01T00:00:00Z");
        for (key, act) in [("coupon", coupon(300)), ("card", card(900, "2026-10", Vec::new())), ("later", card(900, "2026-11", Vec::new()))] {
            early.door.write(books.command(key, operate(act))).await.unwrap();
        }
        // A coupon is good on its last day, a card until the second day after its last month is issued.
        assert_eq!(books.engine("2026-11-03T15:59:59Z").lapse().await.unwrap(), (0, 0));
        assert_eq!(books.engine("2026-11-03T16:00:00Z").lapse().await.unwrap(), (1, 0));
        assert_eq!(books.engine("2026-11-30T15:59:59Z").lapse().await.unwrap(), (0, 0));
        let (one, other) = (books.engine("2026-11-30T16:00:00Z"), books.engine("2026-11-30T16:00:00Z"));
        let (one, other) = tokio::join!(one.lapse(), other.lapse());
        assert!(one.is_ok() && other.is_ok());
        assert_eq!(books.base.count("SELECT -debits FROM ledger_balance WHERE book = 'lapsed'").await, 1_200);
        assert_eq!(books.base.count("SELECT COUNT(*) FROM audit_entry WHERE act = 'lapse'").await, 2);
        assert_eq!(denied(books.reverse("coupon").await), Denied::Spent { left: usd(0) });
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a6_a_card_does_not_lapse_while_its_last_month_is_not_issued_yet(base: Base) {
        let books = Books::open(base).await;
        books.base.import("november.csv", &csv(&[Row { cost: "5", ..NOVEMBER }])).await.unwrap();
        let code = &books.base.ask("SELECT code FROM product").await[0];
        let order = OrderKey {
            product: ProductCode::parse(code).unwrap(),
            application: ApplicationId::parse("shop").unwrap(),
        };
        books.issue().await;
        books.top_up("one", 1_300).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        books.operate("card", card(600, "2026-11", vec![order])).await.unwrap();
        // No server ran when November was to be issued: the first one runs when the card would be over by the calendar.
        let late = books.engine("2026-12-03T16:00:00Z");
        assert_eq!(late.lapse().await.unwrap(), (0, 0));
        late.run_settlement().await.unwrap();
        let paid = "SELECT SUM(amount) FROM repayment WHERE source LIKE 'card/%' AND cycle = 24322";
        assert_eq!(books.base.count(paid).await, 500);
        // From its issue on there are two days, as always.
        assert_eq!(books.engine("2026-12-05T15:59:59Z").lapse().await.unwrap(), (0, 0));
        assert_eq!(books.engine("2026-12-05T16:00:00Z").lapse().await.unwrap(), (1, 0));
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn e6_an_act_is_done_once_under_its_key_and_tried_out_for_nothing(base: Base) {
        let books = Books::open(base).await;
        books.issue().await;
        let command = books.command("grant", operate(coupon(300)));
        let tried = books.door.try_out(&command).await.unwrap();
        assert_eq!(books.base.count("SELECT COUNT(*) FROM coupon").await, 0);
        let all = futures_util::future::join_all((0..8).map(|_| books.door.write(command.clone()))).await;
        for done in all {
            assert_eq!(done.unwrap().effects, tried.effects);
        }
        assert_eq!(books.base.count("SELECT COUNT(*) FROM coupon").await, 1);
        let other = books.operate("grant", coupon(301)).await;
        assert_eq!(refusal(other), Refusal::KeyReused);
        let twice = (0..2).map(|key| books.operate(["one", "two"][key], note(900)));
        let twice = futures_util::future::join_all(twice).await;
        assert_eq!(twice.iter().filter(|done| done.is_ok()).count(), 1, "both would be more than the bill holds");
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a7_what_is_no_sound_amount_is_refused(base: Base) {
        let books = Books::open(base).await;
        for (minor, rule) in [(0, Denied::NotAboveNothing), (-5, Denied::NotAboveNothing), (i64::MAX, Denied::TooMuch { most: usd(1_000_000_000_000_000) })] {
            assert_eq!(denied(books.operate("bad", coupon(minor)).await), rule, "{minor}");
        }
        let yen = Money::new(5, Currency::JPY);
        let foreign = OperatorAct::Refund { month: september(), money: yen };
        assert_eq!(denied(books.operate("yen", foreign).await), Denied::OtherCurrency { currency: Currency::USD });
        let product = ProductCode::parse("nothing").unwrap();
        let OperatorAct::GrantCoupon { money, valid_from, valid_to, .. } = coupon(1) else { panic!() };
        let products = Products::Only(vec![product.clone()]);
        let unknown = OperatorAct::GrantCoupon { money, valid_from, valid_to, products };
        assert_eq!(denied(books.operate("product", unknown).await), Denied::UnknownProduct(product));
        let elsewhere = Command { account: 77, ..books.command("nobody", operate(coupon(1))) };
        assert_eq!(refusal(books.door.write(elsewhere).await), Refusal::NoAccount);
        assert_eq!(books.base.count("SELECT COUNT(*) FROM audit_entry").await, 0);
    }
}

story! {
    async fn a7_every_hand_in_what_was_given_is_found(base: Base) {
        let books = Books::open(base).await;
        books.issue().await;
        books.operate("coupon", coupon(300)).await.unwrap();
        books.operate("note", note(200)).await.unwrap();
        assert_eq!(books.findings().await, [""; 0]);
        books.notice(&[
            ("UPDATE coupon SET granted = 400", "UPDATE coupon SET granted = 300", "400 was given and 0 paid, but 300 is left"),
            ("UPDATE coupon SET ended_on = '2026-11-20'", "UPDATE coupon SET ended_on = NULL", "over since 2026-11-20, but 300 is left"),
            ("UPDATE coupon SET id = id + 1", "UPDATE coupon SET id = id - 1", "nobody was given it"),
            ("UPDATE credit_note SET open = open - 1, paid = 1", "UPDATE credit_note SET open = open + 1, paid = 0", "its records take 199 and 1, its movement 200 and 0"),
            ("UPDATE monthly_bill SET canceled = canceled + 1, outstanding = outstanding - 1", "UPDATE monthly_bill SET canceled = canceled - 1, outstanding = outstanding + 1", "201 was canceled or given back, but the ledger says 200"),
        ]).await;
    }
}
