//! On what it was measured: without this no figure means anything.

use std::fs;

use serde_json::{Value, json};

use crate::command::Call;
use crate::place::Place;

/// The machine, what it runs, and how busy it is just now.
pub fn machine(place: &Place) -> Value {
    json!({
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "processor": field("/proc/cpuinfo", "model name"),
        "memory_kb": field("/proc/meminfo", "MemTotal").and_then(|text| number(&text)),
        "kernel": said(Call::new("uname").arg("-sr")),
        "load_average": load(),
        "commit": said(Call::new("git").args(["rev-parse", "--short", "HEAD"]).dir(&place.root)),
    })
}

/// The load of the last one, five and fifteen minutes: above the number of cores, times say little.
pub fn load() -> Option<String> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    Some(text.split_whitespace().take(3).collect::<Vec<_>>().join(" "))
}

/// The machine in one line.
pub fn line(machine: &Value) -> String {
    let text = |name: &str| machine[name].as_str().unwrap_or("unknown").to_owned();
    let memory_gb = machine["memory_kb"].as_u64().unwrap_or(0) / 1_000_000;
    format!(
        "{} cores of {}, {memory_gb} GB, {}, load {} at the start, commit {}",
        machine["cores"],
        text("processor"),
        text("kernel"),
        text("load_average"),
        text("commit"),
    )
}

fn said(call: Call) -> Option<String> {
    call.read().ok().map(|text| text.trim().to_owned())
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn number(text: &str) -> Option<u64> {
    text.split_whitespace().next()?.parse().ok()
}
