//! Chance that repeats: the same seed and the same place in the world give the same draw, whatever was drawn
//! before elsewhere. Whole numbers only.

/// SplitMix64: small, well mixed, and the same on every machine.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The draws that belong to one place in the world, named by `path`.
    pub fn at(seed: u64, path: &[u64]) -> Self {
        let start = Self(seed ^ 0x6a09_e667_f3bc_c908);
        path.iter().fold(start, |mut random, &step| {
            let mixed = random.next() ^ step.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            Self(mixed)
        })
    }

    /// Any 64 bits.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `count` − 1; 0 when `count` is 0.
    pub fn below(&mut self, count: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(count);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let count = high.abs_diff(low).saturating_add(1);
        low.saturating_add_unsigned(self.below(count))
    }

    /// True in so many of a thousand cases.
    pub fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// One of `choices`; `None` when there is none.
    pub fn choose<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let place = self.below(choices.len() as u64);
        choices.get(usize::try_from(place).unwrap_or(0))
    }

    /// So many hexadecimal digits.
    pub fn hex(&mut self, digits: usize) -> String {
        (0..digits).map(|_| char::from(b"0123456789abcdef"[(self.next() >> 60) as usize])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_same_place_draws_the_same_and_another_place_something_else() {
        let draw = |path: &[u64]| Random::at(1, path).next();
        assert_eq!(draw(&[1, 2]), draw(&[1, 2]));
        assert_ne!(draw(&[1, 2]), draw(&[2, 1]));
        assert_ne!(draw(&[1]), draw(&[1, 0]));
    }

    #[test]
    fn draws_stay_in_their_range() {
        let mut random = Random::at(7, &[]);
        for _ in 0..1_000 {
            assert!((-3..=3).contains(&random.between(-3, 3)));
        }
        assert_eq!(random.hex(24).len(), 24);
    }
}
