//! What stands in a part of a cut program, and putting several parts into one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use wasmparser::{Parser, Payload, TypeRef};

/// Bytes of code and data: names and what only the build needs are left out.
pub fn bytes(file: &Path) -> Result<i64> {
    let wasm = fs::read(file)?;
    let mut sum = 0;
    for payload in Parser::new(0).parse_all(&wasm) {
        sum += match payload? {
            Payload::CodeSectionStart { size, .. } => size.into(),
            Payload::DataSection(data) => (data.range().end - data.range().start) as i64,
            _ => 0,
        };
    }
    Ok(sum)
}

/// A module that hands on what these parts take from the program (its memory, its table, its globals), as text. Merged
/// in first, it makes them share one of each.
pub fn bridge(files: &[PathBuf]) -> Result<String> {
    let mut lines = BTreeSet::new();
    for file in files {
        let wasm = fs::read(file)?;
        for payload in Parser::new(0).parse_all(&wasm) {
            let Payload::ImportSection(imports) = payload? else { continue };
            for import in imports.into_imports() {
                let import = import?;
                let (name, (kind, of)) = (import.name, kind(import.ty)?);
                lines.insert(format!("(import \"{OF_PROGRAM}\" \"{name}\" ({kind} ${name} {of}))"));
                lines.insert(format!("(export \"{name}\" ({kind} ${name}))"));
            }
        }
    }
    // Imports come before exports.
    let lines: Vec<String> = lines.into_iter().rev().collect();
    Ok(format!("(module {})", lines.join("\n")))
}

/// What the bridge takes from: the program under a second name.
const OF_PROGRAM: &str = "__wasm_main";

fn kind(of: TypeRef) -> Result<(&'static str, String)> {
    Ok(match of {
        TypeRef::Memory(memory) => ("memory", memory.initial.to_string()),
        TypeRef::Table(table) => ("table", format!("{} funcref", table.initial)),
        TypeRef::Global(global) if global.mutable => ("global", format!("(mut {})", global.content_type)),
        TypeRef::Global(global) => ("global", global.content_type.to_string()),
        other => bail!("a part takes nothing of this kind from the program: {other:?}"),
    })
}
