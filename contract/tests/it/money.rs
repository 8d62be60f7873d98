//! Money: whole minor units, read and written with exactly the currency's decimals.

use contract::money::{Currency, Money, MoneyError};
use serde::Deserialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Deserialize)]
struct Vectors {
    print: Vec<Print>,
    parse: Vec<Parse>,
}

#[derive(Deserialize)]
struct Print {
    currency: Currency,
    minor: i64,
    value: String,
}

#[derive(Deserialize)]
struct Parse {
    currency: Currency,
    text: String,
    minor: Option<i64>,
    error: Option<String>,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../vectors/money.json")).unwrap()
}

fn name(error: MoneyError) -> &'static str {
    match error {
        MoneyError::DifferentCurrencies => "different_currencies",
        MoneyError::OutOfRange => "out_of_range",
        MoneyError::NotANumber => "not_a_number",
        MoneyError::TooManyDecimals(_) => "too_many_decimals",
    }
}

#[test]
fn e2_money_is_written_with_the_decimals_of_its_currency() {
    for Print { currency, minor, value } in vectors().print {
        let money = Money::new(minor, currency);
        assert_eq!(money.value(), value, "{minor} {currency}");
        assert_eq!(Money::parse(currency, &value), Ok(money), "{value} {currency}");
        assert_eq!(money.to_string(), format!("{value} {currency}"));
    }
}

#[test]
fn e2_money_is_read_exactly_or_not_at_all() {
    for Parse { currency, text, minor, error } in vectors().parse {
        let read = Money::parse(currency, &text);
        assert_eq!(read.ok().map(Money::minor), minor, "{text:?} {currency}");
        assert_eq!(read.err().map(name), error.as_deref(), "{text:?} {currency}");
    }
}

#[test]
fn e2_money_in_json_is_a_decimal_string_beside_its_currency() {
    let money: Money = serde_json::from_str(r#"{"currency":"KWD","value":"1.5"}"#).unwrap();
    assert_eq!(serde_json::to_string(&money).unwrap(), r#"{"currency":"KWD","value":"1.500"}"#);
    for broken in [
        r#"{"currency":"USD","value":1.5}"#,
        r#"{"currency":"USD","value":"1.555"}"#,
        r#"{"currency":"XXX","value":"1"}"#,
        r#"{"currency":"usd","value":"1"}"#,
        r#"{"value":"1"}"#,
    ] {
        assert!(serde_json::from_str::<Money>(broken).is_err(), "{broken}");
    }
}

#[test]
fn sums_stay_in_one_currency_and_in_range() {
    let usd = |minor| Money::new(minor, Currency::USD);
    let (one, yen) = (usd(1), Money::new(1, Currency::JPY));
    assert_eq!(one.checked_add(yen), Err(MoneyError::DifferentCurrencies));
    assert_eq!(one.checked_sub(yen), Err(MoneyError::DifferentCurrencies));
    assert_eq!(usd(i64::MAX).checked_add(one), Err(MoneyError::OutOfRange));
    assert_eq!(usd(i64::MIN).checked_sub(one), Err(MoneyError::OutOfRange));
    assert_eq!(Money::sum(Currency::USD, [one, yen]), Err(MoneyError::DifferentCurrencies));
    let detour = [usd(i64::MAX), usd(i64::MAX), usd(i64::MIN), usd(-5)];
    assert_eq!(
        Money::sum(Currency::USD, detour),
        Ok(usd(i64::MAX - 6)),
        "steps may leave the range, the sum not"
    );
    assert_eq!(Money::sum(Currency::USD, [usd(i64::MAX), one]), Err(MoneyError::OutOfRange));
    assert_eq!(Money::sum(Currency::JPY, []), Ok(Money::zero(Currency::JPY)));
}

#[test]
fn currencies_are_those_of_iso_4217_with_their_exponents() {
    for (code, exponent) in
        [("JPY", 0), ("KRW", 0), ("VND", 0), ("USD", 2), ("CNY", 2), ("KWD", 3), ("CLF", 4)]
    {
        assert_eq!(code.parse::<Currency>().unwrap().exponent(), exponent, "{code}");
    }
    for code in ["", "US", "USDT", "usd", "XAU", "XXX", "ZZZ", "$"] {
        assert!(code.parse::<Currency>().is_err(), "{code}");
    }
    let mut currencies = [Currency::USD, Currency::CNY, Currency::JPY, Currency::EUR];
    currencies.sort();
    assert_eq!(currencies.map(Currency::code), ["CNY", "EUR", "JPY", "USD"]);
}
