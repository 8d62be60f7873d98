//! Business days, due dates and the state of a monthly bill (M1, M3).

use chrono::NaiveDate;
use contract::calendar::{CreditControl, Day, HolidayCalendar, PaymentPeriod, SettlementCycle};
use contract::cycle::Cycle;
use contract::money::{Currency, Money};
use contract::monthly_bill::{Age, MonthlyBalances, State, UncheckedMonthly, is_overdue, overdue_since};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn cycle(text: &str) -> Cycle {
    text.parse().unwrap()
}

/// China's national holiday of 2026: 1 to 7 October off, 10 October (a Saturday) worked.
fn october() -> HolidayCalendar {
    let off = (1..=7).map(|date| (NaiveDate::from_ymd_opt(2026, 10, date).unwrap(), Day::Holiday));
    HolidayCalendar::new(off.chain([(day("2026-10-10"), Day::Workday)]))
}

fn due(settled: SettlementCycle, period: PaymentPeriod, month: &str, calendar: &HolidayCalendar) -> String {
    let limit = Money::zero(Currency::USD);
    let terms = CreditControl {
        limit,
        settlement_cycle: settled,
        payment_period: period,
        special_agreement: false,
        directly_contracted: true,
    };
    terms.due_date(cycle(month), cycle(month).issue_date(), calendar).to_string()
}

#[test]
fn m3_due_dates_by_calendar_days() {
    use PaymentPeriod::Calendar;
    use SettlementCycle::{Monthly, Quarterly};
    let week = HolidayCalendar::default();
    for (settled, days, month, expected) in [
        (Monthly, 30, "2026-09", "2026-10-30"),
        (Monthly, 0, "2026-09", "2026-10-03"),
        (Monthly, 2, "2026-09", "2026-10-03"),
        (Monthly, 4, "2026-09", "2026-10-04"),
        (Monthly, 30, "2024-01", "2024-03-01"),
        (Quarterly, 15, "2026-07", "2026-10-15"),
        (Quarterly, 15, "2026-09", "2026-10-15"),
        (Quarterly, 15, "2026-10", "2027-01-15"),
        (Quarterly, 15, "2026-12", "2027-01-15"),
    ] {
        assert_eq!(due(settled, Calendar(days), month, &week), expected, "{month} + {days}");
    }
}

#[test]
fn m3_due_dates_by_business_days_and_holidays() {
    use PaymentPeriod::Business;
    let (plain, holiday) = (HolidayCalendar::default(), october());
    for (calendar, days, expected) in [
        (&plain, 5, "2026-10-07"),
        (&plain, 10, "2026-10-14"),
        (&plain, 1, "2026-10-03"),
        (&holiday, 1, "2026-10-08"),
        (&holiday, 2, "2026-10-09"),
        // The Saturday that is worked.
        (&holiday, 3, "2026-10-10"),
        (&holiday, 4, "2026-10-12"),
    ] {
        assert_eq!(due(SettlementCycle::Monthly, Business(days), "2026-09", calendar), expected, "{days}");
    }
}

#[test]
fn m3_a_bill_that_is_issued_late_is_not_overdue_at_once() {
    let terms = CreditControl {
        limit: Money::zero(Currency::USD),
        settlement_cycle: SettlementCycle::Monthly,
        payment_period: PaymentPeriod::Calendar(30),
        special_agreement: false,
        directly_contracted: true,
    };
    let late = terms.due_date(cycle("2026-09"), day("2026-12-20"), &HolidayCalendar::default());
    assert_eq!(late, day("2026-12-21"));
}

fn claimed(parts: [i64; 7]) -> Result<MonthlyBalances, contract::bill::Unbalanced> {
    let [consumption, prepaid_cover, outstanding, processing, settled, canceled, credited] =
        parts.map(|minor| Money::new(minor, Currency::USD));
    UncheckedMonthly { consumption, prepaid_cover, outstanding, processing, settled, canceled, credited }
        .try_into()
}

fn balances(parts: [i64; 7]) -> MonthlyBalances {
    claimed(parts).unwrap()
}

#[test]
fn m1_what_does_not_add_up_is_no_monthly_bill() {
    for parts in [
        [100, 0, 99, 0, 0, 0, 0],
        [100, 0, -1, 0, 101, 0, 0],
        [100, 50, 60, 0, 40, 0, 0],
        [5, 0, 10, 0, -5, 0, 4],
        [100, 0, 100, 0, 0, 0, -1],
    ] {
        assert!(claimed(parts).is_err(), "{parts:?}");
    }
}

#[test]
fn m1_the_state_follows_from_the_balances() {
    for (parts, state) in [
        ([100, 0, 100, 0, 0, 0, 0], State::Unsettled),
        // Prepaid packages covered a part: nothing was paid of the rest.
        ([100, 40, 60, 0, 40, 0, 0], State::Unsettled),
        ([100, 40, 50, 0, 50, 0, 0], State::PartlySettled),
        ([100, 0, 60, 40, 0, 0, 0], State::Unsettled),
        ([100, 0, 60, 0, 0, 40, 0], State::PartlySettled),
        ([100, 0, 0, 1, 99, 0, 0], State::PartlySettled),
        ([100, 0, 0, 0, 100, 0, 0], State::Settled),
        ([100, 0, 0, 0, 0, 100, 0], State::Settled),
        ([0, 0, 0, 0, 0, 0, 0], State::Settled),
        ([-5, 0, 0, 0, -5, 0, 5], State::Settled),
        // A bill of 10 that is open beside a credit of 5: nothing is paid of it.
        ([5, 0, 10, 0, -5, 0, 5], State::Unsettled),
        // All covered but a credit of 50 beside it.
        ([-40, 10, 0, 0, -40, 0, 50], State::Settled),
        ([5, 0, 7, 0, -2, 0, 5], State::PartlySettled),
    ] {
        assert_eq!(State::of(&balances(parts), true), state, "{parts:?}");
        assert_eq!(State::of(&balances(parts), false), State::NotIssued);
    }
}

#[test]
fn m3_overdue_after_the_due_date_or_a_failed_charge() {
    let due = Some(day("2026-10-30"));
    assert!(!is_overdue(State::Unsettled, due, false, day("2026-10-30")));
    assert!(is_overdue(State::Unsettled, due, false, day("2026-10-31")));
    assert!(is_overdue(State::PartlySettled, due, false, day("2026-10-31")));
    assert!(!is_overdue(State::Settled, due, true, day("2027-10-31")));
    assert!(!is_overdue(State::NotIssued, None, true, day("2027-10-31")));
    assert!(!is_overdue(State::Unsettled, None, false, day("2027-10-31")));
    assert!(is_overdue(State::Unsettled, None, true, day("2026-10-03")));
}

#[test]
fn m3_overdue_since_the_day_after_the_due_date() {
    let due = Some(day("2026-10-30"));
    for (state, due, today, since) in [
        (State::Unsettled, due, "2026-10-30", None),
        (State::Unsettled, due, "2026-10-31", Some("2026-10-31")),
        (State::PartlySettled, due, "2027-02-01", Some("2026-10-31")),
        (State::Settled, due, "2027-02-01", None),
        (State::NotIssued, due, "2027-02-01", None),
        // What has no due date is overdue by its charge alone.
        (State::Unsettled, None, "2027-02-01", None),
    ] {
        assert_eq!(overdue_since(state, due, day(today)), since.map(day), "{state:?} {today}");
    }
}

#[test]
fn m1_ageing_by_days_late() {
    let today = day("2026-11-22");
    for (due, age) in [
        (None, Age::Undated),
        (Some("2026-11-23"), Age::NotDue),
        (Some("2026-11-22"), Age::NotDue),
        (Some("2026-11-21"), Age::Days30),
        (Some("2026-10-23"), Age::Days30),
        (Some("2026-10-22"), Age::Days60),
        (Some("2026-09-23"), Age::Days60),
        (Some("2026-09-22"), Age::Days90),
        (Some("2026-08-24"), Age::Days90),
        (Some("2026-08-23"), Age::Older),
    ] {
        assert_eq!(Age::of(due.map(day), today), age, "{due:?}");
    }
}
