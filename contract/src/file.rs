//! File formats: bytes in, rows and findings out.
//!
//! Nothing here opens a file, and nothing here is dropped silently: what is off is reported with its row and column,
//! what can't be read refuses the file.

pub mod csv;
pub mod focus;
