//! A PostgreSQL of our own: on loopback, on a free port, in a directory of its own. It never touches
//! one that already runs.
//!
//! For tests it is thrown away, and fast because it does not care to survive a power cut.

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
    server: Guarded,
    bin: PathBuf,
    address: Address,
}

/// Where it listens, and the password of its one user.
#[derive(Debug)]
struct Address {
    port: u16,
    secret: String,
}

/// How much a server cares for its data.
#[derive(Debug, Clone, Copy)]
enum Care {
    /// It is removed at the end and may lose everything in a power cut.
    None,
    /// It is kept, and a commit is on the disk when it is acknowledged.
    Durable,
}

impl Postgres {
    /// Makes a throw-away cluster and starts it with the executables in `bin`.
    pub fn start(place: &Place, bin: &Path) -> Result<Self> {
        say::progress("starting a throw-away PostgreSQL");
        let directory = std::env::temp_dir().join(format!("portal-postgres-{}", &secret()?[..8]));
        let own = Own::find();
        own.call("mkdir").args(["-m", "700"]).arg(&directory).read()?;
        let secret = own.initialize(bin, &directory)?;
        own.serve(place, bin, &directory, secret, Care::None)
    }

    /// Where a cluster is kept: below `directory`, or below the temporary one where PostgreSQL has to run as a user who may
    /// not reach the former.
    pub fn kept_below(directory: &Path) -> PathBuf {
        match other_user() {
            Some(_) => std::env::temp_dir().join("portal-postgres-kept"),
            None => directory.join("postgres"),
        }
    }

    /// Starts the cluster in `directory`, making it first if it is not there; it is kept.
    pub fn keep(place: &Place, bin: &Path, directory: &Path) -> Result<Self> {
        say::progress(&format!("starting the PostgreSQL in {}", directory.display()));
        let own = Own::find();
        let password_file = directory.join("password");
        let secret = if directory.join("data").join("PG_VERSION").exists() {
            own.call("cat").arg(&password_file).read()?.trim().to_owned()
        } else {
            Call::new("rm").args(["-rf"]).arg(directory).read()?;
            Call::new("mkdir").args(["-m", "700"]).arg(directory).read()?;
            if let Some(user) = own.user {
                Call::new("chown").arg(user).arg(directory).read()?;
            }
            own.initialize(bin, directory)?
        };
        own.serve(place, bin, directory, secret, Care::Durable)
    }

    /// Where tests reach it, with the rights to make databases.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// Where one of its databases is reached.
    pub fn url_of(&self, database: &str) -> String {
        let Address { port, secret } = &self.address;
        format!("postgres://portal:{secret}@127.0.0.1:{port}/{database}")
    }

    /// Runs SQL statement by statement and returns what it prints.
    pub fn sql(&self, database: &str, statements: &[&str]) -> Result<String> {
        let mut call = Call::new(self.bin.join("psql")).args(["-qAtX", "-v", "ON_ERROR_STOP=1"]);
        for statement in statements {
            call = call.args(["-c", statement]);
        }
        let port = self.address.port.to_string();
        let call = call.args(["-h", "127.0.0.1", "-p", &port, "-U", "portal", database]);
        call.env("PGPASSWORD", &self.address.secret).read()
    }

    /// Makes a database afresh.
    pub fn fresh(&self, database: &str) -> Result<()> {
        let drop = format!("DROP DATABASE IF EXISTS {database}");
        self.sql("postgres", &[&drop, &format!("CREATE DATABASE {database}")]).map(std::mem::drop)
    }

    /// How large a database is on the disk.
    pub fn bytes(&self, database: &str) -> Result<u64> {
        let size = self.sql("postgres", &[&format!("SELECT pg_database_size('{database}')")])?;
        size.trim().parse().context("PostgreSQL says how large a database is")
    }

    /// The process id of what holds the server.
    pub fn holder(&self) -> u32 {
        self.server.id()
    }
}

/// Who PostgreSQL runs as: it refuses to run as root.
#[derive(Debug, Clone, Copy)]
struct Own {
    user: Option<&'static str>,
}

impl Own {
    fn find() -> Self {
        Self { user: other_user() }
    }

    fn call(self, program: impl AsRef<std::ffi::OsStr>) -> Call {
        match self.user {
            Some(user) => Call::new("runuser").args(["-u", user, "--"]).arg(program),
            None => Call::new(program),
        }
    }

    /// Makes a cluster with a password of its own.
    fn initialize(self, bin: &Path, directory: &Path) -> Result<String> {
        let secret = secret()?;
        let password_file = directory.join("password");
        self.call("sh")
            .args(["-c", "umask 077; echo \"$1\" > \"$2\"", "sh", &secret])
            .arg(&password_file)
            .read()?;
        self.call(bin.join("initdb"))
            .args(["-U", "portal", "-E", "UTF8", "--locale=C", "--no-sync"])
            .args(["-A", "scram-sha-256", "--pwfile"])
            .arg(&password_file)
            .arg("-D")
            .arg(directory.join("data"))
            .dir(&std::env::temp_dir())
            .read()?;
        Ok(secret)
    }

    fn serve(
        self,
        place: &Place,
        bin: &Path,
        directory: &Path,
        secret: String,
        care: Care,
    ) -> Result<Postgres> {
        let port = free_port()?;
        let call = Call::new(bin.join("postgres"))
            .arg("-D")
            .arg(directory.join("data"))
            .arg("-k")
            .arg(directory)
            .args(["-h", "127.0.0.1", "-p", &port.to_string(), "-c", "max_connections=200"]);
        let careless = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"];
        let (call, rubbish) = match care {
            Care::None => (call.args(careless), Some(directory)),
            Care::Durable => (call, None),
        };
        let log = place.target.join("postgres.log");
        let mut server = Guarded::start(&call, self.user, Signal::Interrupt, rubbish, &log)?;
        server
            .wait_until(Duration::from_secs(30), || ready(bin, port))
            .with_context(|| format!("PostgreSQL did not start; see {}", log.display()))?;
        Ok(Postgres { server, bin: bin.to_path_buf(), address: Address { port, secret } })
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
pub fn secret() -> Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
