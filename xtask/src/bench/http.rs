//! A small HTTP client that costs next to nothing: one connection, kept alive, no thread, no pool.
//!
//! It speaks only to the server under measurement, over loopback.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::report::now;

const PATIENCE: Duration = Duration::from_secs(120);
const BUFFER_BYTES: usize = 256 * 1024;
/// Who measures: a person of the demo world's largest organization.
const EMAIL: &str = "finance@harbour.example";
const PASSWORD: &str = "portal-demo";

/// A connection to the server, signed in or not.
#[derive(Debug)]
pub struct Client {
    host: String,
    stream: BufReader<TcpStream>,
    cookie: Option<String>,
    /// What else every request says.
    accept_encoding: &'static str,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Header lines, names in lower case.
    headers: Vec<(String, String)>,
    /// The body; empty when it was handed to a sink.
    pub body: Vec<u8>,
    /// From sending until the last byte.
    pub took: Duration,
    /// From sending until the head.
    pub head_took: Duration,
}

impl Answer {
    /// A header of the answer.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body).context("the answer is no JSON")
    }
}

impl Client {
    /// Connects to `http://host:port`.
    pub fn connect(origin: &str) -> Result<Self> {
        let host = origin.strip_prefix("http://").unwrap_or(origin).to_owned();
        let stream = TcpStream::connect(&host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let stream = BufReader::with_capacity(BUFFER_BYTES, stream);
        Ok(Self { host, stream, cookie: None, accept_encoding: "identity" })
    }

    /// Connects and signs in.
    pub fn sign_in(origin: &str) -> Result<Self> {
        let mut client = Self::connect(origin)?;
        let body = serde_json::json!({ "email": EMAIL, "password": PASSWORD }).to_string();
        let answer = client.post("/api/v1/session", &body, |_| Ok(()))?;
        let cookie = answer.header("set-cookie").context("signing in sets no cookie")?;
        client.cookie = cookie.split(';').next().map(str::to_owned);
        Ok(client)
    }

    /// Another connection of the same session.
    pub fn another(&self) -> Result<Self> {
        let mut client = Self::connect(&self.host)?;
        client.cookie.clone_from(&self.cookie);
        Ok(client)
    }

    /// Takes compressed answers, as a browser does; the body is then not read here.
    pub fn like_a_browser(mut self) -> Self {
        self.accept_encoding = "gzip, deflate, br";
        self
    }

    /// Asks for something and reads it whole.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        let mut body = Vec::new();
        let mut answer = self.request("GET", path, None, |part| {
            body.extend_from_slice(part);
            Ok(())
        })?;
        answer.body = body;
        Ok(answer)
    }

    /// Asks for a file; `sink` gets it part by part.
    pub fn download(&mut self, path: &str, sink: impl FnMut(&[u8]) -> Result<()>) -> Result<Answer> {
        self.request("GET", path, None, sink)
    }

    /// Sends JSON; `sink` gets the answer part by part.
    pub fn post(&mut self, path: &str, body: &str, sink: impl FnMut(&[u8]) -> Result<()>) -> Result<Answer> {
        self.request("POST", path, Some(body), sink)
    }

    fn request(
        &mut self,
        method: &str,
        path: &str,
        body: Option<&str>,
        mut sink: impl FnMut(&[u8]) -> Result<()>,
    ) -> Result<Answer> {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: {}\r\n",
            self.host, self.accept_encoding
        );
        if let Some(cookie) = &self.cookie {
            request.push_str(&format!("Cookie: {cookie}\r\n"));
        }
        if let Some(body) = body {
            let length = body.len();
            request.push_str(&format!("Content-Type: application/json\r\nContent-Length: {length}\r\n"));
        }
        request.push_str("\r\n");
        request.push_str(body.unwrap_or_default());
        let start = now();
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (status, headers) = self.head().with_context(|| format!("{method} {path}"))?;
        let head_took = start.elapsed();
        let mut answer = Answer { headers, body: Vec::new(), took: head_took, head_took };
        if !(200..300).contains(&status) {
            let mut said = Vec::new();
            self.body(&answer, |part| {
                said.extend_from_slice(part);
                Ok(())
            })?;
            bail!("{method} {path} was answered {status}: {}", String::from_utf8_lossy(&said));
        }
        self.body(&answer, &mut sink).with_context(|| format!("{method} {path} was cut off"))?;
        answer.took = start.elapsed();
        Ok(answer)
    }

    fn head(&mut self) -> Result<(u16, Vec<(String, String)>)> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.with_context(|| format!("`{first}` is no HTTP"))?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            match line.split_once(':') {
                Some((name, value)) => headers.push((name.to_ascii_lowercase(), value.trim().to_owned())),
                None => return Ok((status, headers)),
            }
        }
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line)? > 0, "the connection was closed");
        Ok(line.trim_end().to_owned())
    }

    fn body(&mut self, answer: &Answer, mut sink: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        if answer.header("transfer-encoding") == Some("chunked") {
            loop {
                let size = u64::from_str_radix(&self.line()?, 16)?;
                self.take(size, &mut sink)?;
                self.line()?;
                if size == 0 {
                    return Ok(());
                }
            }
        }
        let length = answer.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        self.take(length, &mut sink)
    }

    fn take(&mut self, bytes: u64, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let mut left = bytes;
        while left > 0 {
            let part = self.stream.by_ref().fill_buf()?;
            ensure!(!part.is_empty(), "the connection was closed");
            let size = part.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            sink(&part[..size])?;
            self.stream.consume(size);
            left -= size as u64;
        }
        Ok(())
    }
}

/// Text as part of a query: everything but letters, digits and `-_.` becomes `%XX`.
pub fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let coded = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(coded).collect()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    #[test]
    fn whole_and_chunked_bodies_are_read_on_one_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = BufReader::new(stream.try_clone().unwrap());
            for answer in [
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Rows: 7\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
                "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno",
            ] {
                let mut line = String::new();
                while line != "\r\n" {
                    line.clear();
                    asked.read_line(&mut line).unwrap();
                }
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        let mut client = Client::connect(&origin).unwrap();
        let whole = client.get("/").unwrap();
        assert_eq!((whole.body.as_slice(), whole.header("x-rows")), (b"hello".as_slice(), Some("7")));
        assert_eq!(client.get("/").unwrap().body, b"abcde");
        assert!(client.get("/").unwrap_err().to_string().ends_with("404: no"));
        server.join().unwrap();
    }

    #[test]
    fn text_is_encoded_for_a_query() {
        assert_eq!(encode("港 a-b&c"), "%E6%B8%AF%20a-b%26c");
    }
}
