//! Splitting money: the parts are the whole.

use contract::money::{Currency, Money, allocate};
use serde::Deserialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Deserialize)]
struct Case {
    minor: i64,
    weights: Vec<u64>,
    parts: Option<Vec<i64>>,
}

#[test]
fn parts_add_up_and_the_earlier_gets_the_odd_unit() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../vectors/allocate.json")).unwrap();
    for Case { minor, weights, parts } in cases {
        let money = Money::new(minor, Currency::USD);
        let split = allocate(money, &weights);
        let minors = split.as_ref().map(|parts| parts.iter().map(|part| part.minor()).collect());
        assert_eq!(minors, parts, "{minor} by {weights:?}");
        if let Some(split) = split {
            assert_eq!(Money::sum(Currency::USD, split), Ok(money));
        }
    }
}
