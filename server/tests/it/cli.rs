//! The executable itself: what it says, and how it ends.

use crate::client::Call;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const PASSWORD: &str = "correct horse battery\n";

pub struct Place {
    pub directory: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    fn portal(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
        command.args(arguments).current_dir(self.directory.path());
        command.env_remove("PORTAL_DATABASE").env_remove("RUST_LOG").env("RUST_BACKTRACE", "0");
        command
    }

    pub fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = self.portal(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    fn add_user(&self, email: &str, role: &str, more: &[&str], password: &str) -> Output {
        let base = ["user", "add", "--organization", "Harbour", "--email", email, "--role", role];
        self.run(&[&base[..], more].concat(), password)
    }
}

pub fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_user_is_added_from_the_command_line() {
    let place = Place::new();
    let added = place.add_user("ada@harbour.example", "super-administrator", &["--name", "Ada"], PASSWORD);
    assert!(added.status.success(), "{}", said(&added.stderr));
    assert!(said(&added.stdout).contains("ada@harbour.example can sign in"), "{}", said(&added.stdout));

    let again = place.add_user("ADA@harbour.example", "viewer", &[], PASSWORD);
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again.stderr).contains("email: Already taken"), "{}", said(&again.stderr));

    let short = place.add_user("bob@harbour.example", "viewer", &[], "short\n");
    assert_eq!(short.status.code(), Some(1));
    assert!(said(&short.stderr).contains("password: Too short"), "{}", said(&short.stderr));

    let unknown = place.add_user("bob@harbour.example", "viewer", &["--account", "nowhere"], PASSWORD);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(said(&unknown.stderr).contains("“nowhere” is not known"), "{}", said(&unknown.stderr));
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    let place = Place::new();
    let wrong: [&[&str]; 6] = [
        &[],
        &["sing"],
        &["serve", "--listen", "nowhere"],
        &["import", "focus", "--organization", "x"],
        &["user", "add", "--organization", "x", "--email", "a@b.c", "--role", "king"],
        &["user", "add", "--organization", "x", "--email", "a@b.c", "--role", "viewer", "--locale", "fr"],
    ];
    for arguments in wrong {
        let output = place.run(arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {}", said(&output.stderr));
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn a_database_that_can_not_be_used_ends_with_1() {
    let place = Place::new();
    for database in ["mysql://x", "sqlite:/nowhere/at/all/portal.db", "postgres://x@127.0.0.1:1/x"] {
        let output = place.run(&["verify", "--database", database], "");
        assert_eq!(output.status.code(), Some(1), "{database}");
        assert!(said(&output.stderr).starts_with("portal: "), "{}", said(&output.stderr));
    }
}

#[test]
fn the_description_is_printed() {
    let output = Place::new().run(&["openapi"], "");
    assert!(output.status.success());
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
}

#[test]
fn a_database_that_is_not_there_is_not_in_order() {
    let place = Place::new();
    let output = place.run(&["verify"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output.stderr).contains("there is no database at “portal.db”"), "{}", said(&output.stderr));
    assert!(!place.directory.path().join("portal.db").exists());
}

#[test]
fn a_database_without_bills_is_in_order() {
    let place = Place::new();
    let added = place.add_user("ada@harbour.example", "viewer", &["--locale", "zh-CN"], PASSWORD);
    assert!(added.status.success(), "{}", said(&added.stderr));
    let output = place.run(&["verify"], "");
    assert!(output.status.success(), "{}", said(&output.stderr));
    assert!(said(&output.stdout).contains("everything is in order"), "{}", said(&output.stdout));
}

/// Ends the server if a test fails half-way.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    /// Starts a server, and gives where it answers.
    fn start(place: &Place) -> (Self, SocketAddr) {
        let mut command = place.portal(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit('/').next().unwrap().parse().unwrap();
        (Self(child), address)
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.0.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_asked_to_stop_finishes_what_it_began() {
    for signal in ["-TERM", "-INT"] {
        let place = Place::new();
        let (mut running, address) = Running::start(&place);
        Call::new(address, "GET", "/api/v1/health").send().await.done();
        // A request whose body is still coming when the server is asked to stop: it has said that it waits for it.
        let body = r#"{"email":"a@b.example","password":"x"}"#;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST /api/v1/session HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut waits = [0; 25];
        stream.read_exact(&mut waits).await.unwrap();
        assert_eq!(&waits, b"HTTP/1.1 100 Continue\r\n\r\n");
        running.signal(signal);
        assert!(closes(address).await, "it still listens");
        stream.write_all(body.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
        assert!(ends(&mut running.0), "it did not end");
        assert!(running.0.wait().unwrap().success());
    }
}

/// Whether nobody listens any more, within ten seconds.
async fn closes(address: SocketAddr) -> bool {
    for _ in 0..500 {
        if TcpStream::connect(address).await.is_err() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

#[allow(clippy::disallowed_methods, reason = "a test waits for a process")]
fn ends(child: &mut Child) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(10) {
        if child.try_wait().unwrap().is_some() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_holds_no_secret() {
    let place = Place::new();
    place.add_user("ada@harbour.example", "viewer", &[], PASSWORD);
    let (mut running, address) = Running::start(&place);
    let body = serde_json::json!({ "email": "ada@harbour.example", "password": PASSWORD.trim() });
    let token = Call::new(address, "POST", "/api/v1/session").json(&body).send().await.done().token();
    let call = Call::new(address, "GET", "/api/v1/bills?q=confidential").cookie(&token);
    call.header("x-request-id", "request-0001").send().await;
    running.signal("-TERM");
    assert!(ends(&mut running.0));
    let mut log = String::new();
    std::io::Read::read_to_string(&mut running.0.stderr.take().unwrap(), &mut log).unwrap();
    for secret in [PASSWORD.trim(), &token, "confidential", "portal_session", "ada@"] {
        assert!(!log.contains(secret), "the log holds {secret}:\n{log}");
    }
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["timestamp"].is_string() && line["level"].is_string(), "{line}");
    }
    assert!(log.contains("\"request_id\":\"request-0001\""), "{log}");
}
