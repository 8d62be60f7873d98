//! What the browser remembers for one reader: theme, width of the rail.
//!
//! Never a place for data: it may be switched off, so reading yields nothing and writing may do nothing.

fn local() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What was kept under `key`.
#[must_use]
pub fn kept(key: &str) -> Option<String> {
    local()?.get_item(key).ok()?
}

/// Keeps `value`, or forgets it.
pub fn keep(key: &str, value: Option<&str>) {
    if let Some(storage) = local() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

/// Sets `data-{name}` of the document, which the style sheets read; `None` takes it away.
pub fn mark_document(name: &str, value: Option<&str>) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        let _ = match value {
            Some(value) => root.set_attribute(&format!("data-{name}"), value),
            None => root.remove_attribute(&format!("data-{name}")),
        };
    }
}
