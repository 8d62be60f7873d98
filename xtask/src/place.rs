//! Where things are: the checkout, cargo's target directory, the cache of tools.
//!
//! The only module that reads the environment for paths.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command::Call;

/// The directories that every command works with. All are absolute.
#[derive(Debug, Clone)]
pub struct Place {
    /// The checkout: where the workspace's `Cargo.toml` is.
    pub root: PathBuf,
    /// Cargo's target directory, wherever the environment or a configuration puts it.
    pub target: PathBuf,
    /// Installed tools and nothing else that would be missed.
    pub cache: PathBuf,
}

impl Place {
    /// Finds the directories from the environment cargo runs this program in.
    pub fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().context("the xtask package lies inside the checkout")?.to_path_buf();
        let target = target(&root)?;
        let cache = cache()?;
        Ok(Self { root, target, cache })
    }

    /// Executables installed by `cargo install`.
    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// The end-to-end tests and the npm packages.
    pub fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// The executable to measure instead of building one.
    pub fn given_executable() -> Option<PathBuf> {
        absolute("PORTAL_EXECUTABLE")
    }

    /// What Trunk writes.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The built portal with compressed twins, as the server embeds it.
    pub fn site(&self) -> PathBuf {
        self.root.join("server").join("site")
    }
}

/// Asks cargo itself, because it can be configured in several files.
fn target(root: &Path) -> Result<PathBuf> {
    let metadata = Call::cargo()
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .dir(root)
        .read()
        .context("cargo could not read the workspace")?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let target = metadata["target_directory"].as_str().context("cargo names its target directory")?;
    Ok(PathBuf::from(target))
}

fn cache() -> Result<PathBuf> {
    if let Some(cache) = absolute("PORTAL_CACHE") {
        return Ok(cache);
    }
    let caches = absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        .context("set PORTAL_CACHE to a directory for installed tools: there is no HOME")?;
    Ok(caches.join("billing-portal"))
}

fn absolute(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|value| !value.is_empty()).and_then(|value| std::path::absolute(value).ok())
}
