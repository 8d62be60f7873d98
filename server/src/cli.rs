//! The command line: `portal serve`, `sandbox`, `import`, `user`, `operator`, `demo`, `openapi`, `verify`.
//!
//! Exit codes: 0 done, 1 it failed, 2 the command line is wrong.

mod demo;
mod import;
mod operator;
mod sandbox;
mod serve;
mod user;
mod verify;

use crate::chance::Chance;
use crate::clock::Clock;
use crate::engine::{Engine, Failure};
use crate::store::{Db, StoreError};
use clap::{Args, Parser, Subcommand};
use std::io::Write;
use std::process::ExitCode;

/// The billing portal in one executable.
#[derive(Debug, Parser)]
#[command(name = "portal", version, about, propagate_version = true)]
struct Portal {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the portal.
    Serve(serve::Serve),
    /// Serve a payment provider to try things out with, beside the portal.
    Sandbox(sandbox::Sandbox),
    /// Bring billing data in.
    #[command(subcommand)]
    Import(import::Import),
    /// The people who sign in.
    #[command(subcommand)]
    User(user::User),
    /// Act for the platform on accounts of every organization.
    #[command(subcommand)]
    Operator(operator::Operator),
    /// Make a demo world.
    Demo(demo::Demo),
    /// Print the OpenAPI description of the interface.
    Openapi,
    /// Check that what the database holds keeps the rules.
    Verify(verify::Verify),
}

/// Where everything is kept.
#[derive(Debug, Args)]
struct Database {
    /// `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`.
    #[arg(long, env = "PORTAL_DATABASE", default_value = "sqlite:portal.db", hide_env_values = true)]
    database: String,
}

impl Database {
    /// Opens a database that has to be there already: nothing is said of an empty one that was made by a slip of the hand.
    async fn open_existing(&self) -> Result<Engine, Error> {
        let path = self.database.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path));
        if let Some(path) = path.filter(|path| !std::path::Path::new(path).is_file()) {
            return Err(Error::Said(format!("there is no database at “{path}”: name it with --database")));
        }
        self.open().await
    }

    async fn open(&self) -> Result<Engine, Error> {
        let db = Db::open(&self.database).await?;
        Ok(Engine::new(db, Clock::of_process(), Chance::System))
    }
}

/// Why a command failed, in words for the person who typed it.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("{0}")]
    Said(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Invalid(errors) => {
                let lines = errors.iter().map(|error| format!("{}: {}", error.field, error.message));
                Self::Said(lines.collect::<Vec<_>>().join("\n"))
            }
            Failure::Store(error) => Self::Store(error),
            Failure::Refused(code) | Failure::Wait { code, .. } => {
                let (what, help) = code.words(contract::locale::Locale::En);
                Self::Said(format!("{what} {help}"))
            }
            Failure::Internal(error) => Self::Said(error),
        }
    }
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let portal = Portal::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&Error::Io(error)),
    };
    match runtime.block_on(run(portal.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

async fn run(command: Command) -> Result<(), Error> {
    match command {
        Command::Serve(serve) => serve.run().await,
        Command::Sandbox(sandbox) => sandbox.run().await,
        Command::Import(import) => import.run().await,
        Command::User(user) => user.run().await,
        Command::Operator(operator) => operator.run().await,
        Command::Demo(demo) => demo.run().await,
        Command::Openapi => say(&crate::http::openapi::text()),
        Command::Verify(verify) => verify.run().await,
    }
}

/// Prints a line; a reader who went away (`portal openapi | head`) is no failure.
fn say(text: &str) -> Result<(), Error> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

fn failed(error: &Error) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "portal: {error}");
    ExitCode::FAILURE
}
