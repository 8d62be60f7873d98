//! What was billed late for issued months, against credit notes: both together never give back more than was billed (M2).

use crate::engine::late::taken_off;
use crate::store::StoreError;
use crate::store::late::{LateBill, ReadLate};
use contract::file::focus::ExactSum;
use contract::id::BillId;
use contract::money::{Amount, Currency, Money, Rounding};
use std::collections::BTreeMap;

/// An account, and a month as it is stored.
pub(super) type Month = (i64, i64);

/// Says what is off; gives what adjustments took off the bills of each account's month, in minor units: less what was billed
/// late for it, as when usage turns out to be another application's.
pub(super) async fn look<C: ReadLate + Send>(
    tx: &mut C,
    organization: i64,
    off: &mut Vec<String>,
) -> Result<BTreeMap<Month, i64>, StoreError> {
    let bills = tx.late_bills(organization, (0, i64::MAX)).await?;
    let mut months: BTreeMap<Month, i64> = BTreeMap::new();
    let mut late: BTreeMap<Month, i64> = BTreeMap::new();
    for bills in bills.chunk_by(|one, other| one.key() == other.key()) {
        for (bill, taken) in bills.iter().zip(taken_off(bills)?) {
            *months.entry((bill.account_id, bill.cycle)).or_default() += taken.minor();
            if bill.usage_cycle < bill.cycle {
                *late.entry((bill.account_id, bill.usage_cycle)).or_default() += bill.consumption;
            }
        }
        off.extend(twice(tx, organization, bills).await?);
    }
    for (month, taken) in &mut months {
        *taken = (*taken).min(late.get(month).map_or(0, |late| -late));
    }
    Ok(months)
}

/// Why credit notes and adjustments gave something back twice, if they did.
async fn twice<C: ReadLate + Send>(
    tx: &mut C,
    organization: i64,
    bills: &[LateBill],
) -> Result<Option<String>, StoreError> {
    let sum = |of: fn(&LateBill) -> i64| bills.iter().map(of).fold(0, i64::saturating_add);
    let (billed, credited) = (sum(|bill| bill.consumption), sum(|bill| bill.credited));
    let below = |bill: &&LateBill| bill.usage_cycle < bill.cycle && bill.consumption < 0;
    let Some(first) = bills.first().filter(|_| credited > billed.max(0)) else { return Ok(None) };
    if !bills.iter().any(|bill| below(&bill)) {
        return Ok(None);
    }
    // A vendor may owe more than was ever billed: then that may be given back beside what notes took off.
    let mut least = 0;
    for bill in bills.iter().filter(below) {
        least = least.min(stated(tx, organization, bill).await?);
    }
    if billed.saturating_sub(credited) >= least {
        return Ok(None);
    }
    let currency = currency(first)?;
    let (billed, credited) = (Money::new(billed, currency), Money::new(credited, currency));
    let bill = BillId::new(first.id);
    Ok(Some(format!("bill {bill}: credit notes took off {credited}, but only {billed} was billed")))
}

/// What its delivery stated for a bill that adjusts, in minor units.
async fn stated<C: ReadLate + Send>(
    tx: &mut C,
    organization: i64,
    bill: &LateBill,
) -> Result<i64, StoreError> {
    let mut sum = ExactSum::default();
    for amount in tx.stated(organization, bill.id).await? {
        let amount: Amount = amount.parse().map_err(|_| corrupt("an exact amount"))?;
        sum = sum.plus(amount).ok_or_else(|| corrupt("a sum of lines"))?;
    }
    let exact = sum.total().ok_or_else(|| corrupt("a sum of lines"))?;
    let settled = exact.settle(currency(bill)?, Rounding::default());
    Ok(settled.map_err(|_| corrupt("a sum of lines"))?.money.minor())
}

fn currency(bill: &LateBill) -> Result<Currency, StoreError> {
    bill.currency.parse().map_err(|_| corrupt("a bill's currency"))
}

fn corrupt(what: &str) -> StoreError {
    StoreError::Corrupt(what.to_owned())
}
