//! Building the browser app with Trunk and laying it out for the server to embed. What is shipped is cut into chunks
//! on the way ([`crate::split`]).
//!
//! The server embeds `server/site`. A file there is only written when it changed, so an unchanged
//! portal never makes cargo build the server again.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command::Call;
use crate::compress;
use crate::place::Place;
use crate::say;
use crate::setup::{Toolbox, fetch};
use crate::split::{self, Chunks};
use crate::stamp;
use crate::tools::{TRUNK, Tool, wasm_bindgen_version};

/// What building the portal needs.
pub const NEEDS: [Tool; 5] =
    [Tool::WasmTarget, Tool::Node, Tool::NpmPackages, Tool::WasmBindgen, Tool::Trunk];

/// How the portal is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// Quickly, large: for trying out a change.
    Quick,
    /// Slowly, small: what a visitor gets.
    Small,
}

/// The files and directories that decide what the portal becomes.
const SOURCES: [&str; 11] = [
    "build.rs",
    "src",
    "style",
    "public",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    "contract/src",
    "contract/Cargo.toml",
];

/// Builds the portal into `server/site`, unless that is what it already holds.
pub fn build(place: &Place, toolbox: &Toolbox, finish: Finish) -> Result<()> {
    let site = place.site();
    let made_from = sources_stamp(place, finish)?;
    let stamp_file = site.join(STAMP);
    if site.join("index.html").exists() && stamp::matches(&stamp_file, &made_from) {
        say::progress("the portal is up to date");
        return Ok(());
    }
    fetch(place)?;
    trunk(place, toolbox, finish)?;
    let chunks = match finish {
        Finish::Quick => Chunks::new(),
        Finish::Small => split::replace_program(place, toolbox, &place.dist())?,
    };
    lay_out(&place.dist(), &site, finish)?;
    fs::write(site.join(CHUNKS), serde_json::to_string_pretty(&chunks)?)?;
    fs::write(stamp_file, made_from)?;
    Ok(())
}

/// Hidden, so that the server does not embed it.
const STAMP: &str = ".stamp";

/// Which chunks each page needs, as JSON. Hidden too.
pub const CHUNKS: &str = ".chunks";

fn sources_stamp(place: &Place, finish: Finish) -> Result<String> {
    let mut sources: Vec<PathBuf> = SOURCES.map(|source| place.root.join(source)).into();
    sources.extend(boot_scripts(place)?);
    let files = stamp::of_files(&sources)?;
    let bindgen = wasm_bindgen_version(place)?;
    Ok(format!("{files} {finish:?} trunk {TRUNK} bindgen {bindgen}"))
}

/// Scripts beside `index.html`.
fn boot_scripts(place: &Place) -> Result<Vec<PathBuf>> {
    let mut scripts = Vec::new();
    for entry in fs::read_dir(&place.root)? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "js") {
            scripts.push(path);
        }
    }
    scripts.sort();
    Ok(scripts)
}

fn trunk(place: &Place, toolbox: &Toolbox, finish: Finish) -> Result<()> {
    let tools = [toolbox.path(Tool::NpmPackages)?.to_path_buf(), toolbox.directory(Tool::WasmBindgen)?];
    let mut call = Call::new(toolbox.path(Tool::Trunk)?)
        .args(["build", "--offline", "--locked"])
        .arg("--dist")
        .arg(place.dist())
        .path_first(&tools)?
        // Trunk takes this for a flag of its own and refuses the usual value `1`.
        .without_env("NO_COLOR")
        .env("CARGO_TARGET_DIR", &place.target)
        .dir(&place.root);
    if finish == Finish::Small {
        call = call.args(["--release", "--features", "split"]);
    }
    call.run().context("Trunk could not build the portal")
}

/// Copies what Trunk made, puts a `.br` and a `.gz` beside each file that gains by it, and removes
/// what belongs to no current file.
fn lay_out(dist: &Path, site: &Path, finish: Finish) -> Result<()> {
    say::progress("compressing the portal");
    let mut current = BTreeSet::new();
    for file in stamp::files_below(dist)? {
        let name = file.strip_prefix(dist)?;
        if hidden(name) {
            continue;
        }
        let bytes = fs::read(&file)?;
        let to = site.join(name);
        if fs::read(&to).is_ok_and(|found| found == bytes) && twins_exist(&to) {
            current.extend([to.clone(), twin(&to, "br"), twin(&to, "gz")]);
            continue;
        }
        for (suffix, squeezed) in compress::twins(name, &bytes, finish)? {
            stamp::write_if_changed(&twin(&to, suffix), &squeezed)?;
            current.insert(twin(&to, suffix));
        }
        stamp::write_if_changed(&to, &bytes)?;
        current.insert(to);
    }
    for file in stamp::files_below(site)? {
        if !current.contains(&file) && !hidden(file.strip_prefix(site)?) {
            fs::remove_file(file)?;
        }
    }
    Ok(())
}

/// `app.js` with `br` is `app.js.br`.
pub fn twin(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

fn twins_exist(file: &Path) -> bool {
    twin(file, "br").exists() && twin(file, "gz").exists()
}

fn hidden(name: &Path) -> bool {
    name.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
}
