//! What a top-up does for one monthly bill: how much it takes, what goes to older ones first (A2, A4, S14).

use contract::cycle::Cycle;
use contract::id::{BillId, ProductCode};
use contract::money::{Currency, Money};
use contract::settle::{
    ChargeFailure, FailedCharge, Finding, Gate, Owed, OwedBill, Policy, Purse, Reach, Standing, Terms,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn cycle(text: &str) -> Cycle {
    text.parse().unwrap()
}

/// A month with one bill of so much.
fn owed((month, minor): (&str, i64)) -> Owed {
    let covers = (cycle(month), cycle(month));
    let product = ProductCode::parse("sms").unwrap();
    let id = BillId::new(cycle(month).index().into());
    Owed {
        cycle: cycle(month),
        bills: vec![OwedBill { id, product, covers, cards: Vec::new(), outstanding: usd(minor) }],
    }
}

/// An account on credit control with so much cash.
fn standing(cash: i64, months: &[(&str, i64)]) -> Standing {
    Standing {
        now: "2026-11-03T04:00:00Z".parse().unwrap(),
        purse: Purse::of_cash(usd(cash), usd(0), usd(1_000)),
        owed: months.iter().copied().map(owed).collect(),
        numbers: Vec::new(),
        policy: Policy {
            today: "2026-11-03".parse().unwrap(),
            settle_past_bills: false,
            gate: Gate::AvailableCredit,
        },
        terms: Terms { credit_control: true, automatic: true, special_agreement: false },
        holds: Vec::new(),
        failed_charge: None,
    }
}

fn pays(older: &[(&str, i64)], left: i64, kept: i64) -> Option<Reach> {
    let older = older.iter().map(|&(month, minor)| (cycle(month), usd(minor))).collect();
    Some(Reach::Pays { older, left: usd(left), kept: usd(kept) })
}

#[test]
fn a2_a_top_up_for_a_bill_pays_older_ones_first() {
    let standing = standing(50, &[("2026-08", 300), ("2026-09", 200), ("2026-10", 900)]);
    let september = cycle("2026-09");
    assert_eq!(standing.top_up_for(september).unwrap(), usd(450));
    let reach = |minor: i64| standing.reach(september, usd(minor)).unwrap();
    assert_eq!(reach(450), pays(&[("2026-08", 300)], 0, 0));
    // Its own amount alone goes to the older one.
    assert_eq!(reach(200), pays(&[("2026-08", 250)], 200, 0));
    assert_eq!(reach(449), pays(&[("2026-08", 300)], 1, 0));
    assert_eq!(standing.top_up_for(cycle("2026-08")).unwrap(), usd(250));
    assert_eq!(standing.top_up_for(cycle("2026-10")).unwrap(), usd(1_350));
    // Nothing is outstanding of it.
    assert_eq!(standing.reach(cycle("2026-07"), usd(1)).unwrap(), None);
}

#[test]
fn a2_what_is_there_needs_no_top_up() {
    let standing = standing(500, &[("2026-08", 300), ("2026-09", 200)]);
    assert_eq!(standing.top_up_for(cycle("2026-09")).unwrap(), usd(0));
}

#[test]
fn a2_a_gate_that_money_does_not_open_is_named() {
    let mut standing = standing(0, &[("2026-09", 200)]);
    standing.terms.automatic = false;
    assert_eq!(standing.top_up_for(cycle("2026-09")).unwrap(), usd(200));
    let Some(Reach::Closed(gates)) = standing.reach(cycle("2026-09"), usd(200)).unwrap() else {
        panic!("it is off")
    };
    let findings: Vec<_> = gates.into_iter().map(|gate| gate.finding).collect();
    assert_eq!(findings, [Finding::Automatic]);
}

#[test]
fn a4_free_cash_pays_what_a_failed_charge_did_not() {
    let mut standing = standing(0, &[("2026-09", 200)]);
    standing.terms.credit_control = false;
    standing.purse = Purse::of_cash(usd(0), usd(40), usd(0));
    standing.failed_charge = Some(FailedCharge {
        method: "Visa ending 4242".to_owned(),
        cycle: cycle("2026-09"),
        money: usd(200),
        attempts: 4,
        failed_on: "2026-11-03".parse().unwrap(),
        reason: ChargeFailure::Declined,
        retry_on: None,
    });
    let reach = |minor: i64| standing.reach(cycle("2026-09"), usd(minor)).unwrap();
    // What is frozen stays: 40 are not free.
    assert!(matches!(reach(40), Some(Reach::Closed(_))));
    assert_eq!(reach(41), pays(&[], 199, 40));
    assert_eq!(standing.top_up_for(cycle("2026-09")).unwrap(), usd(240));
    assert_eq!(reach(240), pays(&[], 0, 40));
}
