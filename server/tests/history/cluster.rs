//! A PostgreSQL of one's own, to be stopped and started at will. Its tables lie on the small disk, its log does not.
//!
//! It survives being stopped at once, as after a failure of its own; a power cut is not what is tried here.

use crate::place::Place;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[derive(Debug)]
pub struct Cluster {
    bin: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes and starts it in a place; none where `PORTAL_TEST_POSTGRES_BIN` names no PostgreSQL.
    pub fn start(name: &str) -> Option<(Self, Place)> {
        let bin = PathBuf::from(std::env::var_os("PORTAL_TEST_POSTGRES_BIN")?);
        let place = Place::make(name, |path| stop(&bin, path));
        std::fs::create_dir(place.small().join("space")).unwrap();
        if let Some(user) = other_user() {
            let chown = Command::new("chown").args(["-R", user]).arg(&place.path).output();
            succeeded(chown, "chown");
        }
        let data = place.path.join("data");
        let initdb = own(bin.join("initdb"))
            .args(["-U", "portal", "-E", "UTF8", "--locale=C", "--no-sync"])
            .args(["-A", "trust", "-D"])
            .arg(&data)
            .current_dir(&place.path)
            .output();
        succeeded(initdb, "initdb");
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let cluster = Self { bin, port };
        cluster.open(&place);
        Some((cluster, place))
    }

    /// Starts it, and waits until it answers.
    pub fn open(&self, place: &Place) {
        let options = format!(
            "-h 127.0.0.1 -p {} -k {} -c max_connections=100 -c fsync=off",
            self.port,
            place.path.display()
        );
        let mut start = self.control(&place.path);
        start.arg("-l").arg(place.path.join("postgres.log")).args(["-w", "-o", &options, "start"]);
        // What it starts would keep our pipes open.
        let done = start.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).status();
        assert!(done.is_ok_and(|status| status.success()), "PostgreSQL does not start");
    }

    /// Ends it without a word to its clients and without writing anything down.
    pub fn close(&self, place: &Place) {
        succeeded(self.control(&place.path).args(["-m", "immediate", "stop"]).output(), "pg_ctl stop");
    }

    pub fn url(&self, database: &str) -> String {
        format!("postgres://portal@127.0.0.1:{}/{database}", self.port)
    }

    fn control(&self, place: &Path) -> Command {
        let mut command = own(self.bin.join("pg_ctl"));
        command.arg("-D").arg(place.join("data")).current_dir(place);
        command
    }
}

/// What stops it when this process has ended.
fn stop(bin: &Path, place: &Path) -> Vec<String> {
    let command = own(bin.join("pg_ctl"));
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let mut words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let data = place.join("data").display().to_string();
    words.extend(["-D", &data, "-m", "immediate", "stop"].map(str::to_owned));
    words
}

/// PostgreSQL refuses to run as root.
fn own(program: PathBuf) -> Command {
    match other_user() {
        Some(user) => {
            let mut command = Command::new("runuser");
            command.args(["-u", user, "--"]).arg(program);
            command
        }
        None => Command::new(program),
    }
}

fn other_user() -> Option<&'static str> {
    let says = |arguments: &[&str]| Command::new("id").args(arguments).output().ok();
    let root = says(&["-u"]).is_some_and(|said| said.stdout.starts_with(b"0\n"));
    let known = |user: &&str| says(&["-u", user]).is_some_and(|said| said.status.success());
    root.then(|| ["postgres", "nobody"].into_iter().find(known))?
}

fn succeeded(output: std::io::Result<Output>, what: &str) {
    let output = output.unwrap();
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
}
