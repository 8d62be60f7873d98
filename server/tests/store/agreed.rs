//! What the platform operator agrees on: terms of credit, special agreements, thresholds, holiday calendars (M3, A4).

use crate::base::story;
use crate::books::{Books, refusal, september, usd};
use crate::operator::operate;
use chrono::NaiveDate;
use contract::calendar::{CreditControl, HolidayCalendar, PaymentPeriod, SettlementCycle};
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::operator::{ActForm, ActKind, Denied, OperatorAct};
use contract::setting::SettingsChange;
use contract::threshold::ThresholdRange;
use server::chance::Chance;
use server::clock::Clock;
use server::engine::operator::Order;
use server::engine::write::{Act, Done, NotDone, Refusal};
use server::engine::{Engine, Failure};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Ten business days, by the calendar `cn`.
fn terms(valid_from: &str, calendar: &str) -> OperatorAct {
    let terms = CreditControl {
        limit: usd(5_000),
        settlement_cycle: SettlementCycle::Monthly,
        payment_period: PaymentPeriod::Business(10),
        special_agreement: false,
        directly_contracted: true,
    };
    OperatorAct::SetCreditTerms { valid_from: day(valid_from), terms, calendar: calendar.to_owned() }
}

fn threshold(minor: i64) -> OperatorAct {
    OperatorAct::SetThreshold { channel: Channel::Paypal, money: usd(minor), valid_from: None }
}

async fn agree(books: &Books, key: &str, act: OperatorAct) -> Result<Done, NotDone> {
    books.write(key, operate(act)).await
}

fn denied<T: std::fmt::Debug>(done: Result<T, NotDone>) -> Denied {
    match refusal(done) {
        Refusal::Denied(denied) => denied,
        other => panic!("{other:?}"),
    }
}

/// Sets a calendar, as the command line does.
async fn calendar(
    engine: &Engine,
    name: &str,
    holidays: &str,
) -> Result<contract::operator::ActOutcome, Failure> {
    let platform = engine.platform().await.unwrap();
    let form = ActForm {
        calendar: name.to_owned(),
        holidays: holidays.to_owned(),
        reason: "of the year".to_owned(),
        ..ActForm::new(ActKind::SetHolidays)
    };
    engine.operate(&platform, Order { by: "test".to_owned(), form, key: None, dry_run: false }).await
}

fn engine(books: &Books, now: &str) -> Engine {
    let now: chrono::DateTime<chrono::Utc> = now.parse().unwrap();
    Engine::new(books.base.db.clone(), Clock::standing(now.timestamp_micros()), Chance::System)
}

story! {
    async fn m3_terms_carry_a_day_and_what_is_past_never_changes(base: Base) {
        let books = Books::open(base).await;
        // It is 2026-11-15 in the billing time zone.
        let past = denied(agree(&books, "past", terms("2026-11-14", "default")).await);
        assert_eq!(past, Denied::Past { today: day("2026-11-15") });
        let none = OperatorAct::EndCreditTerms { valid_from: day("2026-11-15") };
        assert_eq!(denied(agree(&books, "none", none).await), Denied::NoTerms);
        assert_eq!(denied(agree(&books, "calendar", terms("2026-12-01", "cn")).await), Denied::UnknownCalendar("cn".to_owned()));
        agree(&books, "terms", terms("2026-12-01", "default")).await.unwrap();
        let special = |from: &str| OperatorAct::SetSpecialAgreement { valid_from: day(from), special_agreement: true };
        assert_eq!(denied(agree(&books, "too early", special("2026-11-30")).await), Denied::NoTerms);
        let done = agree(&books, "special", special("2027-01-01")).await.unwrap();
        let change = done.effects.unwrap().terms.unwrap();
        assert!(!change.before.unwrap().special_agreement && change.after.unwrap().special_agreement);
        agree(&books, "end", OperatorAct::EndCreditTerms { valid_from: day("2027-02-01") }).await.unwrap();
        let rows = "SELECT valid_from || ' ' || credit_limit || ' ' || CASE WHEN ended THEN 'ended' ELSE 'valid' END || ' ' || \
             CASE WHEN special_agreement THEN 'special' ELSE 'plain' END FROM credit_control ORDER BY valid_from";
        assert_eq!(books.base.ask(rows).await, ["2026-12-01 5000 valid plain", "2027-01-01 5000 valid special", "2027-02-01 5000 ended special"]);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m3_what_is_agreed_for_later_days_follows_an_end_and_a_special_agreement(base: Base) {
        let books = Books::open(base).await;
        agree(&books, "terms", terms("2026-12-01", "default")).await.unwrap();
        agree(&books, "later", terms("2027-03-01", "default")).await.unwrap();
        let special = |special_agreement| OperatorAct::SetSpecialAgreement {
            valid_from: day("2027-01-01"),
            special_agreement,
        };
        let later = |done: Done| done.effects.unwrap().later_terms;
        let done = later(agree(&books, "special", special(true)).await.unwrap());
        assert_eq!(done.iter().map(|change| change.valid_from).collect::<Vec<_>>(), [day("2027-03-01")]);
        assert!(!done[0].before.unwrap().special_agreement && done[0].after.unwrap().special_agreement);
        assert_eq!(later(agree(&books, "again", special(true)).await.unwrap()), []);
        let end = OperatorAct::EndCreditTerms { valid_from: day("2027-02-01") };
        let done = later(agree(&books, "end", end).await.unwrap());
        assert_eq!((done[0].valid_from, done[0].after), (day("2027-03-01"), None));
        let rows = "SELECT valid_from || ' ' || CASE WHEN ended THEN 'ended' ELSE 'valid' END || ' ' || \
             CASE WHEN special_agreement THEN 'special' ELSE 'plain' END FROM credit_control ORDER BY valid_from";
        let expected = ["2026-12-01 valid plain", "2027-01-01 valid special", "2027-02-01 ended special", "2027-03-01 ended special"];
        assert_eq!(books.base.ask(rows).await, expected);
        // What has ended stays so.
        assert_eq!(later(agree(&books, "plain", special(false)).await.unwrap()), []);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m3_business_days_are_counted_by_the_calendar_of_the_terms(base: Base) {
        let books = Books::open(base).await;
        let before = engine(&books, "2026-08-31T00:00:00Z");
        // The week after the National Day; the Saturday behind it is worked.
        let week = "date,kind\n2026-10-01,holiday\n2026-10-02,holiday\n2026-10-05,holiday\n2026-10-06,holiday\n2026-10-07,holiday\n2026-10-10,workday\n";
        let outcome = calendar(&before, "cn", week).await.unwrap();
        assert_eq!(outcome.effects.days.unwrap().set, 6);
        let command = books.command("terms", operate(terms("2026-09-01", "cn")));
        before.door.write(command).await.unwrap();
        books.issue().await;
        // Ten business days after 2026-09-30: 8, 9, 10 (worked), 12 to 16, 19, 20; but never before the day after issue,
        // which is 2026-11-15 here.
        assert_eq!(books.base.ask("SELECT due_date FROM monthly_bill").await, ["2026-11-16"]);
        let control = CreditControl { limit: usd(0), settlement_cycle: SettlementCycle::Monthly, payment_period: PaymentPeriod::Business(10), special_agreement: false, directly_contracted: true };
        let days = HolidayCalendar::read(week).unwrap();
        assert_eq!(control.due_date(september(), day("2026-10-02"), &HolidayCalendar::new(days)), day("2026-10-20"));
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn m3_a_calendar_is_the_whole_of_its_years_and_its_past_stays(base: Base) {
        let books = Books::open(base).await;
        let engine = engine(&books, "2026-11-15T12:00:00Z");
        let first = calendar(&engine, "default", "2026-11-14,holiday\n2026-12-25,holiday\n2026-12-26,holiday\n2027-01-01,holiday\n").await.unwrap();
        let days = first.effects.days.unwrap();
        assert_eq!((days.set, days.past), (3, 1));
        let second = calendar(&engine, "default", "2026-12-25,workday\n2026-12-26,holiday\n2026-12-28,holiday\n").await.unwrap();
        let days = second.effects.days.unwrap();
        assert_eq!((days.set, days.removed, days.same, days.past), (2, 0, 1, 0));
        calendar(&engine, "default", "2026-12-25,holiday\n").await.unwrap();
        let rows = "SELECT calendar || ' ' || date || ' ' || kind FROM holiday WHERE organization_id = 0 ORDER BY date";
        assert_eq!(books.base.ask(rows).await, ["default 2026-12-25 holiday", "default 2027-01-01 holiday"]);
        let Err(Failure::Invalid(errors)) = calendar(&engine, "default", "2026-12-25,holiday\nChristmas\n").await else { panic!() };
        assert!(errors[0].message.starts_with("Line 2 "), "{errors:?}");
        // What concerns the platform is logged with the platform, and verified like everything else.
        assert_eq!(books.base.count("SELECT COUNT(*) FROM audit_entry WHERE organization_id = 0").await, 3);
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a4_a_paypal_threshold_lies_between_8_and_500_usd(base: Base) {
        let books = Books::open(base).await;
        let outside = Denied::OutsideThreshold { least: usd(800), most: usd(50_000) };
        for minor in [799, 50_001] {
            assert_eq!(denied(agree(&books, "outside", threshold(minor)).await), outside);
        }
        for minor in [800, 50_000] {
            agree(&books, &format!("threshold-{minor}"), threshold(minor)).await.unwrap();
        }
        assert_eq!(books.base.ask("SELECT channel || ' ' || amount FROM charge_threshold WHERE organization_id <> 0").await, ["paypal 50000"]);
        let card = OperatorAct::SetThreshold { channel: Channel::Alipay, money: usd(800), valid_from: None };
        assert_eq!(denied(agree(&books, "channel", card).await), Denied::NoThreshold { currency: Currency::USD });
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a4_thresholds_of_other_currencies_are_configured(base: Base) {
        let books = Books::open(base).await;
        let engine = engine(&books, "2026-11-15T12:00:00Z");
        let platform = engine.platform().await.unwrap();
        let yen = |minor: i64| Money::new(minor, Currency::KRW);
        let form = ActForm {
            channel: "paypal".to_owned(),
            currency: "KRW".to_owned(),
            least: "1000".to_owned(),
            standard: "50000".to_owned(),
            most: "75000".to_owned(),
            reason: "as the channel says".to_owned(),
            ..ActForm::new(ActKind::SetThresholdRange)
        };
        let order = |form: ActForm| Order { by: "test".to_owned(), form, key: None, dry_run: false };
        let done = engine.operate(&platform, order(form.clone())).await.unwrap();
        let range = ThresholdRange { least: yen(1_000), most: yen(75_000), standard: yen(50_000) };
        assert_eq!(done.effects.threshold_range.unwrap().after, range);
        let turned = ActForm { most: "999".to_owned(), ..form.clone() };
        assert!(matches!(engine.operate(&platform, order(turned)).await, Err(Failure::Invalid(_))));
        // On an account of an organization it has no place, and the other way round.
        let number = contract::id::AccountNumber::parse(&books.base.ask("SELECT number FROM account WHERE organization_id <> 0").await[0]).unwrap();
        let target = engine.target(books.organization, &number).await.unwrap();
        assert!(matches!(engine.operate(&target, order(form)).await, Err(Failure::Invalid(_))));
        assert_eq!(books.findings().await, [""; 0]);
    }
}

story! {
    async fn a7_every_hand_in_what_was_agreed_is_found(base: Base) {
        let books = Books::open(base).await;
        agree(&books, "terms", terms("2026-11-15", "default")).await.unwrap();
        books.issue().await;
        let change = SettingsChange { settle_past_bills: Some(true), ..SettingsChange::default() };
        books.write("switch", Act::ChangeSettings { change }).await.unwrap();
        assert_eq!(books.findings().await, [""; 0]);
        books.notice(&[
            ("UPDATE credit_control SET credit_limit = credit_limit * 1000", "UPDATE credit_control SET credit_limit = credit_limit / 1000", "its terms from 2026-11-15 on are not what the audit log says"),
            ("UPDATE credit_control SET ended = TRUE", "UPDATE credit_control SET ended = FALSE", "its terms from 2026-11-15 on are not what the audit log says"),
            ("UPDATE credit_control SET valid_from = '2026-11-14'", "UPDATE credit_control SET valid_from = '2026-11-15'", "its terms from 2026-11-15 on are gone"),
            ("UPDATE account_setting SET remittance = TRUE", "UPDATE account_setting SET remittance = FALSE", "its settings are not what the audit log says"),
            ("UPDATE account_setting SET settle_past_bills = FALSE", "UPDATE account_setting SET settle_past_bills = TRUE", "its settings are not what the audit log says"),
            ("UPDATE monthly_bill SET cycle = cycle + 100", "UPDATE monthly_bill SET cycle = cycle - 100", "it was issued, but the monthly bill is gone"),
            ("UPDATE monthly_bill SET issued_at = issued_at + 1", "UPDATE monthly_bill SET issued_at = issued_at - 1", "but that was at"),
            ("UPDATE monthly_bill SET due_date = '2036-11-01'", "UPDATE monthly_bill SET due_date = NULL", "it is kept as due on 2036-11-01, but was issued as due on no day"),
        ]).await;
    }
}
