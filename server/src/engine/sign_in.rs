//! Signing in and out (E3): opaque 256-bit tokens, kept here as hashes; guessing slows down.
//!
//! A session ends 12 hours after it was last used, and 7 days after it began in any case. Failures count per email
//! and network address, so nobody can lock the owner out from elsewhere; an address alone has a wider limit.

use super::{Caller, Engine, Failure, Scope};
use crate::chance::hex;
use crate::clock::micros;
use crate::store::sessions::{self, Candidate};
use crate::store::sign_ins::{self, Failures, Try};
use contract::api::ProblemCode;
use contract::id::UserId;
use contract::rule::Rule;
use contract::session::{Session, SignIn};
use contract::user::OwnPassword;
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// A session ends when it was not used for so long.
pub const IDLE: Duration = Duration::from_secs(12 * 3600);
/// A session ends so long after it began.
pub const LIFETIME: Duration = Duration::from_secs(7 * 24 * 3600);
/// How far back failures count.
pub const WINDOW: Duration = Duration::from_secs(15 * 60);
/// A session's use is noted at most so often.
const TOUCH_EVERY: Duration = Duration::from_secs(5 * 60);
/// How long a reader waits for that note.
const NOTE_PATIENCE: Duration = Duration::from_millis(250);
/// From this many failures on, one has to wait before the next try: 1 s, 2 s, 4 s, …
const FREE_TRIES: i64 = 5;
/// With this many failures, the next try has to wait until the first of them is out of the window.
const MOST_TRIES: i64 = 9;
/// The same for one network address, whatever emails it tries.
const MOST_TRIES_OF_ADDRESS: i64 = 100;

/// A session that was just opened.
#[derive(Debug)]
pub struct Opened {
    /// The token for the browser's cookie; it is written nowhere else.
    pub token: String,
    /// Who is signed in.
    pub session: Session,
}

impl Engine {
    /// Signs in from a network address.
    pub async fn sign_in(&self, given: SignIn, from: IpAddr) -> Result<Opened, Failure> {
        given.check()?;
        let email = given.email.trim().to_lowercase();
        let now = self.clock.now();
        let pair = digest(&format!("pair {email} {}", network(from)));
        let address = digest(&format!("address {}", network(from)));
        let nonce = i64::from_be_bytes(self.chance.bytes()?);
        let since = now - micros(WINDOW);
        let one = Try { pair: &pair, address: Some(&address), now, since, nonce };
        self.admit(one).await?;
        let candidate = sessions::candidate(&self.db, &email).await?;
        let hash = candidate.as_ref().map(|found| found.password_hash.clone());
        let right = self.passwords.is(given.password, hash).await?;
        let Some(user) = candidate.filter(|_| right) else {
            tracing::info!(%from, "a sign-in failed");
            return Err(Failure::Refused(ProblemCode::WrongCredentials));
        };
        sign_ins::forgive(&self.db, one).await?;
        tracing::info!(%from, user = %UserId::new(user.user_id), "signed in");
        self.open(&user, now).await
    }

    /// Notes a try to be counted as a failure until it is forgiven; too many have to wait.
    async fn admit(&self, one: Try<'_>) -> Result<(), Failure> {
        sign_ins::admit(&self.db, one, |pair, address| admits(one.now, pair, address))
            .await?
            .map_err(|after_s| Failure::Wait { code: ProblemCode::TooManySignIns, after_s })
    }

    async fn open(&self, user: &Candidate, now: i64) -> Result<Opened, Failure> {
        let token = hex(&self.chance.bytes::<32>()?);
        sessions::open(&self.db, &digest(&token), user, now, now + micros(LIFETIME)).await?;
        let session = self.describe(user.organization_id, user.user_id).await?;
        Ok(Opened { token, session })
    }

    /// Who calls with this token; none when there is no such session, or it is over.
    pub async fn caller(&self, token: &str) -> Result<Option<Caller>, Failure> {
        let now = self.clock.now();
        let session = digest(token);
        let Some(live) = sessions::find(&self.db, &session, now, now - micros(IDLE)).await? else {
            return Ok(None);
        };
        if now - live.last_seen_at > micros(TOUCH_EVERY) {
            self.note_use(&session, now).await;
        }
        let scope = live.accounts.map_or(Scope::All, Scope::only);
        Ok(Some(Caller {
            organization_id: live.organization_id,
            user_id: live.user_id,
            role: live.role,
            scope,
            locale: live.locale,
            session,
        }))
    }

    /// Notes that a session is in use. Whoever reads does not wait for a database that is busy writing: the note is
    /// finished behind their back, or made another time.
    async fn note_use(&self, session: &str, now: i64) {
        let Ok(permit) = Arc::clone(&self.noting).try_acquire_owned() else { return };
        let (db, session) = (self.db.clone(), session.to_owned());
        let noted = tokio::spawn(async move {
            if let Err(error) = sessions::touch(&db, &session, now).await {
                tracing::warn!(%error, "a session's use was not noted");
            }
            drop(permit);
        });
        let _ = tokio::time::timeout(NOTE_PATIENCE, noted).await;
    }

    /// What the caller is told about themselves.
    pub async fn session(&self, caller: &Caller) -> Result<Session, Failure> {
        self.describe(caller.organization_id, caller.user_id).await
    }

    async fn describe(&self, organization: i64, user: i64) -> Result<Session, Failure> {
        let session = sessions::describe(&self.db, organization, user).await?;
        session.ok_or(Failure::Refused(ProblemCode::NotSignedIn))
    }

    /// Signs out.
    pub async fn sign_out(&self, caller: &Caller) -> Result<(), Failure> {
        Ok(sessions::close(&self.db, &caller.session).await?)
    }

    /// Sets one's own password, for the old one; all other sessions of the user end. Guessing the old one slows down
    /// as it does at the door, wherever the session is used from.
    pub async fn change_password(&self, caller: &Caller, given: OwnPassword) -> Result<(), Failure> {
        given.check()?;
        let (organization, user) = (caller.organization_id, caller.user_id);
        let now = self.clock.now();
        let whose = digest(&format!("own password {}", UserId::new(user)));
        let nonce = i64::from_be_bytes(self.chance.bytes()?);
        let one = Try { pair: &whose, address: None, now, since: now - micros(WINDOW), nonce };
        self.admit(one).await?;
        let hash = sessions::password_hash(&self.db, organization, user).await?;
        if !self.passwords.is(given.old_password, hash).await? {
            tracing::info!(user = %UserId::new(user), "a change of password was refused");
            return Err(Failure::invalid("old_password", Rule::WrongPassword));
        }
        sign_ins::forgive(&self.db, one).await?;
        let hash = self.passwords.hash(&self.chance, given.password).await?;
        let keep = Some(caller.session.as_str());
        self.record_password(caller, user, &hash, keep).await
    }

    /// Forgets sessions that are over, and failures that no longer count.
    pub async fn sweep(&self) -> Result<(), Failure> {
        let now = self.clock.now();
        sessions::sweep(&self.db, now, now - micros(IDLE)).await?;
        Ok(sign_ins::sweep(&self.db, now - micros(WINDOW)).await?)
    }

    /// How many sessions are live.
    pub async fn live_sessions(&self) -> Result<i64, Failure> {
        let now = self.clock.now();
        Ok(sessions::count(&self.db, now, now - micros(IDLE)).await?)
    }
}

/// Whether one more try is looked at; otherwise how many seconds to wait.
fn admits(now: i64, pair: Failures, address: Failures) -> Result<(), u32> {
    let out_of_window = |first: i64| seconds(first + micros(WINDOW) - now);
    if pair.count >= MOST_TRIES {
        return Err(out_of_window(pair.first));
    }
    if address.count >= MOST_TRIES_OF_ADDRESS {
        return Err(out_of_window(address.first));
    }
    if pair.count >= FREE_TRIES {
        let pause = Duration::from_secs(1 << (pair.count - FREE_TRIES));
        let open_at = pair.last + micros(pause);
        if now < open_at {
            return Err(seconds(open_at - now));
        }
    }
    Ok(())
}

/// Whole seconds, rounded up, at least one.
fn seconds(micros: i64) -> u32 {
    u32::try_from((micros.max(1) + 999_999) / 1_000_000).unwrap_or(u32::MAX)
}

/// Whoever has an IPv6 address has the whole /64 around it.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6([a, b, c, d, 0, 0, 0, 0].into())
        }
        v4 => v4,
    }
}

fn digest(text: &str) -> String {
    hex(&Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    #[test]
    fn e3_the_wait_grows_and_ends() {
        let tried = |count: i64| Failures { count, first: 0, last: 10 * SECOND };
        let now = 10 * SECOND;
        assert_eq!(admits(now, tried(4), Failures::default()), Ok(()));
        assert_eq!(admits(now + SECOND / 2, tried(5), Failures::default()), Err(1));
        assert_eq!(admits(now + SECOND, tried(5), Failures::default()), Ok(()));
        assert_eq!(admits(now + SECOND, tried(8), Failures::default()), Err(7));
        assert_eq!(admits(now, tried(9), Failures::default()), Err(15 * 60 - 10));
        assert_eq!(admits(now, Failures::default(), tried(100)), Err(15 * 60 - 10));
    }

    #[test]
    fn e3_neighbours_in_one_ipv6_network_count_as_one() {
        let network_of = |text: &str| network(text.parse().unwrap());
        assert_eq!(network_of("2001:db8::1"), network_of("2001:db8::ffff:1"));
        assert_eq!(network_of("::ffff:192.0.2.1"), network_of("192.0.2.1"));
        assert_ne!(network_of("192.0.2.1"), network_of("192.0.2.2"));
    }
}
