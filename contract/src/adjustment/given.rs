//! What was given back of an issued month, by whichever way: adjustments, credit notes, refunds. Each way looks at the
//! others, so that nothing is given back twice (M2, R10).

use crate::money::{Money, MoneyError};

/// A bill of an account × product × application × month, in the order in which they were billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BilledPart {
    /// What it comes to; below nothing: it takes off what was billed before.
    pub consumption: Money,
    /// What credit notes that stand took off it, of what was open and of what was paid.
    pub credited: Money,
}

/// What adjustments below nothing take off each of these bills: the newest first, and never more than credit notes have
/// left of it.
///
/// # Errors
/// Different currencies, or sums past 63 bits.
pub fn taken(bills: &[BilledPart]) -> Result<Vec<Money>, MoneyError> {
    let mut taken: Vec<Money> = bills.iter().map(|bill| Money::zero(bill.consumption.currency())).collect();
    for (at, bill) in bills.iter().enumerate() {
        let mut need = Money::zero(bill.consumption.currency()).checked_sub(bill.consumption)?;
        for before in (0..at).rev() {
            if need.minor() <= 0 {
                break;
            }
            let BilledPart { consumption, credited } = bills[before];
            let left = consumption.checked_sub(credited)?.checked_sub(taken[before])?;
            let part = Money::new(need.minor().min(left.minor()).max(0), need.currency());
            taken[before] = taken[before].checked_add(part)?;
            need = need.checked_sub(part)?;
        }
    }
    Ok(taken)
}

/// Makes adjustments below nothing smaller, in their order, where a month would be left with less than was refunded of it:
/// `left` is what its bills come to with these adjustments and without what credit notes took off. Whatever the refund was
/// for, no more than that is given back than was billed.
///
/// # Errors
/// Different currencies, or sums past 63 bits.
pub fn less_refunded(due: &mut [Money], left: Money, refunded: Money) -> Result<(), MoneyError> {
    let short = refunded.checked_sub(left)?.minor().min(refunded.minor());
    let mut short = Money::new(short.max(0), refunded.currency());
    for due in due.iter_mut().filter(|due| due.is_negative()) {
        let part = Money::new(due.minor().saturating_neg().min(short.minor()), short.currency());
        *due = due.checked_add(part)?;
        short = short.checked_sub(part)?;
    }
    Ok(())
}
