//! Sorting rows by whole numbers in linear time: digit by digit, the last one first.

const DIGIT_BITS: u32 = 11;
const DIGITS: usize = 1 << DIGIT_BITS;
/// So few rows are sorted by comparing.
const FEW: usize = 512;

/// Sorts rows by a key; what has the same key stays as it stood.
pub fn sort(mut rows: Vec<u32>, key: impl Fn(u32) -> u64) -> Vec<u32> {
    if rows.len() <= FEW {
        rows.sort_by_cached_key(|&row| key(row));
        return rows;
    }
    let (mut least, mut most) = (u64::MAX, 0);
    for &row in &rows {
        let key = key(row);
        (least, most) = (least.min(key), most.max(key));
    }
    let bits = u64::BITS - (most - least).leading_zeros();
    if bits == 0 {
        return rows;
    }
    if bits <= u32::BITS {
        // Key and row fit into one word.
        let word = |row: u32| (key(row) - least) << u32::BITS | u64::from(row);
        let sorted = by_digits(rows.into_iter().map(word).collect(), bits, |word| word >> u32::BITS);
        return sorted.into_iter().map(|word| (word & u64::from(u32::MAX)) as u32).collect();
    }
    let pairs = rows.into_iter().map(|row| (key(row) - least, row)).collect();
    by_digits(pairs, bits, |pair| pair.0).into_iter().map(|(_, row)| row).collect()
}

fn by_digits<T: Copy + Default>(mut items: Vec<T>, bits: u32, key: impl Fn(&T) -> u64) -> Vec<T> {
    let mut sorted = vec![T::default(); items.len()];
    for pass in 0..bits.div_ceil(DIGIT_BITS) {
        let digit = |item: &T| (key(item) >> (pass * DIGIT_BITS)) as usize % DIGITS;
        let mut places = [0_usize; DIGITS];
        for item in &items {
            places[digit(item)] += 1;
        }
        let mut before = 0;
        for place in &mut places {
            before += std::mem::replace(place, before);
        }
        for item in &items {
            let place = &mut places[digit(item)];
            sorted[*place] = *item;
            *place += 1;
        }
        std::mem::swap(&mut items, &mut sorted);
    }
    items
}

/// A signed number as a key that sorts as it does.
#[inline]
pub const fn signed(value: i64) -> u64 {
    value.cast_unsigned() ^ (1 << 63)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn it_sorts_as_comparing_does_and_keeps_equal_ones(
            keys in prop::collection::vec(any::<i64>(), 0..2000), narrow in 1_i64..100_000,
        ) {
            for keys in [keys.clone(), keys.iter().map(|key| key % narrow).collect()] {
                let rows: Vec<u32> = (0_u32..).take(keys.len()).collect();
                let mut expected = rows.clone();
                expected.sort_by_key(|&row| keys[row as usize]);
                prop_assert_eq!(sort(rows, |row| signed(keys[row as usize])), expected);
            }
        }
    }
}
