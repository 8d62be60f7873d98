//! Randomness as a parameter: the one place that asks the machine for random bytes.

use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Gives random bytes.
#[derive(Debug, Clone)]
pub enum Chance {
    /// The operating system's generator, fit for secrets.
    System,
    /// A fixed sequence, for tests.
    Sequence(Arc<AtomicU64>),
}

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes: {0}")]
pub struct NoChance(getrandom::Error);

impl Chance {
    /// A fixed sequence.
    pub fn sequence() -> Self {
        Self::Sequence(Arc::new(AtomicU64::new(0)))
    }

    /// `N` random bytes.
    #[allow(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], NoChance> {
        let mut bytes = [0; N];
        match self {
            Self::System => getrandom::fill(&mut bytes).map_err(NoChance)?,
            Self::Sequence(next) => {
                for chunk in bytes.chunks_mut(32) {
                    let block = Sha256::digest(next.fetch_add(1, Ordering::SeqCst).to_be_bytes());
                    chunk.copy_from_slice(&block[..chunk.len()]);
                }
            }
        }
        Ok(bytes)
    }
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
