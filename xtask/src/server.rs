//! Building the server and running it in the background.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::command::Call;
use crate::guard::{Guarded, Signal};
use crate::place::Place;
use crate::portal::{self, Finish};
use crate::sandbox::Sandbox;
use crate::say;
use crate::setup::Toolbox;

/// How the server is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// For development and tests.
    Dev,
    /// What is shipped.
    Release,
}

/// Compiles the server with whatever portal lies in `server/site`; returns the executable.
pub fn build(place: &Place, profile: Profile) -> Result<PathBuf> {
    let (directory, flags): (_, &[&str]) = match profile {
        Profile::Dev => ("debug", &[]),
        Profile::Release => ("release", &["--release"]),
    };
    Call::cargo()
        .args(["build", "--locked", "--package", "server", "--bin", "portal"])
        .args(flags)
        .env("PORTAL_DIST", place.site())
        .dir(&place.root)
        .run()?;
    Ok(place.target.join(directory).join("portal"))
}

/// Compiles the server as the native tests do, so that what they compiled serves here too: with other features most
/// libraries would be compiled once more. Returns the executable.
pub fn build_beside_tests(place: &Place) -> Result<PathBuf> {
    Call::cargo()
        .args(["test", "--no-run", "--locked", "--workspace"])
        .env("PORTAL_DIST", place.site())
        .dir(&place.root)
        .run()?;
    Ok(place.target.join("debug").join("portal"))
}

/// `cargo xtask build`: the one executable, with the portal in it, at `target/release/portal` of
/// the checkout, wherever cargo puts what it builds.
pub fn build_executable(place: &Place) -> Result<PathBuf> {
    let toolbox = Toolbox::complete(place, portal::NEEDS)?;
    portal::build(place, &toolbox, Finish::Small)?;
    let built = build(place, Profile::Release)?;
    let wanted = place.root.join("target").join("release").join("portal");
    if built != wanted {
        fs::create_dir_all(wanted.parent().unwrap_or(&wanted))?;
        fs::copy(&built, &wanted).with_context(|| format!("{} cannot be written", wanted.display()))?;
    }
    let bytes = fs::metadata(&wanted)?.len();
    say::progress(&format!("{}: {} bytes", wanted.display(), say::number(bytes)));
    Ok(wanted)
}

/// How late the sandbox answers in tests, where it is late.
const LATE: Duration = Duration::from_secs(8);

/// A server in the background; it ends when this value is dropped.
#[derive(Debug)]
pub struct Running {
    guarded: Guarded,
    _sandbox: Sandbox,
    /// Where it answers: `http://127.0.0.1:40001`.
    pub origin: String,
}

impl Running {
    /// Serves a database at a free port of the loopback interface, a payment sandbox beside it, and waits until it
    /// answers.
    pub fn start(executable: &Path, database: &str, log: &Path) -> Result<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], crate::postgres::free_port()?));
        let sandbox = Sandbox::start(executable, address, LATE, &log.with_extension("sandbox.log"))?;
        let call = Call::new(executable)
            .args(["serve", "--demo", "--listen", &address.to_string()])
            .args(["--database", database])
            .args(sandbox.flags());
        let mut guarded = Guarded::start(&call, None, Signal::Terminate, None, log)?;
        guarded
            .wait_until(Duration::from_secs(60), || healthy(address))
            .with_context(|| format!("the server did not start; see {}", log.display()))?;
        Ok(Self { guarded, _sandbox: sandbox, origin: format!("http://{address}") })
    }

    /// The process id of what holds the server.
    pub fn holder(&self) -> u32 {
        self.guarded.id()
    }
}

/// Whether a server says at this address that it is well.
pub fn healthy(address: SocketAddr) -> bool {
    const WAIT: Duration = Duration::from_secs(2);
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, WAIT)?;
        stream.set_read_timeout(Some(WAIT))?;
        write!(stream, "GET /api/v1/health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    ask().is_ok_and(|answer| answer == "HTTP/1.1 200")
}

/// The file of a demo world that tells who can sign in.
pub const PEOPLE: &str = "people.txt";

/// Makes the demo world in a directory unless it is there already; returns the database's URL.
///
/// The directory gets its name only when the world is complete, so an interrupted run leaves
/// nothing that looks finished.
pub fn demo(executable: &Path, directory: &Path, bills: u32) -> Result<String> {
    let database = |directory: &Path| format!("sqlite:{}", directory.join("portal.db").display());
    if !directory.exists() {
        let unfinished = directory.with_extension("unfinished");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished)?;
        }
        fs::create_dir_all(&unfinished)?;
        say::progress(&format!("making {} bills", say::number(bills.into())));
        let said = Call::new(executable)
            .args(["demo", "--bills", &bills.to_string(), "--database"])
            .arg(database(&unfinished))
            .read()
            .context("the demo data could not be made")?;
        fs::write(unfinished.join(PEOPLE), said)?;
        fs::rename(unfinished, directory)?;
    }
    Ok(database(directory))
}
