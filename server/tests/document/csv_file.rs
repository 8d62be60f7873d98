//! CSV, read again by the rules of RFC 4180.

use crate::sample::{HOSTILE, Sample, awkward, csv};
use proptest::prelude::*;
use server::document::csv::push_text;
use server::document::export::is_formula;

/// Reads RFC 4180 strictly: each field with whether it stood in quotes.
fn read(text: &str) -> Vec<Vec<(String, bool)>> {
    let mut records = vec![];
    let mut record = vec![];
    let mut rest = text;
    while !rest.is_empty() {
        let (field, quoted, after) = match rest.strip_prefix('"') {
            Some(inside) => quoted_field(inside),
            None => {
                let end = rest.find([',', '\r']).unwrap();
                (rest[..end].to_owned(), false, &rest[end..])
            }
        };
        record.push((field, quoted));
        if let Some(next) = after.strip_prefix(',') {
            rest = next;
        } else {
            rest = after.strip_prefix("\r\n").unwrap();
            records.push(std::mem::take(&mut record));
        }
    }
    records
}

fn quoted_field(inside: &str) -> (String, bool, &str) {
    let mut field = String::new();
    let mut rest = inside;
    loop {
        let end = rest.find('"').unwrap();
        field.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(more) => {
                field.push('"');
                rest = more;
            }
            None => return (field, true, rest),
        }
    }
}

fn file(rows: &[Sample]) -> Vec<Vec<(String, bool)>> {
    let text = String::from_utf8(csv(rows).unwrap()).unwrap();
    read(text.strip_prefix('\u{feff}').unwrap())
}

#[test]
fn b8_formulas_are_text_and_numbers_stay_numbers() {
    let rows = awkward();
    let records = file(&rows);
    assert_eq!(records.len(), rows.len() + 1);
    for (row, record) in rows.iter().zip(&records[1..]) {
        assert_eq!(record[0].0, "2026-10");
        let (name, quoted) = &record[2];
        if is_formula(&row.text) {
            assert_eq!((name.as_str(), *quoted), (format!("'{}", row.text).as_str(), true));
        } else {
            assert_eq!(*name, row.text);
        }
        assert_eq!(record[11], (row.consumption.value(), false));
        assert_eq!(record[13], (row.overdraft.value(), false));
    }
    assert_eq!(HOSTILE.iter().filter(|text| is_formula(text)).count(), 14);
}

proptest! {
    /// Any text comes back, with `'` in front and quotes around if a spreadsheet would run it (B8).
    #[test]
    fn any_field_comes_back(text in ".{0,40}|[=+@\",\\r\\n\\x00-]{0,12}") {
        let mut out = Vec::new();
        push_text(&mut out, &text);
        let line = String::from_utf8(out).unwrap();
        let records = read(&format!("{line}\r\n"));
        let (field, quoted) = &records[0][0];
        let expected = if is_formula(&text) { format!("'{text}") } else { text.clone() };
        prop_assert_eq!(field, &expected);
        prop_assert!(!is_formula(field) && (*quoted || !is_formula(&text)));
    }
}
