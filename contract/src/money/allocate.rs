//! Splitting money so that the parts always add up to the whole.

use super::Money;

/// Splits `money` in proportion to `weights` by largest remainder; on equal remainders the earlier part gets the
/// unit. The parts add up to `money` exactly. `None` when every weight is zero (there is nothing to split by).
pub fn allocate(money: Money, weights: &[u64]) -> Option<Vec<Money>> {
    let total: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    if total == 0 {
        return None;
    }
    let whole = u128::from(money.minor().unsigned_abs());
    let mut parts: Vec<(u128, u128)> = Vec::with_capacity(weights.len());
    for &weight in weights {
        // Below 2^64 × 2^64: always fits.
        let product = whole * u128::from(weight);
        parts.push((product / total, product % total));
    }
    let given: u128 = parts.iter().map(|(part, _)| part).sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&index| (std::cmp::Reverse(parts[index].1), index));
    let missing = usize::try_from(whole - given).ok()?;
    for &index in order.iter().take(missing) {
        parts[index].0 += 1;
    }
    parts.into_iter().map(|(part, _)| signed(money, part)).collect()
}

fn signed(money: Money, part: u128) -> Option<Money> {
    let magnitude = i128::try_from(part).ok()?;
    let minor = if money.is_negative() { -magnitude } else { magnitude };
    Some(Money::new(i64::try_from(minor).ok()?, money.currency()))
}
