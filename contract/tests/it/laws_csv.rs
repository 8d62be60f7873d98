//! Laws of the CSV reader over random bytes.

use crate::csv::{Row, rows};
use contract::file::csv::CsvLimits;
use contract::file::focus::{FocusReader, Fold, Mapping, Progress, Report};
use proptest::prelude::*;

/// Bytes of which a tokenizer's branches are made.
fn csv_bytes() -> impl Strategy<Value = Vec<u8>> {
    let common = prop::sample::select(b"ab,,,\"\"\"\n\n\r\r \xc3\xa9\xff0".to_vec());
    prop::collection::vec(prop_oneof![9 => common, 1 => any::<u8>()], 0..200)
}

fn write_csv(table: &[Vec<String>], line_break: &str) -> String {
    let field = |text: &String| {
        let plain = !text.is_empty() && !text.contains([',', '"', '\n', '\r', '\u{feff}']);
        if plain { text.clone() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
    };
    let rows = table.iter().map(|row| row.iter().map(field).collect::<Vec<_>>().join(",") + line_break);
    rows.collect()
}

fn texts(rows: Vec<Row>) -> Vec<Vec<String>> {
    rows.into_iter().map(|(_, _, texts)| texts).collect()
}

proptest! {
    #[test]
    fn any_chunks_give_the_same_rows(bytes in csv_bytes(), chunk in 1_usize..40) {
        let limits = CsvLimits { row_bytes: 120, field_bytes: 60, columns: 12 };
        let whole = rows(&bytes, usize::MAX, CsvLimits::default());
        prop_assert_eq!(rows(&bytes, chunk, CsvLimits::default()), whole);
        prop_assert_eq!(rows(&bytes, chunk, limits).is_ok(), rows(&bytes, 1, limits).is_ok());
    }

    #[test]
    fn what_is_written_is_read(
        table in prop::collection::vec(prop::collection::vec("[a-z,\"\n\r é\u{4e2d}=]{0,6}", 1..5), 0..8),
        chunk in 1_usize..30,
        windows in any::<bool>(),
    ) {
        let text = write_csv(&table, if windows { "\r\n" } else { "\n" });
        prop_assert_eq!(texts(rows(text.as_bytes(), chunk, CsvLimits::default()).unwrap()), table);
    }

    #[test]
    fn well_formed_text_reads_as_csv_core_reads_it(
        table in prop::collection::vec(prop::collection::vec("[a-z,\"\n é]{0,6}", 2..5), 0..8),
    ) {
        let text = write_csv(&table, "\n");
        prop_assert_eq!(texts(rows(text.as_bytes(), 7, CsvLimits::default()).unwrap()), peer(text.as_bytes()));
    }

    #[test]
    fn no_bytes_make_the_focus_reader_panic(bytes in csv_bytes(), chunk in 1_usize..40, headed in any::<bool>()) {
        let header = "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargeCategory,ServiceName\n";
        let mut input = if headed { header.as_bytes().to_vec() } else { Vec::new() };
        input.extend(bytes);
        let mapping = Mapping::default();
        let (mut report, mut fold) = (Report::default(), Fold::new(&mapping));
        let mut reader = FocusReader::new(mapping);
        let mut chunks = input.chunks(chunk);
        while let Ok(progress) = reader.advance(&mut report) {
            match (progress, reader.row()) {
                (Progress::End, _) => break,
                (Progress::Row, Some(row)) => { fold.add(&row, &mut report); }
                (Progress::Row, None) => prop_assert!(false, "a row that is none"),
                (Progress::Hungry, _) => match chunks.next() {
                    Some(chunk) => reader.feed(chunk),
                    None => reader.finish(),
                },
            }
        }
        fold.finish(&mut report);
    }
}

/// The same table by another reader.
fn peer(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv_core::Reader::new();
    let (mut output, mut ends) = (vec![0; bytes.len() + 8], vec![0; 64]);
    let (mut input, mut table) = (bytes, Vec::new());
    loop {
        let (result, read, _, fields) = reader.read_record(input, &mut output, &mut ends);
        input = &input[read..];
        match result {
            csv_core::ReadRecordResult::Record => {
                let starts = std::iter::once(0).chain(ends[..fields].iter().copied());
                let spans = starts.zip(ends[..fields].iter().copied());
                table.push(
                    spans.map(|(from, to)| String::from_utf8_lossy(&output[from..to]).into()).collect(),
                );
            }
            csv_core::ReadRecordResult::End => return table,
            _ => {}
        }
    }
}
