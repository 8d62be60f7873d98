//! Hashing passwords: Argon2id with the parameters that OWASP recommends (19 MiB, 2 passes, 1 lane).
//!
//! It takes a core for some 20 ms, so only a few run at once, away from the threads that answer requests.

use super::Failure;
use crate::chance::Chance;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use contract::api::ProblemCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Memory that hashing takes.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How many are hashed at once.
const AT_ONCE: usize = 2;
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// A hash that no password has: what an unknown email address is checked against, so that it takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes and checks passwords, a few at a time.
#[derive(Debug)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// Memory that a new hash takes, in KiB.
    memory_kib: u32,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), memory_kib: MEMORY_KIB }
    }
}

impl Passwords {
    /// Hashes that take no time and protect nothing: for tests that make people by the hundred.
    pub fn quick() -> Self {
        Self { memory_kib: Params::MIN_M_COST, ..Self::default() }
    }

    /// The hash of a new password.
    pub async fn hash(&self, chance: &Chance, password: String) -> Result<String, Failure> {
        let salt = chance.bytes::<16>()?;
        let memory_kib = self.memory_kib;
        self.work(move || {
            let salt = SaltString::encode_b64(&salt).map_err(|error| Failure::Internal(error.to_string()))?;
            let hash = argon2(memory_kib)?.hash_password(password.as_bytes(), &salt);
            hash.map(|hash| hash.to_string()).map_err(|error| Failure::Internal(error.to_string()))
        })
        .await
    }

    /// Whether `password` is the one that was hashed. Without a hash the answer is no, after the same work.
    pub async fn is(&self, password: String, hash: Option<String>) -> Result<bool, Failure> {
        self.work(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
            let parsed = PasswordHash::new(&hash).map_err(|error| Failure::Internal(error.to_string()))?;
            // The parameters that count are those in the hash.
            let fits = argon2(MEMORY_KIB)?.verify_password(password.as_bytes(), &parsed).is_ok();
            Ok(known && fits)
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let busy = || Failure::Wait { code: ProblemCode::TooManyRequests, after_s: 5 };
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned())
            .await
            .map_err(|_| busy())?;
        let turn = turn.map_err(|_| busy())?;
        // The turn goes along: it is over when the work is, also when nobody waits for it any more.
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(|error| Failure::Internal(error.to_string()))?
    }
}

fn argon2(memory_kib: u32) -> Result<Argon2<'static>, Failure> {
    let params =
        Params::new(memory_kib, PASSES, LANES, None).map_err(|error| Failure::Internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn e3_only_the_same_password_fits() {
        let passwords = Passwords::default();
        let hash = passwords.hash(&Chance::System, "correct horse".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(passwords.is("correct horse".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.is("correct house".to_owned(), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn e3_nobody_has_no_password() {
        assert!(!Passwords::default().is(String::new(), None).await.unwrap());
    }
}
