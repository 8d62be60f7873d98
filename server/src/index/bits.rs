//! One bit per row.

/// A set of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    rows: usize,
}

const WORD: usize = 64;

impl Bits {
    /// The rows from `start` to before `end`, out of `rows`.
    pub fn range(rows: usize, start: usize, end: usize) -> Self {
        let mut words = vec![0_u64; rows.div_ceil(WORD)];
        for (place, word) in words.iter_mut().enumerate() {
            let first = place * WORD;
            let low = start.saturating_sub(first).min(WORD);
            let high = end.saturating_sub(first).min(WORD);
            *word = below(high) & !below(low);
        }
        Self { words, rows }
    }

    /// Keeps the rows for which `keep` holds. Looks only at rows that are still in the set's words.
    pub fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        for (place, word) in self.words.iter_mut().enumerate() {
            if *word == 0 {
                continue;
            }
            let first = place * WORD;
            let last = (first + WORD).min(self.rows);
            let mut kept = 0_u64;
            for row in first..last {
                kept |= u64::from(keep(row)) << (row - first);
            }
            *word &= kept;
        }
    }

    /// Whether `row` is in the set.
    #[inline]
    pub fn has(&self, row: usize) -> bool {
        self.words.get(row / WORD).is_some_and(|word| word >> (row % WORD) & 1 == 1)
    }

    /// Becomes what it leaves over of `all`.
    pub fn turn(&mut self, all: &Self) {
        for (word, all) in self.words.iter_mut().zip(&all.words) {
            *word = all & !*word;
        }
    }

    /// How many rows are in the set.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The rows of the set, ascending.
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(place, &word)| Ones(word).map(move |bit| place * WORD + bit))
    }
}

/// The lowest `count` bits.
const fn below(count: usize) -> u64 {
    if count >= WORD { u64::MAX } else { (1 << count) - 1 }
}

struct Ones(u64);

impl Iterator for Ones {
    type Item = usize;
    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros() as usize;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_range_holds_its_rows_and_no_other(rows in 0_usize..300, a in 0_usize..320, b in 0_usize..320) {
            let bits = Bits::range(rows, a, b.min(rows));
            let expected: Vec<usize> = (a..b.min(rows)).collect();
            prop_assert_eq!(bits.rows().collect::<Vec<_>>(), expected.clone());
            prop_assert_eq!(bits.count(), expected.len());
        }

        #[test]
        fn retain_is_the_intersection(rows in 1_usize..300, modulus in 1_usize..9) {
            let mut bits = Bits::range(rows, rows / 3, rows);
            bits.retain(|row| row % modulus == 0);
            let expected: Vec<usize> = (rows / 3..rows).filter(|row| row % modulus == 0).collect();
            prop_assert!(expected.iter().all(|&row| bits.has(row)));
            prop_assert_eq!(bits.rows().collect::<Vec<_>>(), expected);
            let all = Bits::range(rows, 0, rows);
            let taken = bits.clone();
            bits.turn(&all);
            prop_assert!((0..rows).all(|row| bits.has(row) != taken.has(row)));
        }
    }
}
