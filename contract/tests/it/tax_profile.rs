//! Tax profiles: what is valid, and that the past stays (B4).

use chrono::NaiveDate;
use contract::rule::{FieldError, Rule};
use contract::tax_profile::{LEGAL_NAME_MAX_CHARS, NewTaxProfile};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn profile(valid_from: &str) -> NewTaxProfile {
    NewTaxProfile {
        valid_from: valid_from.parse().unwrap(),
        legal_name: "Harbour Retail Pte. Ltd.".to_owned(),
        tax_number: "201912345K".to_owned(),
        address: "Level 5, 1 Quay Road".to_owned(),
        contact: String::new(),
    }
}

fn today() -> NaiveDate {
    "2026-11-22".parse().unwrap()
}

#[test]
fn b4_a_profile_holds_from_tomorrow_at_the_earliest() {
    assert_eq!(profile("2026-11-23").check(today()), Ok(()));
    let early = FieldError::new("valid_from", Rule::NotBefore { value: "2026-11-23".to_owned() });
    for day in ["2026-11-22", "2020-01-01"] {
        assert_eq!(profile(day).check(today()), Err(vec![early.clone()]));
    }
}

#[test]
fn e1_every_field_of_a_profile_is_checked() {
    let bad = NewTaxProfile {
        legal_name: "x".repeat(LEGAL_NAME_MAX_CHARS + 1),
        tax_number: " ".to_owned(),
        address: "Quay\u{7}".to_owned(),
        ..profile("2027-01-01")
    };
    let rules = [
        FieldError::new("tax_number", Rule::Required),
        FieldError::new("legal_name", Rule::TooLong { max: LEGAL_NAME_MAX_CHARS }),
        FieldError::new("address", Rule::ControlCharacters),
    ];
    assert_eq!(bad.check(today()), Err(rules.to_vec()));
}
