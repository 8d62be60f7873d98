//! Figures of all measurements in one file, and their tables in `BENCHMARKS.md`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

const BEGIN: &str = "<!-- figures: written by `cargo xtask bench --write` -->";
const END: &str = "<!-- end of figures -->";

/// Writes `figures.json` from what each measurement left.
pub fn together(directory: &Path, names: &[&str]) -> Result<()> {
    let mut all = Map::new();
    for name in names {
        if let Ok(text) = fs::read_to_string(directory.join(format!("{name}.json"))) {
            all.insert((*name).to_owned(), serde_json::from_str(&text)?);
        }
    }
    fs::write(directory.join("figures.json"), format!("{:#}\n", Value::Object(all)))?;
    Ok(())
}

/// Puts every table between the marks of a document.
pub fn into_document(document: &Path, directory: &Path, names: &[&str]) -> Result<()> {
    let tables: Vec<String> = names
        .iter()
        .filter_map(|name| fs::read_to_string(directory.join(format!("{name}.md"))).ok())
        .collect();
    let text =
        fs::read_to_string(document).with_context(|| format!("{} is not there", document.display()))?;
    let text = between(&text, &tables.join("\n"))
        .with_context(|| format!("{} has no marks for figures", document.display()))?;
    fs::write(document, text)?;
    Ok(())
}

fn between(text: &str, figures: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{}\n\n{END}{after}", figures.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_figures_take_the_place_of_the_old() {
        let text = format!("a\n{BEGIN}\nold\n{END}\nz\n");
        let wanted = format!("a\n{BEGIN}\n\nnew\n\n{END}\nz\n");
        assert_eq!(between(&text, "new\n"), Some(wanted.clone()));
        assert_eq!(between(&wanted, "new\n"), Some(wanted));
        assert_eq!(between("no marks", "new"), None);
    }
}
