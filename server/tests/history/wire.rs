//! Requests over plain HTTP, one connection each. Whatever goes wrong on the way is an error, never a panic: servers die
//! here.

use serde_json::Value;
use std::io::{Error, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const WAIT: Duration = Duration::from_secs(30);

#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Value,
}

impl Reply {
    pub fn is_done(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The session that it opens.
    pub fn token(&self) -> Option<String> {
        let (_, rest) = self.head.split_once("portal_session=")?;
        rest.split([';', '\r']).next().map(str::to_owned)
    }
}

/// Sends a request and reads the answer to its end.
pub fn call(
    address: SocketAddr,
    (method, target): (&str, &str),
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Result<Reply> {
    let mut stream = TcpStream::connect_timeout(&address, WAIT)?;
    stream.set_read_timeout(Some(WAIT))?;
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut text = format!("{method} {target} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        text.push_str(&format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len()));
    }
    stream.write_all(format!("{text}\r\n{body}").as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    parse(&bytes).ok_or_else(|| Error::other("the answer was cut"))
}

fn parse(bytes: &[u8]) -> Option<Reply> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?.to_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let body = &bytes[end + 4..];
    let length = head
        .to_lowercase()
        .split("content-length: ")
        .nth(1)
        .and_then(|rest| rest.split("\r\n").next()?.parse::<usize>().ok());
    let whole = match length {
        Some(length) if body.len() < length => return None,
        Some(_) => body.to_vec(),
        None => joined(body)?,
    };
    let body = if whole.is_empty() { Value::Null } else { serde_json::from_slice(&whole).ok()? };
    Some(Reply { status, head, body })
}

/// The pieces of a chunked body, put together; none when the last one is missing. A body that is not there has no pieces.
fn joined(mut chunked: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    while !chunked.is_empty() {
        let end = chunked.windows(2).position(|two| two == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&chunked[..end]).ok()?, 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(chunked.get(end + 2..end + 2 + size)?);
        chunked = &chunked[end + 2 + size + 2..];
        if chunked.is_empty() {
            return None;
        }
    }
    Some(whole)
}
