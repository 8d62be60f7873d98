//! Embeds the built portal: a table of the files in `PORTAL_DIST`, with their compressed twins.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=PORTAL_DIST");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?);
    let mut table = String::from("&[\n");
    if let Some(root) = env::var_os("PORTAL_DIST").map(PathBuf::from).filter(|root| root.is_dir()) {
        let root = fs::canonicalize(root)?;
        println!("cargo:rerun-if-changed={}", root.display());
        let mut files = Vec::new();
        collect(&root, &mut files)?;
        files.sort();
        for file in files.iter().filter(|file| !is_twin(file, &files)) {
            entry(&mut table, &root, file).map_err(io::Error::other)?;
        }
    }
    table.push_str("]\n");
    fs::write(out.join("site_files.rs"), table)
}

/// Every file below `directory` whose name is not hidden.
fn collect(directory: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        match (hidden, path.is_dir()) {
            (true, _) => {}
            (false, true) => collect(&path, files)?,
            (false, false) => files.push(path),
        }
    }
    Ok(())
}

/// Whether it is the compressed form of another file.
fn is_twin(file: &Path, files: &[PathBuf]) -> bool {
    let compressed = file.extension().is_some_and(|kind| kind == "br" || kind == "gz");
    compressed && files.contains(&file.with_extension(""))
}

fn entry(table: &mut String, root: &Path, file: &Path) -> std::fmt::Result {
    let name = file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
    let twin = |suffix: &str| {
        let twin = PathBuf::from(format!("{}.{suffix}", file.display()));
        if twin.is_file() {
            format!("Some(include_bytes!({:?}))", twin.display().to_string())
        } else {
            "None".into()
        }
    };
    let plain = file.display().to_string();
    writeln!(
        table,
        "    Embedded {{ name: {name:?}, plain: include_bytes!({plain:?}), br: {}, gz: {} }},",
        twin("br"),
        twin("gz")
    )
}
