//! How large files are, how they are named, how they begin, and what never stays in them.

use crate::tree::{names, nothing, sources};

const EVERYTHING: &[&str] =
    &["contract/src", "contract/tests", "server/src", "server/tests", "src", "xtask/src"];
const SHIPPED: &[&str] = &["contract/src", "server/src", "src", "xtask/src"];
/// A file never has more lines.
const MOST_LINES: usize = 500;
const NAMELESS: [&str; 8] = ["utils", "util", "helpers", "helper", "common", "types", "models", "misc"];

#[test]
fn no_file_is_longer_than_500_lines() {
    let long = sources(EVERYTHING).into_iter().filter(|source| source.text.lines().count() > MOST_LINES);
    let long = long.map(|source| {
        let lines = source.text.lines().count();
        format!("{} has {lines} lines: take it apart, a noun or an act to a file.", source.path)
    });
    nothing(&long.collect::<Vec<_>>());
}

#[test]
fn files_are_named_after_what_they_hold() {
    let mut found = Vec::new();
    for source in sources(EVERYTHING) {
        let stem = source.path.rsplit('/').next().unwrap().trim_end_matches(".rs");
        if stem == "mod" {
            found.push(format!("{}: put it beside its directory, as NAME.rs.", source.path));
        }
        if NAMELESS.contains(&stem) {
            found.push(format!("{}: name it after what it holds.", source.path));
        }
    }
    nothing(&found);
}

#[test]
fn every_module_says_what_it_is() {
    let silent = sources(SHIPPED).into_iter().filter(|source| !source.text.starts_with("//! "));
    let silent = silent.map(|source| {
        format!("{} has to begin with `//! `: what it is, and what it must never do.", source.path)
    });
    nothing(&silent.collect::<Vec<_>>());
}

#[test]
fn nothing_unfinished_is_shipped() {
    let mut found = Vec::new();
    for source in sources(SHIPPED) {
        for word in ["todo!", "unimplemented!", "dbg!"] {
            found.extend(
                source.naming(word).map(|line| {
                    format!("{}:{line} says `{word}`: finish it, or return an error.", source.path)
                }),
            );
        }
        let unfinished = source.text.lines().enumerate().filter(|(_, line)| {
            line.split_once("//")
                .is_some_and(|(_, comment)| names(comment, "TODO") || names(comment, "FIXME"))
        });
        found.extend(unfinished.map(|(index, _)| {
            format!("{}:{}: do it, or write it into the list of open points.", source.path, index + 1)
        }));
    }
    nothing(&found);
}

#[test]
fn a_lint_is_silenced_only_with_a_reason() {
    let mut found = Vec::new();
    for source in sources(SHIPPED) {
        let blocks = source.text.split("#[allow(").skip(1).chain(source.text.split("#[expect(").skip(1));
        let silent = blocks.filter(|block| !block.split(")]").next().unwrap_or_default().contains("reason"));
        found.extend(silent.map(|block| {
            let lint = block.split([')', ',']).next().unwrap_or_default();
            format!("{} silences {lint}: add `reason = \"…\"`.", source.path)
        }));
    }
    nothing(&found);
}

#[test]
fn clock_and_chance_are_read_in_one_place_each() {
    let mut found = Vec::new();
    let places = ["server/src/clock.rs", "server/src/chance.rs"];
    for source in sources(&["server/src", "contract/src"]) {
        if places.contains(&source.path.as_str()) {
            continue;
        }
        for word in ["Utc::now", "Local::now", "SystemTime::now", "std::time::Instant", "getrandom"] {
            found.extend(source.naming(word).map(|line| {
                format!("{}:{line} names `{word}`: take a Clock or a Chance as a parameter.", source.path)
            }));
        }
    }
    nothing(&found);
}
