//! Workbooks, opened again with another library.

use crate::sample::{HOSTILE, Sample, awkward, workbook};
use calamine::{Data, DataType, Range, Reader, Xlsx, open_workbook_from_rs};
use contract::money::{Currency, Money};
use server::document::export::Total;
use server::document::xlsx::SHEET_ROWS;
use std::io::Cursor;

fn sheets(bytes: &[u8]) -> Vec<(String, Range<Data>)> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    book.worksheets()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = crate::zip_archive::read(bytes);
    String::from_utf8(archive.remove(name).unwrap()).unwrap()
}

fn check_amount(cell: &Data, money: Money) {
    let text = money.value();
    match cell {
        Data::Float(value) => {
            assert!(money.minor().unsigned_abs() < 1_000_000_000_000_000);
            assert_eq!(*value, text.parse::<f64>().unwrap());
        }
        Data::String(found) => {
            assert!(money.minor().unsigned_abs() >= 1_000_000_000_000_000, "{text}");
            assert_eq!(*found, text);
        }
        other => panic!("{text} came back as {other:?}"),
    }
}

#[test]
fn b5_a_workbook_reads_back_equal() {
    let rows = awkward();
    let sheets = sheets(&workbook(&rows, SHEET_ROWS, &[]));
    let (name, range) = &sheets[0];
    assert_eq!((sheets.len(), name.as_str()), (1, "Bills"));
    assert_eq!(range.height(), rows.len() + 1);
    let headings: Vec<_> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(headings[0], "Billing cycle");
    assert_eq!(headings[14], "Bill number");
    for (row, cells) in rows.iter().zip(range.rows().skip(1)) {
        assert_eq!(cells[0].as_date(), Some(row.cycle.first_day()));
        assert_eq!(cells[1], Data::String("80012345".to_owned()));
        assert_eq!(cells[2].to_string(), row.text);
        assert_eq!(cells[6], Data::String("007".to_owned()));
        assert_eq!(cells[7].to_string(), row.text);
        match row.usage.as_slice() {
            [] => assert!(cells[8].is_empty() && cells[9].is_empty()),
            [(quantity, _)] if quantity.len() < 15 => {
                assert_eq!(cells[8], Data::Float(quantity.parse().unwrap()));
            }
            [(quantity, _)] => assert_eq!(cells[8], Data::String(quantity.clone())),
            _ => {
                assert_eq!(cells[8], Data::String("1200; 0.000000000123".to_owned()));
                assert_eq!(cells[9], Data::String("message; GB-Months".to_owned()));
            }
        }
        assert_eq!(cells[10], Data::String(row.consumption.currency().code().to_owned()));
        check_amount(&cells[11], row.consumption);
        assert_eq!(cells[12], Data::String("Pending".to_owned()));
        check_amount(&cells[13], row.overdraft);
        assert_eq!(cells[14], Data::String("HB-2026-000000017".to_owned()));
    }
}

#[test]
fn b8_no_text_becomes_a_formula() {
    let bytes = workbook(&awkward(), SHEET_ROWS, &[]);
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && !sheet.contains("<f "));
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
    let formulas = book.worksheet_formula("Bills").unwrap();
    assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()));
    let (_, range) = &sheets(&bytes)[0];
    for (at, hostile) in HOSTILE.iter().enumerate() {
        let cell = range.get_value((u32::try_from(at).unwrap() + 1, 2)).unwrap();
        assert!(cell.is_string(), "{hostile:?} is {cell:?}");
    }
}

#[test]
fn b5_totals_stand_under_the_rows_and_outside_the_filter() {
    let rows = awkward();
    let total = |currency, consumption| Total { currency, bills: 3, consumption, overdraft: -7 };
    let totals = [total(Currency::USD, 12_345), total(Currency::KWD, i128::from(i64::MAX) * 3)];
    let bytes = workbook(&rows, SHEET_ROWS, &totals);
    let (_, range) = &sheets(&bytes)[0];
    let last: Vec<_> = range.rows().skip(rows.len() + 1).collect();
    assert_eq!(last.len(), 2);
    assert_eq!(last[0][0], Data::String("Total of 3 bills".to_owned()));
    assert_eq!((&last[0][11], &last[0][13]), (&Data::Float(123.45), &Data::Float(-0.07)));
    assert_eq!(last[1][10], Data::String("KWD".to_owned()));
    assert_eq!(last[1][11], Data::String("27670116110564327.421".to_owned()));
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains(&format!("<autoFilter ref=\"A1:O{}\"/>", rows.len() + 1)));
    assert!(sheet.contains("state=\"frozen\""));
}

#[test]
fn b5_rows_past_the_limit_go_on_in_further_sheets() {
    let rows: Vec<_> = (0..25).map(|n| Sample::new(&format!("row {n}"), n * 100, Currency::USD)).collect();
    let sheets = sheets(&workbook(&rows, 10, &[]));
    let names: Vec<_> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Bills", "Bills 2", "Bills 3"]);
    let heights: Vec<_> = sheets.iter().map(|(_, range)| range.height()).collect();
    assert_eq!(heights, [11, 11, 6]);
    for (number, (_, range)) in sheets.iter().enumerate() {
        assert_eq!(range.get_value((0, 2)).unwrap().to_string(), "Account name");
        let first = range.get_value((1, 2)).unwrap().to_string();
        assert_eq!(first, format!("row {}", number * 10));
    }
}

#[test]
fn b5_an_export_of_nothing_still_opens() {
    let sheets = sheets(&workbook(&[], SHEET_ROWS, &[]));
    assert_eq!(sheets[0].1.height(), 1);
}

#[test]
fn b5_the_same_rows_give_the_same_bytes() {
    let rows = awkward();
    assert!(workbook(&rows, 7, &[]) == workbook(&rows, 7, &[]));
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Any text comes back as it went in, always as text (B8).
        #[test]
        fn any_text_comes_back(texts in proptest::collection::vec(".{0,40}|[=+@_x0-9A-F\\x00-\\x20-]{1,20}", 1..20)) {
            let rows: Vec<_> = texts.iter().map(|text| Sample::new(text, 1, Currency::USD)).collect();
            let sheets = sheets(&workbook(&rows, SHEET_ROWS, &[]));
            for (text, cells) in texts.iter().zip(sheets[0].1.rows().skip(1)) {
                if text.is_empty() {
                    prop_assert!(cells[2].is_empty());
                } else {
                    prop_assert!(cells[2].is_string());
                    prop_assert_eq!(&cells[2].to_string(), text);
                }
            }
        }

        /// Any amount comes back exactly, as number up to 15 digits and as text beyond (B5).
        #[test]
        fn any_amount_comes_back(minors in proptest::collection::vec(any::<i64>().prop_map(|n| n >> (n & 63)), 1..20)) {
            for currency in [Currency::JPY, Currency::USD, Currency::KWD] {
                let rows: Vec<_> = minors.iter().map(|&minor| Sample::new("a", minor, currency)).collect();
                let sheets = sheets(&workbook(&rows, SHEET_ROWS, &[]));
                for (row, cells) in rows.iter().zip(sheets[0].1.rows().skip(1)) {
                    check_amount(&cells[11], row.consumption);
                }
            }
        }
    }
}
