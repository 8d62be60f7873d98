//! Payments: the table of states, amounts as they are typed, charges and their retries (P3, P7, A4).

use crate::golden::golden;
use chrono::{DateTime, NaiveDate, Utc};
use contract::cycle::Cycle;
use contract::id::{AccountNumber, MethodId, PaymentId};
use contract::ledger::Channel;
use contract::locale::Locale;
use contract::money::{Currency, Money};
use contract::payment::{
    Announced, Card, Claim, Contradicted, Credited, CustomerStep, DeclineReason, Event, MethodKind,
    NewPayment, PaymentMethod, Purpose, RefundEvent, RefundFailure, RefundState, State, Threshold,
    TypedAmount, arrival, credited, due, is_delayed, left_to_refund, limit, named, retry_on, taken_back,
    the_one_waiting_for,
};
use contract::rule::Rule;
use contract::settle::ChargeFailure;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const PAID: Money = Money::new(10_000, Currency::USD);

fn moment(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_794_700_800 + minutes * 60, 0).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn page() -> CustomerStep {
    CustomerStep::Page { address: "https://channel.example/pay/1".to_owned() }
}

fn states() -> Vec<State> {
    let at = moment(0);
    vec![
        State::Created,
        State::Submitted,
        State::AwaitingCustomer { next: page() },
        State::Authorized,
        State::Processing,
        State::Succeeded { at, late: false },
        State::Declined { at, reason: DeclineReason::Declined },
        State::Expired { at },
        State::Canceled { at },
        State::Refunded { at, refunded: Money::new(4_000, Currency::USD) },
        State::OtherAmount {
            at,
            paid: Money::new(9_999, Currency::USD),
            refunded: Money::new(4_000, Currency::USD),
        },
    ]
}

fn events() -> Vec<(&'static str, Event)> {
    let refund = |minor| Event::Refund { paid: PAID, refunded: Money::new(minor, Currency::USD) };
    vec![
        ("submit", Event::Submit),
        ("await", Event::Await { next: page() }),
        ("authorize", Event::Authorize),
        ("process", Event::Process),
        ("succeed", Event::Succeed { paid: PAID }),
        ("succeed 99.99", Event::Succeed { paid: Money::new(9_999, Currency::USD) }),
        ("succeed EUR", Event::Succeed { paid: Money::new(10_000, Currency::EUR) }),
        ("decline", Event::Decline { reason: DeclineReason::InsufficientFunds }),
        ("expire", Event::Expire),
        ("cancel", Event::Cancel),
        ("refund 40.00", refund(4_000)),
        ("refund 100.00", refund(10_000)),
        ("refund 100.01", refund(10_001)),
        (
            "99.99 back",
            Event::Refund {
                paid: Money::new(9_999, Currency::USD),
                refunded: Money::new(9_999, Currency::USD),
            },
        ),
    ]
}

#[test]
fn p3_states_and_events_are_the_reviewed_table() {
    let mut table = String::new();
    for state in states() {
        table += &format!("{}\n", state.name());
        for (name, event) in events() {
            let next = match state.clone().after(event, PAID, moment(5)) {
                Ok(next) if next == state => "stays".to_owned(),
                Ok(State::Succeeded { late: true, .. }) => "succeeded, late".to_owned(),
                Ok(next) => next.name().to_owned(),
                Err(refused) => format!("refused: {refused}"),
            };
            table += &format!("  {name:<14}{next}\n");
        }
    }
    golden("payment_states.txt", include_str!("../golden/payment_states.txt"), &table);
}

#[test]
fn p3_what_is_said_twice_changes_nothing() {
    for state in states() {
        for (name, event) in events() {
            let Ok(once) = state.clone().after(event.clone(), PAID, moment(1)) else { continue };
            assert_eq!(once.clone().after(event, PAID, moment(2)), Ok(once), "{} {name}", state.name());
        }
    }
}

#[test]
fn p3_in_whatever_order_a_channel_speaks_a_success_is_a_success() {
    let story =
        [Event::Await { next: page() }, Event::Authorize, Event::Process, Event::Succeed { paid: PAID }];
    for first in 0..4 {
        for second in (0..4).filter(|place| *place != first) {
            for third in (0..4).filter(|place| ![first, second].contains(place)) {
                let fourth = 6 - first - second - third;
                let order = [first, second, third, fourth];
                let end = order.iter().try_fold(State::Submitted, |state, place| {
                    state.after(story[*place].clone(), PAID, moment(1))
                });
                assert_eq!(end, Ok(State::Succeeded { at: moment(1), late: false }), "{order:?}");
            }
        }
    }
}

#[test]
fn p3_a_late_success_goes_to_the_cash_balance() {
    let cycle: Cycle = "2026-10".parse().unwrap();
    let charge = Purpose::Charge { cycle, crossing: 1, attempt: 1 };
    assert_eq!(credited(charge, false), Credited::Prepayment(cycle));
    assert_eq!(credited(charge, true), Credited::Cash);
    assert_eq!(credited(Purpose::TopUp, true), Credited::Cash);
    assert_eq!(credited(Purpose::Check, false), Credited::Nothing);
}

#[test]
fn p3_without_a_result_for_thirty_minutes_it_is_delayed() {
    let sent = Some(moment(0));
    assert!(!is_delayed(&State::Processing, sent, moment(29)));
    assert!(is_delayed(&State::Processing, sent, moment(30)));
    assert!(is_delayed(&State::Submitted, sent, moment(31)));
    assert!(
        !is_delayed(&State::AwaitingCustomer { next: page() }, sent, moment(90)),
        "the customer takes time"
    );
    assert!(!is_delayed(&State::Expired { at: moment(1) }, sent, moment(90)));
    assert!(!is_delayed(&State::Created, None, moment(90)));
}

#[test]
fn p3_a_state_survives_the_wire() {
    for state in states() {
        let json = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<State>(&json).unwrap(), state, "{json}");
    }
}

/// Every vector runs natively and in wasm, and over HTTP: rule, code and words are the same (E1).
#[test]
fn e1_amounts_are_refused_by_the_rule_that_they_break() {
    let vectors: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../vectors/payment_amount.json")).unwrap();
    for vector in &vectors {
        let text = |name: &str| vector[name].as_str().unwrap();
        let typed = TypedAmount { currency: text("currency").to_owned(), value: text("value").to_owned() };
        let account: Currency = text("account").parse().unwrap();
        let found = match typed.money(account) {
            Ok(money) => money.to_string(),
            Err(rule) => serde_json::to_value(&rule).unwrap()["rule"].as_str().unwrap().to_owned(),
        };
        assert_eq!(found, text("is"), "{vector}");
    }
}

fn method(expires: &str, today: NaiveDate) -> PaymentMethod {
    let card =
        Card { brand: "Visa".to_owned(), last_four: "4242".to_owned(), expires: expires.parse().unwrap() };
    let kind = MethodKind::BankCard(card);
    let expired = kind.is_over(today);
    PaymentMethod {
        id: MethodId::new(7),
        account: contract::account::AccountName {
            number: AccountNumber::parse("a-1").unwrap(),
            name: "A".to_owned(),
        },
        kind,
        default: true,
        expired,
        check: None,
    }
}

fn top_up(channel: Channel, method: Option<MethodId>) -> NewPayment {
    NewPayment {
        key: "0123456789abcdef".parse().unwrap(),
        account: AccountNumber::parse("a-1").unwrap(),
        amount: TypedAmount::new(Currency::USD, "12.30"),
        channel,
        method,
    }
}

#[test]
fn e1_an_expired_card_is_refused_the_day_after_its_month() {
    let new = top_up(Channel::BankCard, Some(MethodId::new(7)));
    let card = method("2026-11", day("2026-11-30"));
    assert!(new.check(Currency::USD, Some(&card)).is_ok());
    let errors = new.check(Currency::USD, Some(&method("2026-11", day("2026-12-01")))).unwrap_err();
    assert_eq!(errors[0].field, "method");
    assert_eq!(errors[0].rule, Rule::CardExpired { value: "2026-11".to_owned() });
    assert!(errors[0].rule.message(Locale::Zh).contains("2026-11"));
    assert_eq!(card.kind.to_string(), "Visa ending 4242");
}

#[test]
fn e1_a_method_has_to_be_known_and_of_the_channel() {
    let unknown = top_up(Channel::BankCard, Some(MethodId::new(8)));
    assert!(unknown.check(Currency::USD, None).is_err());
    let other = top_up(Channel::Paypal, Some(MethodId::new(7)));
    assert!(other.check(Currency::USD, Some(&method("2030-01", day("2026-11-01")))).is_err());
    let transfer = top_up(Channel::Transfer, None);
    assert_eq!(transfer.check(Currency::USD, None).unwrap_err()[0].field, "channel");
}

#[test]
fn a4_the_threshold_is_reached_not_passed() {
    let usd = |minor| Money::new(minor, Currency::USD);
    let threshold = Some(Threshold { channel: Channel::BankCard, at: usd(100_000) });
    assert_eq!(due(usd(99_999), usd(0), threshold, false), Ok(None));
    assert_eq!(due(usd(100_000), usd(0), threshold, false), Ok(Some(usd(100_000))));
    assert_eq!(due(usd(250_000), usd(100_000), threshold, false), Ok(Some(usd(150_000))));
    assert_eq!(due(usd(150_000), usd(100_000), threshold, false), Ok(None));
}

#[test]
fn a4_at_the_end_of_the_month_the_rest_goes_in_one() {
    let usd = |minor| Money::new(minor, Currency::USD);
    assert_eq!(due(usd(150), usd(100), None, true), Ok(Some(usd(50))));
    assert_eq!(due(usd(100), usd(100), None, true), Ok(None));
    assert_eq!(due(usd(90), usd(100), None, true), Ok(None), "a newer delivery may have less");
    assert_eq!(due(usd(1_000_000), usd(0), None, false), Ok(None), "no threshold in this currency");
}

#[test]
fn a4_a_charge_takes_no_more_than_is_still_owed() {
    let usd = |minor| Money::new(minor, Currency::USD);
    let running = |accrued, charged| {
        Claim::Running { accrued: usd(accrued), charged: usd(charged), otherwise: usd(0) }
            .owed()
            .map(Money::minor)
    };
    assert_eq!(running(300, 0), Ok(300));
    assert_eq!(running(300, 100), Ok(200));
    assert_eq!(running(90, 100), Ok(-10), "a newer delivery may have less");
    let deducted = Claim::Running { accrued: usd(300), charged: usd(100), otherwise: usd(50) };
    assert_eq!(deducted.owed(), Ok(usd(150)), "a coupon pays the rest");
    let issued = |outstanding, upto, cash, coming| {
        let (outstanding, upto) = (usd(outstanding), usd(upto));
        Claim::Issued { outstanding, upto, cash: usd(cash), coming: usd(coming) }.owed().map(Money::minor)
    };
    assert_eq!(issued(300, 300, 0, 0), Ok(300));
    assert_eq!(issued(0, 500, 0, 0), Ok(0), "it is paid");
    assert_eq!(issued(300, 300, 200, 0), Ok(100), "cash pays the rest");
    assert_eq!(issued(300, 500, 200, 0), Ok(300), "cash pays the older month");
    assert_eq!(issued(300, 300, -50, 0), Ok(300), "nothing is free");
    assert_eq!(issued(300, 300, 0, 300), Ok(0), "another charge brings it");
    assert_eq!(issued(300, 500, 400, 50), Ok(50));
}

#[test]
fn a4_a_failed_charge_is_tried_again_after_one_three_five_and_seven_days() {
    let first = day("2026-11-30");
    let days: Vec<_> = (1..=5).map(|failed| retry_on(first, failed).map(|on| on.to_string())).collect();
    let expected = ["2026-12-01", "2026-12-03", "2026-12-05", "2026-12-07"].map(|on| Some(on.to_owned()));
    assert_eq!(days[..4], expected);
    assert_eq!(days[4], None);
    assert_eq!(retry_on(first, 0), None);
}

#[test]
fn e6_the_first_final_word_on_a_refund_counts() {
    let at = |minute: i64| DateTime::from_timestamp(minute * 60, 0).unwrap();
    let fail = RefundEvent::Fail { reason: RefundFailure::Closed };
    let refused = RefundEvent::Fail { reason: RefundFailure::Refused };
    let (done, failed) = (
        RefundState::Succeeded { at: at(1) },
        RefundState::Failed { at: at(1), reason: RefundFailure::Closed },
    );
    for (before, event, after) in [
        (RefundState::UnderWay, RefundEvent::Process, Ok(RefundState::UnderWay)),
        (RefundState::UnderWay, RefundEvent::Succeed, Ok(RefundState::Succeeded { at: at(2) })),
        (RefundState::UnderWay, fail, Ok(RefundState::Failed { at: at(2), reason: RefundFailure::Closed })),
        (done, RefundEvent::Process, Ok(done)),
        (done, RefundEvent::Succeed, Ok(done)),
        (done, fail, Err(Contradicted)),
        (failed, RefundEvent::Process, Ok(failed)),
        (failed, refused, Ok(failed)),
        (failed, RefundEvent::Succeed, Err(Contradicted)),
    ] {
        assert_eq!(before.after(event, at(2)), after, "{before:?} {event:?}");
    }
    assert!(RefundState::UnderWay.counts() && done.counts() && !failed.counts());
}

#[test]
fn e6_no_more_goes_back_than_came_and_not_every_way() {
    let at = DateTime::from_timestamp(0, 0).unwrap();
    let paid = State::Succeeded { at, late: false };
    let usd = |minor| Money::new(minor, Currency::USD);
    let left = |channel, state: &State, given| left_to_refund((channel, usd(5_000)), state, usd(given));
    assert_eq!(left(Channel::BankCard, &paid, 0), Ok(usd(5_000)));
    assert_eq!(left(Channel::Alipay, &State::Refunded { at, refunded: usd(2_000) }, 4_999), Ok(usd(1)));
    assert_eq!(left(Channel::BankCard, &paid, 6_000), Ok(usd(0)));
    assert_eq!(left(Channel::BankCard, &State::Processing, 0), Ok(usd(0)));
    assert_eq!(left(Channel::BankTransfer, &paid, 0), Ok(usd(0)));
    assert!(left_to_refund((Channel::BankCard, usd(1)), &paid, Money::zero(Currency::EUR)).is_err());
}

#[test]
fn s13_a_reference_is_found_however_it_is_written() {
    let id = "pay-0000080000009".parse().unwrap();
    for text in
        ["pay-0000080000009", "PAY-0000080000009", "Ref: PAY-00000 80000009 thanks", "xpay-pay-0000080000009"]
    {
        assert_eq!(named(text), Some(id), "{text}");
    }
    for text in ["", "pay-", "pay-1", "invoice 7", "pay-000008000000u"] {
        assert_eq!(named(text), None, "{text}");
    }
}

#[test]
fn s13_an_amount_names_the_only_payment_that_waits_for_it() {
    let usd = |minor| Money::new(minor, Currency::USD);
    let open = |id: i64, money: i64, arrived: i64| Announced {
        id: PaymentId::new(id),
        money: usd(money),
        arrived: usd(arrived),
    };
    let waiting = [open(1, 1_230, 0), open(2, 5_000, 1_000), open(3, 700, 700)];
    let one = |money: i64| the_one_waiting_for(usd(money), &waiting).map(PaymentId::number);
    assert_eq!([one(1_230), one(4_000), one(5_000), one(700), one(0)], [Some(1), Some(2), None, None, None]);
    assert_eq!(the_one_waiting_for(Money::new(1_230, Currency::EUR), &waiting), None);
    // Two wait for the same: nobody can say which.
    assert_eq!(the_one_waiting_for(usd(1_230), &[waiting[0], open(4, 2_000, 770)]), None);
}

#[test]
fn a7_what_exceeds_the_refunds_that_were_asked_for_is_taken_back() {
    let usd = |minor| Money::new(minor, Currency::USD);
    let taken = |told, known| taken_back(usd(told), usd(known)).unwrap().map(Money::minor);
    assert_eq!(
        [taken(500, 0), taken(500, 200), taken(500, 500), taken(300, 500)],
        [Some(500), Some(300), None, None]
    );
    assert!(taken_back(usd(5), Money::new(1, Currency::EUR)).is_err());
    let at = DateTime::<Utc>::UNIX_EPOCH;
    let taken = RefundState::TakenBack { at };
    assert!(taken.is_final() && taken.counts());
    assert_eq!(taken.after(RefundEvent::Process, at), Ok(taken));
    for event in [RefundEvent::Succeed, RefundEvent::Fail { reason: RefundFailure::Closed }] {
        assert_eq!(taken.after(event, at), Err(Contradicted));
    }
}

#[test]
fn s13_a_limit_is_about_as_much_in_every_currency() {
    for (code, most) in [
        ("USD", "10000000.00"),
        ("EUR", "10000000.00"),
        ("CNY", "10000000.00"),
        ("JPY", "1000000000"),
        ("KRW", "10000000000"),
        ("IDR", "100000000000.00"),
        ("VND", "100000000000"),
        ("KWD", "10000000.000"),
    ] {
        let currency: Currency = code.parse().unwrap();
        let most = Money::parse(currency, most).unwrap();
        assert_eq!(limit(currency), most, "{code}");
        let typed = |money: Money| TypedAmount::new(currency, &money.value()).money(currency);
        assert_eq!(typed(most), Ok(most));
        let above = Money::new(most.minor() + 1, currency);
        assert_eq!(typed(above), Err(Rule::AboveLimit { value: most.to_string() }), "{code}");
    }
}

#[test]
fn s13_what_a_bank_tells_is_kept_as_it_can_be_shown_and_typed() {
    let long = "x".repeat(200);
    for (id, kept) in [
        ("arr-1", true),
        ("转账 7", true),
        (long.as_str(), true),
        ("", false),
        (" ", false),
        (" a", false),
        ("a ", false),
        ("a\nb", false),
        ("a\u{0}", false),
        ("a\u{202e}b", false),
        (&format!("{long}x"), false),
    ] {
        assert_eq!(arrival::is_id(id), kept, "{id:?}");
    }
    for (told, kept) in
        [("", ""), ("  a \r\n b\u{7f}c ", "a b c"), ("a\u{202e}b", "a b"), ("发票 7", "发票 7")]
    {
        assert_eq!(
            (arrival::reference(told), arrival::payer(told)),
            (kept.to_owned(), kept.to_owned()),
            "{told:?}"
        );
    }
    assert_eq!(arrival::reference(&"y".repeat(600)).len(), arrival::REFERENCE_MAX_CHARS);
    assert_eq!(arrival::payer(&"y".repeat(600)).len(), 200);
}

#[test]
fn a4_why_a_charge_failed_follows_from_how_its_payment_ended() {
    for failure in ChargeFailure::ALL {
        assert_eq!(ChargeFailure::parse(failure.name()), Some(failure));
        assert_eq!(failure.is_tried_again(), failure != ChargeFailure::OtherAmount, "{failure:?}");
    }
    assert_eq!(ChargeFailure::parse("expired"), None);
    let failures =
        states().iter().map(|state| ChargeFailure::of(state).map(ChargeFailure::name)).collect::<Vec<_>>();
    let (none, late) = (None, Some("timed_out"));
    let expected =
        [none, none, none, none, none, none, Some("declined"), late, late, none, Some("other_amount")];
    assert_eq!(failures, expected);
    for reason in DeclineReason::ALL {
        let name = serde_json::to_value(reason).unwrap();
        let failed = ChargeFailure::of(&State::Declined { at: moment(0), reason });
        assert_eq!(failed.map(ChargeFailure::name), name.as_str());
    }
}

#[test]
fn a4_of_a_check_nothing_is_taken() {
    let cycle: Cycle = "2026-10".parse().unwrap();
    let charge = Purpose::Charge { cycle, crossing: 1, attempt: 1 };
    assert_eq!((Purpose::TopUp.takes(PAID), charge.takes(PAID)), (PAID, PAID));
    assert_eq!(Purpose::Check.takes(PAID), Money::new(0, Currency::USD));
}
