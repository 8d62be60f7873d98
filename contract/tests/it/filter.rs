//! The filter language (B2): what is written is read, and every bad value says its field and rule.

use contract::api::{Pairs, Query, read_query};
use contract::bill_filter::{BillQuery, BillSelection, LIMIT_MAX, VALUES_MAX};
use contract::bill_sort::{BillSort, SortColumn};
use serde::Deserialize;
use serde_json::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Deserialize)]
struct Vectors {
    good: Vec<Good>,
    bad: Vec<Bad>,
}

#[derive(Deserialize)]
struct Good {
    query: String,
    canonical: String,
}

#[derive(Deserialize)]
struct Bad {
    query: String,
    errors: Vec<Value>,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../vectors/query.json")).unwrap()
}

pub fn write(query: &impl Query) -> String {
    let mut pairs = Pairs::default();
    query.write(&mut pairs);
    pairs.encode()
}

#[test]
fn b2_a_filter_is_read_and_written_back() {
    for Good { query, canonical } in vectors().good {
        let read: BillQuery = read_query(&query).unwrap_or_else(|errors| panic!("{query}: {errors:?}"));
        assert_eq!(write(&read), canonical, "{query}");
        assert_eq!(read_query::<BillQuery>(&canonical), Ok(read), "{query}");
    }
}

#[test]
fn e1_every_bad_value_says_its_field_and_rule() {
    for Bad { query, errors } in vectors().bad {
        let found = read_query::<BillQuery>(&query).expect_err(&query);
        let mut found: Vec<Value> =
            found.into_iter().map(|error| serde_json::to_value(error).unwrap()).collect();
        for error in &mut found {
            let message = error.as_object_mut().unwrap().remove("message").unwrap();
            assert!(!message.as_str().unwrap().is_empty());
        }
        assert_eq!(found, errors, "{query}");
    }
}

#[test]
fn b5_an_export_takes_the_same_filter_but_no_page() {
    let selection: BillSelection = read_query("status=pending&sort=-consumption").unwrap();
    assert_eq!(write(&selection), "status=pending&sort=-consumption");
    for page in ["limit=5", "cursor=x", "from=2"] {
        assert!(read_query::<BillSelection>(page).is_err(), "{page}");
    }
}

#[test]
fn b3_every_column_sorts_up_and_down() {
    assert_eq!(BillSort::default().to_string(), "-cycle");
    for column in SortColumn::ALL {
        for descending in [false, true] {
            let sort = BillSort { column, descending };
            assert_eq!(sort.to_string().parse(), Ok(sort));
        }
    }
    for text in ["", "-", "Cycle", "cycle ", "+cycle", "cycle,product"] {
        assert!(text.parse::<BillSort>().is_err(), "{text}");
    }
}

#[test]
fn the_limits_are_those_of_the_interface() {
    assert_eq!((VALUES_MAX, LIMIT_MAX), (200, 500));
    let full = (0..VALUES_MAX).map(|n| format!("product=p{n}")).collect::<Vec<_>>().join("&");
    assert_eq!(read_query::<BillQuery>(&full).unwrap().filter.product.len(), VALUES_MAX);
}
