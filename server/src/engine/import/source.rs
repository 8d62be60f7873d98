//! A file as bytes: plain or gzip, which its first two bytes tell, and hashed as it comes.

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, Read, Result, Seek};
use std::path::Path;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const READ_BYTES: usize = 1 << 17;

/// Bytes on their way through the hash.
struct Hashed {
    file: File,
    hash: Sha256,
}

/// A file that is being read.
pub struct Source(Kind);

enum Kind {
    Plain(Hashed),
    Gzip(Box<MultiGzDecoder<BufReader<Hashed>>>),
}

impl Read for Hashed {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let count = self.file.read(into)?;
        self.hash.update(into.get(..count).unwrap_or_default());
        Ok(count)
    }
}

impl Source {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Self> {
        let mut file = File::open(path)?;
        let mut magic = Vec::with_capacity(GZIP.len());
        (&mut file).take(GZIP.len() as u64).read_to_end(&mut magic)?;
        file.rewind()?;
        let hashed = Hashed { file, hash: Sha256::new() };
        if magic == GZIP {
            let buffered = BufReader::with_capacity(READ_BYTES, hashed);
            return Ok(Self(Kind::Gzip(Box::new(MultiGzDecoder::new(buffered)))));
        }
        Ok(Self(Kind::Plain(hashed)))
    }

    /// Whether it is compressed.
    pub const fn is_compressed(&self) -> bool {
        matches!(self.0, Kind::Gzip(_))
    }

    /// SHA-256 of the file's bytes, in hexadecimal.
    pub fn digest(self) -> Result<String> {
        let mut hashed = match self.0 {
            Kind::Plain(hashed) => hashed,
            Kind::Gzip(decoder) => decoder.into_inner().into_inner(),
        };
        std::io::copy(&mut hashed, &mut std::io::sink())?;
        Ok(crate::chance::hex(&hashed.hash.finalize()))
    }
}

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        match &mut self.0 {
            Kind::Plain(hashed) => hashed.read(into),
            Kind::Gzip(decoder) => decoder.read(into),
        }
    }
}
