//! What each step of `cargo xtask test` does: a call of a tool, never a judgement of its own.

use anyhow::{Result, ensure};

use crate::command::Call;
use crate::postgres::Postgres;
use crate::stamp::files_below;
use crate::steps::Ground;
use crate::tools::{Tool, on_path};

const WASM: &str = "wasm32-unknown-unknown";

/// rustfmt finds nothing to change.
pub fn format(ground: &Ground) -> Result<()> {
    cargo(ground, &["fmt", "--all", "--check"]).run()
}

/// Clippy finds nothing in the workspace, tests included.
pub fn lints(ground: &Ground) -> Result<()> {
    let flags = ["clippy", "--locked", "--workspace", "--all-targets"];
    cargo(ground, &flags).args(["--", "-D", "warnings"]).run()
}

/// Clippy finds nothing in what is compiled for the browser.
pub fn browser_lints(ground: &Ground) -> Result<()> {
    let flags = ["clippy", "--locked", "-p", "billing-portal", "-p", "contract"];
    cargo(ground, &flags).args(["--target", WASM, "--", "-D", "warnings"]).run()
}

/// Bans, licences and sources; advisories need the network and are no part of this.
pub fn deny(ground: &Ground) -> Result<()> {
    Call::new(ground.toolbox.path(Tool::CargoDeny)?)
        .args(["--offline", "--locked", "check", "--hide-inclusion-graph"])
        .args(["bans", "licenses", "sources"])
        .dir(&ground.place.root)
        .run()
}

/// The tests beside the style sheets: `style/*.test.mjs`.
pub fn style(ground: &Ground) -> Result<()> {
    let tests = files_below(&ground.place.root.join("style"))?
        .into_iter()
        .filter(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Call::new(ground.toolbox.path(Tool::Node)?).arg("--test").args(tests).dir(&ground.place.root).run()
}

/// Every native test of the workspace, and the examples in the documentation.
pub fn native(ground: &Ground) -> Result<()> {
    if on_path("cargo-nextest").is_none() {
        return cargo(ground, &["test", "--locked", "--workspace"]).run();
    }
    cargo(ground, &["nextest", "run", "--locked", "--workspace"]).run()?;
    cargo(ground, &["test", "--locked", "--doc", "-p", "contract", "-p", "server"]).run()
}

/// The tests with `postgres` in their names; they read the server's address from
/// `PORTAL_TEST_POSTGRES`. Histories stop and start one of their own, and are told where its executables are.
pub fn postgres(ground: &Ground) -> Result<()> {
    let bin = ground.toolbox.path(Tool::Postgres)?;
    let postgres = Postgres::start(ground.place, bin)?;
    // The whole workspace, as the step before: for one package most libraries would be compiled once more.
    let flags = ["--locked", "--workspace", "postgres"];
    let test = match on_path("cargo-nextest") {
        Some(_) => cargo(ground, &["nextest", "run"]),
        None => cargo(ground, &["test"]),
    };
    let said = test
        .args(flags)
        .env("PORTAL_TEST_POSTGRES", postgres.url())
        .env("PORTAL_TEST_POSTGRES_BIN", bin)
        .run_and_read()?;
    tests_ran(&said)
}

/// The contract's tests under Node.js: quicker than a browser, and the same engine as Chromium's.
pub fn wasm(ground: &Ground) -> Result<()> {
    let bindgen = ground.toolbox.path(Tool::WasmBindgen)?;
    let runner = bindgen.with_file_name("wasm-bindgen-test-runner");
    let said = cargo(ground, &["test", "--locked", "--package", "contract", "--tests"])
        .args(["--target", WASM])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .run_and_read()?;
    tests_ran(&said)
}

fn cargo(ground: &Ground, arguments: &[&str]) -> Call {
    Call::cargo().args(arguments).env("PORTAL_DIST", ground.place.site()).dir(&ground.place.root)
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
