//! Who is turned away at the door: requests from other sites, bodies that are too large, and those beyond what the
//! server can do at once.

use super::context::text;
use super::serve::{LARGEST_BODY_BYTES, is_json};
use super::{App, Context};
use axum::http::{HeaderMap, Method, Request, header};
use contract::api::ProblemCode;

/// Why a request is turned away, if it is.
pub fn refusal<B>(app: &App, _: &Context, request: &Request<B>) -> Option<ProblemCode> {
    let headers = request.headers();
    if content_length(headers).is_some_and(|length| length > LARGEST_BODY_BYTES as u64) {
        return Some(ProblemCode::TooLarge);
    }
    if is_safe(request.method()) {
        return None;
    }
    let host = text(headers, header::HOST).or_else(|| request.uri().authority().map(|a| a.as_str()));
    if !same_origin(headers, host, app.settings.public_origin.as_deref()) {
        return Some(ProblemCode::CrossOrigin);
    }
    let has_body = content_length(headers).is_some_and(|length| length > 0)
        || headers.contains_key(header::TRANSFER_ENCODING);
    (has_body && !is_json(headers.get(header::CONTENT_TYPE))).then_some(ProblemCode::UnsupportedType)
}

/// Methods that change nothing: what a link or an image of another site may call.
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether the portal itself sends this, or a program that is no browser. Cookies go along only within the site
/// (`SameSite=Strict`); this holds against a neighbour on the same site, too.
fn same_origin(headers: &HeaderMap, host: Option<&str>, public_origin: Option<&str>) -> bool {
    let site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
    if site.is_some_and(|site| site != b"same-origin" && site != b"none") {
        return false;
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let its_host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    public_origin == Some(origin) || (its_host.is_some() && its_host == host)
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    // A length beyond u64 is too large as well.
    text(headers, header::CONTENT_LENGTH).map(|length| length.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(site: Option<&'static str>, origin: Option<&'static str>) -> bool {
        let mut headers = HeaderMap::new();
        if let Some(site) = site {
            headers.insert("sec-fetch-site", site.parse().unwrap());
        }
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        same_origin(&headers, Some("portal.example:8080"), Some("https://portal.example"))
    }

    #[test]
    fn e3_other_sites_are_turned_away() {
        assert!(admits(None, None));
        assert!(admits(Some("same-origin"), Some("http://portal.example:8080")));
        assert!(admits(Some("none"), None));
        assert!(admits(None, Some("https://portal.example")));
        assert!(!admits(Some("cross-site"), None));
        assert!(!admits(Some("same-site"), Some("http://portal.example:8080")));
        assert!(!admits(None, Some("http://evil.example")));
        assert!(!admits(None, Some("null")));
        assert!(!admits(None, Some("http://portal.example:8081")));
    }
}
