//! What is known of a request before anyone looks at who sent it: its id, its language, where it came from.

use super::App;
use crate::chance::hex;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, header};
use contract::locale::Locale;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// The header that carries the request's id, in and out.
pub const REQUEST_ID: &str = "x-request-id";
/// The longest id that is taken over from a proxy.
const REQUEST_ID_MAX_CHARS: usize = 64;

/// What is known of every request.
#[derive(Debug, Clone)]
pub struct Context {
    /// Under which the log knows the request.
    pub request_id: Arc<str>,
    /// The language of problems.
    pub locale: Locale,
    /// Where it came from.
    pub address: IpAddr,
    /// Whether it came through a proxy.
    pub proxied: bool,
}

/// Someone who is not signed in, or of whom it does not matter.
#[derive(Debug, Clone)]
pub struct Guest {
    /// Their language.
    pub locale: Locale,
    /// Where they are.
    pub address: IpAddr,
}

impl Context {
    /// Reads it from the head of a request.
    pub fn of<B>(app: &App, request: &Request<B>) -> Self {
        let headers = request.headers();
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let forwarded = forwarded_for(headers);
        let address = forwarded.filter(|_| app.settings.behind_proxy).unwrap_or(peer);
        let proxied = headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED);
        let request_id = given_id(headers).map_or_else(|| made_id(app), Arc::from);
        let locale = text(headers, header::ACCEPT_LANGUAGE).map(Locale::from_accept_language);
        Self { request_id, locale: locale.unwrap_or_default(), address, proxied }
    }

    /// The guest that it speaks of.
    pub fn guest(&self) -> Guest {
        Guest { locale: self.locale, address: self.address }
    }
}

impl Default for Context {
    fn default() -> Self {
        let address = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        Self { request_id: "none".into(), locale: Locale::En, address, proxied: false }
    }
}

/// A header as text.
pub fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// An id from a proxy, if it is one that can stand in a log: nothing but letters, digits, `-`, `_` and `.`.
fn given_id(headers: &HeaderMap) -> Option<&str> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    (plain && (8..=REQUEST_ID_MAX_CHARS).contains(&id.len())).then_some(id)
}

fn made_id(app: &App) -> Arc<str> {
    app.engine.chance.bytes::<12>().map_or_else(|_| "unknown".into(), |bytes| hex(&bytes).into())
}

/// The address that the nearest proxy saw: the last one, what stands before it anyone can have written.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn id(text: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(REQUEST_ID, HeaderValue::from_bytes(text.as_bytes()).unwrap());
        given_id(&headers).map(str::to_owned)
    }

    #[test]
    fn only_plain_request_ids_are_taken_over() {
        assert_eq!(id("abc-123_456.7").as_deref(), Some("abc-123_456.7"));
        for off in ["short", "with space in it", "quote\"quote", "{\"json\":1}", &"a".repeat(65)] {
            assert_eq!(id(off), None, "{off}");
        }
    }

    #[test]
    fn the_nearest_proxy_is_believed() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("203.0.113.9, 192.0.2.1"));
        headers.append("x-forwarded-for", HeaderValue::from_static("198.51.100.7"));
        assert_eq!(forwarded_for(&headers), Some("198.51.100.7".parse().unwrap()));
    }
}
