//! What a developer reads on the terminal: headings, progress, failures.
//!
//! Plain text, coloured only when a person is looking at it.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

/// A heading over what follows.
pub fn heading(text: &str) {
    eprintln!("\n{}", paint("1", &format!("── {text}")));
}

/// A line about what is being done.
pub fn progress(text: &str) {
    eprintln!("{} {text}", paint("36", "›"));
}

/// A command line, as it could be typed.
pub fn command(line: &str) {
    eprintln!("{}", paint("2", &format!("$ {line}")));
}

/// The reason why a command ends without success, with every cause.
pub fn failure(error: &anyhow::Error) {
    eprintln!("{} {error:#}", paint("31", "error:"));
}

/// `95 ms`, `12.3 s` or `4 min 07 s`.
pub fn time(duration: Duration) -> String {
    let ms = duration.as_millis();
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{}.{} s", ms / 1_000, ms % 1_000 / 100),
        _ => format!("{} min {:02} s", ms / 60_000, ms % 60_000 / 1_000),
    }
}

/// `1 234 567` for sizes: groups of three are read faster.
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    grouped
}

/// The text in an ANSI style when a terminal shows it.
pub fn paint(style: &str, text: &str) -> String {
    if stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        format!("\x1b[{style}m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_at_a_glance() {
        assert_eq!(time(Duration::from_millis(95)), "95 ms");
        assert_eq!(time(Duration::from_millis(12_345)), "12.3 s");
        assert_eq!(time(Duration::from_secs(247)), "4 min 07 s");
    }

    #[test]
    fn digits_are_grouped_from_the_right() {
        assert_eq!(number(7), "7");
        assert_eq!(number(350_000), "350\u{202f}000");
        assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
    }
}
