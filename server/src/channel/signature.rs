//! Signed messages: HMAC-SHA256 over the time, a point and the body.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;

/// The header that says when a message was signed, in seconds after 1970.
pub const TIMESTAMP: &str = "x-channel-timestamp";
/// The header of the signature, in hexadecimal.
pub const SIGNATURE: &str = "x-channel-signature";
/// How far the time of a message may be from ours, in seconds.
pub const TOLERANCE_S: i64 = 5 * 60;
/// What is signed to show that one knows the key; no message has such a time.
const BEARER: &str = "bearer";
/// The shortest key, in bytes.
const KEY_MIN_BYTES: usize = 16;

/// A key that a channel and the portal share. It is never shown.
#[derive(Clone)]
pub struct Key(String);

/// The key is too short to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key has at least {KEY_MIN_BYTES} letters")]
pub struct NotAKey;

/// A message as it came.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// When it says it was signed.
    pub timestamp: &'a str,
    /// Its signature.
    pub signature: &'a str,
    /// What it says.
    pub body: &'a [u8],
}

/// Why a message is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned {
    /// The signature is not that of time and body under the key.
    #[error("the signature is wrong")]
    WrongSignature,
    /// It was signed too long ago, or not yet.
    #[error("the time of the message is too far off")]
    WrongTime,
    /// It is signed, and can't be read.
    #[error("the message can't be read")]
    Unreadable,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

impl std::str::FromStr for Key {
    type Err = NotAKey;
    fn from_str(text: &str) -> Result<Self, NotAKey> {
        if text.len() < KEY_MIN_BYTES { Err(NotAKey) } else { Ok(Self(text.to_owned())) }
    }
}

impl Key {
    /// The signature of a body at a time, in hexadecimal.
    pub fn sign(&self, timestamp: &str, body: &[u8]) -> String {
        crate::chance::hex(&self.mac(timestamp, body).finalize().into_bytes())
    }

    /// Whether a message was signed with this key, about now. Takes as long whatever is wrong with it.
    ///
    /// # Errors
    /// It was not.
    pub fn verify(&self, signed: &Signed<'_>, now_s: i64) -> Result<(), NotSigned> {
        let signature = unhex(signed.signature).ok_or(NotSigned::WrongSignature)?;
        let mac = self.mac(signed.timestamp, signed.body);
        mac.verify_slice(&signature).map_err(|_| NotSigned::WrongSignature)?;
        let at: i64 = signed.timestamp.parse().map_err(|_| NotSigned::WrongTime)?;
        if now_s.abs_diff(at) > TOLERANCE_S.unsigned_abs() { Err(NotSigned::WrongTime) } else { Ok(()) }
    }

    /// Whether this is what stands behind `Bearer`; takes as long whatever is wrong with it.
    pub fn is_bearer(&self, given: &str) -> bool {
        unhex(given).is_some_and(|given| self.mac(BEARER, b"").verify_slice(&given).is_ok())
    }

    /// What is sent to show that one knows the key, and from which nobody learns it: whoever sees a request can't sign a
    /// message. For the wire only.
    pub fn bearer(&self) -> String {
        format!("Bearer {}", self.sign(BEARER, b""))
    }

    #[allow(clippy::expect_used, reason = "HMAC takes keys of every length")]
    fn mac(&self, timestamp: &str, body: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("any length is a key");
        mac.update(timestamp.as_bytes());
        mac.update(b".");
        mac.update(body);
        mac
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    });
    bytes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sees_a_request_can_sign_nothing() {
        let key: Key = "0123456789abcdef".parse().unwrap();
        let bearer = key.bearer();
        let shown = bearer.strip_prefix("Bearer ").unwrap();
        assert!(key.is_bearer(shown) && !shown.contains("0123456789abcdef"));
        for off in ["", "0", "zz", "0123456789abcdef", &shown[..62], &format!("{shown}00")] {
            assert!(!key.is_bearer(off), "{off}");
        }
        // Neither as a key nor as a signature is it good for a message.
        let seen: Key = shown.parse().unwrap();
        let forged = seen.sign("1000", b"body");
        for (timestamp, signature, body) in
            [("1000", forged.as_str(), b"body".as_slice()), ("bearer", shown, b"")]
        {
            assert!(key.verify(&Signed { timestamp, signature, body }, 1000).is_err(), "{timestamp}");
        }
        assert!(!seen.is_bearer(shown));
    }

    #[test]
    fn only_the_holder_of_the_key_signs_and_only_about_now() {
        let key: Key = "0123456789abcdef".parse().unwrap();
        let signature = key.sign("1000", b"body");
        let message = |timestamp, signature, body| Signed { timestamp, signature, body };
        assert_eq!(key.verify(&message("1000", &signature, b"body"), 1300), Ok(()));
        assert_eq!(key.verify(&message("1000", &signature, b"body"), 1301), Err(NotSigned::WrongTime));
        assert_eq!(key.verify(&message("1000", &signature, b"body"), 699), Err(NotSigned::WrongTime));
        assert_eq!(key.verify(&message("1001", &signature, b"body"), 1001), Err(NotSigned::WrongSignature));
        assert_eq!(key.verify(&message("1000", &signature, b"bodY"), 1000), Err(NotSigned::WrongSignature));
        let longer = format!("{signature}00");
        for off in ["", "0", "zz", &signature[..62], &longer] {
            assert_eq!(key.verify(&message("1000", off, b"body"), 1000), Err(NotSigned::WrongSignature));
        }
        let other: Key = "0123456789abcdeF".parse().unwrap();
        assert_eq!(other.verify(&message("1000", &signature, b"body"), 1000), Err(NotSigned::WrongSignature));
        assert!("short".parse::<Key>().is_err());
        assert_eq!(format!("{key:?}"), "Key");
    }
}
