//! A streaming ZIP writer, shared by Excel files and archives of PDFs.
//!
//! Never seeks and never holds an entry: sizes follow in data descriptors. An archive may pass 4 GiB and 65,535
//! entries (ZIP64 at the end); a single streamed entry may not, because Excel refuses ZIP64 in entry headers.
//! Times are fixed, so the same input gives the same bytes.

mod record;

use super::DocumentError;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use record::{Entry, Method};
use std::io::{self, Write};

/// Bytes that one streamed entry may hold; [`ZipWriter::write`] refuses more.
pub const ENTRY_LIMIT: u64 = u32::MAX as u64;

/// Writes an archive to `sink`, entry by entry.
pub struct ZipWriter<W: Write> {
    sink: W,
    offset: u64,
    entries: Vec<Entry>,
    open: Option<Entry>,
    crc: Crc,
    deflate: Compress,
    buffer: Vec<u8>,
}

impl<W: Write> ZipWriter<W> {
    /// An empty archive; streamed entries are deflated at `level` (1 fast … 9 small).
    pub fn new(sink: W, level: u32) -> Self {
        Self {
            sink,
            offset: 0,
            entries: Vec::new(),
            open: None,
            crc: Crc::new(),
            deflate: Compress::new(Compression::new(level), false),
            buffer: vec![0; 64 * 1024],
        }
    }

    /// Adds a whole file as it is, for bytes that are compressed already.
    ///
    /// # Errors
    /// When the sink refuses, or the file has 4 GiB.
    pub fn stored(&mut self, name: &str, bytes: &[u8]) -> Result<(), DocumentError> {
        let size = bytes.len() as u64;
        if size > ENTRY_LIMIT {
            return Err(DocumentError::EntryTooLarge(name.to_owned()));
        }
        let mut crc = Crc::new();
        crc.update(bytes);
        let entry = Entry {
            name: name.to_owned(),
            method: Method::Stored,
            offset: self.offset,
            crc: crc.sum(),
            size,
            packed: size,
        };
        self.put(&entry.local_header())?;
        self.put(bytes)?;
        self.entries.push(entry);
        Ok(())
    }

    /// Opens a deflated entry, whose bytes follow by [`write`](Self::write) until [`end`](Self::end).
    ///
    /// # Errors
    /// When the sink refuses.
    pub fn begin(&mut self, name: &str) -> Result<(), DocumentError> {
        self.end()?;
        let entry = Entry {
            name: name.to_owned(),
            method: Method::Deflated,
            offset: self.offset,
            crc: 0,
            size: 0,
            packed: 0,
        };
        self.put(&entry.local_header())?;
        self.crc.reset();
        self.deflate.reset();
        self.open = Some(entry);
        Ok(())
    }

    /// Appends to the open entry.
    ///
    /// # Errors
    /// When the sink refuses, no entry is open, or the entry passes [`ENTRY_LIMIT`].
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), DocumentError> {
        let Some(entry) = &mut self.open else {
            return Err(io::Error::other("no archive entry is open").into());
        };
        entry.size += bytes.len() as u64;
        if entry.size > ENTRY_LIMIT {
            return Err(DocumentError::EntryTooLarge(entry.name.clone()));
        }
        self.crc.update(bytes);
        self.pump(bytes, FlushCompress::None)
    }

    /// Closes the open entry; nothing happens when none is open.
    ///
    /// # Errors
    /// When the sink refuses.
    pub fn end(&mut self) -> Result<(), DocumentError> {
        if self.open.is_none() {
            return Ok(());
        }
        self.pump(&[], FlushCompress::Finish)?;
        if let Some(mut entry) = self.open.take() {
            entry.crc = self.crc.sum();
            if entry.packed > ENTRY_LIMIT {
                return Err(DocumentError::EntryTooLarge(entry.name));
            }
            self.put(&entry.data_descriptor())?;
            self.entries.push(entry);
        }
        Ok(())
    }

    /// Writes the directory and gives the sink back.
    ///
    /// # Errors
    /// When the sink refuses.
    pub fn finish(mut self) -> Result<W, DocumentError> {
        self.end()?;
        let start = self.offset;
        let entries = std::mem::take(&mut self.entries);
        for entry in &entries {
            self.put(&entry.directory_header())?;
        }
        let count = entries.len() as u64;
        let end = record::directory_end(count, start, self.offset - start);
        self.put(&end)?;
        self.sink.flush()?;
        Ok(self.sink)
    }

    /// Deflates `bytes` into the sink; with `Finish`, until the stream has ended.
    fn pump(&mut self, bytes: &[u8], flush: FlushCompress) -> Result<(), DocumentError> {
        let mut rest = bytes;
        loop {
            let (read, written) = (self.deflate.total_in(), self.deflate.total_out());
            let status = self.deflate.compress(rest, &mut self.buffer, flush).map_err(io::Error::other)?;
            let consumed = usize::try_from(self.deflate.total_in() - read).unwrap_or(0);
            let produced = usize::try_from(self.deflate.total_out() - written).unwrap_or(0);
            self.sink.write_all(&self.buffer[..produced])?;
            self.offset += produced as u64;
            if let Some(entry) = &mut self.open {
                entry.packed += produced as u64;
            }
            rest = &rest[consumed..];
            let done = match flush {
                FlushCompress::Finish => status == Status::StreamEnd,
                _ => rest.is_empty() && produced < self.buffer.len(),
            };
            if done {
                return Ok(());
            }
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), DocumentError> {
        self.sink.write_all(bytes)?;
        self.offset += bytes.len() as u64;
        Ok(())
    }
}
