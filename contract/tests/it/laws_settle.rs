//! Laws of settlement over random purses and bills (A2, A6, S14, M5).

use chrono::NaiveDate;
use contract::cycle::Cycle;
use contract::id::{BillId, CardId, CouponId, ProductCode};
use contract::ledger::{Source, Transaction};
use contract::money::{Currency, Money};
use contract::settle::{
    Coupon, Earliest, Gate, LastMonth, Lot, Owed, OwedBill, Plan, Policy, Products, Purse, Reach, Run,
    Situation, Standing, StoredValueCard, Terms, explain, plan,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const CODES: [&str; 3] = ["sms", "otp", "email"];

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn month(place: i32) -> Cycle {
    Cycle::from_index(2026 * 12 + place).unwrap()
}

fn products() -> impl Strategy<Value = Products> {
    let code = prop::sample::select(CODES.to_vec()).prop_map(|code| ProductCode::parse(code).unwrap());
    prop_oneof![Just(Products::All), prop::collection::vec(code, 1..3).prop_map(Products::Only)]
}

prop_compose! {
    fn purse()(
        cash in -100_i64..500,
        frozen in 0_i64..300,
        limit in 0_i64..300,
        coupons in prop::collection::vec((0_u32..25, products(), 1_i64..80), 0..3),
        cards in prop::collection::vec((0_i32..6, 0_i32..4, products(), 1_i64..80), 0..3),
        refunds in prop::collection::btree_map(0_i32..6, 1_i64..80, 0..3),
    ) -> Purse {
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 7, day + 1).unwrap();
        Purse {
            coupons: (1..).zip(coupons).map(|(id, (to, products, left))| Coupon {
                id: CouponId::new(id), valid_from: day(0), valid_to: day(to), products, left: usd(left),
            }).collect(),
            cards: (1..).zip(cards).map(|(id, (from, months, products, left))| StoredValueCard {
                id: CardId::new(id), valid_from: month(from), valid_to: month(from + months),
                last_month: LastMonth::default(), products, left: usd(left),
            }).collect(),
            refunds: refunds.into_iter().map(|(at, left)| Lot { month: month(at), left: usd(left) }).collect(),
            ..Purse::of_cash(usd(cash), usd(frozen), usd(limit))
        }
    }
}

prop_compose! {
    fn owed()(months in prop::collection::btree_map(
        0_i32..6,
        prop::collection::vec((0_usize..3, 1_i64..150, prop::collection::vec(1_i64..4, 0..3), any::<bool>()), 1..4),
        1..5,
    )) -> Vec<Owed> {
        let mut id = 0;
        months.into_iter().map(|(at, bills)| Owed {
            cycle: month(at),
            bills: bills.into_iter().map(|(code, minor, cards, long)| {
                id += 1;
                OwedBill {
                    id: BillId::new(id),
                    product: ProductCode::parse(CODES[code]).unwrap(),
                    covers: (if long { month(at).previous() } else { month(at) }, month(at)),
                    cards: cards.into_iter().map(CardId::new).collect(),
                    outstanding: usd(minor),
                }
            }).collect(),
        }).collect()
    }
}

fn policy() -> impl Strategy<Value = Policy> {
    let gate = prop::sample::select(vec![Gate::AvailableCredit, Gate::Unfrozen]);
    (gate, any::<bool>()).prop_map(|(gate, settle_past_bills)| Policy {
        today: NaiveDate::from_ymd_opt(2026, 7, 12).unwrap(),
        settle_past_bills,
        gate,
    })
}

fn held(purse: &Purse) -> BTreeMap<Source, i64> {
    let coupons = purse.coupons.iter().map(|coupon| (Source::Coupon(coupon.id), coupon.left));
    let cards = purse.cards.iter().map(|card| (Source::Card(card.id), card.left));
    let refunds = purse.refunds.iter().map(|lot| (Source::Refund(lot.month), lot.left));
    let cash = [(Source::Cash, purse.cash)];
    coupons.chain(cards).chain(refunds).chain(cash).map(|(source, left)| (source, left.minor())).collect()
}

fn spent(plan: &Plan) -> BTreeMap<Source, i64> {
    let mut spent = BTreeMap::new();
    for step in &plan.steps {
        *spent.entry(step.source).or_insert(0) += step.money.minor();
    }
    spent
}

proptest! {
    #[test]
    fn a2_what_is_paid_is_what_the_purse_loses(purse in purse(), owed in owed(), policy in policy()) {
        let made = plan(purse.clone(), &owed, policy).unwrap();
        let (before, after, spent) = (held(&purse), held(&made.purse), spent(&made));
        for (source, left) in &before {
            prop_assert_eq!(left - spent.get(source).unwrap_or(&0), after[source]);
            // Cash may be below nothing from before; nothing makes it so.
            prop_assert!(after[source] >= (*left).min(0));
        }
        prop_assert!(made.steps.iter().all(|step| step.money.minor() > 0));
        prop_assert_eq!(made.purse.frozen, purse.frozen);
    }

    #[test]
    fn a2_no_bill_is_paid_over_what_is_outstanding(purse in purse(), owed in owed(), policy in policy()) {
        let made = plan(purse, &owed, policy).unwrap();
        let mut open: BTreeMap<BillId, i64> =
            owed.iter().flat_map(|monthly| &monthly.bills).map(|bill| (bill.id, bill.outstanding.minor())).collect();
        for step in &made.steps {
            *open.get_mut(&step.bill).unwrap() -= step.money.minor();
        }
        prop_assert!(open.values().all(|&left| left >= 0));
        for (monthly, outcome) in owed.iter().zip(&made.outcomes) {
            let left: i64 = monthly.bills.iter().map(|bill| open[&bill.id]).sum();
            prop_assert_eq!((outcome.cycle, outcome.outstanding.minor()), (monthly.cycle, left));
        }
        let all_paid = made.outcomes.iter().all(|outcome| outcome.outstanding.is_zero());
        prop_assert_eq!(made.stop.is_none(), all_paid);
    }

    #[test]
    fn a2_the_gate_is_never_passed(purse in purse(), owed in owed(), policy in policy()) {
        let before = purse.available_credit().unwrap().minor();
        let made = plan(purse.clone(), &owed, policy).unwrap();
        match policy.gate {
            Gate::AvailableCredit if before <= 0 => prop_assert!(made.steps.is_empty()),
            Gate::AvailableCredit => prop_assert!(made.purse.available_credit().unwrap().minor() >= 0),
            Gate::Unfrozen => {}
        }
    }

    #[test]
    fn a2_frozen_cash_is_never_spent(purse in purse(), owed in owed(), policy in policy()) {
        let made = plan(purse.clone(), &owed, policy).unwrap();
        let spent = purse.cash.minor() - made.purse.cash.minor();
        prop_assert!(spent <= (purse.cash.minor() - purse.frozen.minor()).max(0));
    }

    #[test]
    fn a2_cash_never_passes_a_bill_that_is_short(purse in purse(), owed in owed(), policy in policy()) {
        let made = plan(purse, &owed, policy).unwrap();
        let first_short = made.outcomes.iter().position(|outcome| !outcome.outstanding.is_zero());
        let Some(short) = first_short else { return Ok(()) };
        let later: Vec<Cycle> = made.outcomes[short + 1..].iter().map(|outcome| outcome.cycle).collect();
        let by_cash = made.steps.iter().filter(|step| step.source == Source::Cash);
        prop_assert!(by_cash.into_iter().all(|step| !later.contains(&step.cycle)));
    }

    #[test]
    fn a6_cards_and_s14_refunds_keep_to_their_months(purse in purse(), owed in owed(), policy in policy()) {
        let cards: BTreeMap<CardId, StoredValueCard> = purse.cards.iter().map(|card| (card.id, card.clone())).collect();
        let made = plan(purse, &owed, policy).unwrap();
        for step in &made.steps {
            let bill = owed.iter().flat_map(|monthly| &monthly.bills).find(|bill| bill.id == step.bill).unwrap();
            match step.source {
                Source::Card(id) => prop_assert_eq!(cards[&id].refuses(bill), None),
                Source::Refund(month) => prop_assert!(policy.settle_past_bills || month <= step.cycle),
                _ => {}
            }
        }
    }

    #[test]
    fn a7_every_paid_monthly_bill_is_one_balanced_transaction(purse in purse(), owed in owed(), policy in policy()) {
        let made = plan(purse, &owed, policy).unwrap();
        for outcome in made.outcomes.iter().filter(|outcome| !outcome.paid.is_zero()) {
            let mut parts = BTreeMap::new();
            for step in made.steps.iter().filter(|step| step.cycle == outcome.cycle) {
                let part = parts.entry(step.source).or_insert(usd(0));
                *part = part.checked_add(step.money).unwrap();
            }
            let transaction = Transaction::repay(outcome.cycle, parts).unwrap();
            let receivable = transaction.postings().last().unwrap();
            prop_assert_eq!(receivable.debit.minor(), -outcome.paid.minor());
        }
    }

    #[test]
    fn a2_planning_in_two_goes_pays_the_same(purse in purse(), owed in owed(), policy in policy()) {
        let whole = plan(purse.clone(), &owed, policy).unwrap();
        let (first, rest) = owed.split_at(owed.len() / 2);
        let one = plan(purse, first, policy).unwrap();
        let two = plan(one.purse.clone(), rest, policy).unwrap();
        let both: Vec<_> = one.steps.into_iter().chain(two.steps).collect();
        prop_assert_eq!(whole.steps, both);
        prop_assert_eq!(whole.purse, two.purse);
    }

    #[test]
    fn m5_the_top_up_that_is_named_is_the_least_that_pays(purse in purse(), owed in owed(), past in any::<bool>()) {
        let policy = Policy {
            today: NaiveDate::from_ymd_opt(2026, 7, 12).unwrap(),
            settle_past_bills: past,
            gate: Gate::AvailableCredit,
        };
        let terms = Terms { credit_control: true, automatic: true, special_agreement: false };
        let cycle = owed.last().unwrap().cycle;
        let now = "2026-09-01T00:00:00Z".parse().unwrap();
        let situation =
            Situation { now, owed: &owed, cycle, purse: &purse, policy, terms, holds: &[], failed_charge: None };
        let pays = |minor: i64| plan(purse.clone().topped_up(usd(minor)).unwrap(), &owed, policy).unwrap().stop.is_none();
        match explain(&situation).unwrap().earliest {
            Earliest::Now => prop_assert!(pays(0)),
            Earliest::AfterTopUp { money } => {
                prop_assert!(pays(money.minor()));
                prop_assert!(!pays(money.minor() - 1));
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn a2_the_top_up_for_a_bill_is_the_least_that_reaches_it(purse in purse(), owed in owed(), at in any::<prop::sample::Index>()) {
        let policy = Policy {
            today: NaiveDate::from_ymd_opt(2026, 7, 12).unwrap(),
            settle_past_bills: false,
            gate: Gate::AvailableCredit,
        };
        let terms = Terms { credit_control: true, automatic: true, special_agreement: false };
        let (now, numbers, holds) = ("2026-09-01T00:00:00Z".parse().unwrap(), Vec::new(), Vec::new());
        let cycle = owed[at.index(owed.len())].cycle;
        let standing = Standing { now, purse, owed, numbers, policy, terms, holds, failed_charge: None };
        let settles = |minor: i64| match standing.reach(cycle, usd(minor)).unwrap() {
            Some(Reach::Pays { left, .. }) => left.is_zero(),
            Some(Reach::Closed(_)) => false,
            None => true,
        };
        let needed = standing.top_up_for(cycle).unwrap().minor();
        prop_assert!(settles(needed));
        // What is bound to it alone may pay it while an older one is short: then nothing less is asked, either.
        let older_short = |minor: i64| {
            let run = standing.clone().topped_up(usd(minor)).unwrap().run().unwrap();
            matches!(run, Run::Plan(plan) if plan.outcomes.iter().any(|one| one.cycle < cycle && !one.outstanding.is_zero()))
        };
        prop_assert!(needed == 0 || !settles(needed - 1) || older_short(needed - 1));
    }
}
