//! The table of texts that repeat: each is kept once, cells point to it, the table is written after the sheets.
//!
//! Must never grow without bound: past [`BUDGET`] it takes no new text and the caller writes it into the cell.

use super::{DocumentError, cell};
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Bytes of text and of index that the table may hold.
const BUDGET: usize = 20 * 1024 * 1024;

/// What one text costs beside its bytes: its end, its slot, the slot's neighbours while growing.
const OVERHEAD: usize = 24;

const BLOCK: usize = 64 * 1024;

/// Texts in the order of their first use.
#[derive(Default)]
pub(super) struct SharedStrings {
    texts: String,
    /// Where each text ends in `texts`.
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Cells that point here.
    uses: u64,
}

impl SharedStrings {
    /// The index of `text`, taken in if it is new; `None` when the table is full.
    pub fn intern(&mut self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        let (texts, ends) = (&self.texts, &self.ends);
        let same = |&index: &u32| text_at(texts, ends, index) == text;
        if let Some(&index) = self.table.find(hash, same) {
            return Some(index);
        }
        let size = self.texts.len() + text.len() + (self.ends.len() + 1) * OVERHEAD;
        if size > BUDGET {
            return None;
        }
        let index = u32::try_from(self.ends.len()).ok()?;
        self.texts.push_str(text);
        self.ends.push(u32::try_from(self.texts.len()).ok()?);
        let (texts, ends, hasher) = (&self.texts, &self.ends, &self.hasher);
        self.table.insert_unique(hash, index, |&index| hasher.hash_one(text_at(texts, ends, index)));
        Some(index)
    }

    /// Counts a cell that points into the table.
    pub fn count_use(&mut self) {
        self.uses += 1;
    }

    /// Writes the part `sharedStrings.xml`.
    pub fn write(
        &self,
        mut write: impl FnMut(&[u8]) -> Result<(), DocumentError>,
    ) -> Result<(), DocumentError> {
        let mut out = Vec::with_capacity(BLOCK + 4096);
        out.extend_from_slice(
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"{}\" uniqueCount=\"{}\">",
                self.uses,
                self.ends.len()
            )
            .as_bytes(),
        );
        let mut start = 0;
        for &end in &self.ends {
            out.extend_from_slice(b"<si>");
            cell::push_t(&mut out, &self.texts[start..end as usize]);
            out.extend_from_slice(b"</si>");
            start = end as usize;
            if out.len() >= BLOCK {
                write(&out)?;
                out.clear();
            }
        }
        out.extend_from_slice(b"</sst>");
        write(&out)
    }
}

fn text_at<'t>(texts: &'t str, ends: &[u32], index: u32) -> &'t str {
    let index = index as usize;
    let start = index.checked_sub(1).map_or(0, |before| ends[before] as usize);
    &texts[start..ends[index] as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_kept_once_and_the_table_is_capped() {
        let mut strings = SharedStrings::default();
        assert_eq!(strings.intern("a"), Some(0));
        assert_eq!(strings.intern("b"), Some(1));
        assert_eq!(strings.intern("a"), Some(0));
        let long = "x".repeat(BUDGET);
        assert_eq!(strings.intern(&long), None);
        assert_eq!(strings.intern("b"), Some(1));
    }
}
