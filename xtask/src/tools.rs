//! The tools that the commands need, and how each is found.
//!
//! Finding changes nothing on the machine; [`crate::install`] does that.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command::Call;
use crate::place::Place;
use crate::stamp;

/// Trunk, which builds the browser app. A newer one needs a newer compiler.
pub const TRUNK: &str = "0.21.14";
/// cargo-deny, which checks licences and sources.
pub const CARGO_DENY: &str = "0.20.2";

/// Something that has to be on the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tool {
    /// The compiler's WebAssembly target.
    WasmTarget,
    /// Node.js with npm.
    Node,
    /// The packages of `end2end/package.json`: Playwright, axe and wasm-opt.
    NpmPackages,
    /// wasm-bindgen and its test runner, of exactly the version in `Cargo.lock`.
    WasmBindgen,
    /// Trunk.
    Trunk,
    /// cargo-deny.
    CargoDeny,
    /// Chromium or Chrome, for the end-to-end tests.
    Chromium,
    /// The PostgreSQL server, for the store's tests.
    Postgres,
}

impl Tool {
    /// Every tool, in the order of setting up.
    pub const ALL: [Self; 8] = [
        Self::WasmTarget,
        Self::Node,
        Self::NpmPackages,
        Self::WasmBindgen,
        Self::Trunk,
        Self::CargoDeny,
        Self::Chromium,
        Self::Postgres,
    ];

    /// Its name, as a person would say it.
    pub fn name(self) -> &'static str {
        match self {
            Self::WasmTarget => "WebAssembly target",
            Self::Node => "Node.js",
            Self::NpmPackages => "npm packages",
            Self::WasmBindgen => "wasm-bindgen",
            Self::Trunk => "Trunk",
            Self::CargoDeny => "cargo-deny",
            Self::Chromium => "Chromium",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// Where it is: the executable, or the directory of a group of them.
    pub fn find(self, place: &Place) -> Option<PathBuf> {
        match self {
            Self::WasmTarget => wasm_target(),
            Self::Node => node(),
            Self::NpmPackages => npm_packages(place),
            Self::WasmBindgen => {
                let wanted = wasm_bindgen_version(place).ok()?;
                let found = of_version(place, "wasm-bindgen", &wanted)?;
                let runner = found.with_file_name("wasm-bindgen-test-runner");
                runner.exists().then_some(found)
            }
            Self::Trunk => of_version(place, "trunk", TRUNK),
            Self::CargoDeny => of_version(place, "cargo-deny", CARGO_DENY),
            Self::Chromium => chromium(),
            Self::Postgres => postgres(),
        }
    }
}

/// The version of wasm-bindgen that the lock file names: the tool must be the same.
pub fn wasm_bindgen_version(place: &Place) -> Result<String> {
    let lock = fs::read_to_string(place.root.join("Cargo.lock"))?;
    let mut lines = lock.lines();
    lines.find(|line| *line == r#"name = "wasm-bindgen""#);
    lines
        .next()
        .and_then(|line| line.strip_prefix(r#"version = ""#)?.strip_suffix('"'))
        .map(str::to_owned)
        .context("Cargo.lock names no wasm-bindgen")
}

/// The first executable of that name on the `PATH`.
pub fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|directory| directory.join(name)).find(|path| path.is_file())
}

/// The executable of exactly that version, from the `PATH` or else from the cache.
fn of_version(place: &Place, name: &str, wanted: &str) -> Option<PathBuf> {
    let cached = place.tools().join("bin").join(name);
    let paths = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&paths)
        .map(|directory| directory.join(name))
        .chain([cached])
        .filter(|path| path.is_file())
        .find(|path| version_of(path).as_deref() == Some(wanted))
}

/// The last word of what `--version` says first: `trunk 0.21.14`.
fn version_of(path: &Path) -> Option<String> {
    let said = Call::new(path).arg("--version").read().ok()?;
    let line = said.lines().next()?;
    line.split_whitespace().nth(1).map(str::to_owned)
}

fn wasm_target() -> Option<PathBuf> {
    let libraries = Call::new("rustc")
        .args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"])
        .read()
        .ok()?;
    let directory = PathBuf::from(libraries.trim());
    directory.exists().then_some(directory)
}

/// Node.js 20 or newer, with npm beside it.
fn node() -> Option<PathBuf> {
    let node = on_path("node")?;
    on_path("npm")?;
    let version = Call::new(&node).arg("--version").read().ok()?;
    let major: u32 = version.trim().trim_start_matches('v').split('.').next()?.parse().ok()?;
    (major >= 20).then_some(node)
}

/// The directory of the packages' executables, if they are what the lock file says.
fn npm_packages(place: &Place) -> Option<PathBuf> {
    let modules = place.end2end().join("node_modules");
    let wanted = stamp::of_files(&[place.end2end().join("package-lock.json")]).ok()?;
    stamp::matches(&modules.join(".stamp"), &wanted).then(|| modules.join(".bin"))
}

fn chromium() -> Option<PathBuf> {
    const NAMES: [&str; 5] =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    const PLACES: [&str; 2] = [
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];
    if let Some(chosen) = env::var_os("CHROME_PATH").filter(|path| !path.is_empty()) {
        return Some(PathBuf::from(chosen)).filter(|path| path.is_file());
    }
    NAMES
        .iter()
        .find_map(|name| on_path(name))
        .or_else(|| PLACES.map(PathBuf::from).into_iter().find(|p| p.is_file()))
}

/// The directory with `postgres`, `initdb` and `pg_isready`; Debian keeps it off the `PATH`.
fn postgres() -> Option<PathBuf> {
    let on_path = on_path("postgres").and_then(|path| path.parent().map(Path::to_path_buf));
    let configured = || {
        let directory = Call::new("pg_config").arg("--bindir").read().ok()?;
        Some(PathBuf::from(directory.trim()))
    };
    let packaged = || {
        let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
            .ok()?
            .filter_map(Result::ok)
            .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path())))
            .collect();
        versions.sort();
        versions.pop().map(|(_, path)| path.join("bin"))
    };
    let complete = |directory: &PathBuf| {
        ["postgres", "initdb", "pg_isready"].iter().all(|name| directory.join(name).is_file())
    };
    on_path.filter(complete).or_else(|| packaged().filter(complete)).or_else(|| configured().filter(complete))
}
