//! The real executable: served, killed, asked, and called for a file or a check.

use crate::PATIENCE;
use crate::place::Place;
use crate::wire::{self, Reply};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Nobody waits longer for an answer.
const WAIT: Duration = Duration::from_secs(30);

/// A command for the door.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    pub organization: i64,
    pub account: i64,
    pub key: String,
    pub act: Value,
}

/// What came of one.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Done(Value),
    Refused(String),
    /// Nobody knows whether it was done.
    Unknown(String),
}

/// How to call the executable.
#[derive(Debug, Clone)]
pub struct Program {
    pub database: String,
    /// The file that its clock is shifted by.
    pub clock: PathBuf,
    pub log: PathBuf,
    /// What the server is told of the sandbox.
    pub sandbox: Vec<String>,
}

impl Program {
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(executable());
        command.args(arguments).args(["--database", &self.database]);
        let log = std::env::var("RUST_LOG").unwrap_or_else(|_| "warn".to_owned());
        command.env("PORTAL_TEST_CLOCK", &self.clock).env("RUST_LOG", log).stdin(Stdio::null());
        command
    }

    /// Runs it to its end, with something to read; gives what it said.
    pub fn run(&self, arguments: &[&str], input: &str) -> Result<String, String> {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // It may have refused to go on before it read anything.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        match output.status.success() {
            true => Ok(said),
            false => Err(format!("{said}{}", String::from_utf8_lossy(&output.stderr))),
        }
    }
}

/// The portal: the one that was built with this test, unless another one is named.
pub fn executable() -> OsString {
    std::env::var_os("PORTAL_EXECUTABLE").unwrap_or_else(|| env!("CARGO_BIN_EXE_portal").into())
}

/// Who waits for answers from the desk, by number; none once the server is gone.
type Waiting = Arc<Mutex<Option<HashMap<u64, Sender<Answer>>>>>;

/// A server that runs.
#[derive(Debug)]
pub struct Portal {
    pub address: SocketAddr,
    child: Mutex<Child>,
    desk: Mutex<ChildStdin>,
    waiting: Waiting,
    next: AtomicU64,
}

impl Portal {
    /// Starts it, and waits until it answers that it is well; gives how long that took.
    pub fn start(program: &Program, place: &Place) -> Result<(Arc<Self>, Duration), String> {
        let begun = Instant::now();
        let mut command = program.command(&["serve", "--listen", "127.0.0.1:0", "--desk"]);
        command.args(&program.sandbox);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(place.log(&log_name(&program.log)));
        let mut child = command.spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        let _ = said.read_line(&mut line);
        let Some(address) = line.trim().rsplit("http://").next().and_then(|text| text.parse().ok()) else {
            let _ = child.kill();
            return Err(format!("the server did not start ({})", child.wait().unwrap()));
        };
        let waiting: Waiting = Arc::new(Mutex::new(Some(HashMap::new())));
        let desk = Mutex::new(child.stdin.take().unwrap());
        std::thread::spawn({
            let waiting = Arc::clone(&waiting);
            move || listen(said, &waiting)
        });
        let portal = Self { address, child: Mutex::new(child), desk, waiting, next: AtomicU64::new(1) };
        while !portal.is_well() {
            if begun.elapsed() > PATIENCE {
                return Err("the server started, but is not well".to_owned());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok((Arc::new(portal), begun.elapsed()))
    }

    pub fn is_well(&self) -> bool {
        self.call(("GET", "/api/v1/health"), None, None).is_ok_and(|reply| reply.is_done())
    }

    /// Ends it as a power switch would.
    pub fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        let _ = child.kill();
        let _ = child.wait();
    }

    /// Asks it to end, and waits until it has.
    pub fn stop(&self) {
        let mut child = self.child.lock().unwrap();
        let asked = Command::new("kill").args(["-s", "TERM", &child.id().to_string()]).status();
        assert!(asked.unwrap().success());
        let _ = child.wait();
    }

    /// Has a command done.
    pub fn write(&self, wish: &Wish) -> Answer {
        let number = self.next.fetch_add(1, Ordering::SeqCst);
        let (answer, answered) = channel();
        match self.waiting.lock().unwrap().as_mut() {
            Some(waiting) => drop(waiting.insert(number, answer)),
            None => return Answer::Unknown("the server is gone".to_owned()),
        }
        let line = json!({
            "number": number, "organization": wish.organization, "account": wish.account, "key": wish.key,
            "act": wish.act,
        });
        if let Err(error) = self.desk.lock().unwrap().write_all(format!("{line}\n").as_bytes()) {
            return Answer::Unknown(error.to_string());
        }
        answered.recv_timeout(WAIT).unwrap_or_else(|error| Answer::Unknown(error.to_string()))
    }

    pub fn call(
        &self,
        what: (&str, &str),
        token: Option<&str>,
        body: Option<&Value>,
    ) -> std::io::Result<Reply> {
        let cookie = token.map(|token| format!("portal_session={token}"));
        let headers: Vec<(&str, &str)> = cookie.iter().map(|cookie| ("cookie", cookie.as_str())).collect();
        wire::call(self.address, what, &headers, body)
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Hands answers to whoever waits for them, until the server is gone.
fn listen(said: BufReader<ChildStdout>, waiting: &Waiting) {
    for line in said.lines().map_while(Result::ok) {
        let Ok(mut answer) = serde_json::from_str::<Value>(&line) else { continue };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let what = match (answer["done"].take(), &answer["refused"], &answer["failed"]) {
            (Value::Null, Value::Null, failed) => Answer::Unknown(text(failed)),
            (Value::Null, refused, _) => Answer::Refused(text(refused)),
            (done, ..) => Answer::Done(done),
        };
        let number = answer["number"].as_u64().unwrap_or_default();
        let waiter = waiting.lock().unwrap().as_mut().and_then(|waiting| waiting.remove(&number));
        if let Some(waiter) = waiter {
            let _ = waiter.send(what);
        }
    }
    *waiting.lock().unwrap() = None;
}

fn log_name(log: &Path) -> String {
    log.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
