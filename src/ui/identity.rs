//! Names for elements, so that labels and descriptions can point at them.
//!
//! Never random: the first element of a page has the same name at every visit.

use std::cell::Cell;

thread_local! {
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// A name that no other element of this page has, such as `field-12`.
#[must_use]
pub fn fresh_id(kind: &str) -> String {
    let number = LAST.with(|last| {
        last.set(last.get().wrapping_add(1));
        last.get()
    });
    format!("{kind}-{number}")
}
