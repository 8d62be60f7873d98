//! Which bills are selected: some by hand, or all that is filtered less some.
//!
//! It never holds the ids of "all that is filtered": the server knows them by the filter (B2).

use contract::api::{PICKED_MAX, Picked};
use contract::id::BillId;
use std::collections::BTreeSet;

/// A selection of bills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// These.
    Only(BTreeSet<BillId>),
    /// All that is filtered but these.
    AllBut(BTreeSet<BillId>),
}

impl Default for Selection {
    fn default() -> Self {
        Self::Only(BTreeSet::new())
    }
}

impl Selection {
    /// All that is filtered.
    pub const fn all() -> Self {
        Self::AllBut(BTreeSet::new())
    }

    /// Whether a bill is in it.
    pub fn contains(&self, id: BillId) -> bool {
        match self {
            Self::Only(ids) => ids.contains(&id),
            Self::AllBut(ids) => !ids.contains(&id),
        }
    }

    /// Takes bills in or out; says whether there was room for them.
    pub fn set(&mut self, bills: impl IntoIterator<Item = BillId>, selected: bool) -> bool {
        let (ids, insert) = match self {
            Self::Only(ids) => (ids, selected),
            Self::AllBut(ids) => (ids, !selected),
        };
        for id in bills {
            if !insert {
                ids.remove(&id);
            } else if ids.len() < PICKED_MAX {
                ids.insert(id);
            } else {
                return false;
            }
        }
        true
    }

    /// How many of `filtered` bills.
    pub fn count(&self, filtered: u64) -> u64 {
        match self {
            Self::Only(ids) => ids.len() as u64,
            Self::AllBut(ids) => filtered.saturating_sub(ids.len() as u64),
        }
    }

    /// The one bill, if it is just one picked by hand.
    pub fn single(&self) -> Option<BillId> {
        match self {
            Self::Only(ids) if ids.len() == 1 => ids.first().copied(),
            _ => None,
        }
    }

    /// As the server is told; `query` is the filter and order.
    pub fn picked(&self, query: String) -> Picked {
        let list = |ids: &BTreeSet<BillId>| ids.iter().copied().collect();
        match self {
            Self::Only(ids) => Picked { query, only: list(ids), except: Vec::new() },
            Self::AllBut(ids) => Picked { query, only: Vec::new(), except: list(ids) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b2_all_that_is_filtered_needs_no_ids() {
        let mut selection = Selection::all();
        assert_eq!(selection.count(1_000_000), 1_000_000);
        selection.set([BillId::new(7)], false);
        assert_eq!(selection.count(1_000_000), 999_999);
        assert!(!selection.contains(BillId::new(7)));
        assert_eq!(selection.picked(String::new()).except, vec![BillId::new(7)]);
    }

    #[test]
    fn b2_a_hand_picked_selection_is_its_ids() {
        let mut selection = Selection::default();
        selection.set([BillId::new(2), BillId::new(1)], true);
        selection.set([BillId::new(2)], false);
        assert_eq!(selection.count(50), 1);
        assert_eq!(selection.single(), Some(BillId::new(1)));
    }
}
