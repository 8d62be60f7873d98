//! What pays what, in which order, and why not (A2, A5, A6, S14, M5).

use chrono::{DateTime, NaiveDate, Utc};
use contract::cycle::Cycle;
use contract::hold::Hold;
use contract::id::{BillId, CardId, CouponId, PaymentId, ProductCode};
use contract::ledger::Source;
use contract::money::{Currency, Money};
use contract::settle::{
    CardRefusal, ChargeFailure, Coupon, Earliest, Explanation, FailedCharge, Finding, Gate, LastMonth, Lot,
    Owed, OwedBill, Plan, Policy, Products, Purse, Situation, Stop, StoredValueCard, Terms, explain, plan,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

pub fn cycle(text: &str) -> Cycle {
    text.parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn product(code: &str) -> ProductCode {
    ProductCode::parse(code).unwrap()
}

/// A bill of 2026-`month`.
pub fn bill(id: i64, month: &str, code: &str, minor: i64) -> OwedBill {
    let covers = (cycle(month), cycle(month));
    OwedBill {
        id: BillId::new(id),
        product: product(code),
        covers,
        cards: Vec::new(),
        outstanding: usd(minor),
    }
}

pub fn owed(month: &str, bills: Vec<OwedBill>) -> Owed {
    Owed { cycle: cycle(month), bills }
}

pub fn cash(minor: i64) -> Purse {
    Purse::of_cash(usd(minor), usd(0), usd(0))
}

pub fn coupon(id: i64, valid_to: &str, products: Products, minor: i64) -> Coupon {
    Coupon {
        id: CouponId::new(id),
        valid_from: day("2026-01-01"),
        valid_to: day(valid_to),
        products,
        left: usd(minor),
    }
}

pub fn card(id: i64, months: (&str, &str), minor: i64) -> StoredValueCard {
    let (valid_from, valid_to) = (cycle(months.0), cycle(months.1));
    let (id, products, left) = (CardId::new(id), Products::All, usd(minor));
    StoredValueCard { id, valid_from, valid_to, last_month: LastMonth::default(), products, left }
}

pub fn automatic() -> Policy {
    Policy { today: day("2026-11-03"), settle_past_bills: false, gate: Gate::AvailableCredit }
}

/// `bill source amount`, in order of payment.
pub fn steps(plan: &Plan) -> Vec<String> {
    let source = |source: Source| match source {
        Source::Coupon(id) => format!("coupon {}", id.number()),
        Source::Card(id) => format!("card {}", id.number()),
        Source::Refund(month) => format!("refund {month}"),
        Source::Prepayment(month) => format!("prepayment {month}"),
        Source::Cash => "cash".to_owned(),
    };
    plan.steps
        .iter()
        .map(|step| format!("{} {} {}", step.bill.number(), source(step.source), step.money.value()))
        .collect()
}

#[test]
fn a2_coupon_then_card_then_refund_then_cash() {
    let mut sms = bill(1, "2026-10", "sms", 100);
    sms.cards = vec![CardId::new(5)];
    let purse = Purse {
        coupons: vec![coupon(4, "2026-12-31", Products::All, 10)],
        cards: vec![card(5, ("2026-10", "2026-12"), 20)],
        refunds: vec![Lot { month: cycle("2026-10"), left: usd(30) }],
        ..cash(1_000)
    };
    let made = plan(purse, &[owed("2026-10", vec![sms])], automatic()).unwrap();
    assert_eq!(steps(&made), ["1 coupon 4 0.10", "1 card 5 0.20", "1 refund 2026-10 0.30", "1 cash 0.40"]);
    assert_eq!((made.stop, made.purse.cash, made.paid().unwrap()), (None, usd(960), usd(100)));
}

#[test]
fn a2_oldest_first_and_the_last_in_part() {
    let bills = [
        owed("2026-08", vec![bill(1, "2026-08", "sms", 40)]),
        owed("2026-09", vec![bill(2, "2026-09", "sms", 40), bill(3, "2026-09", "otp", 40)]),
        owed("2026-10", vec![bill(4, "2026-10", "sms", 40)]),
    ];
    let made = plan(cash(100), &bills, automatic()).unwrap();
    assert_eq!(steps(&made), ["1 cash 0.40", "2 cash 0.40", "3 cash 0.20"]);
    // All of it is spent: with nothing available the gate is closed for the next.
    assert_eq!(made.stop, Some(Stop::Short { cycle: cycle("2026-09"), missing: usd(20) }));
    let left: Vec<Money> = made.outcomes.iter().map(|outcome| outcome.outstanding).collect();
    assert_eq!(left, [usd(0), usd(20), usd(40)]);
}

#[test]
fn a2_at_no_available_credit_nothing_is_paid_from_anything() {
    let purse = Purse {
        coupons: vec![coupon(4, "2026-12-31", Products::All, 10)],
        ..Purse::of_cash(usd(500), usd(700), usd(200))
    };
    let made = plan(purse, &[owed("2026-10", vec![bill(1, "2026-10", "sms", 100)])], automatic()).unwrap();
    assert_eq!(made.steps, []);
    assert_eq!(made.stop, Some(Stop::NoCredit { cycle: cycle("2026-10"), available: usd(0) }));
}

#[test]
fn a2_credit_is_a_gate_and_never_a_source() {
    let bills = [owed("2026-10", vec![bill(1, "2026-10", "sms", 900)])];
    let with_limit = plan(Purse::of_cash(usd(300), usd(0), usd(5_000)), &bills, automatic()).unwrap();
    assert_eq!(with_limit.paid().unwrap(), usd(300), "cash only, however high the limit");
}

#[test]
fn a2_frozen_cash_is_never_spent() {
    let bills = [owed("2026-10", vec![bill(1, "2026-10", "sms", 300)])];
    for limit in [0, 1, 5_000] {
        let made = plan(Purse::of_cash(usd(300), usd(100), usd(limit)), &bills, automatic()).unwrap();
        assert_eq!((made.paid().unwrap(), made.purse.cash), (usd(200), usd(100)), "limit {limit}");
        assert_eq!(made.stop, Some(Stop::Short { cycle: cycle("2026-10"), missing: usd(100) }));
    }
    let more = plan(Purse::of_cash(usd(300), usd(400), usd(5_000)), &bills, automatic()).unwrap();
    assert_eq!(more.steps, [], "the gate is open, but nothing is free");
    // Why, and what helps: the rest, and what is frozen of cash that is not there.
    let explanation = why(&Purse::of_cash(usd(300), usd(400), usd(5_000)), &bills, |_| {});
    let enough = Finding::Enough { outstanding: usd(300), pays: usd(0), missing: usd(300) };
    assert_eq!(findings(&explanation), [&enough]);
    assert_eq!(explanation.earliest, Earliest::AfterTopUp { money: usd(400) });
}

#[test]
fn a4_the_switch_of_a2_is_not_for_accounts_without_credit_control() {
    let terms = Terms { credit_control: false, automatic: false, special_agreement: false };
    let explanation = why(&cash(900), &one(), |situation| situation.terms = terms);
    assert_eq!((findings(&explanation), &explanation.earliest), (vec![], &Earliest::Now));
    assert!(explanation.conditions.iter().all(|condition| condition.finding != Finding::Automatic));
}

#[test]
fn p1_by_hand_what_is_frozen_stays() {
    let bills = [owed("2026-10", vec![bill(1, "2026-10", "sms", 900)])];
    let by_hand = Policy { gate: Gate::Unfrozen, ..automatic() };
    let made = plan(Purse::of_cash(usd(300), usd(100), usd(5_000)), &bills, by_hand).unwrap();
    assert_eq!(made.paid().unwrap(), usd(200));
    let nothing = plan(Purse::of_cash(usd(300), usd(400), usd(5_000)), &bills, by_hand).unwrap();
    assert_eq!(nothing.steps, []);
}

#[test]
fn a6_coupons_pay_matching_products_the_earliest_expiring_first() {
    let sms = Products::Only(vec![product("sms")]);
    let purse = Purse {
        coupons: vec![
            coupon(1, "2026-12-31", sms.clone(), 50),
            coupon(2, "2026-11-30", sms, 30),
            coupon(3, "2026-11-02", Products::All, 999),
        ],
        ..cash(1_000)
    };
    let bills = [owed("2026-10", vec![bill(7, "2026-10", "otp", 60), bill(8, "2026-10", "sms", 70)])];
    let made = plan(purse, &bills, automatic()).unwrap();
    assert_eq!(
        steps(&made),
        ["8 coupon 2 0.30", "8 coupon 1 0.40", "7 cash 0.60"],
        "coupon 3 expired yesterday"
    );
}

#[test]
fn a6_a_card_pays_one_month_that_it_is_valid_in_and_was_named_for() {
    let mut named = bill(1, "2026-10", "sms", 100);
    named.cards = vec![CardId::new(5)];
    let mut long = named.clone();
    long.covers = (cycle("2026-09"), cycle("2026-10"));
    let unnamed = bill(1, "2026-10", "sms", 100);
    let valid = card(5, ("2026-10", "2026-10"), 500);
    let other = StoredValueCard { products: Products::Only(vec![product("otp")]), ..valid.clone() };
    let late = card(5, ("2026-11", "2026-12"), 500);
    for (card, bill, refusal) in [
        (&valid, &named, None),
        (&valid, &long, Some(CardRefusal::SeveralMonths)),
        (&late, &named, Some(CardRefusal::OtherMonth)),
        (&other, &named, Some(CardRefusal::OtherProduct)),
        (&valid, &unnamed, Some(CardRefusal::NotNamed)),
    ] {
        assert_eq!(card.refuses(bill), refusal);
        let purse = Purse { cards: vec![card.clone()], ..Purse::of_cash(usd(0), usd(0), usd(1)) };
        let made = plan(purse, &[owed("2026-10", vec![bill.clone()])], automatic()).unwrap();
        assert_eq!(made.steps.len(), usize::from(refusal.is_none()), "{refusal:?}");
    }
}

#[test]
fn a6_a_card_still_pays_the_last_month_of_its_validity_when_that_is_issued() {
    let card = card(5, ("2026-08", "2026-10"), 500);
    assert_eq!(card.expires_on(day("2026-10-15")), day("2026-11-04"));
    let mut bill = bill(1, "2026-10", "sms", 100);
    bill.cards = vec![card.id];
    let bills = [owed("2026-10", vec![bill])];
    let purse = Purse { cards: vec![card], ..Purse::of_cash(usd(0), usd(0), usd(1)) };
    let in_time = plan(purse.clone(), &bills, automatic()).unwrap();
    assert_eq!(steps(&in_time), ["1 card 5 1.00"]);
    let too_late = plan(purse, &bills, Policy { today: day("2026-11-04"), ..automatic() }).unwrap();
    assert_eq!(too_late.steps, []);
}

#[test]
fn a6_a_card_is_not_over_before_the_second_day_after_its_last_month_is_issued() {
    let card = card(5, ("2026-08", "2026-10"), 500);
    // Not issued yet; issued on time, and late; how the card stands, on which day, and when it is over.
    for (last_month, today, over) in [
        (LastMonth::Nothing, "2026-12-24", "2026-11-04"),
        (LastMonth::Waits, "2026-10-15", "2026-11-04"),
        (LastMonth::Waits, "2026-11-04", "2026-11-06"),
        (LastMonth::Waits, "2026-12-24", "2026-12-26"),
        (LastMonth::Issued(day("2026-11-02")), "2026-11-02", "2026-11-04"),
        (LastMonth::Issued(day("2026-11-07")), "2026-11-08", "2026-11-09"),
        (LastMonth::Issued(day("2026-11-07")), "2026-12-24", "2026-11-09"),
    ] {
        let card = StoredValueCard { last_month, ..card.clone() };
        assert_eq!(card.expires_on(day(today)), day(over), "{last_month:?} on {today}");
    }
}

#[test]
fn s14_a_refund_pays_its_month_and_later_months_only() {
    let bills = [
        owed("2026-08", vec![bill(1, "2026-08", "sms", 40)]),
        owed("2026-09", vec![bill(2, "2026-09", "sms", 40)]),
        owed("2026-10", vec![bill(3, "2026-10", "sms", 40)]),
    ];
    let purse = Purse {
        refunds: vec![Lot { month: cycle("2026-09"), left: usd(60) }],
        ..Purse::of_cash(usd(0), usd(0), usd(1))
    };
    let locked = plan(purse.clone(), &bills, automatic()).unwrap();
    assert_eq!(steps(&locked), ["2 refund 2026-09 0.40", "3 refund 2026-09 0.20"]);
    assert_eq!(locked.stop, Some(Stop::Short { cycle: cycle("2026-08"), missing: usd(40) }));
    let past = plan(purse, &bills, Policy { settle_past_bills: true, ..automatic() }).unwrap();
    assert_eq!(steps(&past), ["1 refund 2026-09 0.40", "2 refund 2026-09 0.20"], "in the order of issue");
}

#[test]
fn a2_what_is_bound_elsewhere_pays_a_later_bill_though_an_older_one_is_short() {
    let mut october = bill(2, "2026-10", "sms", 40);
    october.cards = vec![CardId::new(5)];
    let bills = [owed("2026-09", vec![bill(1, "2026-09", "sms", 40)]), owed("2026-10", vec![october])];
    let purse =
        Purse { cards: vec![card(5, ("2026-10", "2026-12"), 90)], ..Purse::of_cash(usd(10), usd(0), usd(1)) };
    let made = plan(purse, &bills, automatic()).unwrap();
    assert_eq!(steps(&made), ["1 cash 0.10", "2 card 5 0.40"]);
    assert_eq!(made.stop, Some(Stop::Short { cycle: cycle("2026-09"), missing: usd(30) }));
}

#[test]
fn money_of_another_currency_is_refused() {
    let mut bill = bill(1, "2026-10", "sms", 100);
    bill.outstanding = Money::new(100, Currency::JPY);
    assert!(plan(cash(100), &[owed("2026-10", vec![bill])], automatic()).is_err());
}

const CREDIT: Terms = Terms { credit_control: true, automatic: true, special_agreement: false };

fn noon() -> DateTime<Utc> {
    "2026-11-03T04:00:00Z".parse().unwrap()
}

fn why(purse: &Purse, bills: &[Owed], change: impl FnOnce(&mut Situation<'_>)) -> Explanation {
    let mut situation = Situation {
        now: noon(),
        owed: bills,
        cycle: bills.last().map_or_else(|| "2026-10".parse().unwrap(), |owed| owed.cycle),
        purse,
        policy: automatic(),
        terms: CREDIT,
        holds: &[],
        failed_charge: None,
    };
    change(&mut situation);
    explain(&situation).unwrap()
}

fn findings(explanation: &Explanation) -> Vec<&Finding> {
    explanation.reasons().map(|condition| &condition.finding).collect()
}

fn one() -> Vec<Owed> {
    vec![owed("2026-10", vec![bill(1, "2026-10", "sms", 900)])]
}

#[test]
fn m5_nothing_stands_in_the_way() {
    let explanation = why(&cash(900), &one(), |_| {});
    assert_eq!((findings(&explanation), &explanation.earliest), (vec![], &Earliest::Now));
}

#[test]
fn m5_no_available_credit_says_the_sum_and_the_top_up_that_helps() {
    let explanation = why(&Purse::of_cash(usd(100), usd(700), usd(200)), &one(), |_| {});
    let expected =
        Finding::Credit { cash: usd(100), limit: usd(200), frozen: usd(700), available: usd(-400) };
    let enough = Finding::Enough { outstanding: usd(900), pays: usd(0), missing: usd(900) };
    assert_eq!(findings(&explanation), [&expected, &enough]);
    // 1,600 cash, 700 of it frozen: exactly enough.
    assert_eq!(explanation.earliest, Earliest::AfterTopUp { money: usd(1_500) });
}

#[test]
fn m5_too_little_says_what_is_missing_after_what_is_older() {
    let bills = vec![owed("2026-09", vec![bill(1, "2026-09", "sms", 500)]), one().remove(0)];
    let explanation = why(&Purse::of_cash(usd(600), usd(0), usd(1_000)), &bills, |_| {});
    let enough = Finding::Enough { outstanding: usd(900), pays: usd(100), missing: usd(800) };
    assert_eq!(findings(&explanation), [&enough]);
    assert_eq!(explanation.earliest, Earliest::AfterTopUp { money: usd(800) });
}

#[test]
fn m5_not_issued_yet_says_when() {
    let at: DateTime<Utc> = "2026-11-02T04:00:00Z".parse().unwrap();
    let explanation =
        why(&cash(900), &one(), |situation| situation.now = "2026-11-02T03:59:59Z".parse().unwrap());
    assert_eq!(findings(&explanation), [&Finding::Issued { at }]);
    assert_eq!(explanation.earliest, Earliest::AtIssue { at });
    // Nothing is owed for it before: what comes first is its issue all the same.
    let explanation = why(&cash(0), &[], |situation| situation.now = "2026-11-02T03:59:59Z".parse().unwrap());
    assert_eq!(explanation.earliest, Earliest::AtIssue { at });
}

#[test]
fn m5_agreement_and_setting_leave_it_to_a_person() {
    let terms = Terms { automatic: false, special_agreement: true, ..CREDIT };
    let explanation = why(&cash(900), &one(), |situation| situation.terms = terms);
    assert_eq!(findings(&explanation), [&Finding::Automatic, &Finding::Agreement]);
    assert_eq!(explanation.earliest, Earliest::ByHand);
}

#[test]
fn m5_a_hold_names_what_holds() {
    let holds = [Hold::Payment(PaymentId::new(3))];
    let purse = cash(900);
    let bills = one();
    let situation = Situation {
        now: noon(),
        owed: &bills,
        cycle: cycle("2026-10"),
        purse: &purse,
        policy: automatic(),
        terms: CREDIT,
        holds: &holds,
        failed_charge: None,
    };
    let explanation = explain(&situation).unwrap();
    assert_eq!(findings(&explanation), [&Finding::Free { holds: holds.to_vec() }]);
    assert_eq!(explanation.earliest, Earliest::WhenFree);
}

#[test]
fn m5_a_card_says_why_it_cannot_pay() {
    let purse = Purse { cards: vec![card(5, ("2026-11", "2026-12"), 70)], ..cash(100) };
    let explanation = why(&purse, &one(), |_| {});
    let card = Finding::Card { card: CardId::new(5), left: usd(70), refusals: vec![CardRefusal::OtherMonth] };
    let enough = Finding::Enough { outstanding: usd(900), pays: usd(100), missing: usd(800) };
    assert_eq!(findings(&explanation), [&enough, &card]);
}

#[test]
fn m5_a_refund_of_a_later_month_is_locked_unless_past_bills_may_be_settled() {
    let purse = Purse { refunds: vec![Lot { month: cycle("2026-11"), left: usd(900) }], ..cash(100) };
    let locked = why(&purse, &one(), |_| {});
    let refund = Finding::Refund { month: cycle("2026-11"), left: usd(900) };
    let enough = Finding::Enough { outstanding: usd(900), pays: usd(100), missing: usd(800) };
    assert_eq!(findings(&locked), [&enough, &refund]);
    let open = why(&purse, &one(), |situation| situation.policy.settle_past_bills = true);
    assert_eq!(findings(&open), [] as [&Finding; 0]);
}

#[test]
fn m5_without_credit_control_the_failed_charge_says_when_it_is_tried_again() {
    let terms = Terms { credit_control: false, automatic: true, special_agreement: false };
    let failed = FailedCharge {
        method: "Visa ending 4242".to_owned(),
        cycle: cycle("2026-10"),
        money: Money::new(900, Currency::USD),
        attempts: 2,
        failed_on: day("2026-11-03"),
        reason: ChargeFailure::Declined,
        retry_on: Some(day("2026-11-05")),
    };
    let (purse, bills) = (cash(900), one());
    let situation = Situation {
        now: noon(),
        owed: &bills,
        cycle: cycle("2026-10"),
        purse: &purse,
        policy: automatic(),
        terms,
        holds: &[],
        failed_charge: Some(&failed),
    };
    let explanation = explain(&situation).unwrap();
    assert_eq!(findings(&explanation), [&Finding::Charged { failed: Some(failed.clone()) }]);
    assert_eq!(explanation.earliest, Earliest::AtRetry { on: day("2026-11-05") });
    // The day begins in the billing time zone.
    assert_eq!(failed.retry_at().unwrap().to_rfc3339(), "2026-11-04T16:00:00+00:00");
    let running = Situation { owed: &[], cycle: cycle("2026-11"), ..situation };
    assert_eq!(explain(&running).unwrap().earliest, Earliest::AtRetry { on: day("2026-11-05") });
    let waiting = Situation { failed_charge: None, ..running };
    assert_eq!(explain(&waiting).unwrap().earliest, Earliest::AtIssue { at: cycle("2026-11").issued_at() });
}
