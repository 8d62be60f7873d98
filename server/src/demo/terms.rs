//! Terms of credit in the demo world: most accounts pay later, some are charged by themselves.

use super::world::Account;
use contract::calendar::{CreditControl, PaymentPeriod, SettlementCycle};
use contract::money::Money;

/// Credit limit in whole units of the currency.
const LIMIT: i64 = 20_000;

/// Whether the account at `place` is not on credit control: its default payment method is charged (A4).
pub const fn is_charged(place: i64) -> bool {
    place % 5 == 0
}

/// The account's term, by its place; none where the default payment method is charged (A4).
pub fn of(account: &Account) -> Option<CreditControl> {
    if is_charged(account.place) {
        return None;
    }
    let (settlement_cycle, payment_period) = match account.place % 5 {
        1 | 2 => (SettlementCycle::Monthly, PaymentPeriod::Calendar(30)),
        3 => (SettlementCycle::Monthly, PaymentPeriod::Business(10)),
        _ => (SettlementCycle::Quarterly, PaymentPeriod::Calendar(15)),
    };
    let limit = LIMIT * 10_i64.pow(account.currency.exponent().into());
    let special_agreement = account.place % 37 == 0;
    Some(CreditControl {
        limit: Money::new(limit, account.currency),
        settlement_cycle,
        payment_period,
        special_agreement,
        directly_contracted: account.place % 7 != 0,
    })
}
