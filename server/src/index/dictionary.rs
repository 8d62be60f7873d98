//! Names by code: the code of an entry is its rank in the order people expect, so columns of codes sort as names.

use std::collections::HashMap;

/// Entries in order; the place of an entry is its code.
#[derive(Debug, Clone)]
pub struct Dictionary<T> {
    entries: Vec<T>,
    /// In lower case, all that free text may be found in.
    searched: Vec<String>,
    by_id: HashMap<i64, u32>,
    ids: Vec<i64>,
}

impl<T> Dictionary<T> {
    /// Orders `entries` by the texts that `order` gives (case apart), then by id; `search` gives what free text is
    /// looked for in.
    pub fn build(
        entries: Vec<(i64, T)>,
        order: impl Fn(&T) -> (String, String),
        search: impl Fn(&T) -> String,
    ) -> Self {
        let mut keyed: Vec<_> = entries.into_iter().map(|(id, entry)| (order(&entry), id, entry)).collect();
        keyed.sort_by(|left, right| (&left.0, left.1).cmp(&(&right.0, right.1)));
        let mut built = Self { entries: vec![], searched: vec![], by_id: HashMap::new(), ids: vec![] };
        for (code, (_, id, entry)) in (0_u32..).zip(keyed) {
            built.searched.push(search(&entry).to_lowercase());
            built.by_id.insert(id, code);
            built.ids.push(id);
            built.entries.push(entry);
        }
        built
    }

    /// How many entries.
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// The code of a database id.
    pub fn code(&self, id: i64) -> Option<u32> {
        self.by_id.get(&id).copied()
    }

    /// The database id behind a code.
    pub fn id(&self, code: usize) -> Option<i64> {
        self.ids.get(code).copied()
    }

    /// The entry behind a code.
    pub fn get(&self, code: usize) -> Option<&T> {
        self.entries.get(code)
    }

    /// Every entry with its code, in order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        self.entries.iter().enumerate()
    }

    /// Whether the entry behind `code` contains `needle`, which is in lower case.
    pub fn contains(&self, code: usize, needle: &str) -> bool {
        self.searched.get(code).is_some_and(|text| text.contains(needle))
    }
}
