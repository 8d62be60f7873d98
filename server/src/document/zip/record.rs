//! The records of a ZIP archive as bytes: headers, data descriptor, directory end.
//!
//! Knows nothing of sinks or compression. 64-bit fields appear only where a figure needs them.

const VERSION: u16 = 20;
const VERSION_ZIP64: u16 = 45;
/// 1980-01-01, the first date that the format knows: a fixed one, for the same bytes every time.
const DATE: u16 = 0x21;
const FLAG_SIZES_FOLLOW: u16 = 1 << 3;
const FLAG_UTF8: u16 = 1 << 11;
const FULL_32: u64 = u32::MAX as u64;
const FULL_16: u64 = u16::MAX as u64;

/// How an entry's bytes are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// As they are; sizes stand in front.
    Stored,
    /// Deflated while streaming; sizes follow.
    Deflated,
}

/// A file inside the archive.
pub(super) struct Entry {
    pub name: String,
    pub method: Method,
    /// Where its local header starts.
    pub offset: u64,
    pub crc: u32,
    /// Bytes before compression; at most 4 GiB.
    pub size: u64,
    /// Bytes in the archive; at most 4 GiB.
    pub packed: u64,
}

impl Entry {
    fn flags(&self) -> u16 {
        match self.method {
            Method::Stored => FLAG_UTF8,
            Method::Deflated => FLAG_UTF8 | FLAG_SIZES_FOLLOW,
        }
    }

    /// Version needed, flags, method, time, date: common to both headers.
    fn preamble(&self, out: &mut Vec<u8>, version: u16) {
        let method = match self.method {
            Method::Stored => 0,
            Method::Deflated => 8,
        };
        put16(out, &[version, self.flags(), method, 0, DATE]);
    }

    /// The header in front of the bytes.
    pub fn local_header(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(30 + self.name.len());
        out.extend_from_slice(b"PK\x03\x04");
        self.preamble(&mut out, VERSION);
        put32(&mut out, &[u64::from(self.crc), self.packed, self.size]);
        put16(&mut out, &[low16(self.name.len() as u64), 0]);
        out.extend_from_slice(self.name.as_bytes());
        out
    }

    /// The sizes, after streamed bytes.
    pub fn data_descriptor(&self) -> Vec<u8> {
        let mut out = b"PK\x07\x08".to_vec();
        put32(&mut out, &[u64::from(self.crc), self.packed, self.size]);
        out
    }

    /// The entry in the directory; carries a 64-bit offset past 4 GiB.
    pub fn directory_header(&self) -> Vec<u8> {
        let far = self.offset >= FULL_32;
        let version = if far { VERSION_ZIP64 } else { VERSION };
        let mut out = Vec::with_capacity(58 + self.name.len());
        out.extend_from_slice(b"PK\x01\x02");
        put16(&mut out, &[version]);
        self.preamble(&mut out, version);
        put32(&mut out, &[u64::from(self.crc), self.packed, self.size]);
        let extra = if far { 12 } else { 0 };
        put16(&mut out, &[low16(self.name.len() as u64), extra, 0, 0, 0, 0, 0]);
        put32(&mut out, &[self.offset.min(FULL_32)]);
        out.extend_from_slice(self.name.as_bytes());
        if far {
            put16(&mut out, &[1, 8]);
            out.extend_from_slice(&self.offset.to_le_bytes());
        }
        out
    }
}

/// The end of the archive: `count` entries, whose directory starts at `start` and has `size` bytes.
pub(super) fn directory_end(count: u64, start: u64, size: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(98);
    if count >= FULL_16 || start >= FULL_32 || size >= FULL_32 {
        out.extend_from_slice(b"PK\x06\x06");
        out.extend_from_slice(&44u64.to_le_bytes());
        put16(&mut out, &[VERSION_ZIP64, VERSION_ZIP64]);
        put32(&mut out, &[0, 0]);
        for figure in [count, count, size, start] {
            out.extend_from_slice(&figure.to_le_bytes());
        }
        out.extend_from_slice(b"PK\x06\x07");
        put32(&mut out, &[0]);
        out.extend_from_slice(&(start + size).to_le_bytes());
        put32(&mut out, &[1]);
    }
    out.extend_from_slice(b"PK\x05\x06");
    let entries = low16(count.min(FULL_16));
    put16(&mut out, &[0, 0, entries, entries]);
    put32(&mut out, &[size.min(FULL_32), start.min(FULL_32)]);
    put16(&mut out, &[0]);
    out
}

fn low16(figure: u64) -> u16 {
    u16::try_from(figure).unwrap_or(u16::MAX)
}

fn put16(out: &mut Vec<u8>, figures: &[u16]) {
    for figure in figures {
        out.extend_from_slice(&figure.to_le_bytes());
    }
}

fn put32(out: &mut Vec<u8>, figures: &[u64]) {
    for &figure in figures {
        out.extend_from_slice(&u32::try_from(figure).unwrap_or(u32::MAX).to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn past_4_gib_figures_are_64_bits_wide() {
        let offset = 5 << 30;
        let entry =
            Entry { name: "a.pdf".to_owned(), method: Method::Stored, offset, crc: 7, size: 9, packed: 9 };
        let header = entry.directory_header();
        assert_eq!(header.len(), 46 + 5 + 12);
        assert_eq!(header[42..46], [0xFF; 4]);
        assert_eq!(header[51..55], [1, 0, 8, 0]);
        assert_eq!(header[55..], offset.to_le_bytes());
        let end = directory_end(3, offset, 200);
        assert_eq!(end.len(), 56 + 20 + 22);
        assert_eq!(end[48..56], offset.to_le_bytes());
        assert_eq!(end[64..72], (offset + 200).to_le_bytes());
        assert_eq!(end[end.len() - 6..end.len() - 2], [0xFF; 4]);
        assert_eq!(directory_end(3, 100, 200).len(), 22);
    }
}
