//! What the cells of a row say together: periods, pairs, and costs against prices (R3).

use super::sum::raise;
use super::values::{ChargeCategory, Values};
use super::{Column, FindingKind, Moment, Report, Zone};
use crate::money::Amount;

/// Cells of which one alone says little.
const PAIRS: [(Column, Column); 4] = [
    (Column::RegionId, Column::RegionName),
    (Column::SubAccountId, Column::SubAccountName),
    (Column::ConsumedQuantity, Column::ConsumedUnit),
    (Column::PricingQuantity, Column::PricingUnit),
];

/// A cost, and the unit price of which it is the `PricingQuantity`-fold.
const COSTS: [(Column, Column); 2] =
    [(Column::ListCost, Column::ListUnitPrice), (Column::ContractedCost, Column::ContractedUnitPrice)];

/// Notes what is off between the cells of a row.
pub(super) fn row(values: &Values, row: u64, report: &mut Report) {
    let mut note = |column: Column, kind: FindingKind| report.note(row, Some(column), kind, "");
    for (one, other) in PAIRS {
        match (values.has(one), values.has(other)) {
            (true, false) => note(other, FindingKind::HalfGiven),
            (false, true) => note(one, FindingKind::HalfGiven),
            _ => {}
        }
    }
    periods(values, &mut note);
    costs(values, &mut note);
}

fn periods(values: &Values, note: &mut impl FnMut(Column, FindingKind)) {
    let [bill_from, bill_to, from, to] = [
        Column::BillingPeriodStart,
        Column::BillingPeriodEnd,
        Column::ChargePeriodStart,
        Column::ChargePeriodEnd,
    ]
    .map(|column| values.time(column));
    let next_month = values.cycle.map(|cycle| cycle.next().first_day());
    let starts_month =
        |time: &Moment| time.is_midnight() && values.cycle.map(|c| c.first_day()) == Some(time.date);
    let ends_month = |time: &Moment| time.is_midnight() && next_month == Some(time.date);
    if bill_from.is_some_and(|time| !starts_month(&time)) {
        note(Column::BillingPeriodStart, FindingKind::NotAMonth);
    } else if bill_to.is_some_and(|time| !ends_month(&time)) {
        note(Column::BillingPeriodEnd, FindingKind::NotAMonth);
    }
    if is_before(bill_to, bill_from) {
        note(Column::BillingPeriodEnd, FindingKind::ReversedPeriod);
    }
    if is_before(to, from) {
        note(Column::ChargePeriodEnd, FindingKind::ReversedPeriod);
    }
    if is_before(from, bill_from) || is_before(bill_to, from) {
        note(Column::ChargePeriodStart, FindingKind::OutsidePeriod);
    } else if is_before(bill_to, to) || is_before(to, bill_from) {
        note(Column::ChargePeriodEnd, FindingKind::OutsidePeriod);
    }
}

/// Whether both are there and the first is earlier.
fn is_before(one: Option<Moment>, other: Option<Moment>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    if matches!((one.zone, other.zone), (Zone::Utc | Zone::Unsaid, Zone::Utc | Zone::Unsaid)) {
        return (one.date, one.second_of_day) < (other.date, other.second_of_day);
    }
    one.utc().zip(other.utc()).is_some_and(|(one, other)| one < other)
}

fn costs(values: &Values, note: &mut impl FnMut(Column, FindingKind)) {
    let quantity = values.number(Column::PricingQuantity);
    for (cost, price) in COSTS {
        if let (Some(exact), Some(price), Some(quantity)) =
            (values.number(cost), values.number(price), quantity)
            && is_product(exact, price, quantity) == Some(false)
        {
            note(cost, FindingKind::CostNotPrice);
        }
    }
    let billed = values.number(Column::BilledCost).is_some_and(|billed| !billed.is_zero());
    let plain = values.category == Some(ChargeCategory::Usage) && !values.has(Column::CommitmentDiscountId);
    for cost in [Column::ContractedCost, Column::EffectiveCost] {
        if billed && plain && values.number(cost).is_some_and(Amount::is_zero) {
            note(cost, FindingKind::ZeroCost);
        }
    }
}

/// Whether `cost` is `price × quantity`, give or take a thousandth and 10⁻⁹: prices in files are rounded. `None` when
/// the figures are too long to say.
fn is_product(cost: Amount, price: Amount, quantity: Amount) -> Option<bool> {
    const SLACK_DECIMALS: u32 = 9;
    let ((cost, of_cost), (price, of_price), (quantity, of_quantity)) =
        (cost.digits(), price.digits(), quantity.digits());
    let decimals = of_cost.max(of_price + of_quantity).max(SLACK_DECIMALS);
    let cost = raise(cost, decimals - of_cost)?;
    let product = raise(price.checked_mul(quantity)?, decimals - of_price - of_quantity)?;
    let slack = (cost.abs() / 1000).checked_add(raise(1, decimals - SLACK_DECIMALS)?)?;
    Some(cost.checked_sub(product)?.abs() <= slack)
}
