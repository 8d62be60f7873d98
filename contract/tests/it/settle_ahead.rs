//! What a month that is charged ahead is paid from before it is charged (A4, A6).

use crate::settle::{automatic, bill, card, cash, coupon, cycle, day, owed, product, usd};
use contract::id::CardId;
use contract::ledger::Source;
use contract::money::{Currency, Money};
use contract::settle::{Lot, Owed, Policy, Products, Purse, deductions, paid_without_charge};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// 100 for SMS and 50 for voice in 2026-11.
fn november() -> Owed {
    owed("2026-11", vec![bill(1, "2026-11", "sms", 100), bill(2, "2026-11", "voice", 50)])
}

fn middle() -> Policy {
    Policy { today: day("2026-11-15"), ..automatic() }
}

/// `wanted`: by issued months before it.
fn after(purse: &Purse, owed: &[Owed], wanted: i64) -> i64 {
    paid_without_charge(purse, owed, usd(wanted), cycle("2026-11"), middle()).unwrap().minor()
}

fn otherwise(purse: &Purse, owed: &[Owed]) -> i64 {
    after(purse, owed, 0)
}

#[test]
fn a4_what_coupons_cards_refunds_and_cash_pay_is_not_charged() {
    let mut bills = november();
    bills.bills[0].cards = vec![CardId::new(5)];
    let purse = Purse {
        coupons: vec![coupon(3, "2026-12-31", Products::Only(vec![product("voice")]), 20)],
        cards: vec![card(5, ("2026-11", "2026-11"), 40)],
        refunds: vec![Lot { month: cycle("2026-10"), left: usd(10) }],
        ..cash(7)
    };
    assert_eq!(otherwise(&purse, &[bills.clone()]), 20 + 40 + 10 + 7);
    let steps = deductions(&purse, &[bills], cycle("2026-11"), middle()).unwrap();
    let kinds = steps.iter().map(|step| match step.source {
        Source::Coupon(_) => "coupon",
        Source::Card(_) => "card",
        Source::Refund(_) => "refund",
        Source::Cash | Source::Prepayment(_) => "money",
    });
    assert_eq!(kinds.collect::<Vec<_>>(), ["coupon", "card", "refund"], "cash deducts nothing");
}

#[test]
fn a4_what_is_over_by_the_issue_spares_no_charge() {
    // November is issued on the 2nd of December.
    for (valid_to, spared) in [("2026-11-30", 0), ("2026-12-01", 0), ("2026-12-02", 20)] {
        let purse = Purse { coupons: vec![coupon(3, valid_to, Products::All, 20)], ..cash(0) };
        assert_eq!(otherwise(&purse, &[november()]), spared, "{valid_to}");
    }
}

#[test]
fn a4_older_months_come_first_and_frozen_cash_is_another_months() {
    let october = owed("2026-10", vec![bill(9, "2026-10", "sms", 30)]);
    let purse = Purse { coupons: vec![coupon(3, "2026-12-31", Products::All, 50)], ..cash(0) };
    assert_eq!(otherwise(&purse, &[october.clone(), november()]), 20, "30 of the coupon go to October");
    assert_eq!(after(&cash(100), &[october.clone(), november()], 30), 70, "October is issued");
    let frozen = Purse::of_cash(usd(100), usd(30), usd(0));
    assert_eq!(
        otherwise(&frozen, &[october, november()]),
        70,
        "October runs, and cash is frozen for it once"
    );
    let frozen = Purse::of_cash(usd(100), usd(80), usd(0));
    assert_eq!(otherwise(&frozen, &[november()]), 20);
    let owing = Purse::of_cash(usd(-40), usd(0), usd(1_000));
    assert_eq!(otherwise(&owing, &[november()]), 0, "credit pays nothing, and less than nothing neither");
}

#[test]
fn a4_other_currencies_are_refused() {
    let purse = Purse { cash: Money::new(1, Currency::EUR), ..cash(0) };
    assert!(paid_without_charge(&purse, &[november()], usd(0), cycle("2026-11"), middle()).is_err());
}
