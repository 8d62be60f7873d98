//! The tree as text: files, and their code without comments.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its path from the root of the workspace, with `/`.
    pub path: String,
    /// All of it.
    pub text: String,
    /// The same, line by line, with comments and what strings hold blanked out.
    pub code: String,
    /// What its strings hold, each with the line it starts in.
    pub strings: Vec<(usize, String)>,
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Every Rust file below these directories.
pub fn sources(directories: &[&str]) -> Vec<Source> {
    let root = root();
    let mut paths = Vec::new();
    for directory in directories {
        collect(&root.join(directory), &mut paths);
    }
    paths.sort();
    assert!(!paths.is_empty(), "no sources below {directories:?}");
    paths.iter().map(|path| Source::read(&root, path)).collect()
}

fn collect(directory: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            paths.push(path);
        }
    }
}

impl Source {
    fn read(root: &Path, path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let (code, strings) = split(&text);
        let path = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        Self { path, text, code, strings }
    }

    /// The code before the unit tests.
    pub fn shipped(&self) -> &str {
        self.code.split("#[cfg(test)]").next().unwrap_or_default()
    }

    /// The lines that name `words` as whole words.
    pub fn naming<'a>(&'a self, words: &'a str) -> impl Iterator<Item = usize> + 'a {
        let lines = self.shipped().lines().enumerate();
        lines.filter(move |(_, line)| names(line, words)).map(|(index, _)| index + 1)
    }
}

/// Whether `words` stand in `line` with no letter, digit or `_` on either side.
pub fn names(line: &str, words: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(words).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(part_of_word);
        let after = line[at + words.len()..].chars().next().is_some_and(part_of_word);
        let open_end = words.ends_with(|c| !part_of_word(c));
        let open_start = words.starts_with(|c| !part_of_word(c));
        (!before || open_start) && (!after || open_end)
    })
}

/// Takes code and strings apart; comments go nowhere. Good enough for code that rustfmt has been over.
fn split(text: &str) -> (String, Vec<(usize, String)>) {
    let (mut code, mut strings) = (String::with_capacity(text.len()), Vec::new());
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    let mut line = 1;
    while at < chars.len() {
        let rest = &chars[at..];
        if rest.starts_with(&['/', '/']) {
            at += rest.iter().position(|&c| c == '\n').unwrap_or(rest.len());
        } else if let Some(length) = character(rest) {
            code.push_str("' '");
            at += length;
        } else if let Some((length, inner)) = string(rest) {
            strings.push((line, inner));
            code.push_str("\"\"");
            let lines = rest[..length].iter().filter(|&&c| c == '\n').count();
            code.push_str(&"\n".repeat(lines));
            line += lines;
            at += length;
        } else {
            line += usize::from(chars[at] == '\n');
            code.push(chars[at]);
            at += 1;
        }
    }
    (code, strings)
}

/// The length of a character literal; a lifetime is none.
fn character(rest: &[char]) -> Option<usize> {
    match rest {
        ['\'', '\\', ..] => rest.iter().skip(3).position(|&c| c == '\'').map(|end| end + 4),
        ['\'', _, '\'', ..] => Some(3),
        _ => None,
    }
}

/// The length of a string literal, and what it holds.
fn string(rest: &[char]) -> Option<(usize, String)> {
    if rest.first() == Some(&'r') {
        let hashes = rest[1..].iter().take_while(|&&c| c == '#').count();
        if rest.get(1 + hashes) != Some(&'"') {
            return None;
        }
        let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
        let start = 2 + hashes;
        let inner = (start..rest.len()).take_while(|&at| !rest[at..].starts_with(&end)).map(|at| rest[at]);
        let inner: String = inner.collect();
        return Some((start + inner.chars().count() + end.len(), inner));
    }
    if rest.first() != Some(&'"') {
        return None;
    }
    let mut inner = String::new();
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        if rest[at] == '\\' {
            at += 1;
        }
        inner.extend(rest.get(at));
        at += 1;
    }
    Some((at + 1, inner))
}

/// Fails with all that was found.
#[track_caller]
pub fn nothing(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn code_is_told_from_comments_and_strings() {
    let text = "let a = \"x // \\\" y\"; // f64 here\nlet b: &'static str = r#\"q\"q\"#; '\"'; z";
    let (code, strings) = split(text);
    assert_eq!(code, "let a = \"\"; \nlet b: &'static str = \"\"; ' '; z");
    assert_eq!(strings, [(1, "x // \" y".to_owned()), (2, "q\"q".to_owned())]);
    assert!(names("let x: f64 = 1", "f64") && !names("let f64x = 1", "f64"));
    assert!(names("use crate::api::call;", "crate::api"));
}
