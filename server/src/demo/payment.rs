//! How much of a demo bill is paid: old ones nearly all, recent ones hardly.

use super::random::Random;
use contract::bill::{Balances, Unbalanced, UncheckedBalances};
use contract::money::Money;

/// Who says how much of a bill is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// Nothing is paid yet: it is not issued, or it is paid through the ledger.
    Open,
    /// Chance, for a bill that is so many cycles old.
    Aged(i32),
    /// All of it was paid.
    Paid,
}

/// The balances of a bill with this past.
pub fn balances(
    consumption: Money,
    cover: Money,
    past: Past,
    random: &mut Random,
) -> Result<Balances, Unbalanced> {
    let issued = Balances::at_issue(consumption, cover)?;
    let due = issued.outstanding();
    let nothing = Money::zero(consumption.currency());
    let mut parts = UncheckedBalances {
        consumption,
        prepaid_cover: cover,
        outstanding: due,
        processing: nothing,
        settled: issued.settled(),
        canceled: nothing,
    };
    let age = match past {
        Past::Aged(age) if !due.is_zero() => age,
        Past::Open | Past::Aged(_) => return Ok(issued),
        Past::Paid => {
            parts.settled = parts.settled.checked_add(due)?;
            parts.outstanding = nothing;
            return parts.try_into();
        }
    };
    if random.chance(cleared_per_mille(age)) {
        // A credit note took some off.
        let canceled = if random.chance(6) { part(due, random.between(50, 1000)) } else { nothing };
        parts.canceled = canceled;
        parts.settled = parts.settled.checked_add(due.checked_sub(canceled)?)?;
        parts.outstanding = nothing;
        return parts.try_into();
    }
    match random.below(100) {
        0..14 if age <= 3 => {
            let paying = if random.chance(700) { due } else { part(due, random.between(100, 900)) };
            parts.processing = paying;
            parts.outstanding = due.checked_sub(paying)?;
        }
        14..34 => {
            let paid = part(due, random.between(100, 900));
            parts.settled = parts.settled.checked_add(paid)?;
            parts.outstanding = due.checked_sub(paid)?;
        }
        _ => {}
    }
    parts.try_into()
}

/// Of a thousand bills of this age so many are paid.
const fn cleared_per_mille(age: i32) -> u64 {
    match age {
        ..=1 => 240,
        2 => 610,
        3 => 830,
        4..=6 => 945,
        _ => 993,
    }
}

fn part(money: Money, per_mille: i64) -> Money {
    let minor = i128::from(money.minor()) * i128::from(per_mille) / 1000;
    Money::new(i64::try_from(minor).unwrap_or(0), money.currency())
}
