//! The end-to-end tests: the real server with the demo world, a real browser.

use std::fs;

use anyhow::Result;

use crate::command::Call;
use crate::server::{self, Running};
use crate::steps::Ground;
use crate::tools::Tool;

/// What the end-to-end tests need beyond the built portal.
pub const NEEDS: [Tool; 3] = [Tool::Node, Tool::NpmPackages, Tool::Chromium];

/// Bills of the demo world the tests see: several pages of a list, made in a moment.
const BILLS: u32 = 20_000;

/// Builds the server around the built portal, makes a fresh demo world and runs Playwright.
pub fn test(ground: &Ground) -> Result<()> {
    let Ground { place, toolbox, update_snapshots } = ground;
    let executable = server::build_beside_tests(place)?;
    let directory = place.target.join("e2e");
    if directory.exists() {
        fs::remove_dir_all(&directory)?;
    }
    fs::create_dir_all(&directory)?;
    let database = server::demo(&executable, &directory.join("world"), BILLS)?;
    let log = directory.join("server.log");
    let server = Running::start(&executable, &database, &log)?;
    let playwright = toolbox.path(Tool::NpmPackages)?.join("playwright");
    let outcome = Call::new(playwright)
        .arg("test")
        .args(update_snapshots.then_some("--update-snapshots"))
        .env("PORTAL_URL", &server.origin)
        .env("PORTAL_EXECUTABLE", &executable)
        .env("CHROME_PATH", toolbox.path(Tool::Chromium)?)
        .dir(&place.end2end())
        .run();
    drop(server);
    if outcome.is_err() {
        eprintln!("the server's log: {}", log.display());
    }
    outcome
}
