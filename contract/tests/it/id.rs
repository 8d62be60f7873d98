//! Ids and names: what is written is read, and one noun's id is never another's.

use contract::id::{AccountNumber, BillId, DeliveryId, ProductCode, UserId};
use serde::Deserialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Deserialize)]
struct Vectors {
    good: Vec<Good>,
    bad: Vec<String>,
}

#[derive(Deserialize)]
struct Good {
    number: i64,
    text: String,
}

#[test]
fn ids_are_read_back() {
    let vectors: Vectors = serde_json::from_str(include_str!("../vectors/id.json")).unwrap();
    for Good { number, text } in vectors.good {
        assert_eq!(BillId::new(number).to_string(), text);
        assert_eq!(text.parse::<BillId>().map(BillId::number), Ok(number));
        assert!(text.parse::<UserId>().is_err(), "a bill is no user");
        assert_eq!(serde_json::to_string(&BillId::new(number)).unwrap(), format!("\"{text}\""));
    }
    for text in vectors.bad {
        assert!(text.parse::<BillId>().is_err(), "{text:?}");
    }
}

#[test]
fn ids_sort_as_their_texts_do() {
    let ids = [1, 31, 32, 1 << 20, (9 << 32) + 1, i64::MAX].map(DeliveryId::new);
    let mut texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    texts.sort();
    assert_eq!(texts, ids.map(|id| id.to_string()));
}

#[test]
fn names_are_short_and_printable() {
    for text in ["1", "acme-USD", "Harbour 港湾", "a b", "é", &"x".repeat(200), &"港".repeat(200)] {
        assert_eq!(AccountNumber::parse(text).unwrap().as_str(), text);
    }
    for text in ["", " ", " a", "a ", "a\n", "\u{0}", "a\u{85}b", &"x".repeat(201), &"港".repeat(201)] {
        assert!(ProductCode::parse(text).is_err(), "{text:?}");
        assert!(serde_json::from_value::<ProductCode>(text.into()).is_err(), "{text:?}");
    }
}
