//! The size budget: what a browser loads before the first page can be used.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::place::Place;
use crate::portal::twin;
use crate::say::number;
use crate::stamp::files_below;

/// All files of the first load together, compressed: the whole portal, every page of it. It stands at what was reached, over
/// the aim of 450,000, and only ever goes down. Where a checkout lies moves a build by a few hundred bytes either way.
pub const BUDGET_BYTES: u64 = 620_000;

/// A file of the first load.
#[derive(Debug)]
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

/// Prints the first load by file and fails when it is over the budget.
pub fn check(place: &Place) -> Result<()> {
    let files = first_load(&place.site())?;
    println!("{:>12} {:>12} {:>12}  file", "plain", "gzip", "brotli");
    let line = |plain, gzip, brotli, name: &str| {
        let [plain, gzip, brotli] = [plain, gzip, brotli].map(number);
        println!("{plain:>12} {gzip:>12} {brotli:>12}  {name}");
    };
    for file in &files {
        let name = file.name.display().to_string();
        line(file.plain, file.gzip, file.brotli, &name);
    }
    let sum = |part: fn(&Loaded) -> u64| files.iter().map(part).sum::<u64>();
    let total = sum(|file| file.brotli);
    line(sum(|f| f.plain), sum(|f| f.gzip), total, "in all");
    println!("budget: {} bytes, compressed", number(BUDGET_BYTES));
    ensure!(
        total <= BUDGET_BYTES,
        "the first load is {} bytes over its budget",
        number(total - BUDGET_BYTES)
    );
    Ok(())
}

/// `index.html` and what it names, and what the style sheets and scripts among these name.
pub fn first_load(site: &Path) -> Result<Vec<Loaded>> {
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
