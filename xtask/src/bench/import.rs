//! A million rows of FOCUS into an empty database, plain and compressed. The sum that the import says has to be the
//! one that the file was made with.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Map;

use crate::command::Call;
use crate::say;

use super::bed::{Bed, Engine};
use super::figures::{Found, Table};
use super::{fill, focus};

const ROWS: u64 = 1_000_000;
const DATABASE: &str = "import";
const GZIP_LEVEL: u32 = 6;

/// The files to import.
struct Files {
    plain: PathBuf,
    gzip: PathBuf,
    /// What `BilledCost` adds up to.
    sum: String,
}

/// Imports both files into both databases.
pub fn measure(bed: &Bed) -> Result<Found> {
    let files = files(bed)?;
    let bytes = say::number(fs::metadata(&files.plain)?.len());
    let title = format!(
        "`portal import focus`: {} rows of 43 columns, {bytes} bytes (aim: ≥ 500 000 rows a minute, which is 8 334 a second)",
        say::number(ROWS)
    );
    let mut table = Table::new(title, &fill::HEAD);
    let mut figures = Map::new();
    for engine in Engine::ALL {
        for (kind, file) in [("plain", &files.plain), ("gzip", &files.gzip)] {
            let name = format!("{} {kind}", engine.name());
            let call = Call::new(&bed.executable).args(["import", "focus"]).arg(file);
            let call = call.args(["--organization", "Sun Bird"]);
            let filled = fill::fill(bed, engine, DATABASE, call).with_context(|| name.clone())?;
            let said = &filled.spent.said;
            ensure!(said.contains(&files.sum), "the lines do not add up to {}: {said}", files.sum);
            table.row(filled.cells(&name, ROWS));
            figures.insert(name, filled.figures(ROWS));
        }
    }
    Ok(Found { figures: figures.into(), tables: vec![table] })
}

/// Makes the files; they are named after what they hold, and made once.
fn files(bed: &Bed) -> Result<Files> {
    let (plain, gzip) = (bed.file("focus.csv"), bed.file("focus.csv.gz"));
    let note = bed.file("focus.sum");
    let made_before = plain.exists() && gzip.exists();
    if let Some(sum) = fs::read_to_string(&note).ok().filter(|_| made_before) {
        return Ok(Files { plain, gzip, sum });
    }
    say::progress(&format!("making a FOCUS file of {} rows", say::number(ROWS)));
    let mut file = BufWriter::new(File::create(&plain)?);
    let sum = focus::write(ROWS, &mut file)?;
    file.flush()?;
    let mut compressed = GzEncoder::new(File::create(&gzip)?, Compression::new(GZIP_LEVEL));
    std::io::copy(&mut File::open(&plain)?, &mut compressed)?;
    compressed.finish()?;
    fs::write(note, &sum)?;
    Ok(Files { plain, gzip, sum })
}
