//! What is valid of an operator's act, how far a credit note may go, and what a calendar file changes.

use contract::calendar::{Day, HolidayCalendar};
use contract::id::BillId;
use contract::locale::Locale;
use contract::money::{Currency, Money};
use contract::operator::{
    ActForm, ActKind, Creditable, Denied, Instruction, REASON_MAX_CHARS, credit, parts, refundable,
};
use contract::rule::{FieldError, Rule};
use contract::threshold::ThresholdRange;
use serde_json::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../vectors/operator.json")).unwrap()
}

fn form(vector: &Value) -> ActForm {
    let form: ActForm = serde_json::from_value(vector["form"].clone()).unwrap();
    ActForm { reason: "as agreed".to_owned(), ..form }
}

/// As browser, server and command line do it: read, then check.
fn judge(form: &ActForm, vectors: &Value) -> Result<Instruction, Vec<FieldError>> {
    let currency: Currency = vectors["currency"].as_str().unwrap().parse().unwrap();
    let today = vectors["today"].as_str().unwrap().parse().unwrap();
    let instruction = form.read(currency)?;
    instruction.check(currency, today).map_err(|denied| vec![denied.error()])?;
    Ok(instruction)
}

#[test]
fn e1_an_act_is_judged_alike_everywhere() {
    let vectors = vectors();
    for vector in vectors["good"].as_array().unwrap() {
        let form = form(vector);
        let instruction = judge(&form, &vectors).unwrap_or_else(|errors| panic!("{vector}: {errors:?}"));
        assert_eq!(instruction.act.kind(), form.act);
        let json = serde_json::to_value(&instruction).unwrap();
        assert_eq!(
            (&json["act"], &json["reason"]),
            (&Value::from(form.act.name()), &Value::from("as agreed"))
        );
        assert_eq!(serde_json::from_value::<Instruction>(json).unwrap(), instruction);
    }
    for vector in vectors["bad"].as_array().unwrap() {
        let errors = judge(&form(vector), &vectors).expect_err(&vector.to_string());
        let found: Vec<Value> = errors.iter().map(|error| serde_json::to_value(error).unwrap()).collect();
        let found: Vec<Value> =
            found.iter().map(|error| serde_json::json!([error["field"], error["rule"]])).collect();
        assert_eq!(Value::from(found), vector["errors"], "{vector}");
    }
}

#[test]
fn e1_every_act_needs_a_short_reason() {
    let vectors = vectors();
    let good = form(&vectors["good"][0]);
    for (reason, rule) in [
        ("  ", Rule::Required),
        ("a\u{7}b", Rule::ControlCharacters),
        (&"x".repeat(REASON_MAX_CHARS + 1), Rule::TooLong { max: REASON_MAX_CHARS }),
    ] {
        let errors = judge(&ActForm { reason: reason.to_owned(), ..good.clone() }, &vectors).unwrap_err();
        assert_eq!(errors, [FieldError::new("reason", rule)]);
    }
}

#[test]
fn an_act_keeps_its_name() {
    for kind in ActKind::ALL {
        assert_eq!(ActKind::parse(kind.name()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
    }
    let reversible: Vec<&str> =
        ActKind::ALL.iter().filter(|kind| kind.can_be_reversed()).map(|kind| kind.name()).collect();
    assert_eq!(reversible, ["grant_card", "grant_coupon", "refund", "credit_note"]);
}

#[test]
fn m2_a_credit_note_takes_what_is_open_first_and_never_more_than_is_there() {
    let bill = |id: i64, open: i64, paid: i64| Creditable {
        bill: BillId::new(id),
        open: usd(open),
        paid: usd(paid),
    };
    let bills = [bill(1, 100, 50), bill(2, 0, 200), bill(3, 300, 0)];
    let take = |money: i64, left: i64| {
        let steps = credit(&bills, usd(left), usd(money)).unwrap()?;
        let (open, paid) = parts(&steps, usd(0)).unwrap();
        assert_eq!(open.minor() + paid.minor(), money);
        Ok::<_, Denied>(
            steps
                .iter()
                .map(|step| (step.bill.number(), step.open.minor(), step.paid.minor()))
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(take(400, 250).unwrap(), [(1, 100, 0), (3, 300, 0)]);
    assert_eq!(take(430, 250).unwrap(), [(1, 100, 30), (3, 300, 0)]);
    assert_eq!(take(650, 250).unwrap(), [(1, 100, 50), (2, 0, 200), (3, 300, 0)]);
    assert_eq!(take(651, 250), Err(Denied::AboveBill { most: usd(650) }));
    // What was refunded already can't be given back again.
    assert_eq!(take(501, 100), Err(Denied::AboveBill { most: usd(500) }));
    // Nor what was given back beyond what was paid.
    assert_eq!(take(51, -350), Err(Denied::AboveBill { most: usd(50) }));
    assert_eq!(take(50, -350).unwrap(), [(1, 50, 0)]);
    assert_eq!(take(1, -401), Err(Denied::AboveBill { most: usd(0) }));
    assert_eq!(refundable(usd(250), usd(150), usd(0)), Ok(usd(100)));
    assert_eq!(refundable(usd(250), usd(150), usd(40)), Ok(usd(60)));
    assert_eq!(refundable(usd(100), usd(150), usd(0)), Ok(usd(0)));
}

#[test]
fn m2_what_adjustments_took_off_a_bill_no_credit_note_takes() {
    let bill = Creditable { bill: BillId::new(1), open: usd(300), paid: usd(200) };
    // What they took off; what is left of what is open, and of what was paid.
    for (taken, open, paid) in [(0, 300, 200), (100, 200, 200), (300, 0, 200), (350, 0, 150), (600, 0, -100)]
    {
        let left = bill.without(usd(taken)).unwrap();
        assert_eq!((left.open, left.paid), (usd(open), usd(paid)), "{taken}");
    }
}

#[test]
fn a4_a_threshold_lies_inside_its_range() {
    let range = ThresholdRange { least: usd(800), most: usd(50_000), standard: usd(50_000) };
    for (minor, admitted) in [(799, false), (800, true), (50_000, true), (50_001, false)] {
        assert_eq!(range.admits(usd(minor)), admitted, "{minor}");
    }
    assert!(!range.admits(Money::new(800, Currency::EUR)));
}

#[test]
fn m3_a_calendar_file_is_read_and_its_past_left_alone() {
    let day = |text: &str| HolidayCalendar::read_date(text).unwrap();
    let file = "\u{feff}Date,Kind\r\n2026-12-25,holiday\r\n\"2026-12-26\", Workday \n\n";
    let days = HolidayCalendar::read(file).unwrap();
    assert_eq!(days, [(day("2026-12-25"), Day::Holiday), (day("2026-12-26"), Day::Workday)]);
    for (file, line) in [
        ("2026-12-25", 1),
        ("2026-12-25,holiday,x", 1),
        ("date,kind\n2026-02-30,holiday", 2),
        ("2026-12-25,holiday\n2026-12-25,workday", 2),
        ("date,kind\n\n26-12-25,holiday", 3),
    ] {
        assert_eq!(HolidayCalendar::read(file), Err(line), "{file}");
    }
    let kept = HolidayCalendar::new([
        (day("2026-01-01"), Day::Holiday),
        (day("2026-12-24"), Day::Holiday),
        (day("2026-12-25"), Day::Holiday),
        (day("2027-01-01"), Day::Holiday),
    ]);
    let file = [
        (day("2026-02-02"), Day::Holiday),
        (day("2026-12-25"), Day::Holiday),
        (day("2026-12-26"), Day::Workday),
    ];
    let replaced = kept.replaced_by(&file, day("2026-11-15"));
    assert_eq!(replaced.set, [(day("2026-12-26"), Day::Workday)]);
    assert_eq!(replaced.removed, [day("2026-12-24")], "no day of another year, none of the past");
    assert_eq!((replaced.same, replaced.past), (1, 1));
}

#[test]
fn e1_every_denial_has_a_sentence_in_both_languages() {
    let denied = Denied::AboveBill { most: usd(1_230) };
    let error = denied.error();
    assert_eq!(error.message, "More than the bill holds: at most 12.30 USD can still be credited.");
    assert!(error.speak(Locale::Zh).message.contains("12.30 USD"));
}
