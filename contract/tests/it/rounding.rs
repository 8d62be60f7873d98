//! Rounding: every mode over halves, near halves and both signs, computed by another implementation.

use contract::money::{Amount, Currency, MoneyError, Rounding};
use serde::Deserialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Deserialize)]
struct Case {
    currency: Currency,
    exact: Amount,
    half_up: String,
    half_even: String,
    down: String,
    up: String,
}

#[test]
fn b3_every_rounding_of_every_half() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../vectors/rounding.json")).unwrap();
    for case in cases {
        for (rounding, minor) in [
            (Rounding::HalfUp, &case.half_up),
            (Rounding::HalfEven, &case.half_even),
            (Rounding::Down, &case.down),
            (Rounding::Up, &case.up),
        ] {
            let settled = case.exact.settle(case.currency, rounding).unwrap();
            assert_eq!(
                settled.money.minor().to_string(),
                *minor,
                "{} {} {rounding:?}",
                case.exact,
                case.currency
            );
            assert_eq!(settled.money.currency(), case.currency);
            let whole = settled.money.amount().checked_add(settled.residue);
            assert_eq!(whole, Ok(case.exact), "exact = money + residue");
        }
    }
}

#[test]
fn what_money_cannot_hold_is_refused() {
    let huge: Amount = "92233720368547758.08".parse().unwrap();
    assert_eq!(huge.settle(Currency::USD, Rounding::HalfUp), Err(MoneyError::OutOfRange));
    assert!(huge.settle(Currency::JPY, Rounding::HalfUp).is_ok());
    let nearly: Amount = "92233720368547758.0749".parse().unwrap();
    assert_eq!(nearly.settle(Currency::USD, Rounding::HalfUp).unwrap().money.minor(), i64::MAX);
    assert_eq!(nearly.settle(Currency::USD, Rounding::Up), Err(MoneyError::OutOfRange));
}

#[test]
fn roundings_keep_their_stored_names() {
    for (rounding, name) in Rounding::ALL.into_iter().zip(["half_up", "half_even", "down", "up"]) {
        assert_eq!((rounding.name(), Rounding::parse(name)), (name, Some(rounding)));
        assert_eq!(serde_json::to_string(&rounding).unwrap(), format!("\"{name}\""));
    }
    assert_eq!((Rounding::parse("HalfUp"), Rounding::default()), (None, Rounding::HalfUp));
}
