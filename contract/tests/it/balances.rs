//! The four balances of a bill: they add up, or they can't be.

use contract::bill::{Balances, Status, UncheckedBalances};
use contract::money::{Currency, Money};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// Consumption, prepaid cover, outstanding, processing, settled, canceled.
fn claim(
    [consumption, prepaid_cover, outstanding, processing, settled, canceled]: [i64; 6],
) -> UncheckedBalances {
    UncheckedBalances {
        consumption: usd(consumption),
        prepaid_cover: usd(prepaid_cover),
        outstanding: usd(outstanding),
        processing: usd(processing),
        settled: usd(settled),
        canceled: usd(canceled),
    }
}

#[test]
fn balances_add_up_to_the_consumption() {
    for (figures, status) in [
        ([100, 0, 100, 0, 0, 0], Status::Pending),
        ([100, 30, 0, 70, 30, 0], Status::Pending),
        ([100, 30, 20, 20, 50, 10], Status::Pending),
        ([100, 100, 0, 0, 100, 0], Status::Cleared),
        ([100, 0, 0, 0, 0, 100], Status::Cleared),
        ([0, 0, 0, 0, 0, 0], Status::Cleared),
        ([-100, 0, 0, 0, -100, 0], Status::Cleared),
    ] {
        let balances = Balances::try_from(claim(figures)).unwrap_or_else(|_| panic!("{figures:?}"));
        assert_eq!(balances.status(), status, "{figures:?}");
        assert_eq!(balances.overdraft(), Ok(usd(figures[0] - figures[1])));
    }
}

#[test]
fn balances_that_do_not_add_up_cannot_be() {
    for figures in [
        [100, 0, 99, 0, 0, 0],
        [100, 0, 100, 1, 0, 0],
        [100, 0, 200, 0, -100, 0],
        [100, 0, 150, -50, 0, 0],
        [100, 0, -50, 150, 0, 0],
        [100, 40, 70, 0, 30, 0],
        [100, -10, 100, 0, 0, 0],
        [100, -10, 110, 0, -10, 0],
        [-100, 5, 0, 0, -100, 0],
        [100, 0, 50, 0, 100, -50],
        [i64::MAX, 0, i64::MAX, 1, 0, 0],
    ] {
        assert!(Balances::try_from(claim(figures)).is_err(), "{figures:?}");
    }
    let mixed = UncheckedBalances { settled: Money::zero(Currency::JPY), ..claim([100, 0, 100, 0, 0, 0]) };
    assert!(Balances::try_from(mixed).is_err());
    let mixed =
        UncheckedBalances { prepaid_cover: Money::zero(Currency::JPY), ..claim([100, 0, 100, 0, 0, 0]) };
    assert!(Balances::try_from(mixed).is_err());
}

#[test]
fn at_issue_what_is_not_prepaid_is_outstanding() {
    let balances = Balances::at_issue(usd(100), usd(30)).unwrap();
    assert_eq!((balances.outstanding(), balances.settled()), (usd(70), usd(30)));
    let credit = Balances::at_issue(usd(-100), usd(0)).unwrap();
    assert_eq!(
        (credit.outstanding(), credit.settled(), credit.status()),
        (usd(0), usd(-100), Status::Cleared)
    );
    assert!(Balances::at_issue(usd(100), usd(101)).is_err(), "more cover than consumption");
    assert!(Balances::at_issue(usd(100), usd(-1)).is_err(), "a negative cover");
    assert!(Balances::at_issue(usd(-100), usd(1)).is_err(), "a covered credit");
    assert!(Balances::at_issue(usd(1), Money::new(1, Currency::JPY)).is_err());
}

#[test]
fn unbalanced_json_is_refused() {
    let json = serde_json::to_string(&Balances::at_issue(usd(100), usd(30)).unwrap()).unwrap();
    assert!(serde_json::from_str::<Balances>(&json).is_ok());
    let broken = json.replacen("\"70.00\"", "\"70.01\"", 1).replacen("\"0.70\"", "\"0.71\"", 1);
    assert_ne!(broken, json);
    assert!(serde_json::from_str::<Balances>(&broken).is_err());
}

#[test]
fn restated_balances_keep_what_was_paid_as_far_as_there_is_something_to_pay() {
    for (before, consumption, after, refunded) in [
        // Nothing paid: all of it is outstanding.
        ([100, 0, 100, 0, 0, 0], 70, [70, 0, 70, 0, 0, 0], 0),
        ([0, 0, 0, 0, 0, 0], 70, [70, 0, 70, 0, 0, 0], 0),
        // Paid, in part or too much by now.
        ([100, 0, 0, 0, 100, 0], 120, [120, 0, 20, 0, 100, 0], 0),
        ([100, 0, 60, 0, 40, 0], 70, [70, 0, 30, 0, 40, 0], 0),
        ([100, 0, 0, 0, 100, 0], 70, [70, 0, 0, 0, 70, 0], 30),
        ([100, 30, 20, 20, 50, 10], 60, [60, 30, 0, 20, 30, 10], 20),
        ([100, 30, 20, 20, 50, 10], 25, [25, 0, 0, 15, 0, 10], 55),
        ([100, 0, 0, 100, 0, 0], 0, [0, 0, 0, 0, 0, 0], 100),
        // Credits come and go.
        ([100, 0, 0, 0, 100, 0], -5, [-5, 0, 0, 0, -5, 0], 105),
        ([-5, 0, 0, 0, -5, 0], -8, [-8, 0, 0, 0, -8, 0], 3),
        ([-5, 0, 0, 0, -5, 0], 10, [10, 0, 10, 0, 0, 0], -5),
    ] {
        let before = Balances::try_from(claim(before)).unwrap();
        let expected = Balances::try_from(claim(after)).unwrap();
        assert_eq!(before.restated(usd(consumption)), Ok((expected, usd(refunded))), "{after:?}");
    }
}
