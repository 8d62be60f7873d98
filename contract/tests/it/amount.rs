//! Exact amounts: read, added and multiplied without a rounding anywhere.

use contract::money::{Amount, AmountError};
use serde::Deserialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Deserialize)]
struct Vectors {
    parse: Vec<Parse>,
    calculate: Vec<Calculate>,
}

#[derive(Deserialize)]
struct Parse {
    text: String,
    value: Option<String>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Calculate {
    left: Amount,
    right: Amount,
    product: Option<String>,
    sum: Option<String>,
    difference: Option<String>,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../vectors/amount.json")).unwrap()
}

fn shown(result: Result<Amount, AmountError>) -> Option<String> {
    result.ok().map(|amount| amount.to_string())
}

#[test]
fn amounts_are_read_exactly_or_not_at_all() {
    for Parse { text, value, error } in vectors().parse {
        let read = text.parse::<Amount>();
        let why = read.err().map(|error| match error {
            AmountError::NotANumber => "not_a_number",
            AmountError::TooManyDigits => "too_many_digits",
        });
        assert_eq!(shown(read), value, "{text:?}");
        assert_eq!(why, error.as_deref(), "{text:?}");
    }
}

#[test]
fn amounts_are_calculated_exactly_or_not_at_all() {
    for Calculate { left, right, product, sum, difference } in vectors().calculate {
        assert_eq!(shown(left.checked_mul(right)), product, "{left} * {right}");
        assert_eq!(shown(right.checked_mul(left)), product, "{right} * {left}");
        assert_eq!(shown(left.checked_add(right)), sum, "{left} + {right}");
        assert_eq!(shown(left.checked_sub(right)), difference, "{left} - {right}");
    }
}

#[test]
fn equal_amounts_are_equal_however_they_are_written() {
    let amount = |text: &str| text.parse::<Amount>().unwrap();
    assert_eq!(amount("1.50"), amount("1.5"));
    assert_eq!(amount("-0.00"), Amount::ZERO);
    assert!(!amount("-0").is_negative() && amount("-0.1").is_negative() && amount("0.000").is_zero());
    assert!(amount("0.1") < amount("0.11"));
    assert_eq!(amount("1.500").parts(), (15, 1));
    assert_eq!(Amount::from_parts(15, 1), Some(amount("1.5")));
    assert_eq!(Amount::from_parts(1, 29), None);
    assert_eq!(serde_json::to_string(&amount("1.50")).unwrap(), "\"1.5\"");
    assert!(serde_json::from_str::<Amount>("1.5").is_err(), "a float is no amount");
}
