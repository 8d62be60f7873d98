//! What a person waits for, in Chromium: first paint, a filter's rows, frames while scrolling, a jump.
//!
//! `end2end/bench/bench.js` drives the browser and measures inside the page; here its samples become figures.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use crate::command::Call;
use crate::setup::Toolbox;
use crate::tools::Tool;

use super::bed::{Bed, Engine};
use super::figures::{Found, Table, Times};
use super::world;

/// Opens the portal on the million in SQLite.
pub fn measure(bed: &Bed) -> Result<Found> {
    let toolbox = Toolbox::complete(&bed.place, [Tool::Node, Tool::NpmPackages, Tool::Chromium])?;
    let server = bed.serve(&world::ready(bed, Engine::Sqlite)?)?;
    let said = bed.file("browser-samples.json");
    Call::new(toolbox.path(Tool::Node)?)
        .arg(bed.place.end2end().join("bench").join("bench.js"))
        .arg(&said)
        .env("PORTAL_URL", &server.origin)
        .env("CHROME_PATH", toolbox.path(Tool::Chromium)?)
        .dir(&bed.place.end2end())
        .run()?;
    let said: Value = serde_json::from_str(&std::fs::read_to_string(&said)?)?;
    let groups = said["groups"].as_array().context("the browser's samples come in groups")?;
    let mut found = Found { figures: Map::new().into(), tables: vec![] };
    for group in groups {
        let title = group["title"].as_str().unwrap_or_default();
        let mut table = Table::new(title, &["ms", "samples", "p50", "p95", "p99", "max"]);
        let series = group["series"].as_object().context("a group has series")?;
        for (name, samples) in series {
            let times = times(samples);
            let samples = times.len().to_string();
            table.row([name.clone(), samples].into_iter().chain(times.cells()));
            found.figures[name] = times.figures();
        }
        found.tables.push(table);
    }
    let mut counts = Table::new("Counted meanwhile", &["", ""]);
    for (name, value) in said["counts"].as_object().into_iter().flatten() {
        counts.row([name.clone(), value.to_string()]);
        found.figures[name] = value.clone();
    }
    found.tables.push(counts);
    found.figures["browser"] = json!(said["browser"]);
    Ok(found)
}

/// Whole microseconds.
fn times(samples: &Value) -> Times {
    let samples = samples.as_array().map(Vec::as_slice).unwrap_or_default();
    samples.iter().filter_map(Value::as_u64).map(Duration::from_micros).collect()
}
