//! Shows on standard error how a long piece of work gets on (E5): all the time on a terminal, else every few seconds.
//!
//! It only shows; nothing depends on it. It is the one place beside `main` that reads a clock.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

const TERMINAL_PAUSE: Duration = Duration::from_millis(200);
const FILE_PAUSE: Duration = Duration::from_secs(5);

/// Counts and shows.
#[derive(Debug)]
pub struct Meter {
    noun: &'static str,
    all: Option<u64>,
    done: u64,
    terminal: bool,
    started: Instant,
    shown: Option<Instant>,
}

#[expect(clippy::disallowed_methods, reason = "what is shown to a waiting person decides nothing")]
fn instant() -> Instant {
    Instant::now()
}

impl Meter {
    /// Nothing done yet of `all` (if that is known) of what `noun` says.
    pub fn new(noun: &'static str, all: Option<u64>) -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self { noun, all, done: 0, terminal, started: instant(), shown: None }
    }

    /// So many more are done.
    pub fn add(&mut self, count: u64) {
        self.done += count;
        let pause = if self.terminal { TERMINAL_PAUSE } else { FILE_PAUSE };
        let now = instant();
        if now.duration_since(self.shown.unwrap_or(self.started)) >= pause {
            self.shown = Some(now);
            self.show(now);
        }
    }

    /// All is done: the last word, if there was a first one.
    pub fn end(self) {
        if self.shown.is_some() {
            self.show(instant());
            if self.terminal {
                eprintln!();
            }
        }
    }

    fn show(&self, now: Instant) {
        let millis = now.duration_since(self.started).as_millis().max(1);
        let rate = u128::from(self.done) * 1000 / millis;
        let of = self.all.map_or_else(String::new, |all| format!(" of {all}"));
        let text = format!("{}{of} {}, {rate} a second", self.done, self.noun);
        if self.terminal {
            eprint!("\r{text}\x1b[K");
            // A closed standard error is no reason to stop.
            let _ = std::io::stderr().flush();
        } else {
            eprintln!("{text}");
        }
    }
}
