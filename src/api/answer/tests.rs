//! Held against serde_json: what that writes is read the same, and what that refuses is refused.

use super::{Unreadable, read};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Debug;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Answer {
    name: String,
    count: u64,
    #[serde(default)]
    change: i32,
    note: Option<String>,
    kinds: Vec<Kind>,
    pair: (u8, bool),
    by_name: BTreeMap<String, Step>,
    #[serde(flatten)]
    place: Place,
    of: Of,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Of(u16);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Place {
    line: i64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Plain,
    Number(u8),
    Two(u8, String),
    Named { first: bool },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
enum Step {
    Begin { at: u32, left: Option<i64> },
    End,
}

fn answer() -> Answer {
    let steps = [("a", Step::Begin { at: 7, left: Some(-9) }), ("ü", Step::End)];
    Answer {
        name: "two \"lines\"\n, \\ and 账单 \u{1F4B0} \u{7}".into(),
        count: u64::MAX,
        change: i32::MIN,
        note: None,
        kinds: vec![Kind::Plain, Kind::Number(9), Kind::Two(1, "x".into()), Kind::Named { first: true }],
        pair: (255, false),
        by_name: steps.map(|(name, step)| (name.to_owned(), step)).into(),
        place: Place { line: i64::MIN },
        of: Of(3),
    }
}

#[test]
fn what_is_written_is_read() {
    let value = serde_json::to_value(answer()).unwrap();
    for text in [
        serde_json::to_string(&answer()).unwrap(),
        serde_json::to_string_pretty(&answer()).unwrap(),
        // Fields in the order of their names, and one that nobody knows.
        value.to_string().replacen('{', r#"{"unknown":{"a":[1,{"b":-2.5e3}],"c":null,"d":"}"},"#, 1),
    ] {
        assert_eq!(read::<Answer>(&text), Ok(answer()), "{text}");
    }
}

#[test]
fn every_character_is_read_as_it_is_and_escaped() {
    for char in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
        let text = format!("a{char}b");
        let plain = serde_json::to_string(&text).unwrap();
        let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
        assert_eq!(read::<String>(&plain).as_ref(), Ok(&text), "{plain}");
        assert_eq!(read::<String>(&format!("\"{escaped}\"")).as_ref(), Ok(&text), "{escaped}");
    }
}

/// Read by both alike.
fn same<T: DeserializeOwned + PartialEq + Debug>(texts: &[&str]) {
    for text in texts {
        let theirs = serde_json::from_str::<T>(text).map_err(|_| Unreadable);
        assert_eq!(read::<T>(text), theirs, "{text}");
    }
}

#[test]
fn what_is_refused_is_refused_alike() {
    same::<String>(&[
        "",
        "\"",
        "\"a",
        "a",
        "\"a\"b",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\ud800\\n\"",
        "\"\\udc00\"",
        "\"\\ud800\\ud800\"",
        "\"\\ud83d\\udcb0\"",
        "\"\\u+123\"",
        "\"a\nb\"",
        "\"\\/\\b\\f\"",
        "1",
        "null",
        "[]",
    ]);
    same::<u64>(&[
        "0",
        "18446744073709551615",
        "18446744073709551616",
        "-0",
        "-1",
        "01",
        "+1",
        "1.0",
        "1e2",
        "\"1\"",
        "",
        "-",
    ]);
    same::<i64>(&[
        "0",
        "-9223372036854775808",
        "9223372036854775807",
        "9223372036854775808",
        "-01",
        "--1",
        "1 1",
    ]);
    same::<u8>(&["255", "256", " 7 ", "\t7\r\n", "7,"]);
    same::<bool>(&["true", "false", "tru", "True", "truex", "1", "null"]);
    same::<()>(&["null", "nul", "{}", ""]);
    same::<Option<u8>>(&["null", "1", "nil", "{}"]);
    same::<Vec<u8>>(&[
        "[]", "[1]", "[1,2]", "[1,]", "[,1]", "[1 2]", "[1", "1]", "[[1]]", "{}", "[ ]", "[1,2}",
    ]);
    same::<(u8, bool)>(&["[1,true]", "[1]", "[1,true,2]", "[]"]);
    same::<BTreeMap<String, u8>>(&[
        "{}",
        r#"{"a":1}"#,
        r#"{"a":1,}"#,
        r#"{"a" : 1 , "b":2}"#,
        r#"{a:1}"#,
        r#"{"a"}"#,
        r#"{"a":1"#,
        "[]",
        r#"{1:1}"#,
    ]);
    same::<Kind>(&[
        r#""plain""#,
        r#""number""#,
        r#"{"number":1}"#,
        r#"{"two":[1,"x"]}"#,
        r#"{"named":{"first":false}}"#,
        r#""other""#,
        r#"{"number":1,"plain":null}"#,
        "{}",
        r#"{"named":{}}"#,
    ]);
    same::<Step>(&[
        r#"{"step":"end"}"#,
        r#"{"at":1,"step":"begin"}"#,
        r#"{"step":"begin"}"#,
        r#"{"at":1}"#,
        r#"{"step":"middle"}"#,
    ]);
    same::<Place>(&[
        r#"{"line":1}"#,
        r#"{"line":1,"line":1}"#,
        "{}",
        r#"{"line":"1"}"#,
        r#"{"more":[],"line":1}"#,
    ]);
}

#[test]
fn what_stands_too_deep_is_refused() {
    let nested = |depth: usize| format!("{{\"line\":1,\"more\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(read::<Place>(&nested(90)), Ok(Place { line: 1 }));
    assert_eq!(read::<Place>(&nested(100_000)), Err(Unreadable));
}
