//! Answers that are files: a name to save them under, and bytes that come as they are made.

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use futures_util::Stream;

/// A file as an answer; its media type is the endpoint's.
#[derive(Debug)]
pub struct FileAnswer {
    name: String,
    body: Body,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl FileAnswer {
    /// A file whose bytes are there.
    pub fn whole(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { name: name.into(), body: Body::from(bytes.into()), headers: Vec::new() }
    }

    /// A file whose bytes come one piece after the other. An error ends the connection, so that nobody takes half a
    /// file for a whole one.
    pub fn stream<S, E>(name: impl Into<String>, pieces: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: std::error::Error + Send + Sync + 'static,
    {
        Self { name: name.into(), body: Body::from_stream(pieces), headers: Vec::new() }
    }

    /// Tells something more beside the file, as how many rows it has.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The answer on the wire.
    pub(super) fn into_answer(self, content_type: &'static str) -> Response {
        let mut response = Response::new(self.body);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(header::CONTENT_DISPOSITION, disposition(&self.name));
        headers.extend(self.headers);
        response
    }
}

/// `attachment` with the name twice: plain for old readers, and as UTF-8 (RFC 6266).
fn disposition(name: &str) -> HeaderValue {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    let text = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_breaks_out_of_its_quotes() {
        let value = disposition("账单\"; x=\r\n.pdf");
        let text = value.to_str().unwrap();
        assert_eq!(text.matches('"').count(), 2);
        assert!(text.starts_with("attachment; filename=\"____ x___.pdf\"; filename*=UTF-8''%E8%B4%A6"));
    }
}
