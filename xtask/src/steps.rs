//! `cargo xtask test`: everything CI checks, as a list of named steps.
//!
//! To add a check, add a [`Step`] to [`STEPS`] and its body to [`checks`]. Steps run in this
//! order, the quick ones first.

use anyhow::{Result, bail, ensure};
use lexopt::prelude::*;

use crate::checks;
use crate::command::Call;
use crate::e2e;
use crate::place::Place;
use crate::portal::{self, Finish};
use crate::report::Report;
use crate::say;
use crate::setup::{Toolbox, fetch};
use crate::size;
use crate::tools::Tool;

/// What a check works with.
pub struct Ground<'a> {
    /// Where things are.
    pub place: &'a Place,
    /// The tools that its step names.
    pub toolbox: &'a Toolbox,
    /// Whether the end-to-end tests write their snapshots anew.
    pub update_snapshots: bool,
}

/// A check with a name.
struct Step {
    name: &'static str,
    what: &'static str,
    tools: &'static [Tool],
    /// Steps that this one builds on; they are run with it.
    after: &'static [&'static str],
    body: fn(&Ground) -> Result<()>,
}

const STEPS: [Step; 11] = [
    Step { name: "fmt", what: "the code is formatted", tools: &[], after: &[], body: checks::format },
    Step {
        name: "deny",
        what: "licences and sources of the dependencies",
        tools: &[Tool::CargoDeny],
        after: &[],
        body: checks::deny,
    },
    Step { name: "clippy", what: "lints, natively", tools: &[], after: &[], body: checks::lints },
    Step {
        name: "clippy-wasm",
        what: "lints of the portal and the contract for the browser",
        tools: &[Tool::WasmTarget],
        after: &[],
        body: checks::browser_lints,
    },
    Step {
        name: "style",
        what: "rules of the style sheets, such as contrast",
        tools: &[Tool::Node],
        after: &[],
        body: checks::style,
    },
    Step {
        name: "portal",
        what: "the browser app, as it is shipped",
        tools: &portal::NEEDS,
        after: &[],
        body: |ground| portal::build(ground.place, ground.toolbox, Finish::Small),
    },
    Step {
        name: "size",
        what: "what a browser loads at first is within its budget",
        tools: &[],
        after: &["portal"],
        body: |ground| size::check(ground.place),
    },
    Step {
        name: "native",
        what: "unit, law, HTTP and store tests (SQLite)",
        tools: &[],
        after: &[],
        body: checks::native,
    },
    Step {
        name: "postgres",
        what: "store tests on a throw-away PostgreSQL",
        tools: &[Tool::Postgres],
        after: &[],
        body: checks::postgres,
    },
    Step {
        name: "wasm",
        what: "the contract's tests, compiled to WebAssembly",
        tools: &[Tool::WasmTarget, Tool::Node, Tool::WasmBindgen],
        after: &[],
        body: checks::wasm,
    },
    Step {
        name: "e2e",
        what: "the real server in a real browser, with accessibility checks",
        tools: &e2e::NEEDS,
        after: &["portal"],
        body: e2e::test,
    },
];

/// Which steps were asked for.
#[derive(Debug, Default)]
pub struct Choice {
    list: bool,
    update_snapshots: bool,
    only: Vec<String>,
    skip: Vec<String>,
}

impl Choice {
    /// Reads `[--only NAME…] [--skip NAME…] [--update-snapshots] [--list]`; names may also be separated by commas.
    pub fn read(mut arguments: lexopt::Parser) -> Result<Self> {
        let mut choice = Self::default();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("list") => choice.list = true,
                Long("update-snapshots") => choice.update_snapshots = true,
                Long("only") => choice.only.extend(names(arguments.values()?)?),
                Long("skip") => choice.skip.extend(names(arguments.values()?)?),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(choice)
    }

    /// The steps to run, with those they build on.
    fn steps(&self) -> Result<Vec<&'static Step>> {
        for name in self.only.iter().chain(&self.skip) {
            let known = STEPS.iter().any(|step| step.name == name);
            ensure!(known, "there is no step `{name}`; `--list` shows them");
        }
        let asked = |name: &str| self.only.is_empty() || self.only.iter().any(|only| only == name);
        let needed = |name: &str| STEPS.iter().any(|step| asked(step.name) && step.after.contains(&name));
        Ok(STEPS
            .iter()
            .filter(|step| asked(step.name) || needed(step.name))
            .filter(|step| !self.skip.iter().any(|skip| skip == step.name))
            .collect())
    }
}

fn names(values: lexopt::ValuesIter<'_>) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for value in values {
        names.extend(value.string()?.split(',').map(str::to_owned));
    }
    Ok(names)
}

/// Sets up, runs the steps, and fails if one did not pass.
pub fn test(place: &Place, choice: &Choice) -> Result<()> {
    let steps = choice.steps()?;
    if choice.list {
        for step in steps {
            println!("{:12} {}", step.name, step.what);
        }
        return Ok(());
    }
    say::heading("setup");
    let toolbox = Toolbox::fill(place, steps.iter().flat_map(|step| step.tools.iter().copied()));
    fetch(place)?;
    let ground = Ground { place, toolbox: &toolbox, update_snapshots: choice.update_snapshots };
    let mut report = Report::default();
    for step in steps {
        report.step(step.name, step.after, || {
            for tool in step.tools {
                toolbox.path(*tool)?;
            }
            (step.body)(&ground)
        });
    }
    if !report.close() {
        bail!("not every step passed");
    }
    Ok(())
}

/// `cargo xtask advisories`: fetches the advisory database, so it is no part of `test`.
pub fn advisories(place: &Place) -> Result<()> {
    let toolbox = Toolbox::complete(place, [Tool::CargoDeny])?;
    Call::new(toolbox.path(Tool::CargoDeny)?).args(["check", "advisories"]).dir(&place.root).run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_step_brings_those_it_builds_on() {
        let choice = Choice { only: vec!["size".to_owned()], ..Choice::default() };
        let names: Vec<&str> = choice.steps().unwrap().iter().map(|s| s.name).collect();
        assert_eq!(names, ["portal", "size"]);
    }

    #[test]
    fn a_step_builds_on_earlier_ones() {
        for (index, step) in STEPS.iter().enumerate() {
            for after in step.after {
                let mut earlier = STEPS[..index].iter();
                assert!(earlier.any(|earlier| earlier.name == *after), "{}", step.name);
            }
        }
    }
}
