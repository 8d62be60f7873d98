//! One value per bill. Snapshots share a column until one of them changes it.

use super::edit::Edit;
use std::ops::Deref;
use std::sync::Arc;

/// Values of all rows, in the order of the rows.
#[derive(Debug, Clone)]
pub struct Column<T>(Arc<Vec<T>>);

impl<T> Deref for Column<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(Arc::new(values.into_iter().collect()))
    }
}

impl<T: Copy + PartialEq> Column<T> {
    /// Puts a value into a row and says whether it is another one than before. Only then the column is copied, if
    /// another snapshot has it too.
    pub fn put(&mut self, row: usize, value: T) -> bool {
        if self.0.get(row).is_none_or(|known| *known == value) {
            return false;
        }
        if let Some(cell) = Arc::make_mut(&mut self.0).get_mut(row) {
            *cell = value;
        }
        true
    }

    /// The same column with rows taken out and put in.
    pub fn edited<R>(&self, edits: &[Edit<R>], value: impl Fn(&R) -> T) -> Self {
        let mut edited = Vec::with_capacity(self.len() + edits.len());
        let mut from = 0;
        for edit in edits {
            match edit {
                Edit::Put { before, row } => {
                    edited.extend_from_slice(&self[from..*before]);
                    edited.push(value(row));
                    from = *before;
                }
                Edit::Take { row } => {
                    edited.extend_from_slice(&self[from..*row]);
                    from = row + 1;
                }
            }
        }
        edited.extend_from_slice(&self[from..]);
        Self(Arc::new(edited))
    }
}
