//! What a measurement found: figures for programs, tables for people.
//!
//! Durations stay whole microseconds until they are written; nothing is rounded twice.

use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};

/// What a measurement found.
#[derive(Debug, Default)]
pub struct Found {
    /// Figures, each with its unit in its name.
    pub figures: Value,
    /// The same for people.
    pub tables: Vec<Table>,
}

/// A table, written as Markdown: names on the left, numbers on the right.
#[derive(Debug)]
pub struct Table {
    title: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with these columns.
    pub fn new(title: impl Into<String>, head: &[&str]) -> Self {
        let head = head.iter().map(|&cell| cell.to_owned()).collect();
        Self { title: title.into(), head, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: usize| {
            let all = std::iter::once(&self.head).chain(&self.rows);
            all.filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0).max(4)
        };
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        let line = |f: &mut fmt::Formatter<'_>, cells: &[String]| {
            for (column, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                match column {
                    0 => write!(f, "| {cell:<width$} |")?,
                    _ => write!(f, " {cell:>width$} |")?,
                }
            }
            writeln!(f)
        };
        writeln!(f, "**{}**\n", self.title)?;
        line(f, &self.head)?;
        for (column, width) in widths.iter().enumerate() {
            match column {
                0 => write!(f, "|:{:-<width$}-|", "")?,
                _ => write!(f, "-{:-<width$}:|", "")?,
            }
        }
        writeln!(f)?;
        self.rows.iter().try_for_each(|row| line(f, row))
    }
}

/// How long many of the same took.
#[derive(Debug, Default, Clone)]
pub struct Times {
    sorted: Vec<Duration>,
}

impl FromIterator<Duration> for Times {
    fn from_iter<I: IntoIterator<Item = Duration>>(times: I) -> Self {
        let mut sorted: Vec<Duration> = times.into_iter().collect();
        sorted.sort();
        Self { sorted }
    }
}

impl Times {
    /// How many.
    pub const fn len(&self) -> usize {
        self.sorted.len()
    }

    /// So many of a hundred took no longer (nearest rank).
    pub fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.sorted.len() * percent).div_ceil(100).max(1);
        self.sorted.get(rank - 1).copied().unwrap_or_default()
    }

    /// The middle one.
    pub fn median(&self) -> Duration {
        self.percentile(50)
    }

    /// Every time, in order.
    pub fn iter(&self) -> impl Iterator<Item = Duration> {
        self.sorted.iter().copied()
    }

    /// For programs.
    pub fn figures(&self) -> Value {
        json!({
            "samples": self.len(),
            "p50_ms": decimal_ms(self.percentile(50)),
            "p95_ms": decimal_ms(self.percentile(95)),
            "p99_ms": decimal_ms(self.percentile(99)),
            "max_ms": decimal_ms(self.percentile(100)),
        })
    }

    /// p50, p95, p99 and the longest, for people.
    pub fn cells(&self) -> [String; 4] {
        [50, 95, 99, 100].map(|percent| ms(self.percentile(percent)))
    }
}

/// Milliseconds as a decimal number: `12.345`.
pub fn decimal_ms(time: Duration) -> Value {
    decimal(time.as_micros(), 3)
}

/// Seconds as a decimal number: `12.345`.
pub fn decimal_s(time: Duration) -> Value {
    decimal(time.as_millis(), 3)
}

fn decimal(value: u128, places: u32) -> Value {
    let unit = 10_u128.pow(places);
    let text = format!("{}.{:0width$}", value / unit, value % unit, width = places as usize);
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

/// Milliseconds for people: `0.42`, `12.3`.
pub fn ms(time: Duration) -> String {
    let us = time.as_micros();
    match us {
        0..10_000 => format!("{}.{:02}", us / 1_000, us % 1_000 / 10),
        _ => format!("{}.{}", us / 1_000, us % 1_000 / 100),
    }
}

/// Seconds for people: `12.3`.
pub fn seconds(time: Duration) -> String {
    format!("{}.{}", time.as_secs(), time.subsec_millis() / 100)
}

/// Megabytes (10⁶ bytes) for people: `12.3`.
pub fn megabytes(bytes: u64) -> String {
    format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}

/// How many there are in a second, if so many take this time.
pub fn per_second(count: u64, time: Duration) -> u64 {
    let us = time.as_micros().max(1);
    u64::try_from(u128::from(count) * 1_000_000 / us).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let times: Times = (1..=200).rev().map(Duration::from_millis).collect();
        let at = |percent| times.percentile(percent).as_millis();
        assert_eq!((at(50), at(95), at(99), at(100)), (100, 190, 198, 200));
        assert_eq!(Times::default().median(), Duration::ZERO);
    }

    #[test]
    fn figures_keep_their_decimals() {
        assert_eq!(decimal_ms(Duration::from_micros(12_345)).to_string(), "12.345");
        assert_eq!(ms(Duration::from_micros(420)), "0.42");
        assert_eq!(ms(Duration::from_micros(12_345)), "12.3");
        assert_eq!(per_second(1_000_000, Duration::from_millis(12_500)), 80_000);
    }

    #[test]
    fn tables_are_markdown() {
        let mut table = Table::new("Sizes", &["file", "bytes"]);
        table.row(["app.wasm".to_owned(), "12".to_owned()]);
        let text = table.to_string();
        assert_eq!(text, "**Sizes**\n\n| file     | bytes |\n|:---------|------:|\n| app.wasm |    12 |\n");
    }
}
