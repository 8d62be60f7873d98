//! What a single cell may be, by what its column holds.

use super::column::Null;
use super::{Column, FindingKind, Mapping, Report};

/// A cell on its way from the file to its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'a> {
    pub(super) row: u64,
    pub(super) column: Column,
    /// The text without spaces around it.
    pub(super) text: &'a str,
}

impl<'a> Cell<'a> {
    /// The cell if it has a value; why not is noted.
    pub(super) fn read(
        (row, column): (u64, Column),
        (raw, quoted): (&'a str, bool),
        mapping: &Mapping,
        report: &mut Report,
    ) -> Option<Self> {
        let text = raw.trim();
        let cell = Self { row, column, text };
        let null = if text.is_empty() {
            if quoted || !raw.is_empty() {
                cell.note_raw(FindingKind::EmptyText, raw, report);
            }
            true
        } else if mapping.null_texts.iter().any(|null| null == text) {
            cell.note_raw(FindingKind::NullText, raw, report);
            true
        } else {
            if text.len() != raw.len() {
                cell.note_raw(FindingKind::Spaces, raw, report);
            }
            false
        };
        if null && column.null() == Null::Never {
            cell.note_raw(FindingKind::RequiredEmpty, raw, report);
        }
        (!null).then_some(cell)
    }

    pub(super) fn note(&self, kind: FindingKind, report: &mut Report) {
        self.note_raw(kind, self.text, report);
    }

    fn note_raw(&self, kind: FindingKind, raw: &str, report: &mut Report) {
        report.note(self.row, Some(self.column), kind, raw);
    }

    /// Whether the text is one; control characters are noted.
    pub(super) fn is_text(&self, report: &mut Report) -> bool {
        if has_control(self.text) {
            self.note(FindingKind::ControlCharacters, report);
        }
        true
    }

    /// Whether the text is words; a bare number is not.
    pub(super) fn is_words(&self, report: &mut Report) -> bool {
        if is_bare_number(self.text) {
            self.note(FindingKind::NumberForWords, report);
            return false;
        }
        if self.column == Column::ServiceName && is_shouted(self.text) {
            self.note(FindingKind::OddCasing, report);
        }
        self.is_text(report)
    }

    /// Whether the text is a unit; unusual ones are noted.
    pub(super) fn is_unit(&self, report: &mut Report) -> bool {
        if is_odd_unit(self.text) {
            self.note(FindingKind::OddUnit, report);
        }
        self.is_words(report)
    }

    /// Which of the known values it is, whatever its case.
    pub(super) fn one_of(&self, known: &[&str], report: &mut Report) -> Option<usize> {
        if let Some(place) = known.iter().position(|value| *value == self.text) {
            return Some(place);
        }
        let place = known.iter().position(|value| value.eq_ignore_ascii_case(self.text));
        self.note(if place.is_some() { FindingKind::OddCasing } else { FindingKind::UnknownValue }, report);
        place
    }
}

/// Whether a control character is in it: no letter of a name.
pub(super) fn has_control(text: &str) -> bool {
    let ascii = text.bytes().fold(false, |found, byte| found | (byte < 0x20) | (byte == 0x7f));
    ascii || (!text.is_ascii() && text.chars().any(char::is_control))
}

/// Whether the text can stand as an id or name of the portal with `extra` characters behind it.
pub(super) fn is_name(text: &str, extra: usize) -> bool {
    let short = text.len() + extra <= crate::id::NAME_MAX_CHARS
        || text.chars().count() + extra <= crate::id::NAME_MAX_CHARS;
    short && !text.is_empty() && !has_control(text)
}

fn is_bare_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1
}

/// A single word of six capitals or more: a code, not the name of a service.
fn is_shouted(text: &str) -> bool {
    text.len() >= 6 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// FOCUS joins units by `-` (`GB-Hours`) or `/` (`GB/Month`); spaces and "per" are words, not units.
fn is_odd_unit(text: &str) -> bool {
    const TIMES: [&str; 12] = [
        "Hour", "Hours", "Month", "Months", "Day", "Days", "Second", "Seconds", "Minute", "Minutes", "Year",
        "Years",
    ];
    let Some((first, last)) = text.rsplit_once(' ') else { return false };
    let counts = first.bytes().all(|byte| byte.is_ascii_digit());
    !counts && TIMES.iter().any(|time| time.eq_ignore_ascii_case(last))
}
