//! One bill of the demo world: usage that grows and has seasons, priced exactly, rounded once.

use super::calendar::Calendar;
use super::catalog::{PRODUCTS, Tier, rate};
use super::payment::{self, Past};
use super::random::Random;
use super::world::{Account, Series};
use contract::bill::Balances;
use contract::cycle::Cycle;
use contract::money::{Amount, Money, Rounding};
use contract::usage::Quantity;

/// Decimals of every price.
const PRICE_DECIMALS: u32 = 10;

/// A line of the bill.
#[derive(Debug, Clone)]
pub struct Line {
    /// What was charged.
    pub description: &'static str,
    /// Usage, Credit or Adjustment.
    pub category: &'static str,
    /// Where.
    pub region: Option<&'static str>,
    /// How much of which unit, at which price.
    pub quantity: Option<(Amount, &'static str, Amount)>,
    /// Exact amount.
    pub amount: Amount,
}

/// A bill.
#[derive(Debug)]
pub struct Month {
    /// At least one.
    pub lines: Vec<Line>,
    /// One quantity per unit.
    pub usage: Vec<Quantity>,
    /// Exact sum of the lines.
    pub exact: Amount,
    /// What rounding left over.
    pub residue: Amount,
    /// The four balances.
    pub balances: Balances,
}

/// What a demo world can't be made of: a defect in it.
#[derive(Debug)]
pub struct Impossible(pub String);

fn impossible(error: impl std::fmt::Debug) -> Impossible {
    Impossible(format!("{error:?}"))
}

/// Makes the bill of `series` in `cycle`. `level` is how much it grew since the start, in millionths.
pub fn make(
    (series, account): (&Series, &Account),
    (cycle, calendar): (Cycle, &Calendar),
    level: i64,
    past: Past,
    mut random: Random,
) -> Result<Month, Impossible> {
    let target = target(series, (cycle, calendar), level, &mut random);
    let lines = lines(series, account, target, &mut random).ok_or_else(|| impossible(target))?;
    let exact = Amount::sum(lines.iter().map(|line| line.amount)).map_err(impossible)?;
    let settled = exact.settle(account.currency, Rounding::HalfUp).map_err(impossible)?;
    let cover = prepaid_cover(series, settled.money, &mut random);
    let balances = payment::balances(settled.money, cover, past, &mut random).map_err(impossible)?;
    let usage = usage(&lines).map_err(impossible)?;
    Ok(Month { lines, usage, exact, residue: settled.residue, balances })
}

/// Millionths of a US dollar that are spent in the month.
fn target(series: &Series, (cycle, calendar): (Cycle, &Calendar), level: i64, random: &mut Random) -> i128 {
    let season = PRODUCTS[series.product].season.get(cycle.month() as usize - 1).copied().unwrap_or(1000);
    let noise = random.between(955, 1045);
    let event = if random.chance(8) { random.between(1300, 2400) } else { 1000 };
    // Of the running month a part is over.
    let over = if calendar.age(cycle) == 0 { 560 } else { 1000 };
    let factors = i128::from(season) * i128::from(noise) * i128::from(event) * i128::from(over);
    i128::from(series.spend) * i128::from(level) / 1_000_000 * factors / 1_000_000_000_000
}

fn lines(series: &Series, account: &Account, target: i128, random: &mut Random) -> Option<Vec<Line>> {
    let tiers = PRODUCTS[series.product].tiers;
    let (first, count) = series.tiers;
    match random.below(1000) {
        0..4 => return Some(vec![credit(account, target, random)?]),
        4..14 => return Some(vec![free(tiers.get(first)?, target)?]),
        _ => {}
    }
    let mut lines = Vec::with_capacity(count + 1);
    let mut rest = target;
    for step in 0..count {
        let tier = &tiers[(first + step) % tiers.len()];
        let share = if step + 1 == count { rest } else { rest * i128::from(random.between(550, 750)) / 1000 };
        rest -= share;
        lines.push(rated(tier, account, share)?);
    }
    if random.chance(7) {
        lines.push(adjustment(account, target / 20, random)?);
    }
    Some(lines)
}

/// What so many millionths of a US dollar buy: a round count, times an exact price.
fn rated(tier: &'static Tier, account: &Account, target: i128) -> Option<Line> {
    let rate = i128::from(rate(account.currency));
    let list = i128::from(tier.price_nano_usd) * 10 * rate / 10_000;
    let price = (list * i128::from(1000 - account.discount) / 1000).max(1);
    let count = target * rate * 10_i128.pow(tier.decimals) / price;
    let quantity = Amount::from_parts(count, tier.decimals)?;
    let unit_price = Amount::from_parts(price, PRICE_DECIMALS)?;
    let amount = Amount::from_parts(count * price, tier.decimals + PRICE_DECIMALS)?;
    let (description, region) = (tier.description, tier.region);
    let quantity = Some((quantity, tier.unit, unit_price));
    Some(Line { description, category: "Usage", region, quantity, amount })
}

/// Inside what is free: counted, and charged nothing.
fn free(tier: &'static Tier, target: i128) -> Option<Line> {
    let count = target / 100_000 * 10_i128.pow(tier.decimals);
    let quantity = Some((Amount::from_parts(count, tier.decimals)?, tier.unit, Amount::ZERO));
    let (description, region) = ("Free allowance", tier.region);
    Some(Line { description, category: "Usage", region, quantity, amount: Amount::ZERO })
}

/// Money given back for the whole month.
fn credit(account: &Account, target: i128, random: &mut Random) -> Option<Line> {
    let part = target * i128::from(random.between(15, 95)) / 1000;
    let amount = Amount::from_parts(-part * i128::from(rate(account.currency)), PRICE_DECIMALS)?;
    let description = "Credit for an interruption of service";
    Some(Line { description, category: "Credit", region: None, quantity: None, amount })
}

/// Usage of an earlier month that came late, or was counted twice.
fn adjustment(account: &Account, most: i128, random: &mut Random) -> Option<Line> {
    let part = most * i128::from(random.between(-1000, 1000)) / 1000;
    let amount = Amount::from_parts(part * i128::from(rate(account.currency)), PRICE_DECIMALS)?;
    let description = "Adjustment of an earlier month";
    Some(Line { description, category: "Adjustment", region: None, quantity: None, amount })
}

fn prepaid_cover(series: &Series, consumption: Money, random: &mut Random) -> Money {
    if !series.prepaid || consumption.is_negative() {
        return Money::zero(consumption.currency());
    }
    let part = if random.chance(420) { 1000 } else { random.between(200, 960) };
    let minor = i128::from(consumption.minor()) * i128::from(part) / 1000;
    Money::new(i64::try_from(minor).unwrap_or(0), consumption.currency())
}

/// One quantity per unit.
pub fn usage(lines: &[Line]) -> Result<Vec<Quantity>, contract::money::AmountError> {
    let mut usage: Vec<Quantity> = Vec::with_capacity(lines.len());
    for (value, unit, _) in lines.iter().filter_map(|line| line.quantity) {
        match usage.iter_mut().find(|part| part.unit == unit) {
            Some(part) => part.value = part.value.checked_add(value)?,
            None => usage.push(Quantity { value, unit: unit.to_owned() }),
        }
    }
    Ok(usage)
}
