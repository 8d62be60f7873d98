//! The built portal, embedded in this executable and served from the interface's own origin.
//!
//! A file whose name carries a hash is kept by browsers for good; `index.html` is asked for each time. Any address
//! without a file extension is one of the portal's pages.

use super::Context;
use super::problem::refuse;
use crate::chance::hex;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::api::ProblemCode;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A file as the build put it in.
struct Embedded {
    name: &'static str,
    plain: &'static [u8],
    br: Option<&'static [u8]>,
    gz: Option<&'static [u8]>,
}

const FILES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/site_files.rs"));

/// What is shown when the portal was not built before the server was.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Billing portal</title>\
    <h1>The portal is not in this executable</h1><p>The server runs, and its interface answers at \
    <a href=\"/api/v1/openapi.json\">/api/v1</a>. Build both with <code>cargo xtask build</code>, or run \
    <code>cargo xtask run</code>.</p></html>";

/// A file and what never changes about it.
struct Asset {
    file: &'static Embedded,
    etag: HeaderValue,
    kind: HeaderValue,
    keep: HeaderValue,
}

static ASSETS: LazyLock<HashMap<&'static str, Asset>> =
    LazyLock::new(|| FILES.iter().map(|file| (file.name, Asset::new(file))).collect());

impl Asset {
    fn new(file: &'static Embedded) -> Self {
        let hash = hex(&Sha256::digest(file.plain)[..16]);
        let etag = HeaderValue::from_str(&format!("\"{hash}\""));
        let keep = if is_hashed(file.name) { "public, max-age=31536000, immutable" } else { "no-cache" };
        Self {
            file,
            etag: etag.unwrap_or_else(|_| HeaderValue::from_static("\"\"")),
            kind: HeaderValue::from_static(media_type(file.name)),
            keep: HeaderValue::from_static(keep),
        }
    }

    fn answer(&self, asked: &HeaderMap) -> Response {
        let (encoding, bytes) = self.encoded(asked);
        let known = asked.get(header::IF_NONE_MATCH).is_some_and(|tags| names(tags, &self.etag));
        let mut response = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(Bytes::from_static(bytes)))
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::CACHE_CONTROL, self.keep.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if !known {
            headers.insert(header::CONTENT_TYPE, self.kind.clone());
            if let Some(encoding) = encoding {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
        }
        response
    }

    /// The smallest form that the browser takes.
    fn encoded(&self, asked: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
        match (self.file.br, self.file.gz) {
            (Some(br), _) if accepts(asked, "br") => (Some("br"), br),
            (_, Some(gz)) if accepts(asked, "gzip") => (Some("gzip"), gz),
            _ => (None, self.file.plain),
        }
    }
}

/// Answers everything that is no endpoint.
pub async fn show(Extension(context): Extension<Context>, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return refuse(&context, ProblemCode::NotFound);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return refuse(&context, ProblemCode::MethodNotAllowed);
    }
    let name = path.trim_start_matches('/');
    if let Some(asset) = ASSETS.get(name) {
        return asset.answer(request.headers());
    }
    if has_extension(name) {
        return refuse(&context, ProblemCode::NotFound);
    }
    match ASSETS.get("index.html") {
        Some(index) => index.answer(request.headers()),
        None => axum::response::Html(NOT_BUILT).into_response(),
    }
}

/// Whether the last part of a path ends like a file: a page's address never does.
fn has_extension(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let suffix = last.rsplit_once('.').map(|(_, suffix)| suffix).unwrap_or_default();
    (1..=5).contains(&suffix.len()) && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Trunk's names: `portal-0123456789abcdef.js`, `portal-0123456789abcdef_bg.wasm`. The hash is a number of 64 bits
/// without leading zeros.
fn is_hashed(name: &str) -> bool {
    let is_hash = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric());
    parts.into_iter().any(|part| (12..=16).contains(&part.len()) && part.bytes().all(is_hash))
}

/// Whether `If-None-Match` names the tag.
fn names(tags: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(tags), Ok(etag)) = (tags.to_str(), etag.to_str()) else { return false };
    tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

/// Whether `Accept-Encoding` names the coding and does not rule it out.
fn accepts(asked: &HeaderMap, coding: &str) -> bool {
    let lines = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|part| {
        let mut words = part.split(';').map(str::trim);
        let named = words.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused = words.any(|word| {
            let weight = word.strip_prefix("q=").or_else(|| word.strip_prefix("Q="));
            weight.is_some_and(|weight| weight.trim_matches(['0', '.']).is_empty())
        });
        named && !refused
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, suffix)| suffix).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_no_file() {
        for page in ["", "bills", "bills/bil-0000000000001", "users", "a.b/c"] {
            assert!(!has_extension(page), "{page}");
        }
        for file in ["x.js", "a/b.wasm", "favicon.ico", "portal-0123456789abcdef_bg.wasm"] {
            assert!(has_extension(file), "{file}");
        }
    }

    #[test]
    fn only_hashed_names_are_kept_for_good() {
        assert!(is_hashed("billing-portal-0123456789abcdef.js"));
        assert!(is_hashed("billing-portal-0123456789abcdef_bg.wasm"));
        assert!(is_hashed("portal-e9dd8b3015e23f6.css"));
        assert!(!is_hashed("index.html") && !is_hashed("boot.js"));
    }

    #[test]
    fn a_coding_with_weight_zero_is_refused() {
        let asked = |line: &'static str| {
            HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(line))])
        };
        assert!(accepts(&asked("gzip, deflate, br"), "br"));
        assert!(accepts(&asked("br;q=0.1"), "br"));
        assert!(!accepts(&asked("gzip, br;q=0"), "br"));
        assert!(!accepts(&asked("gzip, br; q=0.000"), "br"));
        assert!(!accepts(&asked("gzip"), "br"));
    }

    static SCRIPT: Embedded = Embedded {
        name: "portal-0123456789abcdef.js",
        plain: b"plain",
        br: Some(b"brotli"),
        gz: Some(b"gzip"),
    };
    static INDEX: Embedded = Embedded { name: "index.html", plain: b"page", br: None, gz: None };

    fn ask(file: &'static Embedded, headers: &[(header::HeaderName, &'static str)]) -> Response {
        let value = |(name, value): &(header::HeaderName, &'static str)| {
            (name.clone(), HeaderValue::from_static(value))
        };
        Asset::new(file).answer(&headers.iter().map(value).collect())
    }

    #[test]
    fn a_hashed_file_comes_small_and_is_kept() {
        let told = |response: &Response, name: header::HeaderName| {
            response.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
        };
        let codings = [("gzip, deflate, br", Some("br")), ("gzip", Some("gzip")), ("identity", None)];
        for (asked, given) in codings {
            let response = ask(&SCRIPT, &[(header::ACCEPT_ENCODING, asked)]);
            assert_eq!(told(&response, header::CONTENT_ENCODING).as_deref(), given);
            assert_eq!(told(&response, header::VARY).as_deref(), Some("accept-encoding"));
            let kind = told(&response, header::CONTENT_TYPE);
            assert_eq!(kind.as_deref(), Some("text/javascript; charset=utf-8"));
            let keep = told(&response, header::CACHE_CONTROL);
            assert_eq!(keep.as_deref(), Some("public, max-age=31536000, immutable"));
        }
    }

    #[test]
    fn a_page_is_asked_for_each_time_and_sent_once() {
        let first = ask(&INDEX, &[]);
        assert_eq!(first.headers()[header::CACHE_CONTROL], "no-cache");
        let etag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        let again: &'static str = Box::leak(etag.into_boxed_str());
        assert_eq!(ask(&INDEX, &[(header::IF_NONE_MATCH, again)]).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(ask(&INDEX, &[(header::IF_NONE_MATCH, "\"other\"")]).status(), StatusCode::OK);
    }

    #[test]
    fn a_tag_is_found_among_others() {
        let etag = HeaderValue::from_static("\"b\"");
        assert!(names(&HeaderValue::from_static("\"a\", W/\"b\""), &etag));
        assert!(!names(&HeaderValue::from_static("\"a\""), &etag));
    }
}
