//! What is billed late for an issued month, beside what credit notes and refunds gave back of it (M2).

use contract::adjustment::{Billed, BilledPart, less_refunded, taken};
use contract::money::{Amount, Currency, Money, Rounding};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn billed(money: i64, credited: i64) -> Billed {
    let mut billed = Billed::nothing(Currency::USD);
    billed.add(usd(money), usd(credited), &[]).unwrap();
    billed
}

#[test]
fn m2_what_is_due_is_what_was_not_billed_and_not_given_back() {
    // Billed, taken off by credit notes, delivered; due.
    for (money, credited, delivered, due) in [
        (100, 0, 100, 0),
        (100, 0, 130, 30),
        (100, 0, 0, -100),
        (100, 100, 0, 0),
        (100, 30, 70, 0),
        (100, 30, 80, 0),
        (100, 30, 60, -10),
        (100, 30, 100, 0),
        (100, 30, 120, 20),
        (100, 30, -20, -90),
    ] {
        let found = billed(money, credited).due(usd(delivered)).unwrap();
        assert_eq!(found, usd(due), "{money} less {credited}, delivered {delivered}");
    }
}

#[test]
fn m2_the_lines_of_an_adjustment_add_up_to_it() {
    let exact: Amount = "0.604".parse().unwrap();
    let settled = exact.settle(Currency::USD, Rounding::HalfUp).unwrap();
    let adjustment = billed(100, 30).adjust(usd(-10), (exact, settled), &[]).unwrap().unwrap();
    let lines = exact.checked_add(adjustment.deduction.unwrap()).unwrap();
    assert_eq!((adjustment.money, lines, adjustment.exact), (usd(-10), usd(-10).amount(), usd(-10).amount()));
    assert_eq!(billed(100, 30).adjust(usd(0), (exact, settled), &[]), Ok(None));
}

#[test]
fn m2_a_refund_makes_adjustments_smaller_where_nothing_else_is_left() {
    // What is due, what is left of the month with that, what was refunded; what is due then.
    for (due, left, refunded, then) in [
        ([-50, -30], 20, 0, [-50, -30]),
        ([-50, -30], 20, 20, [-50, -30]),
        ([-50, -30], 20, 30, [-40, -30]),
        ([-50, -30], 20, 95, [0, -5]),
        ([-50, -30], 20, 200, [0, 0]),
        ([-50, 30], 20, 200, [0, 30]),
        ([-50, -30], -20, 15, [-35, -30]),
    ] {
        let mut found = due.map(usd);
        less_refunded(&mut found, usd(left), usd(refunded)).unwrap();
        assert_eq!(found, then.map(usd), "{due:?}, {left} left, {refunded} refunded");
    }
}

#[test]
fn m2_adjustments_take_off_what_was_billed_last_first() {
    let part = |(consumption, credited): (i64, i64)| BilledPart {
        consumption: usd(consumption),
        credited: usd(credited),
    };
    for (bills, expected) in [
        (vec![(100, 0), (-40, 0)], vec![40, 0]),
        (vec![(100, 0), (50, 0), (-70, 0)], vec![20, 50, 0]),
        (vec![(100, 0), (50, 50), (-70, 0)], vec![70, 0, 0]),
        (vec![(100, 0), (-40, 0), (50, 0), (-70, 0)], vec![60, 0, 10 + 40, 0]),
        (vec![(100, 70), (-90, 0)], vec![30, 0]),
        (vec![(-40, 0), (100, 0)], vec![0, 0]),
    ] {
        let bills: Vec<BilledPart> = bills.into_iter().map(part).collect();
        let expected: Vec<Money> = expected.into_iter().map(usd).collect();
        assert_eq!(taken(&bills).unwrap(), expected, "{bills:?}");
    }
}
