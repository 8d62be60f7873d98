//! Failed sign-ins in a sliding window, so that guessing slows down on every server at once.
//!
//! A try is noted before the password is looked at: a thousand at the same moment do not slip through.

use super::{Db, StoreError, ids, writing};

/// What a subject has failed so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Failures {
    /// How often, within the window.
    pub count: i64,
    /// The first of them, in microseconds; 0 when there was none.
    pub first: i64,
    /// The last of them.
    pub last: i64,
}

/// One try: who tries, as two hashes, and when.
#[derive(Debug, Clone, Copy)]
pub struct Try<'a> {
    /// Hash of email and network address, or of whoever guesses their own password.
    pub pair: &'a str,
    /// Hash of the network address, where that counts too.
    pub address: Option<&'a str>,
    /// Now, in microseconds.
    pub now: i64,
    /// Where the window begins; older failures are forgotten.
    pub since: i64,
    /// Tells two tries in the same microsecond apart.
    pub nonce: i64,
}

impl<'a> Try<'a> {
    fn subjects(self) -> impl Iterator<Item = &'a str> {
        std::iter::once(self.pair).chain(self.address)
    }
}

/// Looks at the failures of the pair and of the address; notes the try as one more, if `admits` lets it through.
pub async fn admit<R: Send>(
    db: &Db,
    one: Try<'_>,
    admits: impl Fn(Failures, Failures) -> Result<(), R> + Send + Sync,
) -> Result<Result<(), R>, StoreError> {
    writing!(db, |tx| {
        // Tries for one pair queue here; so do those of one pair in 256 beside it.
        ids::take!(tx, ids::PORTAL, format!("sign_in {}", one.pair.get(..2).unwrap_or_default()), 1_i64)?;
        let mut seen = [Failures::default(); 2];
        for (subject, failures) in one.subjects().zip(&mut seen) {
            let (count, first, last) = sqlx::query_as::<_, (i64, i64, i64)>(
                "SELECT COUNT(*), COALESCE(MIN(failed_at), CAST(0 AS BIGINT)), \
                 COALESCE(MAX(failed_at), CAST(0 AS BIGINT)) \
                 FROM sign_in_failure WHERE subject = $1 AND failed_at > $2",
            )
            .bind(subject)
            .bind(one.since)
            .fetch_one(&mut *tx)
            .await?;
            *failures = Failures { count, first, last };
        }
        let [pair, address] = seen;
        if let Err(refusal) = admits(pair, address) {
            return Ok(Err(refusal));
        }
        for subject in one.subjects() {
            sqlx::query("INSERT INTO sign_in_failure (subject, failed_at, nonce) VALUES ($1, $2, $3)")
                .bind(subject)
                .bind(one.now)
                .bind(one.nonce)
                .execute(&mut *tx)
                .await?;
        }
        Ok::<_, StoreError>(Ok(()))
    })
}

/// The try succeeded: forgets the failures of the pair, and takes this one off the address.
pub async fn forgive(db: &Db, one: Try<'_>) -> Result<(), StoreError> {
    writing!(db, |tx| {
        sqlx::query("DELETE FROM sign_in_failure WHERE subject = $1")
            .bind(one.pair)
            .execute(&mut *tx)
            .await?;
        sqlx::query("DELETE FROM sign_in_failure WHERE subject = $1 AND failed_at = $2 AND nonce = $3")
            .bind(one.address)
            .bind(one.now)
            .bind(one.nonce)
            .execute(&mut *tx)
            .await?;
        Ok::<_, StoreError>(())
    })
}

/// Forgets everything before the window.
pub async fn sweep(db: &Db, since: i64) -> Result<(), StoreError> {
    writing!(db, |tx| {
        sqlx::query("DELETE FROM sign_in_failure WHERE failed_at <= $1")
            .bind(since)
            .execute(&mut *tx)
            .await?;
        Ok::<_, StoreError>(())
    })
}
