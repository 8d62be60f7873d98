//! Which database a history takes place on, and what can be done to it.

use crate::base::{Base, Reader};
use crate::cluster::Cluster;
use crate::place::Place;
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

#[derive(Debug)]
pub struct Site {
    pub engine: Engine,
    pub place: Place,
    cluster: Option<Cluster>,
}

impl Site {
    /// None where there is no PostgreSQL.
    pub fn open(engine: Engine, name: &str) -> Option<Self> {
        match engine {
            Engine::Sqlite => Some(Self { engine, place: Place::make(name, |_| Vec::new()), cluster: None }),
            Engine::Postgres => {
                let (cluster, place) = Cluster::start(name)?;
                let site = Self { engine, place, cluster: Some(cluster) };
                let at = site.place.small().join("space");
                site.server().run(&format!("CREATE TABLESPACE small LOCATION '{}'", at.display()));
                Some(site)
            }
        }
    }

    /// A connection to the server of databases itself.
    fn server(&self) -> Reader {
        let url = self.cluster.as_ref().map(|cluster| cluster.url("postgres")).unwrap_or_default();
        Base::Postgres(url).open()
    }

    /// An empty database on the small disk.
    pub fn fresh(&self, seed: u64) -> Base {
        match &self.cluster {
            None => Base::Sqlite(self.place.small().join(format!("history-{seed}.db"))),
            Some(cluster) => {
                let name = format!("history_{seed}");
                self.server().run(&format!("CREATE DATABASE {name} TABLESPACE small"));
                Base::Postgres(cluster.url(&name))
            }
        }
    }

    /// Makes room for the next one.
    pub fn remove(&self, base: &Base) {
        match base {
            Base::Sqlite(path) => {
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{end}", path.display()));
                }
            }
            Base::Postgres(url) => {
                let name = url.rsplit('/').next().unwrap_or_default();
                self.server().run(&format!("DROP DATABASE {name} WITH (FORCE)"));
            }
        }
    }

    /// Closes the database for a while: PostgreSQL is stopped at once and started again; of SQLite another process holds
    /// the lock.
    pub fn close_for(&self, base: &Base, time: Duration) {
        match &self.cluster {
            Some(cluster) => {
                cluster.close(&self.place);
                std::thread::sleep(time);
                cluster.open(&self.place);
            }
            None => {
                let mut reader = base.open();
                reader.run("BEGIN IMMEDIATE");
                std::thread::sleep(time);
                reader.run("ROLLBACK");
            }
        }
    }

    /// Leaves no room on the disk for a while.
    pub fn fill_for(&self, time: Duration) {
        self.place.fill();
        std::thread::sleep(time);
        self.place.free();
    }
}
