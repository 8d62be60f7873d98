//! The first reading of a file: everything that can be known about it before anything is written.

use super::ImportError;
use super::source::Source;
use crate::meter::Meter;
use contract::file::focus::{FocusReader, FocusRow, Fold, Folded, Mapping, Progress, Report};
use std::io::Read;
use std::path::{Path, PathBuf};

const CHUNK_BYTES: usize = 1 << 17;
/// The meter is asked every so many rows.
const METER_ROWS: u64 = 1_000;

/// A file that can be imported.
#[derive(Debug)]
pub struct Survey {
    /// Where it is.
    pub path: PathBuf,
    /// Its name, without folders.
    pub file: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// How it is read.
    pub mapping: Mapping,
    /// The bills in it.
    pub folded: Folded,
    /// What was off.
    pub report: Report,
}

/// Reads the whole file. An error names the row and the column; with one refused row the file is refused.
pub fn survey(path: &Path, mapping: Mapping) -> Result<Survey, ImportError> {
    let file = name(path);
    let mut fold = Fold::new(&mapping);
    let (mut report, sha256) = walk(path, &mapping, "rows read", |row, report| {
        // What does not fit is noted as refused.
        let _ = fold.add(row, report);
        true
    })?;
    let folded = fold.finish(&mut report);
    if report.refused_rows() > 0 {
        return Err(ImportError::Refused {
            file,
            rows: report.refused_rows(),
            refusals: report.refusals().to_vec(),
            left_off: report.refusals_left_off(),
        });
    }
    Ok(Survey { path: path.to_owned(), file, sha256, mapping, folded, report })
}

/// Goes through a file row by row, until its end or until `each` says that it is enough, and gives what was found and
/// the hash of the file's bytes.
pub fn walk(
    path: &Path,
    mapping: &Mapping,
    noun: &'static str,
    mut each: impl FnMut(&FocusRow<'_>, &mut Report) -> bool,
) -> Result<(Report, String), ImportError> {
    let io = |error| ImportError::Io { file: name(path), error };
    let mut source = Source::open(path).map_err(io)?;
    let mut reader = FocusReader::new(mapping.clone());
    let mut report = Report::default();
    let mut meter = Meter::new(noun, None);
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        match reader.advance(&mut report) {
            Ok(Progress::Row) => {
                if let Some(row) = reader.row()
                    && !each(&row, &mut report)
                {
                    break;
                }
                if report.rows().is_multiple_of(METER_ROWS) {
                    meter.add(METER_ROWS);
                }
            }
            Ok(Progress::Hungry) => match source.read(&mut chunk) {
                Ok(0) => reader.finish(),
                Ok(count) => reader.feed(chunk.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) if source.is_compressed() => {
                    return Err(ImportError::Compressed { file: name(path), row: report.rows() + 1, error });
                }
                Err(error) => return Err(io(error)),
            },
            Ok(Progress::End) => break,
            Err(error) => return Err(ImportError::Unreadable { file: name(path), error }),
        }
    }
    meter.end();
    let sha256 = source.digest().map_err(io)?;
    Ok((report, sha256))
}

/// The name of a file, without folders.
pub fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
