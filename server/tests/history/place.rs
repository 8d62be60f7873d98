//! Where a history takes place: a directory that is gone at the end, however this process ends, and a disk in it that is
//! small enough to be filled.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Waits until the pipe from us closes. Arguments: the directory, what stops a database in it.
const GUARD: &str = r#"
trap '' INT TERM HUP
cat >/dev/null
rubbish=$1; shift
[ $# -eq 0 ] || "$@"
umount -l "$rubbish/small" 
rm -rf "$rubbish"
"#;

const SMALL: &str = "48m";

#[derive(Debug)]
pub struct Place {
    pub path: PathBuf,
    /// A disk of its own, where mounting one is permitted.
    pub is_small: bool,
    guard: Child,
}

impl Place {
    /// A new directory; `stop` ends a database that runs in it.
    pub fn make(name: &str, stop: impl FnOnce(&Path) -> Vec<String>) -> Self {
        let path = std::env::temp_dir().join(format!("portal-history-{name}-{}", std::process::id()));
        fs::create_dir_all(path.join("small")).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={SMALL},mode=755"), "portal-history"]);
        let mounted = mount.arg(path.join("small")).stderr(Stdio::null()).status();
        let guard = Command::new("sh")
            .args(["-c", GUARD, "guard"])
            .arg(&path)
            .args(stop(&path))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { is_small: mounted.is_ok_and(|status| status.success()), path, guard }
    }

    /// The small disk; a plain directory where mounting is not permitted.
    pub fn small(&self) -> PathBuf {
        self.path.join("small")
    }

    fn filler(&self) -> PathBuf {
        self.small().join("filler")
    }

    /// Fills the small disk to its last byte.
    pub fn fill(&self) {
        if !self.is_small {
            return;
        }
        let Ok(mut file) = OpenOptions::new().create(true).append(true).open(self.filler()) else { return };
        for size in [1 << 20, 1 << 12] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }

    pub fn free(&self) {
        let _ = fs::remove_file(self.filler());
    }

    /// A file that is added to.
    pub fn log(&self, name: &str) -> File {
        OpenOptions::new().create(true).append(true).open(self.path.join(name)).unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}
