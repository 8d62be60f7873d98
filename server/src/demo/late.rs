//! Usage of an issued month that came late: the bill of the next month that adjusts the one that stands (M2).

use super::month::{Impossible, Line, Month, usage};
use contract::adjustment::Billed;
use contract::bill::Balances;
use contract::money::{Amount, Currency, Money, Rounding};

fn impossible(error: impl std::fmt::Debug) -> Impossible {
    Impossible(format!("{error:?}"))
}

/// What the last line of a bill, counted once more, makes of the next month; none when it is free.
pub fn adjusting(before: &Month, currency: Currency) -> Result<Option<Month>, Impossible> {
    let mut lines = before.lines.clone();
    lines.extend(before.lines.last().cloned());
    let exact = Amount::sum(lines.iter().map(|line| line.amount)).map_err(impossible)?;
    let settled = exact.settle(currency, Rounding::HalfUp).map_err(impossible)?;
    let mut billed = Billed::nothing(currency);
    billed.add(before.balances.consumption(), Money::zero(currency), &before.usage).map_err(impossible)?;
    let all = usage(&lines).map_err(impossible)?;
    let due = billed.due(settled.money).map_err(impossible)?;
    let adjustment = billed.adjust(due, (exact, settled), &all).map_err(impossible)?;
    let Some(adjustment) = adjustment else { return Ok(None) };
    lines.extend(adjustment.deduction.map(|amount| Line {
        description: "Billed before",
        category: "Adjustment",
        region: None,
        quantity: None,
        amount,
    }));
    let balances = Balances::at_issue(adjustment.money, Money::zero(currency)).map_err(impossible)?;
    let (exact, residue, usage) = (adjustment.exact, adjustment.residue, adjustment.usage);
    Ok(Some(Month { lines, usage, exact, residue, balances }))
}
