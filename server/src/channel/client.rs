//! A small HTTP client for a service beside the portal: JSON both ways, a connection a request, everything with a limit.
//!
//! It speaks plain HTTP: whoever crosses a network puts a proxy that speaks TLS in between.

use super::{ChannelError, Key};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper::{Method, Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use tokio::net::TcpStream;

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest answer, in bytes.
const ANSWER_MAX_BYTES: usize = 64 << 10;

/// Where a service answers: `http://host:port`, without a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(String);

/// The text is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write it as http://host:port")]
pub struct NotAnAddress;

impl FromStr for Address {
    type Err = NotAnAddress;
    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let host = text.trim_end_matches('/').strip_prefix("http://").ok_or(NotAnAddress)?;
        let named = host.split_once(':').is_some_and(|(name, port)| {
            !name.is_empty() && port.parse::<u16>().is_ok() && !host.contains(['/', '@', '?', '#'])
        });
        if named { Ok(Self(host.to_owned())) } else { Err(NotAnAddress) }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}", self.0)
    }
}

/// A service that is asked.
#[derive(Debug, Clone)]
pub struct Client {
    address: Address,
    key: Key,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: StatusCode,
    /// The body.
    pub body: Bytes,
}

impl Client {
    /// A client of this service, with the key that it shares with us.
    pub const fn new(address: Address, key: Key) -> Self {
        Self { address, key }
    }

    /// Asks as whoever knows the key.
    ///
    /// # Errors
    /// No answer came.
    pub async fn ask(&self, method: Method, path: &str, body: Vec<u8>) -> Result<Reply, ChannelError> {
        let bearer = self.key.bearer();
        send(&self.address, method, path, &[(header::AUTHORIZATION.as_str(), &bearer)], body).await
    }
}

async fn send(
    address: &Address,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> Result<Reply, ChannelError> {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, &address.0)
        .header(header::CONTENT_TYPE, "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(Bytes::from(body))).map_err(unreachable)?;
    match tokio::time::timeout(PATIENCE, exchange(&address.0, request)).await {
        Ok(reply) => reply,
        Err(_) => Err(ChannelError::Unreachable("it took too long".to_owned())),
    }
}

/// The same, as a POST to whoever listens.
///
/// # Errors
/// No answer came, or one that is too long.
pub async fn send_to(
    address: &Address,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> Result<Reply, ChannelError> {
    send(address, Method::POST, path, headers, body).await
}

async fn exchange(host: &str, request: Request<Full<Bytes>>) -> Result<Reply, ChannelError> {
    let stream = TcpStream::connect(host).await.map_err(unreachable)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(unreachable)?;
    let driver = tokio::spawn(connection);
    let answer = async {
        let response = sender.send_request(request).await.map_err(unreachable)?;
        let status = response.status();
        let body = Limited::new(response.into_body(), ANSWER_MAX_BYTES).collect().await;
        let body = body.map_err(|error| ChannelError::Unreachable(error.to_string()))?.to_bytes();
        Ok(Reply { status, body })
    };
    let answer = answer.await;
    driver.abort();
    answer
}

fn unreachable(error: impl fmt::Display) -> ChannelError {
    ChannelError::Unreachable(error.to_string())
}
