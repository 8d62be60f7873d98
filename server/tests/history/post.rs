//! The post between the payment sandbox and the portal: it takes what the sandbox tells, and brings it later, twice, in
//! another order, and again as long as nobody is there to hear it.

use crate::client::Shared;
use crate::dice::Dice;
use crate::sandbox::KEY;
use server::channel::{Key, SIGNATURE, TIMESTAMP};
use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::Duration;

/// What was told, byte for byte.
#[derive(Debug, Clone)]
struct Letter {
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

#[derive(Debug, Clone, Default)]
pub struct Post {
    letters: Arc<Mutex<Vec<Letter>>>,
    over: Arc<AtomicBool>,
    brought: Arc<AtomicU64>,
    again: Arc<AtomicU64>,
}

impl Post {
    /// Takes letters in from now on; gives where.
    pub fn open() -> (Self, SocketAddr) {
        let post = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let own = post.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(std::result::Result::ok) {
                if own.over.load(Ordering::SeqCst) {
                    break;
                }
                if let Ok(letter) = take(stream) {
                    own.letters.lock().unwrap().push(letter);
                }
            }
        });
        (post, address)
    }

    /// Brings letters to whichever server runs, until it is over.
    pub fn deliver(&self, shared: &Shared, mut dice: Dice) {
        while !self.over.load(Ordering::SeqCst) {
            let letter = {
                let mut letters = self.letters.lock().unwrap();
                match letters.len() as u64 {
                    0 => None,
                    count => Some(letters.swap_remove(usize::try_from(dice.between(0, count)).unwrap())),
                }
            };
            let Some(letter) = letter else {
                sleep(Duration::from_millis(3));
                continue;
            };
            let status = letter.bring(shared.portal().address).unwrap_or(0);
            shared.note(&format!("{} -> {status}", String::from_utf8_lossy(&letter.body)));
            self.brought.fetch_add(1, Ordering::SeqCst);
            // Not heard, it comes again; heard, it does so now and then. What is signed too long ago (time flies here) is lost
            // now and then, and the portal asks by itself; of a transfer nobody can ask.
            let mut letter = letter;
            let stale = status == 401 && (letter.is_of_bank() || dice.one_in(2));
            if stale {
                letter.sign(shared.time.now().timestamp());
            }
            let unheard = status == 0 || status >= 500 || stale;
            if unheard || (status < 300 && dice.one_in(3)) {
                self.again.fetch_add(1, Ordering::SeqCst);
                self.letters.lock().unwrap().push(letter);
                sleep(Duration::from_millis(if unheard { 20 } else { 0 }));
            }
        }
    }

    /// Whether everything that was told is brought.
    pub fn is_empty(&self) -> bool {
        self.letters.lock().unwrap().is_empty()
    }

    /// How often something was brought, and how often that was not the first time.
    pub fn counts(&self) -> (u64, u64) {
        (self.brought.load(Ordering::SeqCst), self.again.load(Ordering::SeqCst))
    }

    pub fn close(&self) {
        self.over.store(true, Ordering::SeqCst);
    }
}

/// Reads a letter and thanks for it.
fn take(mut stream: TcpStream) -> Result<Letter> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or("/").to_owned();
    let (mut headers, mut length) = (Vec::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(": ") else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().unwrap_or(0);
        }
        if !["host", "connection"].contains(&name.to_lowercase().as_str()) {
            headers.push((name.to_owned(), value.to_owned()));
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")?;
    Ok(Letter { path, headers, body })
}

impl Letter {
    /// Whether it tells of a bank transfer.
    fn is_of_bank(&self) -> bool {
        String::from_utf8_lossy(&self.body).contains("\"arrived\"")
    }

    /// Signs it as the sandbox would sign it now.
    fn sign(&mut self, at: i64) {
        let at = at.to_string();
        let signature = KEY.parse::<Key>().unwrap().sign(&at, &self.body);
        for (name, value) in &mut self.headers {
            if name.eq_ignore_ascii_case(TIMESTAMP) {
                value.clone_from(&at);
            } else if name.eq_ignore_ascii_case(SIGNATURE) {
                value.clone_from(&signature);
            }
        }
    }

    /// Gives the status of the answer.
    fn bring(&self, to: SocketAddr) -> Result<u16> {
        let mut stream = TcpStream::connect(to)?;
        stream.set_read_timeout(Some(Duration::from_secs(15)))?;
        let mut text = format!("POST {} HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\n", self.path);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(text.as_bytes())?;
        stream.write_all(b"\r\n")?;
        stream.write_all(&self.body)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0))
    }
}
