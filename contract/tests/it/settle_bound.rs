//! What refunds pay of past bills (A3, S14), what cards never do (A6), and from when on repayments are recorded (M4).

use crate::settle::{automatic, bill, card, cash, cycle, owed, steps, usd};
use contract::api::first_recorded_cycle;
use contract::calendar::{CreditControl, PaymentPeriod, SettlementCycle};
use contract::id::{CardId, CouponId};
use contract::ledger::{Book, Channel, Kind, Transaction};
use contract::money::{Currency, Money};
use contract::operator::ActKind;
use contract::setting::{AccountSettings, Setting};
use contract::settle::{Lot, Policy, Purse, Stop, plan};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn october(month: &str, left: i64) -> Purse {
    let refunds = vec![Lot { month: cycle(month), left: usd(left) }];
    Purse { refunds, ..Purse::of_cash(usd(0), usd(0), usd(1)) }
}

fn past(on: bool) -> Policy {
    Policy { settle_past_bills: on, ..automatic() }
}

#[test]
fn a3_a_refund_stays_in_its_month_until_past_bills_may_be_settled() {
    let september = [owed("2026-09", vec![bill(1, "2026-09", "sms", 50)])];
    let locked = plan(october("2026-10", 80), &september, past(false)).unwrap();
    assert_eq!(locked.stop, Some(Stop::Short { cycle: cycle("2026-09"), missing: usd(50) }));
    assert_eq!(locked.purse.refunds[0].left, usd(80), "nothing of it is touched");
    let open = plan(october("2026-10", 80), &september, past(true)).unwrap();
    assert_eq!((steps(&open), open.stop), (vec!["1 refund 2026-10 0.50".to_owned()], None));
    assert_eq!(open.purse.refunds[0].left, usd(30));
}

#[test]
fn a3_past_bills_are_settled_in_the_order_of_their_issue() {
    let months = ["2026-08", "2026-09", "2026-10", "2026-11"];
    let bills: Vec<_> =
        (1..).zip(months).map(|(id, month)| owed(month, vec![bill(id, month, "sms", 40)])).collect();
    let settled = plan(october("2026-10", 100), &bills, past(true)).unwrap();
    assert_eq!(steps(&settled), ["1 refund 2026-10 0.40", "2 refund 2026-10 0.40", "3 refund 2026-10 0.20"]);
    // Off, it pays its own month and what comes after, and no past one.
    let locked = plan(october("2026-10", 100), &bills, past(false)).unwrap();
    assert_eq!(steps(&locked), ["3 refund 2026-10 0.40", "4 refund 2026-10 0.40"]);
}

#[test]
fn a3_the_switch_works_for_accounts_on_credit_control_that_are_contracted_directly() {
    let settings = AccountSettings { automatic: true, settle_past_bills: true, remittance: false };
    let terms = |directly_contracted| CreditControl {
        limit: Money::zero(Currency::USD),
        settlement_cycle: SettlementCycle::Monthly,
        payment_period: PaymentPeriod::Calendar(30),
        special_agreement: false,
        directly_contracted,
    };
    let works = |terms: Option<CreditControl>| settings.works(Setting::SettlePastBills, terms.as_ref());
    assert_eq!([works(Some(terms(true))), works(Some(terms(false))), works(None)], [true, false, false]);
}

#[test]
fn a6_a_card_never_pays_what_is_settled() {
    let mut settled = bill(1, "2026-10", "sms", 0);
    settled.cards = vec![CardId::new(5)];
    let mut open = bill(2, "2026-10", "sms", 30);
    open.cards = vec![CardId::new(5)];
    let purse = Purse { cards: vec![card(5, ("2026-10", "2026-10"), 100)], ..cash(1) };
    let paid = plan(purse, &[owed("2026-10", vec![settled, open])], automatic()).unwrap();
    assert_eq!(steps(&paid), ["2 card 5 0.30"]);
    assert_eq!(paid.purse.cards[0].left, usd(70));
}

/// Every movement that takes something from a card, by what makes it.
#[test]
fn a6_what_is_on_a_card_is_never_refunded_or_transferred() {
    let (month, money) = (cycle("2026-10"), usd(10));
    let book = Book::Card(CardId::new(5));
    let moves = [
        Transaction::refund(month, money),
        Transaction::refund_asked(Channel::BankCard, money),
        Transaction::refund_confirmed(Channel::BankCard, money),
        Transaction::refund_failed(Channel::BankCard, money),
        Transaction::taken_back(Channel::BankCard, Some((month, usd(4))), money),
        Transaction::credit(month, usd(4), usd(6)),
        Transaction::send(money),
        Transaction::receive(money),
    ];
    for made in moves {
        let made = made.unwrap();
        assert!(made.postings().iter().all(|posting| posting.book != book), "{:?}", made.kind());
        assert!(made.postings().iter().all(|posting| posting.book != Book::Coupon(CouponId::new(5))));
    }
    // What is left goes nowhere but to what lapsed.
    let lapsed = Transaction::lapse(book, money).unwrap();
    let books: Vec<Book> = lapsed.postings().iter().map(|posting| posting.book).collect();
    assert_eq!((lapsed.kind(), books), (Kind::Lapse, vec![book, Book::Lapsed]));
    // An operator's refunds name a month or a payment; no act names a card that it takes from.
    assert!(ActKind::GrantCard.can_be_reversed() && !ActKind::RefundPayment.can_be_reversed());
}

#[test]
fn m4_records_exist_from_the_first_month_of_2023_on() {
    let first = first_recorded_cycle();
    assert_eq!(first, cycle("2023-01"));
    assert!(cycle("2022-12") < first && cycle("2023-01") >= first && cycle("2023-02") >= first);
}
