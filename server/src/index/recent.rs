//! Answers kept for a while: the most recently used ones, a fixed number of them.

use std::sync::{Mutex, PoisonError};

/// Up to `capacity` values by key; the least recently used one makes room.
#[derive(Debug)]
pub struct Recent<K, V> {
    capacity: usize,
    /// Most recently used last.
    entries: Mutex<Vec<(K, V)>>,
}

impl<K: PartialEq, V: Clone> Recent<K, V> {
    /// Keeps up to `capacity` values.
    pub const fn new(capacity: usize) -> Self {
        Self { capacity, entries: Mutex::new(Vec::new()) }
    }

    /// The value of `key`, made by `make` when it is not kept. Two callers may make the same value at once: it is
    /// the same.
    pub fn get_or_make<E>(&self, key: K, make: impl FnOnce(&K) -> Result<V, E>) -> Result<V, E> {
        if let Some(value) = self.find(&key) {
            return Ok(value);
        }
        let value = make(&key)?;
        self.keep(key, value.clone());
        Ok(value)
    }

    /// Keeps the value of a key that is not kept.
    pub fn keep(&self, key: K, value: V) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= self.capacity {
            entries.remove(0);
        }
        entries.push((key, value));
    }

    /// Others with the values that `keep` holds for.
    #[must_use]
    pub fn kept(&self, keep: impl Fn(&K) -> bool) -> Self
    where
        K: Clone,
    {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = entries.iter().filter(|(key, _)| keep(key)).cloned().collect();
        Self { capacity: self.capacity, entries: Mutex::new(kept) }
    }

    /// The value of `key`, if it is kept.
    pub fn find(&self, key: &K) -> Option<V> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let place = entries.iter().rposition(|(known, _)| known == key)?;
        let entry = entries.remove(place);
        let value = entry.1.clone();
        entries.push(entry);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Recent;

    #[test]
    fn the_least_recently_used_value_makes_room() {
        let recent: Recent<u8, u8> = Recent::new(2);
        let make = |key| recent.get_or_make::<()>(key, |key| Ok(key * 2));
        assert_eq!((make(1), make(2), make(1), make(3)), (Ok(2), Ok(4), Ok(2), Ok(6)));
        assert_eq!(recent.get_or_make(1, |_| Err("was kept")), Ok(2));
        assert_eq!(recent.get_or_make(2, |_| Err("made room")), Err("made room"));
    }
}
