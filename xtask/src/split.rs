//! Cutting the browser's program into chunks, so that the first page does not wait for the others.
//!
//! Between cargo and wasm-bindgen the program is cut where `src/app/chunk.rs` says. Each part is made small by itself
//! and named after what it holds, so that browsers keep it for good and never mix two builds.

mod gather;
mod parts;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};

use crate::command::Call;
use crate::place::Place;
use crate::setup::Toolbox;
use crate::stamp;
use crate::tools::Tool;
use gather::Shared;

/// What every browser of the last years knows.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// As small as it gets. No data lies in the first KiB: the stack ends there.
const OPTIMIZE: [&str; 7] = [
    "--strip-producers",
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--reorder-functions",
];

/// Puts the cut program in the place of Trunk's uncut one in `dist`, and says which chunks each page needs.
pub fn replace_program(place: &Place, toolbox: &Toolbox, dist: &Path) -> Result<Chunks> {
    let work = place.target.join("split");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let cut = merge_shared(toolbox, &work, cut(place, &work)?)?;
    bind(toolbox, &work)?;
    let shrunk = shrink_all(toolbox, &work, &cut)?;
    let named = name(&work, shrunk, &cut)?;
    put(dist, &named)?;
    Ok(named.chunks)
}

/// The files that each page needs besides the program, by the page's name in `src/app/chunk.rs`.
pub type Chunks = BTreeMap<String, Vec<String>>;

/// Cuts; each part is a file in `work`, named by its stem.
fn cut(place: &Place, work: &Path) -> Result<Chunks> {
    let program = place.target.join("wasm32-unknown-unknown/web/billing-portal.wasm");
    let bytes = fs::read(&program).with_context(|| format!("{} cannot be read", program.display()))?;
    let whole = work.join("portal.wasm");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = work;
    options.main_out_path = &whole;
    options.link_name = LOADER;
    let cut = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
    let chunks: Chunks = cut.prefetch_map.into_iter().collect();
    ensure!(!chunks.is_empty(), "the program has no chunks: was it built with the feature `split`?");
    Ok(chunks)
}

/// From where the program imports what fetches chunks.
const LOADER: &str = "./chunks.js";

fn wasm(work: &Path, stem: &str) -> PathBuf {
    work.join(stem).with_extension("wasm")
}

/// Puts what pages share together into a few files.
fn merge_shared(toolbox: &Toolbox, work: &Path, cut: Chunks) -> Result<Chunks> {
    let mut pages_of: BTreeMap<&String, BTreeSet<String>> = BTreeMap::new();
    for (page, stems) in &cut {
        for stem in stems.iter().filter(|stem| stem.starts_with(SHARED)) {
            pages_of.entry(stem).or_default().insert(page.clone());
        }
    }
    let part = |(stem, pages): (&String, BTreeSet<String>)| {
        let bytes = parts::bytes(&wasm(work, stem))?;
        Ok(Shared { stems: vec![stem.clone()], pages, bytes })
    };
    let shared = gather::gather(pages_of.into_iter().map(part).collect::<Result<_>>()?);
    let mut merged: Chunks = cut
        .iter()
        .map(|(page, stems)| {
            (page.clone(), stems.iter().filter(|stem| !stem.starts_with(SHARED)).cloned().collect())
        })
        .collect();
    for (number, shared) in shared.iter().enumerate() {
        let stem = format!("shared_{number}");
        merge(toolbox, work, &shared.stems, &stem)?;
        for page in &shared.pages {
            merged.entry(page.clone()).or_default().push(stem.clone());
        }
    }
    Ok(merged)
}

/// How the cut names what pages share.
const SHARED: &str = "chunk_";

fn merge(toolbox: &Toolbox, work: &Path, stems: &[String], into: &str) -> Result<()> {
    let tools = toolbox.path(Tool::NpmPackages)?;
    let files: Vec<PathBuf> = stems.iter().map(|stem| wasm(work, stem)).collect();
    let (text, bridge) = (work.join(format!("{into}.bridge.wat")), work.join(format!("{into}.bridge.wasm")));
    fs::write(&text, parts::bridge(&files)?)?;
    Call::new(tools.join("wasm-as")).args(FEATURES).arg(&text).arg("-o").arg(&bridge).read()?;
    let mut call = Call::new(tools.join("wasm-merge")).args(FEATURES).arg(&bridge).arg("__wasm_split");
    for (stem, file) in stems.iter().zip(&files) {
        call = call.arg(file).arg(stem);
    }
    call.arg("-o").arg(wasm(work, into)).read()?;
    Ok(())
}

fn bind(toolbox: &Toolbox, work: &Path) -> Result<()> {
    Call::new(toolbox.path(Tool::WasmBindgen)?)
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--remove-name-section"])
        .args(["--out-name", "portal", "--out-dir"])
        .arg(work.join("bound"))
        .arg(work.join("portal.wasm"))
        .run()
}

/// The small bytes of the program (`portal_bg`) and of every chunk, by stem.
fn shrink_all(toolbox: &Toolbox, work: &Path, chunks: &Chunks) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut stems: Vec<&String> = chunks.values().flatten().collect();
    stems.sort();
    stems.dedup();
    let program = (PROGRAM.to_owned(), work.join("bound/portal_bg.wasm"));
    let chunk = |stem: &String| (stem.clone(), wasm(work, stem));
    let parts = std::iter::once(program).chain(stems.into_iter().map(chunk));
    parts.map(|(stem, file)| Ok((stem, shrink(toolbox, &file)?))).collect()
}

fn shrink(toolbox: &Toolbox, file: &Path) -> Result<Vec<u8>> {
    let small = file.with_extension("small.wasm");
    Call::new(toolbox.path(Tool::NpmPackages)?.join("wasm-opt"))
        .arg(file)
        .args(FEATURES)
        .args(OPTIMIZE)
        .arg("-o")
        .arg(&small)
        .run()?;
    Ok(fs::read(small)?)
}

/// The finished files by name, and the pages' chunks by those names.
struct Named {
    files: BTreeMap<String, Vec<u8>>,
    program: String,
    scripts: [String; 2],
    chunks: Chunks,
}

/// Names every part after what it holds, and tells the scripts those names. The two scripts name each other, so they
/// share one hash.
fn name(work: &Path, parts: BTreeMap<String, Vec<u8>>, cut: &Chunks) -> Result<Named> {
    let portal = fs::read_to_string(work.join("bound/portal.js"))?;
    let mut files = BTreeMap::new();
    let mut names = BTreeMap::new();
    for (stem, bytes) in parts {
        let name = format!("{}-{}.wasm", spoken(&stem), stamp::of_bytes(&bytes));
        files.insert(name.clone(), bytes);
        names.insert(stem, name);
    }
    let program = names.get(PROGRAM).cloned().context("the program itself was made small")?;
    let portal = portal.replace(&format!("{PROGRAM}.wasm"), &program);
    let of_page = |(page, stems): (&String, &Vec<String>)| {
        let files = stems.iter().filter_map(|stem| names.get(stem).cloned()).collect();
        (page.clone(), files)
    };
    let chunks: Chunks = cut.iter().map(of_page).collect();
    let loader = loader(&chunks);
    let hash = stamp::of_bytes(format!("{portal}{loader}").as_bytes());
    let scripts = ["portal", "chunks"].map(|stem| format!("{stem}-{hash}.js"));
    let told = |script: &str| {
        script
            .replace("from \"./portal.js\"", &format!("from \"./{}\"", scripts[0]))
            .replace(&format!("from \"{LOADER}\""), &format!("from \"./{}\"", scripts[1]))
    };
    files.insert(scripts[0].clone(), told(&portal).into_bytes());
    files.insert(scripts[1].clone(), told(&loader).into_bytes());
    Ok(Named { files, program, scripts, chunks })
}

/// The script that fetches chunks: `split/loader.js`, and a function a page.
fn loader(chunks: &Chunks) -> String {
    let page = |(page, files): (&String, &Vec<String>)| {
        let files: Vec<String> = files.iter().map(|file| format!("\"./{file}\"")).collect();
        format!("export const __wasm_split_load_{page} = page({});\n", files.join(", "))
    };
    include_str!("split/loader.js").to_owned() + &chunks.iter().map(page).collect::<String>()
}

/// What wasm-bindgen calls the program.
const PROGRAM: &str = "portal_bg";

/// `overview` of `split_overview`, `shared` of `shared_3`: which one it is says the hash.
fn spoken(stem: &str) -> &str {
    match stem {
        PROGRAM => "portal",
        _ if stem.starts_with("shared_") => "shared",
        _ => stem.trim_start_matches("split_"),
    }
}

/// Lays the files into `dist` and names them in `index.html`, where Trunk named the uncut program.
fn put(dist: &Path, named: &Named) -> Result<()> {
    let index = dist.join("index.html");
    let mut page = fs::read_to_string(&index)?;
    for entry in fs::read_dir(dist)? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        let instead = match file.rsplit_once('.') {
            Some((stem, "js")) if stem.starts_with(TRUNKS) => &named.scripts[0],
            Some((stem, "wasm")) if stem.starts_with(TRUNKS) => &named.program,
            _ => continue,
        };
        ensure!(page.contains(&file), "index.html does not name {file}");
        page = page.replace(&file, instead);
        fs::remove_file(dist.join(file))?;
    }
    ensure!(page.contains(&named.scripts[0]), "Trunk wrote no program");
    let preload =
        format!("<link rel=\"modulepreload\" href=\"/{}\" crossorigin=\"anonymous\">", named.scripts[1]);
    fs::write(&index, page.replacen("<link", &format!("{preload}<link"), 1))?;
    for (name, bytes) in &named.files {
        fs::write(dist.join(name), bytes)?;
    }
    Ok(())
}

/// How Trunk's names of the uncut program begin.
const TRUNKS: &str = "billing-portal-";
