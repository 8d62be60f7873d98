//! The payment sandbox, a process of its own that lives through everything, and the customers at its pages.

use crate::place::Place;
use crate::portal::{Program, executable};
use crate::wire;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

pub const KEY: &str = "0123456789abcdef";
/// Where customers are sent back to.
const ORIGIN: &str = "http://portal.example";
/// What a customer can choose at the sandbox's page.
pub const CHOICES: [&str; 11] = [
    "approve",
    "approve",
    "approve",
    "late",
    "twice",
    "disordered",
    "decline",
    "insufficient",
    "cancel",
    "no_refund",
    "short",
];

#[derive(Debug)]
pub struct Sandbox {
    child: Mutex<Child>,
    address: SocketAddr,
}

impl Sandbox {
    /// Starts one that tells the post.
    pub fn start(program: &Program, place: &Place, post: SocketAddr) -> Self {
        let mut command = Command::new(executable());
        command.args(["sandbox", "--listen", "127.0.0.1:0", "--key", KEY, "--late-ms", "150"]);
        command.args(["--portal", &format!("http://{post}"), "--return-origin", ORIGIN]);
        command.env("PORTAL_TEST_CLOCK", &program.clock).env("RUST_LOG", "error").stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(place.log("sandbox.log")).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().parse().unwrap();
        Self { child: Mutex::new(child), address }
    }

    /// What the server is told of it.
    pub fn flags(&self) -> Vec<String> {
        let address = format!("http://{}", self.address);
        ["--sandbox", &address, "--sandbox-key", KEY, "--public-origin", ORIGIN].map(str::to_owned).into()
    }

    pub fn close(&self) {
        let mut child = self.child.lock().unwrap();
        let _ = child.kill();
        let _ = child.wait();
    }

    /// A customer goes on at the sandbox's page. Whether they are told that it was taken does not matter.
    pub fn choose(&self, page: &str, choice: &str) {
        let path =
            page.split_once("//").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        let _ = self.submit(path, &format!("choice={choice}"));
    }

    /// Somebody takes money of a payment back at their bank; the status of the answer, none when none came.
    pub fn dispute(&self, payment: &str, cents: i64) -> Option<u16> {
        let amount = format!("{}.{:02}", cents / 100, cents % 100);
        self.submit("dispute", &format!("payment={payment}&amount={amount}"))
    }

    /// Somebody transfers money, and writes nothing on it.
    pub fn transfer(&self, payer: &str, cents: i64) -> Option<u16> {
        let amount = format!("{}.{:02}", cents / 100, cents % 100);
        let payer = payer.replace(' ', "+");
        self.submit("bank", &format!("reference=&amount={amount}&currency=USD&payer={payer}"))
    }

    /// Submits a form; gives the status of the answer.
    fn submit(&self, path: &str, body: &str) -> Option<u16> {
        let text = format!(
            "POST /{path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(15))).ok()?;
        stream.write_all(text.as_bytes()).ok()?;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).split(' ').nth(1)?.parse().ok()
    }

    /// What the sandbox itself says of a payment: what it gave back of it in all, in cents.
    pub fn given_back(&self, payment: &str) -> i64 {
        let bearer = KEY.parse::<server::channel::Key>().unwrap().bearer();
        let target = format!("/api/payments/{payment}");
        let reply = wire::call(self.address, ("GET", &target), &[("authorization", &bearer)], None);
        reply.map_or(0, |reply| crate::model::minor(&reply.body["event"]["refunded"]))
    }

    /// What the sandbox itself says of a payment: whether money was taken for it. None when it never heard of it.
    pub fn has_taken(&self, payment: &str) -> Option<bool> {
        let bearer = KEY.parse::<server::channel::Key>().unwrap().bearer();
        let target = format!("/api/payments/{payment}");
        let reply = wire::call(self.address, ("GET", &target), &[("authorization", &bearer)], None).ok()?;
        let event = says(&reply.body["event"]);
        // What was given back was taken before.
        (reply.status == 200).then(|| event.contains("succeed") || event.contains("refund"))
    }
}

/// An event is a word, or an object with one.
fn says(event: &Value) -> String {
    event.to_string()
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.close();
    }
}
