//! Upper and lower case. The browser knows every alphabet; Rust's tables would be downloaded with the portal.

use js_sys::JsString;

/// `text` in lower case.
pub fn lower_case(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// `text` in upper case.
pub fn upper_case(text: &str) -> String {
    JsString::from(text).to_upper_case().into()
}

/// Whether every word of `query` stands somewhere in `text`, whatever the case.
pub fn finds(query: &str, text: &str) -> bool {
    let text = lower_case(text);
    lower_case(query).split_whitespace().all(|word| text.contains(word))
}
