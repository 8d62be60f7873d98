//! Workbooks, opened by LibreOffice where it is installed.

use crate::sample::{awkward, workbook};
use server::document::xlsx::SHEET_ROWS;
use std::path::Path;
use std::process::Command;

/// A program of this machine, if it has it.
pub fn program(name: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

fn convert(soffice: &Path, folder: &Path) -> String {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    // UTF-8, fields in quotes where needed, cells as shown.
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true";
    let done = Command::new(soffice)
        .args([&profile, "--headless", "--convert-to", filter, "--outdir"])
        .arg(folder)
        .arg(folder.join("bills.xlsx"))
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::fs::read_to_string(folder.join("bills.csv")).unwrap()
}

#[test]
fn b5_a_workbook_opens_in_libreoffice() {
    let Some(soffice) = program("soffice") else {
        println!("left out: soffice is not installed (apt install libreoffice-calc)");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let rows = awkward();
    std::fs::write(folder.path().join("bills.xlsx"), workbook(&rows, SHEET_ROWS, &[])).unwrap();
    let shown = convert(&soffice, folder.path());
    assert!(shown.contains("2026-10,80012345,=cmd|'/C calc'!A0,WhatsApp,104996122399160"), "{shown}");
    assert!(shown.contains("\"1,204.50\""));
    assert!(shown.contains("\"-1,234,567.89\""));
    assert!(shown.contains("-1.001"));
    assert!(shown.contains("\"1,500\""));
    assert!(shown.contains("10000000000000.01"));
    assert!(shown.contains("-9223372036854775.808"));
    assert!(shown.contains("汉字 かな 한글 ｆｕｌｌ"));
    assert!(shown.contains(",007,"));
}
