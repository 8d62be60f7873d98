//! Things that the sandbox remembers by name: so many and no more. The oldest are forgotten first.

use super::book::MOST;
use std::collections::{BTreeMap, VecDeque};

/// What is remembered.
#[derive(Debug)]
pub struct Kept<T> {
    by_name: BTreeMap<String, T>,
    order: VecDeque<String>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { by_name: BTreeMap::new(), order: VecDeque::new() }
    }
}

impl<T> Kept<T> {
    /// One of this name.
    pub fn get(&mut self, name: &str) -> Option<&mut T> {
        self.by_name.get_mut(name)
    }

    /// Remembers it.
    pub fn add(&mut self, name: String, thing: T) {
        if self.by_name.insert(name.clone(), thing).is_none() {
            self.order.push_back(name);
        }
        if self.order.len() > MOST
            && let Some(old) = self.order.pop_front()
        {
            self.by_name.remove(&old);
        }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.by_name.values()
    }
}
