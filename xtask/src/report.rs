//! Running named steps one after the other, and the table at the end.
//!
//! A failing step does not hide the rest. A step whose forerunner failed is not run, and counts
//! as failed: what was not seen to pass has not passed.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::say;

/// How a step ended.
#[derive(Debug)]
pub enum Outcome {
    /// It passed.
    Passed,
    /// It failed, for this reason.
    Failed(String),
    /// It was not run, because this forerunner did not pass.
    Skipped(&'static str),
}

/// What is known of all steps so far.
#[derive(Debug, Default)]
pub struct Report {
    rows: Vec<(&'static str, Outcome, Duration)>,
}

impl Report {
    /// Runs a step unless one it comes `after` did not pass. Forerunners that were not asked for
    /// do not count.
    pub fn step(&mut self, name: &'static str, after: &[&'static str], body: impl FnOnce() -> Result<()>) {
        say::heading(name);
        let began = now();
        let outcome = match after.iter().find(|forerunner| self.spoilt(forerunner)) {
            Some(forerunner) => Outcome::Skipped(forerunner),
            None => match body() {
                Ok(()) => Outcome::Passed,
                Err(reason) => {
                    say::failure(&reason);
                    Outcome::Failed(format!("{reason:#}"))
                }
            },
        };
        self.rows.push((name, outcome, began.elapsed()));
    }

    fn spoilt(&self, name: &str) -> bool {
        let mut rows = self.rows.iter();
        rows.any(|(row, outcome, _)| *row == name && !matches!(outcome, Outcome::Passed))
    }

    /// Prints the table; its last line counts the steps. Says whether all passed.
    pub fn close(&self) -> bool {
        println!();
        for (name, outcome, took) in &self.rows {
            let (mark, why) = match outcome {
                Outcome::Passed => ("passed ", String::new()),
                Outcome::Failed(reason) => ("FAILED ", brief(reason)),
                Outcome::Skipped(forerunner) => ("SKIPPED", format!("because {forerunner} did not pass")),
            };
            println!("{mark} {name:12} {:>12}  {why}", say::time(*took));
        }
        let (passed, failed) = self.count();
        println!("\n{passed} passed, {failed} failed");
        failed == 0
    }

    /// Steps passed, and steps failed or skipped.
    fn count(&self) -> (usize, usize) {
        let passed = self.rows.iter().filter(|(_, outcome, _)| matches!(outcome, Outcome::Passed)).count();
        (passed, self.rows.len() - passed)
    }
}

/// The first line of a reason.
fn brief(reason: &str) -> String {
    reason.lines().next().unwrap_or_default().to_owned()
}

/// The clock: only for telling how long a step took.
#[expect(clippy::disallowed_methods, reason = "measures steps, decides nothing")]
pub fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn a_skipped_step_counts_as_failed() {
        let mut report = Report::default();
        report.step("portal", &[], || bail!("no"));
        report.step("size", &["portal"], || Ok(()));
        report.step("fmt", &["absent"], || Ok(()));
        assert_eq!(report.count(), (1, 2));
        assert!(matches!(report.rows[1].1, Outcome::Skipped("portal")));
    }
}
