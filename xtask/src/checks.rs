//! What each step of `cargo xtask test` does: a call of a tool, never a judgement of its own.

use anyhow::{Result, ensure};

use crate::command::Call;
use crate::place::Place;
use crate::postgres::Postgres;
use crate::setup::Toolbox;
use crate::stamp::files_below;
use crate::tools::{Tool, on_path};

const WASM: &str = "wasm32-unknown-unknown";

/// rustfmt finds nothing to change.
pub fn format(place: &Place, _: &Toolbox) -> Result<()> {
    cargo(place, &["fmt", "--all", "--check"]).run()
}

/// Clippy finds nothing in the workspace, tests included.
pub fn lints(place: &Place, _: &Toolbox) -> Result<()> {
    let flags = ["clippy", "--locked", "--workspace", "--all-targets"];
    cargo(place, &flags).args(["--", "-D", "warnings"]).run()
}

/// Clippy finds nothing in what is compiled for the browser.
pub fn browser_lints(place: &Place, _: &Toolbox) -> Result<()> {
    let flags = ["clippy", "--locked", "-p", "billing-portal", "-p", "contract"];
    cargo(place, &flags).args(["--target", WASM, "--", "-D", "warnings"]).run()
}

/// Bans, licences and sources; advisories need the network and are no part of this.
pub fn deny(place: &Place, toolbox: &Toolbox) -> Result<()> {
    Call::new(toolbox.path(Tool::CargoDeny)?)
        .args(["--offline", "--locked", "check", "--hide-inclusion-graph"])
        .args(["bans", "licenses", "sources"])
        .dir(&place.root)
        .run()
}

/// The tests beside the style sheets: `style/*.test.mjs`.
pub fn style(place: &Place, toolbox: &Toolbox) -> Result<()> {
    let tests = files_below(&place.root.join("style"))?
        .into_iter()
        .filter(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Call::new(toolbox.path(Tool::Node)?).arg("--test").args(tests).dir(&place.root).run()
}

/// Every native test of the workspace, and the examples in the documentation.
pub fn native(place: &Place, _: &Toolbox) -> Result<()> {
    if on_path("cargo-nextest").is_none() {
        return cargo(place, &["test", "--locked", "--workspace"]).run();
    }
    cargo(place, &["nextest", "run", "--locked", "--workspace"]).run()?;
    cargo(place, &["test", "--locked", "--doc", "-p", "contract", "-p", "server"]).run()
}

/// The tests with `postgres` in their names; they read the server's address from
/// `PORTAL_TEST_POSTGRES`.
pub fn postgres(place: &Place, toolbox: &Toolbox) -> Result<()> {
    let postgres = Postgres::start(place, toolbox.path(Tool::Postgres)?)?;
    let test = match on_path("cargo-nextest") {
        Some(_) => cargo(place, &["nextest", "run"]),
        None => cargo(place, &["test"]),
    };
    let said = test
        .args(["--locked", "--package", "server", "postgres"])
        .env("PORTAL_TEST_POSTGRES", &postgres.url)
        .run_and_read()?;
    tests_ran(&said)
}

/// The contract's tests under Node.js: quicker than a browser, and the same engine as Chromium's.
pub fn wasm(place: &Place, toolbox: &Toolbox) -> Result<()> {
    let bindgen = toolbox.path(Tool::WasmBindgen)?;
    let runner = bindgen.with_file_name("wasm-bindgen-test-runner");
    let said = cargo(place, &["test", "--locked", "--package", "contract", "--tests"])
        .args(["--target", WASM])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .run_and_read()?;
    tests_ran(&said)
}

fn cargo(place: &Place, arguments: &[&str]) -> Call {
    Call::cargo().args(arguments).env("PORTAL_DIST", place.site()).dir(&place.root)
}

/// A step that runs tests fails when none ran: `… 12 passed …` has to be said somewhere.
fn tests_ran(said: &str) -> Result<()> {
    let counted = said.lines().any(|line| {
        let words: Vec<&str> = line.split([' ', ',', ';']).filter(|w| !w.is_empty()).collect();
        let passed = |pair: &[&str]| pair[1] == "passed" && pair[0].parse().is_ok_and(|n: u32| n > 0);
        words.windows(2).any(passed)
    });
    ensure!(counted, "no test was run");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_without_tests_is_a_failure() {
        assert!(tests_ran("test result: ok. 0 passed; 0 failed").is_err());
        assert!(tests_ran("test result: ok. 12 passed; 0 failed").is_ok());
        assert!(tests_ran("Summary [ 0.1s] 3 tests run: 3 passed, 9 skipped").is_ok());
    }
}
