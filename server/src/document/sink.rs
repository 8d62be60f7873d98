//! A sink that hands its bytes on in chunks, so that a response can stream a document while it is written.
//!
//! Holds one chunk at most; never waits, never spawns: the closure decides what sending means and may refuse.

use std::io;

/// Collects bytes and hands them on in chunks of about [`ChunkSink::CHUNK`] bytes.
///
/// The closure refuses with an error when nobody reads any more; writing the document ends there (B5: cancel).
pub struct ChunkSink<F: FnMut(Vec<u8>) -> io::Result<()>> {
    send: F,
    chunk: Vec<u8>,
}

impl<F: FnMut(Vec<u8>) -> io::Result<()>> ChunkSink<F> {
    /// Bytes collected before a chunk is handed on.
    pub const CHUNK: usize = 64 * 1024;

    /// A sink that gives each full chunk to `send`.
    pub fn new(send: F) -> Self {
        Self { send, chunk: Vec::with_capacity(Self::CHUNK) }
    }

    /// Hands on what is left. Must be called at the end; dropping without it leaves the document cut.
    ///
    /// # Errors
    /// What `send` refuses with.
    pub fn finish(mut self) -> io::Result<()> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        (self.send)(std::mem::take(&mut self.chunk))
    }
}

impl<F: FnMut(Vec<u8>) -> io::Result<()>> io::Write for ChunkSink<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.chunk.extend_from_slice(bytes);
        if self.chunk.len() >= Self::CHUNK {
            let full = std::mem::replace(&mut self.chunk, Vec::with_capacity(Self::CHUNK));
            (self.send)(full)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn chunks_join_to_what_was_written() -> io::Result<()> {
        let mut chunks = Vec::new();
        let mut sink = ChunkSink::new(|chunk| {
            chunks.push(chunk);
            Ok(())
        });
        for _ in 0..30_000 {
            sink.write_all(b"ledger")?;
        }
        sink.finish()?;
        assert!(chunks.len() > 2);
        assert_eq!(chunks.concat(), b"ledger".repeat(30_000));
        Ok(())
    }

    #[test]
    fn b5_a_reader_that_went_away_ends_the_document() {
        let mut sink = ChunkSink::new(|_| Err(io::Error::from(io::ErrorKind::BrokenPipe)));
        let written = sink.write_all(&vec![0; 1 << 20]);
        assert_eq!(written.map_err(|e| e.kind()), Err(io::ErrorKind::BrokenPipe));
    }
}
