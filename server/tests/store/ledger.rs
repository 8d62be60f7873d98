//! The one door for everything that moves money, and what `verify` says of it (A2, A7, E6, M2).

use crate::base::story;
use crate::books::{Books, NOW, refusal, september, usd};
use crate::operator::{october, operate, refund};
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::operator::OperatorAct;
use contract::settle::Stop;
use server::clock::Clock;
use server::engine::verify;
use server::engine::write::{Act, Command, Done, Door, Refusal};

story! {
    async fn a7_a_top_up_is_a_balanced_movement(base: Base) {
        let books = Books::open(base).await;
        let done = books.top_up("one", 1_000).await.unwrap();
        assert_eq!(done.transactions.len(), 1);
        assert_eq!(books.balances().await, ["cash -1000", "clearing/bank_transfer 1000"]);
        assert_eq!(books.findings().await, [""; 0]);
        assert_eq!(verify::run(&books.base.db).await.unwrap().movements, 1);
    }
}

story! {
    async fn e6_the_same_key_moves_money_once(base: Base) {
        let books = Books::open(base).await;
        let first = books.top_up("one", 1_000).await.unwrap();
        assert_eq!(books.top_up("one", 1_000).await.unwrap(), first);
        assert_eq!(refusal(books.top_up("one", 2_000).await), Refusal::KeyReused);
        let elsewhere = Command { account: books.account + 1, ..books.command("one", Act::TopUp { channel: Channel::BankTransfer, money: usd(1_000) }) };
        assert_eq!(refusal(books.door.write(elsewhere).await), Refusal::KeyReused);
        let storm = (0..64).map(|_| books.top_up("storm", 1));
        for done in futures_util::future::join_all(storm).await {
            assert_eq!(done.unwrap().transactions.len(), 1);
        }
        assert_eq!(books.balances().await, ["cash -1001", "clearing/bank_transfer 1001"]);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn e6_two_servers_on_one_database_move_money_once(base: Base) {
        let books = Books::open(base).await;
        let other = Door::new(books.base.db.clone(), Clock::standing(NOW));
        let command = |number: i64| {
            let act = Act::TopUp { channel: Channel::BankTransfer, money: usd(1) };
            books.command(&format!("key-{number}"), act)
        };
        let here = futures_util::future::join_all((0..100).map(|number| books.door.write(command(number))));
        let there = futures_util::future::join_all((0..100).map(|number| other.write(command(number))));
        let (here, there) = tokio::join!(here, there);
        for (one, other) in here.into_iter().zip(there) {
            assert_eq!(one.unwrap(), other.unwrap());
        }
        assert_eq!(books.balances().await, ["cash -100", "clearing/bank_transfer 100"]);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a7_what_is_refused_leaves_nothing(base: Base) {
        let books = Books::open(base).await;
        assert_eq!(refusal(books.top_up("zero", 0).await), Refusal::NotAboveNothing);
        assert_eq!(refusal(books.top_up("negative", -5).await), Refusal::NotAboveNothing);
        let yen = Act::TopUp { channel: Channel::Paypal, money: Money::new(5, Currency::JPY) };
        assert!(matches!(refusal(books.write("yen", yen).await), Refusal::Money(_)));
        let nobody = Command { account: 77, ..books.command("nobody", Act::Settle) };
        assert_eq!(refusal(books.door.write(nobody).await), Refusal::NoAccount);
        assert_eq!(refusal(books.write("early", Act::Issue { cycle: "2026-11".parse().unwrap() }).await), Refusal::NotDue);
        assert_eq!(books.base.count("SELECT COUNT(*) FROM audit_entry").await, 0);
        assert_eq!(books.base.count("SELECT COUNT(*) FROM ledger_posting").await, 0);
    }
}

story! {
    async fn a7_a_dry_run_says_what_would_happen_and_changes_nothing(base: Base) {
        let books = Books::open(base).await;
        books.issue().await;
        books.top_up("one", 900).await.unwrap();
        let before = books.balances().await;
        let tried = books.door.try_out(&books.command("settle", Act::Settle)).await.unwrap();
        assert_eq!(tried.paid, [(september(), usd(900))]);
        assert_eq!(books.balances().await, before);
        let done = books.write("settle", Act::Settle).await.unwrap();
        assert_eq!((done.paid, done.stop), (tried.paid, tried.stop));
    }
}

story! {
    async fn m2_an_issue_makes_the_monthly_bill_and_what_is_owed(base: Base) {
        let books = Books::open(base).await;
        books.issue().await;
        assert_eq!(books.balances().await, ["consumption -1200", "receivable/2026-09 1200"]);
        let monthly = "SELECT bills || ' ' || consumption || ' ' || outstanding || ' ' || settled FROM monthly_bill";
        assert_eq!(books.base.ask(monthly).await, ["2 1200 1200 0"]);
        let again = books.write("again", Act::Issue { cycle: september() }).await;
        assert_eq!(refusal(again), Refusal::AlreadyIssued);
        let empty = books.write("empty", Act::Issue { cycle: "2026-08".parse().unwrap() }).await;
        assert_eq!(refusal(empty), Refusal::NothingToIssue);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a2_bills_are_paid_in_number_order_and_the_last_in_part(base: Base) {
        let books = Books::open(base).await;
        books.issue().await;
        assert_eq!(refusal(books.write("empty", Act::Settle).await), Refusal::Closed);
        books.top_up("one", 900).await.unwrap();
        let done = books.write("settle", Act::Settle).await.unwrap();
        assert_eq!(done.stop, Some(Stop::Short { cycle: september(), missing: usd(300) }));
        let bills = "SELECT outstanding || ' ' || settled FROM bill ORDER BY number_place";
        assert_eq!(books.base.ask(bills).await, ["0 700", "300 200"]);
        books.top_up("two", 1_000).await.unwrap();
        assert_eq!(books.write("settle-2", Act::Settle).await.unwrap().paid, [(september(), usd(300))]);
        let expected = ["cash -700", "clearing/bank_transfer 1900", "consumption -1200"];
        assert_eq!(books.balances().await, expected);
        assert_eq!(books.write("settle-3", Act::Settle).await.unwrap(), Done::default());
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn s14_a_refund_of_a_later_month_pays_nothing_before(base: Base) {
        let books = Books::open(base).await;
        books.issue().await;
        october(&books).await;
        let (organization, account) = (books.organization, books.account);
        books.base.tamper(&format!("INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, \
             settlement_cycle, business_days, days, special_agreement) \
             VALUES ({organization}, {account}, '2026-01-01', FALSE, 1000, 'monthly', FALSE, 30, FALSE)")).await;
        books.top_up("one", 300).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        // What is left of September is credited, so October is paid, and refunded. Then the credit note is undone.
        let note = OperatorAct::CreditNote { month: september(), bill: None, money: usd(900) };
        books.write("note", operate(note)).await.unwrap();
        let entry = books.base.count("SELECT MAX(place) FROM audit_entry").await;
        books.top_up("october", 500).await.unwrap();
        books.write("settle-october", Act::Settle).await.unwrap();
        books.write("undo", operate(OperatorAct::Reverse { entry })).await.unwrap();
        books.write("refund", operate(refund("2026-10", 500))).await.unwrap();
        books.top_up("two", 1).await.unwrap();
        let done = books.write("settle-2", Act::Settle).await.unwrap();
        assert_eq!(done.paid, [(september(), usd(1))]);
        books.write("own", operate(refund("2026-09", 301))).await.unwrap();
        books.top_up("three", 1).await.unwrap();
        assert_eq!(books.write("settle-3", Act::Settle).await.unwrap().paid, [(september(), usd(302))]);
        let sources = "SELECT source || ' ' || SUM(amount) FROM repayment WHERE source NOT LIKE 'card/%' GROUP BY source ORDER BY source";
        assert_eq!(books.base.ask(sources).await, ["cash 802", "refund/2026-09 301"]);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a7_every_hand_in_the_books_is_found(base: Base) {
        let books = Books::open(base).await;
        books.issue().await;
        books.top_up("one", 900).await.unwrap();
        books.write("settle", Act::Settle).await.unwrap();
        assert_eq!(books.findings().await, [""; 0]);
        books.notice(&[
            ("UPDATE audit_entry SET actor = 'user/x' WHERE place = 2", "UPDATE audit_entry SET actor = 'job/test' WHERE place = 2", "audit entry 2: its hash does not fit"),
            ("UPDATE ledger_posting SET debit = debit * 2 WHERE transaction_id = (SELECT MIN(id) FROM ledger_transaction)", "UPDATE ledger_posting SET debit = debit / 2 WHERE transaction_id = (SELECT MIN(id) FROM ledger_transaction)", "audit entry 1: its hash does not fit"),
            ("UPDATE ledger_posting SET debit = debit + 1 WHERE book = 'consumption'", "UPDATE ledger_posting SET debit = debit - 1 WHERE book = 'consumption'", "off"),
            ("UPDATE ledger_balance SET debits = debits - 1 WHERE book = 'clearing/bank_transfer'", "UPDATE ledger_balance SET debits = debits + 1 WHERE book = 'clearing/bank_transfer'", "kept as 899, but the postings come to 900"),
            ("UPDATE monthly_bill SET cycle = cycle + 1", "UPDATE monthly_bill SET cycle = cycle - 1", "receivable/2026-09: 300, but there is no such monthly bill"),
            ("UPDATE counter SET next = 1 WHERE series = 'transaction'", "UPDATE counter SET next = 4 WHERE series = 'transaction'", "transaction 3 is there, but the next one would be 1"),
            ("UPDATE audit_chain SET place = 4", "UPDATE audit_chain SET place = 3", "the audit log ends at entry 3, but entry 4 was the last"),
            ("UPDATE repayment SET amount = amount + 1 WHERE amount = 200", "UPDATE repayment SET amount = amount - 1 WHERE amount = 201", "900 was repaid, but its repayments come to 901"),
            ("UPDATE monthly_bill SET outstanding = outstanding + 1, settled = settled - 1", "UPDATE monthly_bill SET outstanding = outstanding - 1, settled = settled + 1", "outstanding is kept as 301, but its bills come to 300"),
        ]).await;
    }
}
