//! The CSV reader: rows, lines and errors, however the bytes are cut into chunks.

use contract::file::csv::{CsvError, CsvErrorKind, CsvLimits, CsvReader, Progress};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// A row as the tests look at it: number, line, texts.
pub type Row = (u64, u64, Vec<String>);

/// Every row of `bytes`, fed in chunks of at most `chunk` bytes.
pub fn rows(bytes: &[u8], chunk: usize, limits: CsvLimits) -> Result<Vec<Row>, CsvError> {
    let mut reader = CsvReader::new(limits);
    let mut chunks = bytes.chunks(chunk.max(1));
    let mut rows = Vec::new();
    loop {
        match reader.advance()? {
            Progress::Row => {
                let record = reader.record();
                rows.push((record.row(), record.line(), record.iter().map(str::to_owned).collect()));
            }
            Progress::Hungry => match chunks.next() {
                Some(chunk) => reader.feed(chunk),
                None => reader.finish(),
            },
            Progress::End => return Ok(rows),
        }
    }
}

/// The rows, the same for every size of chunk.
fn read(text: &str) -> Result<Vec<Row>, CsvError> {
    let whole = rows(text.as_bytes(), usize::MAX, CsvLimits::default());
    for chunk in 1..9 {
        assert_eq!(rows(text.as_bytes(), chunk, CsvLimits::default()), whole, "chunks of {chunk}");
    }
    whole
}

fn row(row: u64, line: u64, texts: &[&str]) -> Row {
    (row, line, texts.iter().map(|text| (*text).to_owned()).collect())
}

fn refusal(text: &str) -> (u64, CsvErrorKind) {
    let error = read(text).unwrap_err();
    (error.row, error.kind)
}

#[test]
fn rows_end_with_lf_crlf_or_cr_and_the_last_may_end_with_nothing() {
    let expected = vec![row(1, 1, &["a", "b"]), row(2, 2, &["1", "2"]), row(3, 3, &["3", ""])];
    for text in
        ["a,b\n1,2\n3,\n", "a,b\r\n1,2\r\n3,\r\n", "a,b\r1,2\r3,\r", "a,b\n1,2\n3,", "\u{feff}a,b\n1,2\n3,\n"]
    {
        assert_eq!(read(text).unwrap(), expected, "{text:?}");
    }
}

#[test]
fn quotes_hold_commas_line_breaks_and_doubled_quotes() {
    let text = "a,b\n\"x,\"\"y\"\"\",\"1\n2\r\n3\"\n\"\",z\n\"\"\"\",\"é\"\"ü\"\n";
    let expected = vec![
        row(1, 1, &["a", "b"]),
        row(2, 2, &["x,\"y\"", "1\n2\r\n3"]),
        row(3, 5, &["", "z"]),
        row(4, 6, &["\"", "é\"ü"]),
    ];
    assert_eq!(read(text).unwrap(), expected);
}

#[test]
fn a_quote_inside_a_plain_field_is_text() {
    assert_eq!(read("5\" disk,b\n").unwrap(), vec![row(1, 1, &["5\" disk", "b"])]);
}

#[test]
fn blank_lines_are_rows_without_anything() {
    let rows = read("a\n\nb\n").unwrap();
    assert_eq!(rows, vec![row(1, 1, &["a"]), row(2, 2, &[""]), row(3, 3, &["b"])]);
    assert_eq!(read("").unwrap(), vec![]);
    assert_eq!(read("\u{feff}").unwrap(), vec![]);
}

#[test]
fn a_file_cut_inside_quotes_is_refused_with_its_row() {
    assert_eq!(refusal("a,b\n1,\"cut he"), (2, CsvErrorKind::OpenQuote));
    assert_eq!(refusal("\""), (1, CsvErrorKind::OpenQuote));
}

#[test]
fn text_behind_a_closing_quote_is_refused() {
    assert_eq!(refusal("a,b\n\"x\"y,2\n"), (2, CsvErrorKind::TextAfterQuote));
    assert_eq!(refusal("a,b\n\"x\" ,2\n"), (2, CsvErrorKind::TextAfterQuote));
}

#[test]
fn other_formats_are_named() {
    for (bytes, name) in [
        (&b"\xff\xfea\0"[..], "text in UTF-16"),
        (b"\x1f\x8b\x08\x00", "compressed with gzip"),
        (b"PK\x03\x04....", "a ZIP archive or an Excel workbook"),
        (b"PAR1....", "Parquet"),
        (b"%PDF-1.7", "PDF"),
    ] {
        let error = rows(bytes, 1, CsvLimits::default()).unwrap_err();
        assert_eq!(error.kind, CsvErrorKind::OtherFormat(name));
    }
}

#[test]
fn limits_end_a_row_before_memory_does() {
    let limits = CsvLimits { row_bytes: 40, field_bytes: 20, columns: 4 };
    for chunk in [1, 7, 1000] {
        let kind = |text: &str| rows(text.as_bytes(), chunk, limits).unwrap_err().kind;
        assert_eq!(kind("a,b,c,d,e\n"), CsvErrorKind::TooManyColumns(4));
        assert_eq!(kind(&"x".repeat(21)), CsvErrorKind::FieldTooLong(20));
        assert_eq!(kind(&format!("\"{}", "x".repeat(21))), CsvErrorKind::FieldTooLong(20));
        assert_eq!(kind("0123456789012345678,0123456789012345678,2\n"), CsvErrorKind::RowTooLong(40));
        assert!(rows(b"0123456789,0123456789,1\n", chunk, limits).is_ok());
    }
}

#[test]
fn broken_utf_8_is_replaced_and_said() {
    let mut reader = CsvReader::new(CsvLimits::default());
    reader.feed(b"caf\xe9,\"a\"\"\xff\",ok\nfine,\xc3\xa9,x\n");
    reader.finish();
    assert_eq!(reader.advance(), Ok(Progress::Row));
    let texts: Vec<&str> = reader.record().iter().collect();
    assert_eq!(texts, ["caf\u{fffd}", "a\"\u{fffd}", "ok"]);
    assert_eq!(reader.record().damaged(), [0, 1]);
    assert_eq!(reader.advance(), Ok(Progress::Row));
    assert_eq!(reader.record().get(1), "é");
    assert!(reader.record().damaged().is_empty());
    assert_eq!(reader.advance(), Ok(Progress::End));
}

#[test]
fn an_empty_text_differs_from_nothing_and_a_cut_last_row_can_be_told() {
    let mut reader = CsvReader::new(CsvLimits::default());
    reader.feed(b"\"\",\n1,2");
    reader.finish();
    reader.advance().unwrap();
    assert!(reader.record().is_quoted(0) && !reader.record().is_quoted(1) && reader.record().is_terminated());
    assert!(!reader.record().is_empty());
    reader.advance().unwrap();
    assert!(!reader.record().is_terminated());
}
