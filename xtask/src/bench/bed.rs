//! What measurements work with: the release executable, a directory that is kept, servers.

use std::cell::OnceCell;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::place::Place;
use crate::postgres::Postgres;
use crate::say;
use crate::server::{self, Running};
use crate::setup::Toolbox;
use crate::tools::Tool;

use super::process;

/// The two databases that everything is measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// In the server's own process.
    Sqlite,
    /// A server of its own, on the same machine, over loopback.
    Postgres,
}

impl Engine {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    /// In figures and file names.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// What a measurement works with.
pub struct Bed {
    /// The checkout.
    pub place: Place,
    /// The release build of `portal`.
    pub executable: PathBuf,
    /// An own directory for databases and files; it may be large and is kept for the next run.
    pub directory: PathBuf,
    postgres: OnceCell<Postgres>,
}

impl Bed {
    /// Builds the executable, unless `PORTAL_EXECUTABLE` names one.
    pub fn make(place: &Place) -> Result<Self> {
        let executable = match Place::given_executable() {
            Some(path) => {
                ensure!(path.is_file(), "{} (PORTAL_EXECUTABLE) is not there", path.display());
                say::progress(&format!("measuring {} as it is", path.display()));
                path
            }
            None => server::build_executable(place)?,
        };
        let directory = place.target.join("bench");
        fs::create_dir_all(&directory)?;
        Ok(Self { place: place.clone(), executable, directory, postgres: OnceCell::new() })
    }

    /// The PostgreSQL of the bench directory; started when it is first needed.
    pub fn postgres(&self) -> Result<&Postgres> {
        if self.postgres.get().is_none() {
            let toolbox = Toolbox::complete(&self.place, [Tool::Postgres])?;
            let directory = Postgres::kept_below(&self.directory);
            let started = Postgres::keep(&self.place, toolbox.path(Tool::Postgres)?, &directory)?;
            let _ = self.postgres.set(started);
        }
        self.postgres.get().context("PostgreSQL was started")
    }

    /// Starts the server on a database.
    pub fn serve(&self, database: &str) -> Result<Server> {
        let running = Running::start(&self.executable, database, &self.log("server"))?;
        let pid = process::child(running.holder(), &self.executable)?;
        Ok(Server { origin: running.origin.clone(), pid, _running: running })
    }

    /// A file for what a program says.
    pub fn log(&self, name: &str) -> PathBuf {
        self.directory.join(format!("{name}.log"))
    }

    /// A file of the bench directory.
    pub fn file(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }
}

/// A server under measurement; it ends when this value is dropped.
pub struct Server {
    /// `http://127.0.0.1:40001`.
    pub origin: String,
    /// Its process.
    pub pid: u32,
    _running: Running,
}
