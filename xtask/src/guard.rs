//! A program in the background that ends when this one does, however this one ends.
//!
//! A small shell holds the program and reads a pipe from us. When the pipe closes — dropped,
//! failed, interrupted or killed — the shell stops the program and removes its directory.

use std::fs::File;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::command::Call;

/// Arguments: the signal that asks the program to end, a directory to remove, the program.
const SHELL: &str = r#"
signal=$1 rubbish=$2; shift 2
exec 3<&0
trap : INT TERM HUP
"$@" 3<&- </dev/null & child=$!
( trap '' INT TERM HUP
  cat <&3 >/dev/null; kill -s "$signal" $child; sleep 10; kill -s KILL $child ) >/dev/null 2>&1 &
watch=$!
exec 3<&-
while kill -0 $child 2>/dev/null; do wait $child; done
kill -s KILL $watch
[ -z "$rubbish" ] || rm -rf "$rubbish"
"#;

/// A program that runs until this value is dropped.
#[derive(Debug)]
pub struct Guarded {
    shell: Child,
    pipe: Option<ChildStdin>,
}

/// How a guarded program is asked to end.
#[derive(Debug, Clone, Copy)]
pub enum Signal {
    /// Orderly.
    Terminate,
    /// PostgreSQL's quick way: it does not wait for its clients.
    Interrupt,
}

impl Guarded {
    /// Starts a program. `user` is another user to run as; `rubbish` is removed at the end.
    pub fn start(
        call: &Call,
        user: Option<&str>,
        signal: Signal,
        rubbish: Option<&Path>,
        log: &Path,
    ) -> Result<Self> {
        let out = File::create(log).with_context(|| format!("{} is written", log.display()))?;
        let mut command = match user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--", "sh"]);
                command
            }
            None => Command::new("sh"),
        };
        let signal = match signal {
            Signal::Terminate => "TERM",
            Signal::Interrupt => "INT",
        };
        let mut shell = command
            .args(["-c", SHELL, "guard", signal])
            .arg(rubbish.unwrap_or(Path::new("")))
            .args(call.words())
            .stdin(Stdio::piped())
            .stdout(out.try_clone()?)
            .stderr(out)
            .spawn()
            .context("a shell could not be started")?;
        let pipe = shell.stdin.take();
        Ok(Self { shell, pipe })
    }

    /// Waits until `ready` says so; fails when the program ends before or after `timeout`.
    pub fn wait_until(&mut self, timeout: Duration, ready: impl Fn() -> bool) -> Result<()> {
        const PAUSE: Duration = Duration::from_millis(50);
        for _ in 0..timeout.as_millis() / PAUSE.as_millis() {
            if ready() {
                return Ok(());
            }
            if let Some(status) = self.ended()? {
                anyhow::bail!("it ended at once ({status})");
            }
            sleep(PAUSE);
        }
        anyhow::bail!("it was not ready in time")
    }

    /// The process id of the shell that holds the program.
    pub fn id(&self) -> u32 {
        self.shell.id()
    }

    fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.shell.try_wait()?)
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.pipe.take());
        // Nothing is left to tell: the shell has ended or could not be waited for.
        let _ended = self.shell.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_program_is_stopped_and_its_directory_removed() {
        let directory = std::env::temp_dir().join(format!("guard-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let log = std::env::temp_dir().join(format!("guard-{}.log", std::process::id()));
        let call = Call::new("sleep").arg("600");
        let guarded = Guarded::start(&call, None, Signal::Terminate, Some(&directory), &log);
        assert!(directory.exists());
        drop(guarded.unwrap());
        assert!(!directory.exists());
        std::fs::remove_file(log).unwrap();
    }

    #[test]
    fn a_program_that_ends_by_itself_is_noticed() {
        let log = std::env::temp_dir().join(format!("guard-end-{}.log", std::process::id()));
        let call = Call::new("false");
        let mut guarded = Guarded::start(&call, None, Signal::Terminate, None, &log).unwrap();
        let failure = guarded.wait_until(Duration::from_secs(10), || false);
        assert!(failure.unwrap_err().to_string().starts_with("it ended"));
        std::fs::remove_file(log).unwrap();
    }
}
