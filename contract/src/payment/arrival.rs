//! What a bank tells of a transfer: kept as it can be shown and typed again (S13).

use crate::id::NAME_MAX_CHARS;

/// The longest reference that is kept, in characters.
pub const REFERENCE_MAX_CHARS: usize = 500;

/// Whether a transfer can be kept under this id of the bank: somebody has to be able to type it.
pub fn is_id(text: &str) -> bool {
    let fits = (1..=NAME_MAX_CHARS).contains(&text.chars().count());
    fits && text.trim() == text && !text.chars().any(is_odd)
}

/// What the payer wrote on it, as it is kept.
pub fn reference(text: &str) -> String {
    kept(text, REFERENCE_MAX_CHARS)
}

/// Who paid, as it is kept.
pub fn payer(text: &str) -> String {
    kept(text, NAME_MAX_CHARS)
}

/// What can't be shown in a line of text, or turns it around.
fn is_odd(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line of it: odd letters and spaces are one space, and what is too long is cut off.
fn kept(text: &str, most: usize) -> String {
    let plain: String = text.chars().map(|letter| if is_odd(letter) { ' ' } else { letter }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").chars().take(most).collect()
}
