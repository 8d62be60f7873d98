//! Cells as XML: references, numbers, text that any reader gets back as it was.
//!
//! Text is always a string cell, so it can't become a formula (B8). Characters that XML refuses are written
//! `_xHHHH_`, as the format has it, and a text that looks like such an escape is escaped itself.

use super::{figure, is_formula, style};
use chrono::NaiveDate;

/// Most UTF-16 units that a cell holds.
const CELL_UNITS: usize = 32_767;

/// A column's place: its reference in the current row, and what it showed last.
pub(super) struct Place {
    letters: Vec<u8>,
    /// Everything of a cell that the row and column decide: `<c r="B12"`.
    opening: Vec<u8>,
    last: String,
    last_index: Option<u32>,
}

impl Place {
    pub fn new(column: usize) -> Self {
        Self {
            letters: letters(column).into_bytes(),
            opening: Vec::with_capacity(24),
            last: String::new(),
            last_index: None,
        }
    }

    /// Moves on to the row with these digits.
    pub fn in_row(&mut self, digits: &[u8]) {
        self.opening.clear();
        self.opening.extend_from_slice(b"<c r=\"");
        self.opening.extend_from_slice(&self.letters);
        self.opening.extend_from_slice(digits);
        self.opening.push(b'"');
    }

    /// The shared string of the row above, if it is the same text: neighbours often are.
    pub fn same_as_last(&self, text: &str) -> Option<u32> {
        self.last_index.filter(|_| self.last == text)
    }

    pub fn remember(&mut self, text: &str, index: u32) {
        if self.last_index != Some(index) {
            self.last.clear();
            self.last.push_str(text);
            self.last_index = Some(index);
        }
    }

    pub fn number(&self, out: &mut Vec<u8>, style: u8, figure: impl FnOnce(&mut Vec<u8>)) {
        self.open(out, style);
        out.extend_from_slice(b"><v>");
        figure(out);
        out.extend_from_slice(b"</v></c>");
    }

    pub fn shared(&self, out: &mut Vec<u8>, style: u8, index: u32) {
        self.open(out, style);
        out.extend_from_slice(b" t=\"s\"><v>");
        figure::push_integer(out, u64::from(index));
        out.extend_from_slice(b"</v></c>");
    }

    pub fn inline(&self, out: &mut Vec<u8>, style: u8, text: &str) {
        if text.is_empty() {
            return;
        }
        self.open(out, style);
        out.extend_from_slice(b" t=\"inlineStr\"><is>");
        push_t(out, text);
        out.extend_from_slice(b"</is></c>");
    }

    pub fn blank(&self, out: &mut Vec<u8>, style: u8) {
        self.open(out, style);
        out.extend_from_slice(b"/>");
    }

    fn open(&self, out: &mut Vec<u8>, style: u8) {
        out.extend_from_slice(&self.opening);
        if style != style::PLAIN {
            out.extend_from_slice(b" s=\"");
            figure::push_integer(out, u64::from(style));
            out.push(b'"');
        }
    }
}

/// The style of a text: one that keeps it text when a person edits the cell, if it looks like a formula (B8).
pub(super) fn text_style(text: &str, plain: u8) -> u8 {
    if is_formula(text) && (plain == style::PLAIN || plain == style::ID) { style::QUOTED } else { plain }
}

/// The letters of a column counted from 0: `A`, `Z`, `AA`.
pub(super) fn letters(column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    match column / 26 {
        0 => letter.to_string(),
        more => letters(more - 1) + &letter.to_string(),
    }
}

/// A day as a spreadsheet counts days: 1970-01-01 is 25,569.
pub(super) fn day_number(day: NaiveDate) -> u64 {
    let days = i64::from(day.to_epoch_days()) + 25_569;
    days.unsigned_abs()
}

/// Appends `<t>…</t>`.
pub(super) fn push_t(out: &mut Vec<u8>, text: &str) {
    let space = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_whitespace());
    if space(text.bytes().next()) || space(text.bytes().last()) {
        out.extend_from_slice(b"<t xml:space=\"preserve\">");
    } else {
        out.extend_from_slice(b"<t>");
    }
    push_escaped(out, fitting(text));
    out.extend_from_slice(b"</t>");
}

/// The part of `text` that fits a cell: a longer one is cut, or the whole file would be refused.
fn fitting(text: &str) -> &str {
    if text.len() <= CELL_UNITS {
        return text;
    }
    let mut units = 0;
    for (at, character) in text.char_indices() {
        units += character.len_utf16();
        if units > CELL_UNITS {
            return &text[..at];
        }
    }
    text
}

/// Bytes that may not stand as they are: controls, markup, what may start an escape or U+FFFE.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = true;
        byte += 1;
    }
    table[b'&' as usize] = true;
    table[b'<' as usize] = true;
    table[b'>' as usize] = true;
    table[b'_' as usize] = true;
    table[0xEF] = true;
    table
};

/// Appends `text` as XML character data.
pub(super) fn push_escaped(out: &mut Vec<u8>, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| SPECIAL[usize::from(byte)]) {
        let (plain, special) = rest.split_at(at);
        out.extend_from_slice(plain.as_bytes());
        let Some(character) = special.chars().next() else {
            return;
        };
        let (this, after) = special.split_at(character.len_utf8());
        match character {
            '&' => out.extend_from_slice(b"&amp;"),
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '_' if looks_escaped(special) => out.extend_from_slice(b"_x005F_"),
            '\t' | '\n' => out.extend_from_slice(this.as_bytes()),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                out.extend_from_slice(format!("_x{:04X}_", u32::from(character)).as_bytes());
            }
            _ => out.extend_from_slice(this.as_bytes()),
        }
        rest = after;
    }
    out.extend_from_slice(rest.as_bytes());
}

/// Whether `text` starts as `_xHHHH_`, which a reader would decode.
fn looks_escaped(text: &str) -> bool {
    matches!(text.as_bytes(), [b'_', b'x' | b'X', a, b, c, d, b'_', ..]
        if [a, b, c, d].iter().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::cycle::Cycle;

    fn escaped(text: &str) -> String {
        let mut out = Vec::new();
        push_t(&mut out, text);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn letters_go_on_past_z() {
        let found: Vec<_> = [0, 25, 26, 51, 52, 701, 702].map(letters).into();
        assert_eq!(found, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn b5_cycles_are_days() -> Result<(), contract::cycle::NotACycle> {
        let day = |year, month| Ok(day_number(Cycle::try_new(year, month)?.first_day()));
        assert_eq!([day(1970, 1)?, day(2024, 3)?, day(2026, 10)?], [25_569, 45_352, 46_296]);
        Ok(())
    }

    #[test]
    fn b8_what_xml_refuses_is_escaped_as_the_format_has_it() {
        assert_eq!(escaped("a<b>&c"), "<t>a&lt;b&gt;&amp;c</t>");
        assert_eq!(escaped("\0\u{1f}\r\u{ffff}"), "<t>_x0000__x001F__x000D__xFFFF_</t>");
        assert_eq!(escaped("_x0041_ _x00_"), "<t>_x005F_x0041_ _x00_</t>");
        assert_eq!(escaped(" a"), "<t xml:space=\"preserve\"> a</t>");
        assert_eq!(escaped("全角＝😀"), "<t>全角＝😀</t>");
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_at_a_character() {
        let long = "😀".repeat(20_000);
        assert_eq!(fitting(&long).encode_utf16().count(), 32_766);
    }
}
