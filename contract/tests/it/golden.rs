//! Golden files: what was reviewed once stands in a file, and a change of it is a reviewed diff.

/// Compares `actual` with the reviewed text. With `UPDATE_GOLDEN=1` the file is written instead.
pub fn golden(file: &str, reviewed: &str, actual: &str) {
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(file);
        std::fs::write(path, actual).unwrap();
        return;
    }
    assert!(
        reviewed == actual,
        "{file} differs; if the change is meant, run with UPDATE_GOLDEN=1 and review the diff\n{actual}"
    );
}
