//! Account settings and what stands against them (A2, A5, S14); how cards and coupons stand on a day (A6).

use chrono::NaiveDate;
use contract::calendar::{CreditControl, PaymentPeriod, SettlementCycle};
use contract::funding::{Available, Validity};
use contract::money::{Currency, Money, MoneyError};
use contract::rule::{FieldError, Rule};
use contract::setting::{AccountSettings, Setting, SettingsChange};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn terms(directly_contracted: bool) -> CreditControl {
    CreditControl {
        limit: Money::zero(Currency::USD),
        settlement_cycle: SettlementCycle::Monthly,
        payment_period: PaymentPeriod::Calendar(30),
        special_agreement: false,
        directly_contracted,
    }
}

#[test]
fn s14_past_bills_are_for_accounts_on_credit_control_that_are_contracted_directly() {
    let rule = |setting: Setting, terms: Option<CreditControl>| {
        setting.turned(true).check(terms.as_ref()).err().map(|mut errors| errors.remove(0))
    };
    let past = |terms| rule(Setting::SettlePastBills, terms);
    assert_eq!(past(None), Some(FieldError::new("settle_past_bills", Rule::NeedsCreditControl)));
    assert_eq!(
        past(Some(terms(false))),
        Some(FieldError::new("settle_past_bills", Rule::NeedsDirectContract))
    );
    assert_eq!(past(Some(terms(true))), None);
    for setting in [Setting::Automatic, Setting::Remittance] {
        assert_eq!(rule(setting, None), Some(FieldError::new(setting.name(), Rule::NeedsCreditControl)));
        assert_eq!(rule(setting, Some(terms(false))), None);
    }
}

#[test]
fn a2_turning_off_is_always_allowed_and_touches_nothing_else() {
    let on = AccountSettings { automatic: true, settle_past_bills: true, remittance: true };
    for setting in Setting::ALL {
        let change = setting.turned(false);
        assert_eq!(change.check(None), Ok(()));
        let after = change.apply(on);
        for other in Setting::ALL {
            assert_eq!(after.is_on(other), other != setting);
        }
    }
    assert_eq!(SettingsChange::default().apply(on), on);
}

#[test]
fn a5_a_change_keeps_its_names() {
    for setting in Setting::ALL {
        let json = format!("{{\"{}\":true}}", setting.name());
        assert_eq!(serde_json::to_string(&setting.turned(true)).unwrap(), json);
        assert_eq!(serde_json::from_str::<SettingsChange>(&json).unwrap(), setting.turned(true));
    }
    assert!(serde_json::from_str::<SettingsChange>(r#"{"automtic":true}"#).is_err());
}

#[test]
fn a5_a_transfer_pays_bills_where_automatic_settlement_does_not() {
    let on = AccountSettings { automatic: true, settle_past_bills: false, remittance: true };
    let by_hand = AccountSettings { automatic: false, ..on };
    let terms = |special_agreement| CreditControl { special_agreement, ..terms(true) };
    let (plain, special) = (terms(false), terms(true));
    for (settings, terms, settles, remits) in [
        (on, Some(&plain), true, false),
        (on, Some(&special), false, true),
        (by_hand, Some(&plain), false, true),
        (by_hand, Some(&special), false, true),
        (AccountSettings { remittance: false, ..by_hand }, Some(&plain), false, false),
        // Without credit control the switches are not there.
        (on, None, true, false),
        (by_hand, None, true, false),
    ] {
        assert_eq!(
            (settings.settles(terms), settings.remits(terms)),
            (settles, remits),
            "{settings:?} {terms:?}"
        );
    }
}

#[test]
fn s14_a_switch_that_the_terms_stand_against_does_nothing() {
    let on = AccountSettings { automatic: true, settle_past_bills: true, remittance: true };
    let works = |terms: Option<&CreditControl>| Setting::ALL.map(|setting| on.works(setting, terms));
    assert_eq!(works(Some(&terms(true))), [true, true, true]);
    assert_eq!(works(Some(&terms(false))), [true, false, true]);
    assert_eq!(works(None), [false, false, false]);
}

#[test]
fn a6_what_has_expired_or_is_used_up_pays_no_more() {
    let day = |day: u32| NaiveDate::from_ymd_opt(2026, 10, day).unwrap();
    let on =
        |today: u32, left: i64| Validity::on(day(today), day(5), day(20), Money::new(left, Currency::USD));
    assert_eq!(on(4, 1), Validity::NotYet);
    assert_eq!((on(5, 1), on(19, 1)), (Validity::Valid, Validity::Valid));
    assert_eq!((on(20, 1), on(20, 0)), (Validity::Expired, Validity::Expired));
    assert_eq!(on(10, 0), Validity::UsedUp);
}

#[test]
fn available_credit_is_cash_and_limit_less_what_is_frozen() {
    let usd = |minor| Money::new(minor, Currency::USD);
    let sum = Available::of(usd(100), usd(50), usd(170)).unwrap();
    assert_eq!(sum.available, usd(-20));
    let mixed = Available::of(usd(1), Money::new(1, Currency::JPY), usd(0));
    assert_eq!(mixed, Err(MoneyError::DifferentCurrencies));
}
