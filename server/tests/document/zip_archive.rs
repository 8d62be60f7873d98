//! Archives, taken apart by a reader of our own that trusts only the directory.

use flate2::read::DeflateDecoder;
use server::document::zip::ZipWriter;
use std::collections::BTreeMap;
use std::io::Read;

fn number(bytes: &[u8], at: usize, size: usize) -> usize {
    bytes[at..at + size].iter().rev().fold(0, |sum, &byte| sum << 8 | usize::from(byte))
}

/// Every entry by name; checks sizes and CRC.
pub fn read(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
    let (count, mut at) = match number(bytes, end + 10, 2) {
        0xFFFF => {
            let locator = end - 20;
            assert_eq!(&bytes[locator..locator + 4], b"PK\x06\x07");
            let end64 = number(bytes, locator + 8, 8);
            assert_eq!(&bytes[end64..end64 + 4], b"PK\x06\x06");
            (number(bytes, end64 + 32, 8), number(bytes, end64 + 48, 8))
        }
        count => (count, number(bytes, end + 16, 4)),
    };
    let mut entries = BTreeMap::new();
    for _ in 0..count {
        assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
        let (method, packed, size) =
            (number(bytes, at + 10, 2), number(bytes, at + 20, 4), number(bytes, at + 24, 4));
        let (name_length, extra) = (number(bytes, at + 28, 2), number(bytes, at + 30, 2));
        let local = number(bytes, at + 42, 4);
        let name = String::from_utf8(bytes[at + 46..at + 46 + name_length].to_vec()).unwrap();
        assert_eq!(&bytes[local..local + 4], b"PK\x03\x04");
        let start = local + 30 + number(bytes, local + 26, 2) + number(bytes, local + 28, 2);
        let raw = &bytes[start..start + packed];
        let mut content = Vec::new();
        match method {
            0 => content.extend_from_slice(raw),
            _ => drop(DeflateDecoder::new(raw).read_to_end(&mut content).unwrap()),
        }
        assert_eq!(content.len(), size);
        let mut crc = flate2::Crc::new();
        crc.update(&content);
        assert_eq!(crc.sum() as usize, number(bytes, at + 16, 4));
        entries.insert(name, content);
        at += 46 + name_length + extra;
    }
    entries
}

#[test]
fn entries_come_back_whole() {
    let mut zip = ZipWriter::new(Vec::new(), 6);
    let long: Vec<u8> = (0..3_000_000u32).flat_map(|n| (n % 251).to_le_bytes()).collect();
    zip.stored("账单 1.pdf", b"%PDF").unwrap();
    zip.begin("long").unwrap();
    for piece in long.chunks(100_000) {
        zip.write(piece).unwrap();
    }
    zip.begin("empty").unwrap();
    let entries = read(&zip.finish().unwrap());
    assert_eq!(entries["账单 1.pdf"], b"%PDF");
    assert!(entries["long"] == long);
    assert!(entries["empty"].is_empty());
}

#[test]
fn more_entries_than_16_bits_count() {
    let mut zip = ZipWriter::new(Vec::new(), 1);
    for n in 0..70_000u32 {
        zip.stored(&n.to_string(), &n.to_le_bytes()).unwrap();
    }
    let entries = read(&zip.finish().unwrap());
    assert_eq!(entries.len(), 70_000);
    assert_eq!(entries["69999"], 69_999u32.to_le_bytes());
}
