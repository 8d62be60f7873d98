//! A throw-away PostgreSQL for tests: on loopback, on a free port, in a directory of its own.
//!
//! It never touches a PostgreSQL that already runs. It is fast because it does not care to
//! survive a power cut.

use std::fs::File;
use std::io::Read;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::command::Call;
use crate::guard::{Guarded, Signal};
use crate::place::Place;
use crate::say;

/// A running server; it ends when this value is dropped.
#[derive(Debug)]
pub struct Postgres {
    _server: Guarded,
    /// Where tests reach it, with the rights to make databases.
    pub url: String,
}

impl Postgres {
    /// Makes a cluster and starts it with the executables in `bin`.
    pub fn start(place: &Place, bin: &Path) -> Result<Self> {
        say::progress("starting a throw-away PostgreSQL");
        let user = other_user();
        let as_user = |program: PathBuf| match user {
            Some(user) => Call::new("runuser").args(["-u", user, "--"]).arg(program),
            None => Call::new(program),
        };
        let secret = secret()?;
        let directory = std::env::temp_dir().join(format!("portal-postgres-{}", &secret[..8]));
        let data = directory.join("data");
        let password_file = directory.join("password");
        as_user("mkdir".into()).args(["-m", "700"]).arg(&directory).read()?;
        as_user("sh".into())
            .args(["-c", "umask 077; echo \"$1\" > \"$2\"", "sh", &secret])
            .arg(&password_file)
            .read()?;
        as_user(bin.join("initdb"))
            .args(["-U", "portal", "-E", "UTF8", "--locale=C", "--no-sync"])
            .args(["-A", "scram-sha-256", "--pwfile"])
            .arg(&password_file)
            .arg("-D")
            .arg(&data)
            .dir(&std::env::temp_dir())
            .read()?;
        let port = free_port()?;
        let call = Call::new(bin.join("postgres"))
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&directory)
            .args(["-h", "127.0.0.1", "-p", &port.to_string()])
            .args(["-c", "fsync=off", "-c", "full_page_writes=off"])
            .args(["-c", "synchronous_commit=off", "-c", "max_connections=200"]);
        let log = place.target.join("postgres.log");
        let mut server = Guarded::start(&call, user, Signal::Interrupt, Some(&directory), &log)?;
        server
            .wait_until(Duration::from_secs(30), || ready(bin, port))
            .with_context(|| format!("PostgreSQL did not start; see {}", log.display()))?;
        Ok(Self { _server: server, url: format!("postgres://portal:{secret}@127.0.0.1:{port}/postgres") })
    }
}

fn ready(bin: &Path, port: u16) -> bool {
    Call::new(bin.join("pg_isready")).args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]).read().is_ok()
}

/// PostgreSQL refuses to run as root: the user it runs as instead.
fn other_user() -> Option<&'static str> {
    let root = Call::new("id").arg("-u").read().ok()?.trim() == "0";
    let known = |user: &&str| Call::new("id").args(["-u", user]).read().is_ok();
    root.then(|| ["postgres", "nobody"].into_iter().find(known))?
}

/// A port that was free a moment ago.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

/// 128 random bits in hexadecimal.
fn secret() -> Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
