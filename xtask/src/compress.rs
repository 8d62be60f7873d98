//! The compressed twins of the portal's files, made once at build time.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::portal::Finish;

/// Kinds of files that are compressed in themselves.
const DENSE: [&str; 7] = ["woff2", "woff", "png", "jpg", "webp", "gz", "br"];

/// The `br` and `gz` of a file, as suffix and bytes. None where compressing gains nothing.
pub fn twins(name: &Path, bytes: &[u8], finish: Finish) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let kind = name.extension().and_then(|kind| kind.to_str());
    if kind.is_some_and(|kind| DENSE.contains(&kind)) {
        return Ok(Vec::new());
    }
    let (brotli_quality, gzip_level) = match finish {
        Finish::Quick => (2, 1),
        Finish::Small => (11, 9),
    };
    let twins = [("br", brotli(bytes, brotli_quality)?), ("gz", gzip(bytes, gzip_level)?)];
    let gains = |(_, squeezed): &(&str, Vec<u8>)| squeezed.len() < bytes.len();
    Ok(twins.into_iter().filter(gains).collect())
}

/// Brotli (RFC 7932) with a window of 4 MiB.
fn brotli(bytes: &[u8], quality: i32) -> Result<Vec<u8>> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut squeezed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut squeezed, &parameters)?;
    Ok(squeezed)
}

/// Gzip (RFC 1952) without name or time, so that the same bytes give the same bytes.
fn gzip(bytes: &[u8], level: u32) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn twins_hold_the_same_bytes() {
        let text = "one bill, two bills, three bills; ".repeat(500);
        let twins = twins(Path::new("a.js"), text.as_bytes(), Finish::Small).unwrap();
        assert_eq!(twins.len(), 2);
        for (suffix, squeezed) in twins {
            let mut back = String::new();
            match suffix {
                "br" => brotli::Decompressor::new(&*squeezed, 4096).read_to_string(&mut back),
                _ => flate2::read::GzDecoder::new(&*squeezed).read_to_string(&mut back),
            }
            .unwrap();
            assert_eq!(back, text, "{suffix}");
        }
    }

    #[test]
    fn a_dense_or_tiny_file_has_no_twins() {
        let dense = twins(Path::new("a.woff2"), &[0; 4096], Finish::Quick).unwrap();
        let tiny = twins(Path::new("a.txt"), b"x", Finish::Quick).unwrap();
        assert!(dense.is_empty() && tiny.is_empty());
    }
}
