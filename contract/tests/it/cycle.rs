//! Billing cycles: months in UTC+8, and the moment at which each is issued.

use chrono::{DateTime, Utc};
use contract::cycle::Cycle;
use serde::Deserialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Deserialize)]
struct Vectors {
    parse: Vec<Parse>,
    days: Vec<Days>,
    at: Vec<At>,
}

#[derive(Deserialize)]
struct Parse {
    text: String,
    index: Option<i32>,
}

#[derive(Deserialize)]
struct Days {
    cycle: Cycle,
    first_day: String,
    last_day: String,
    issue_date: String,
    issued_at: String,
}

#[derive(Deserialize)]
struct At {
    time: DateTime<Utc>,
    cycle: Option<Cycle>,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../vectors/cycle.json")).unwrap()
}

#[test]
fn b2_a_cycle_is_read_as_year_and_month() {
    for Parse { text, index } in vectors().parse {
        let cycle = text.parse::<Cycle>().ok();
        assert_eq!(cycle.map(Cycle::index), index, "{text:?}");
        if let Some(cycle) = cycle {
            assert_eq!(cycle.to_string(), text);
            assert_eq!(Cycle::from_index(cycle.index()), Ok(cycle));
        }
    }
    for index in [i32::MIN, -1, 0, 1970 * 12 - 1, 10_000 * 12, i32::MAX] {
        assert!(Cycle::from_index(index).is_err(), "{index}");
    }
}

#[test]
fn m2_a_bill_is_issued_at_noon_on_the_2nd_of_the_following_month() {
    for days in vectors().days {
        assert_eq!(days.cycle.first_day().to_string(), days.first_day);
        assert_eq!(days.cycle.last_day().to_string(), days.last_day);
        assert_eq!(days.cycle.issue_date().to_string(), days.issue_date);
        let issued_at = days.cycle.issued_at().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        assert_eq!(issued_at, days.issued_at);
    }
}

#[test]
fn a_moment_belongs_to_the_month_of_utc_8() {
    for At { time, cycle } in vectors().at {
        assert_eq!(Cycle::at(time).ok(), cycle, "{time}");
    }
}

#[test]
fn months_follow_each_other_and_the_ends_stay() {
    let cycle = |text: &str| text.parse::<Cycle>().unwrap();
    assert_eq!(cycle("2025-12").next(), cycle("2026-01"));
    assert_eq!(cycle("2026-01").previous(), cycle("2025-12"));
    assert_eq!(cycle("9999-12").next(), cycle("9999-12"));
    assert_eq!(cycle("1970-01").previous(), cycle("1970-01"));
    assert!(cycle("2025-12") < cycle("2026-01"));
}
