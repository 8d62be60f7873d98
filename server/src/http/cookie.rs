//! The session's cookie: unreadable for scripts, never sent by other sites.

use super::Settings;
use crate::engine::sign_in::LIFETIME;
use axum::http::{HeaderMap, HeaderValue, header};

/// Its name.
pub const NAME: &str = "portal_session";
/// A token is 256 bits in hexadecimal.
const TOKEN_CHARS: usize = 64;

/// An answer that sets a cookie.
#[derive(Debug)]
pub struct CookieAnswer<R> {
    /// The answer itself.
    pub answer: R,
    /// The whole `Set-Cookie` line.
    pub cookie: HeaderValue,
}

/// The token that a request brings, if it looks like one.
pub fn session_token(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let token = pairs.filter(|(name, _)| *name == NAME).map(|(_, value)| value).next()?;
    let plain = token.len() == TOKEN_CHARS && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain.then_some(token)
}

/// The line that hands the token over.
pub fn set(settings: &Settings, token: &str) -> HeaderValue {
    line(settings, token, LIFETIME.as_secs())
}

/// The line that takes it away.
pub fn clear(settings: &Settings) -> HeaderValue {
    line(settings, "", 0)
}

fn line(settings: &Settings, value: &str, max_age_s: u64) -> HeaderValue {
    let secure = if settings.is_https() { "; Secure" } else { "" };
    let text = format!("{NAME}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age_s}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
