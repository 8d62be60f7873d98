//! Installing a tool that was not found.
//!
//! Executables built by cargo go into the cache, never into the developer's own `~/.cargo/bin`.
//! Nothing runs with more rights than this program has: without them it says what to type.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::command::Call;
use crate::place::Place;
use crate::say;
use crate::stamp;
use crate::tools::{CARGO_DENY, TRUNK, Tool, on_path, wasm_bindgen_version};

/// Installs a tool, or says in a sentence what to type.
pub fn install(tool: Tool, place: &Place) -> Result<()> {
    match tool {
        Tool::WasmTarget => wasm_target(place),
        Tool::Node => bail!(
            "Node.js 20 or newer with npm is needed: install it from your system's packages \
             (Debian: `apt-get install nodejs npm`) or from https://nodejs.org"
        ),
        Tool::NpmPackages => npm_packages(place),
        Tool::WasmBindgen => {
            let version = wasm_bindgen_version(place)?;
            cargo_install(place, "wasm-bindgen-cli", &version, &[])
        }
        Tool::Trunk => cargo_install(place, "trunk", TRUNK, &["--no-default-features"]),
        Tool::CargoDeny => cargo_install(place, "cargo-deny", CARGO_DENY, &[]),
        Tool::Chromium if std::env::var_os("CHROME_PATH").is_some_and(|path| !path.is_empty()) => {
            bail!("CHROME_PATH names no file: set it to a Chromium or Chrome, or unset it")
        }
        Tool::Chromium => debian_package(
            "chromium",
            "Chromium is needed for the end-to-end tests: install it (Debian: `sudo apt-get \
             install chromium`, macOS: `brew install --cask chromium`) or set CHROME_PATH to a \
             Chromium or Chrome",
        ),
        Tool::Postgres => debian_package(
            "postgresql",
            "the PostgreSQL server is needed for the store's tests: install it (Debian: `sudo \
             apt-get install postgresql`, macOS: `brew install postgresql`)",
        ),
    }
}

fn wasm_target(place: &Place) -> Result<()> {
    Call::new("rustup").args(["target", "add", "wasm32-unknown-unknown"]).dir(&place.root).run().context(
        "the WebAssembly target is needed: with rustup, type `rustup target add \
             wasm32-unknown-unknown` in this directory",
    )
}

/// Locked packages without their browser downloads: the system's Chromium is used.
fn npm_packages(place: &Place) -> Result<()> {
    let end2end = place.end2end();
    Call::new("npm")
        .args(["ci", "--prefer-offline", "--no-audit", "--no-fund"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .dir(&end2end)
        .run()
        .context("the npm packages are needed: type `npm ci` in end2end and look at what it says")?;
    let stamp = stamp::of_files(&[end2end.join("package-lock.json")])?;
    fs::write(end2end.join("node_modules").join(".stamp"), stamp)?;
    Ok(())
}

/// Builds a tool from its source into the cache, quickly rather than well optimised.
///
/// The tools share one build directory, so that what they have in common is built once;
/// it is removed by [`clean_up`].
fn cargo_install(place: &Place, package: &str, version: &str, options: &[&str]) -> Result<()> {
    say::progress(&format!(
        "building {package} {version} from source: this happens once and takes some minutes"
    ));
    fs::create_dir_all(place.tools())?;
    let call = |locked: &[&str]| {
        Call::cargo()
            .args(["install", package, "--version", version])
            .args(options)
            .args(locked)
            .arg("--root")
            .arg(place.tools())
            .env("CARGO_TARGET_DIR", build_directory(place))
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "false")
            .without_env("RUSTFLAGS")
            .dir(&place.tools())
    };
    if call(&["--locked"]).run().is_ok() {
        return Ok(());
    }
    say::progress("the tool's own lock file could not be followed; trying without it");
    call(&[]).run().with_context(|| {
        let options = options.join(" ");
        format!("{package} is needed: type `cargo install {package} --version {version} {options}`")
    })
}

fn build_directory(place: &Place) -> std::path::PathBuf {
    place.cache.join("build")
}

/// Removes what building tools has left.
pub fn clean_up(place: &Place) -> Result<()> {
    match fs::remove_dir_all(build_directory(place)) {
        Err(failure) if failure.kind() != std::io::ErrorKind::NotFound => Err(failure.into()),
        _ => Ok(()),
    }
}

fn debian_package(package: &str, otherwise: &'static str) -> Result<()> {
    let root = Call::new("id").arg("-u").read().is_ok_and(|id| id.trim() == "0");
    if !root || on_path("apt-get").is_none() {
        bail!(otherwise);
    }
    let install = || {
        Call::new("apt-get")
            .args(["install", "--yes", "--quiet", "--no-install-recommends", package])
            .env("DEBIAN_FRONTEND", "noninteractive")
            .run()
    };
    if install().is_ok() {
        return Ok(());
    }
    say::progress("the package list may be old: fetching a new one");
    Call::new("apt-get").args(["update", "--quiet"]).run().context(otherwise)?;
    install().context(otherwise)
}
