//! Documents as their readers see them: workbooks opened again, CSV read again, PDFs looked into.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::float_arithmetic)]

mod csv_file;
mod office;
mod pdf_bill;
mod sample;
mod workbook;
mod zip_archive;
