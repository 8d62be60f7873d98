//! The size budgets: what a browser loads before the first page can be used, and what every page together comes to.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::place::Place;
use crate::portal::{CHUNKS, twin};
use crate::say::number;
use crate::split::Chunks;
use crate::stamp::files_below;

/// The first load where one lands, on the overview, compressed. Each budget is what was reached and a hundredth, because
/// where a checkout lies moves a build by a few hundred bytes. They go down, unless a page learns something new; then what is
/// opened first pays nothing for it.
pub const LANDING_BUDGET_BYTES: u64 = 296_200;

/// The first load of whichever page needs most, compressed.
pub const PAGE_BUDGET_BYTES: u64 = 384_700;

/// Every file of the portal, compressed, all its pages together.
pub const ALL_BUDGET_BYTES: u64 = 762_300;

/// A file of the portal.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Its path below the site.
    pub name: PathBuf,
    /// Bytes as they are.
    pub plain: u64,
    /// Bytes as sent to a browser that takes gzip only.
    pub gzip: u64,
    /// Bytes as sent to a current browser.
    pub brotli: u64,
}

/// What a built portal sends.
#[derive(Debug)]
pub struct Sizes {
    /// Every file.
    pub files: Vec<Loaded>,
    /// The files that each page needs besides those that every page needs.
    chunks: Chunks,
}

/// How chunks are named that come when a row of a list is opened: part of no first load.
const PANEL: &str = "_panel";

impl Sizes {
    /// Measures the built portal.
    pub fn of(site: &Path) -> Result<Self> {
        let chunks = fs::read_to_string(site.join(CHUNKS)).context("the portal is not built")?;
        Ok(Self { files: every_file(site)?, chunks: serde_json::from_str(&chunks)? })
    }

    /// The pages' chunks, and the files that are loaded when that page is the first.
    pub fn first_loads(&self) -> Vec<(&str, Vec<&Loaded>)> {
        let late: BTreeSet<&str> = self.chunks.values().flatten().map(String::as_str).collect();
        let mut loads = Vec::new();
        for (page, own) in self.chunks.iter().filter(|(page, _)| !page.ends_with(PANEL)) {
            let needed = |file: &&Loaded| {
                let name = file.name.to_string_lossy();
                !late.contains(&*name) || own.iter().any(|chunk| **chunk == *name)
            };
            loads.push((page.as_str(), self.files.iter().filter(needed).collect()));
        }
        loads
    }

    /// What is loaded where one lands.
    pub fn landing(&self) -> Vec<&Loaded> {
        let landing = self.first_loads().into_iter().find(|(page, _)| *page == "overview");
        landing.map_or_else(|| self.files.iter().collect(), |(_, files)| files)
    }

    /// The page that needs most, and its files.
    pub fn largest_first_load(&self) -> (&str, Vec<&Loaded>) {
        let loads = self.first_loads().into_iter();
        loads
            .max_by_key(|(_, files)| compressed(files))
            .unwrap_or_else(|| ("all", self.files.iter().collect()))
    }
}

/// Bytes of files as sent to a current browser.
pub fn compressed<'a>(files: impl IntoIterator<Item = &'a &'a Loaded>) -> u64 {
    files.into_iter().map(|file| file.brotli).sum()
}

/// Prints what is loaded and fails when it is over a budget.
pub fn check(place: &Place) -> Result<()> {
    let sizes = Sizes::of(&place.site())?;
    let line = |files: &[&Loaded], name: &str| {
        let sum = |part: fn(&Loaded) -> u64| number(files.iter().map(|file| part(file)).sum());
        let [plain, gzip, brotli] = [sum(|f| f.plain), sum(|f| f.gzip), sum(|f| f.brotli)];
        println!("{plain:>12} {gzip:>12} {brotli:>12}  {name}");
    };
    println!("{:>12} {:>12} {:>12}  file", "plain", "gzip", "brotli");
    for file in &sizes.files {
        line(&[file], &file.name.display().to_string());
    }
    let all: Vec<&Loaded> = sizes.files.iter().collect();
    line(&all, "every page together");
    for (page, files) in sizes.first_loads() {
        line(&files, &format!("first load of {page}"));
    }
    within("every page together", compressed(&all), ALL_BUDGET_BYTES)?;
    let (page, largest) = sizes.largest_first_load();
    within(&format!("the largest first load, {page}"), compressed(&largest), PAGE_BUDGET_BYTES)?;
    within("the first load where one lands", compressed(&sizes.landing()), LANDING_BUDGET_BYTES)
}

fn within(what: &str, bytes: u64, budget: u64) -> Result<()> {
    println!("{what}: {} of {} bytes, compressed", number(bytes), number(budget));
    ensure!(bytes <= budget, "{what} is {} bytes over its budget", number(bytes - budget));
    Ok(())
}

/// `index.html` and what it names, and what the style sheets and scripts among these name.
fn every_file(site: &Path) -> Result<Vec<Loaded>> {
    let all: Vec<PathBuf> = files_below(site)?
        .into_iter()
        .filter(|path| !path.extension().is_some_and(|kind| kind == "br" || kind == "gz"))
        .collect();
    let index = site.join("index.html");
    ensure!(index.exists(), "there is no built portal in {}", site.display());
    let mut loaded = BTreeSet::from([index.clone()]);
    let mut unread = vec![index];
    while let Some(path) = unread.pop() {
        let Some(text) = text_of(&path)? else {
            continue;
        };
        for file in &all {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if text.contains(&*name) && loaded.insert(file.clone()) {
                unread.push(file.clone());
            }
        }
    }
    loaded.iter().map(|path| measure(site, path)).collect()
}

/// The text of a file that can name others.
fn text_of(path: &Path) -> Result<Option<String>> {
    let kind = path.extension().and_then(|kind| kind.to_str());
    match kind {
        Some("html" | "css" | "js") => Ok(Some(fs::read_to_string(path)?)),
        _ => Ok(None),
    }
}

fn measure(site: &Path, path: &Path) -> Result<Loaded> {
    let plain = fs::metadata(path)?.len();
    let of = |suffix| fs::metadata(twin(path, suffix)).map_or(plain, |found| found.len());
    Ok(Loaded { name: path.strip_prefix(site)?.to_path_buf(), plain, gzip: of("gz"), brotli: of("br") })
}
