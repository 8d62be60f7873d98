//! CSV: the first byte says how the rest is cut into chunks; the rows must be those of the whole.
#![no_main]

use contract::file::csv::{CsvError, CsvLimits, CsvReader, Progress};
use libfuzzer_sys::fuzz_target;

fn rows(bytes: &[u8], chunk: usize) -> (Vec<Vec<String>>, Option<CsvError>) {
    let limits = CsvLimits { row_bytes: 4096, field_bytes: 1024, columns: 64 };
    let mut reader = CsvReader::new(limits);
    let mut chunks = bytes.chunks(chunk.max(1));
    let mut rows = Vec::new();
    loop {
        match reader.advance() {
            Ok(Progress::Row) => rows.push(reader.record().iter().map(str::to_owned).collect()),
            Ok(Progress::Hungry) => match chunks.next() {
                Some(chunk) => reader.feed(chunk),
                None => reader.finish(),
            },
            Ok(Progress::End) => return (rows, None),
            Err(error) => return (rows, Some(error)),
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((chunk, bytes)) = bytes.split_first() else { return };
    let (pieces, error) = rows(bytes, usize::from(*chunk));
    let (whole, same) = rows(bytes, 1);
    assert_eq!(pieces, whole);
    assert_eq!(error, same);
});
