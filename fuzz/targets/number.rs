//! Money, amounts, cycles, times and ids out of any text: read back as the same, or refused.
#![no_main]

use contract::cycle::Cycle;
use contract::file::focus::Moment;
use contract::id::BillId;
use contract::money::{Amount, Currency, Money, Rounding};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for currency in [Currency::JPY, Currency::USD, Currency::KWD] {
        if let Ok(money) = Money::parse(currency, text) {
            assert_eq!(Money::parse(currency, &money.value()), Ok(money));
        }
    }
    if let Ok(amount) = text.parse::<Amount>() {
        assert_eq!(amount.to_string().parse(), Ok(amount));
        for rounding in Rounding::ALL {
            if let Ok(settled) = amount.settle(Currency::USD, rounding) {
                assert_eq!(settled.money.amount().checked_add(settled.residue), Ok(amount));
            }
        }
    }
    if let Ok(cycle) = text.parse::<Cycle>() {
        assert_eq!(cycle.to_string(), text);
    }
    if let Ok(id) = text.parse::<BillId>() {
        assert_eq!(id.to_string(), text);
    }
    if let Some(moment) = Moment::parse(text) {
        assert!(moment.utc().is_some());
    }
});
