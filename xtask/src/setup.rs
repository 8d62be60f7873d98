//! Setting up: each tool is detected, else installed, else named in a clear sentence.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use crate::command::Call;
use crate::install;
use crate::place::Place;
use crate::say;
use crate::tools::Tool;

/// Where each tool is, or why it is not there.
#[derive(Debug, Default)]
pub struct Toolbox {
    found: BTreeMap<Tool, PathBuf>,
    missing: BTreeMap<Tool, String>,
}

impl Toolbox {
    /// Sets up these tools. One that cannot be had does not keep the others from being set up.
    pub fn fill(place: &Place, tools: impl IntoIterator<Item = Tool>) -> Self {
        let mut toolbox = Self::default();
        for tool in tools {
            if toolbox.found.contains_key(&tool) || toolbox.missing.contains_key(&tool) {
                continue;
            }
            match find_or_install(tool, place) {
                Ok(path) => drop(toolbox.found.insert(tool, path)),
                Err(reason) => {
                    say::failure(&reason);
                    toolbox.missing.insert(tool, format!("{reason:#}"));
                }
            }
        }
        if let Err(left) = install::clean_up(place) {
            say::progress(&format!("the tools' build directory is left: {left}"));
        }
        toolbox
    }

    /// Like [`Toolbox::fill`], but a tool that cannot be had is a failure.
    pub fn complete(place: &Place, tools: impl IntoIterator<Item = Tool>) -> Result<Self> {
        let toolbox = Self::fill(place, tools);
        if toolbox.missing.is_empty() {
            return Ok(toolbox);
        }
        let reasons: Vec<&str> = toolbox.missing.values().map(String::as_str).collect();
        bail!("not everything is set up:\n  {}", reasons.join("\n  "))
    }

    /// Where a tool is.
    pub fn path(&self, tool: Tool) -> Result<&Path> {
        self.found.get(&tool).map(PathBuf::as_path).ok_or_else(|| {
            let reason = self.missing.get(&tool).map_or("not set up", String::as_str);
            anyhow!("{}: {reason}", tool.name())
        })
    }

    /// The directory a tool's executable is in.
    pub fn directory(&self, tool: Tool) -> Result<PathBuf> {
        let path = self.path(tool)?;
        Ok(path.parent().unwrap_or(path).to_path_buf())
    }
}

/// `cargo xtask setup`: all tools; with `--list` it only says what is there.
pub fn command(place: &Place, mut arguments: lexopt::Parser) -> Result<()> {
    let mut list = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("list") => list = true,
            other => return Err(other.unexpected().into()),
        }
    }
    if !list {
        Toolbox::complete(place, Tool::ALL)?;
        fetch(place)?;
    }
    for tool in Tool::ALL {
        let found = tool.find(place);
        let path = found.map_or_else(|| "missing".to_owned(), |path| path.display().to_string());
        println!("{:20} {path}", tool.name());
    }
    Ok(())
}

/// Fetches the sources of all dependencies, so that nothing later needs the network.
pub fn fetch(place: &Place) -> Result<()> {
    Call::cargo().args(["fetch", "--locked"]).dir(&place.root).run()
}

fn find_or_install(tool: Tool, place: &Place) -> Result<PathBuf> {
    if let Some(path) = tool.find(place) {
        return Ok(path);
    }
    say::progress(&format!("{} is missing: installing it", tool.name()));
    install::install(tool, place)?;
    tool.find(place).ok_or_else(|| anyhow!("{} was installed but is still not found", tool.name()))
}
