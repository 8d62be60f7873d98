//! Running other programs: shown as typed, without standard input, failing in a sentence.
//!
//! Nothing here goes through a shell.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::say;

/// A program about to be called.
#[derive(Debug)]
pub struct Call {
    command: Command,
}

impl Call {
    /// A program by name or path.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.stdin(Stdio::null());
        Self { command }
    }

    /// Cargo; where rustup manages it, of the toolchain that runs this program.
    pub fn cargo() -> Self {
        Self::new("cargo")
    }

    /// Adds an argument.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// Adds arguments.
    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets an environment variable.
    pub fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(key, value);
        self
    }

    /// Takes an environment variable away.
    pub fn without_env(mut self, key: &str) -> Self {
        self.command.env_remove(key);
        self
    }

    /// Puts directories first on the `PATH`.
    pub fn path_first(mut self, directories: &[PathBuf]) -> Result<Self> {
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let all = directories.iter().cloned().chain(std::env::split_paths(&rest));
        self.command.env("PATH", std::env::join_paths(all)?);
        Ok(self)
    }

    /// Sets the working directory.
    pub fn dir(mut self, directory: &Path) -> Self {
        self.command.current_dir(directory);
        self
    }

    /// Runs it, its output going where ours goes.
    pub fn run(mut self) -> Result<()> {
        let line = self.line();
        say::command(&line);
        let status = self.command.status().with_context(|| start_failed(&line))?;
        if !status.success() {
            bail!("`{line}` failed ({status})");
        }
        Ok(())
    }

    /// Runs it quietly and returns what it wrote to standard output.
    pub fn read(mut self) -> Result<String> {
        let line = self.line();
        let output = self.command.stderr(Stdio::piped()).output().with_context(|| start_failed(&line))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("`{line}` failed ({}): {}", output.status, said.trim());
        }
        String::from_utf8(output.stdout).with_context(|| format!("`{line}` wrote no UTF-8"))
    }

    /// Runs it like [`Call::run`] and also returns the lines it wrote.
    pub fn run_and_read(mut self) -> Result<String> {
        let line = self.line();
        say::command(&line);
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| start_failed(&line))?;
        let errors = child.stderr.take().map(|e| thread::spawn(|| echo(e)));
        let mut text = child.stdout.take().map(echo).unwrap_or_default();
        if let Some(Ok(more)) = errors.map(thread::JoinHandle::join) {
            text.push_str(&more);
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("`{line}` failed ({status})");
        }
        Ok(text)
    }

    /// The program with its arguments, for [`crate::guard`].
    pub fn words(&self) -> Vec<OsString> {
        std::iter::once(self.command.get_program())
            .chain(self.command.get_args())
            .map(OsStr::to_owned)
            .collect()
    }

    /// What was put together, for whoever wants to start it in a way of its own.
    pub fn into_command(self) -> Command {
        self.command
    }

    /// The program with its arguments as it could be typed.
    pub fn line(&self) -> String {
        let words: Vec<String> = self.words().iter().map(|word| quoted(word)).collect();
        words.join(" ")
    }
}

fn echo(source: impl Read) -> String {
    let mut text = String::new();
    for line in BufReader::new(source).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn start_failed(line: &str) -> String {
    format!("`{line}` could not be started")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |c: char| c.is_alphanumeric() || "-_=./:,@+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_line_can_be_typed() {
        let call = Call::new("psql").args(["-c", "select 'a b'", ""]);
        assert_eq!(call.line(), r"psql -c 'select '\''a b'\''' ''");
    }

    #[test]
    fn a_failing_program_is_named() {
        let failure = Call::new("false").run().unwrap_err();
        assert!(failure.to_string().starts_with("`false` failed"));
    }
}
