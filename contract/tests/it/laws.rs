//! Laws over random values.

use crate::filter::write;
use contract::api::read_query;
use contract::bill::{Balances, Status};
use contract::bill_filter::{BillFilter, BillQuery, LIMIT_MAX};
use contract::bill_sort::{BillSort, SortColumn};
use contract::cycle::Cycle;
use contract::file::focus::ExactSum;
use contract::id::{AccountNumber, ApplicationId, BillId, ProductCode};
use contract::money::{Amount, Currency, Money, Rounding, allocate};
use proptest::prelude::*;

fn currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(vec!["JPY", "USD", "KWD", "CLF"]).prop_map(|code| code.parse().unwrap())
}

fn amount() -> impl Strategy<Value = Amount> {
    (-(10_i128.pow(22))..10_i128.pow(22), 0_u32..20)
        .prop_map(|(digits, decimals)| Amount::from_parts(digits, decimals).unwrap())
}

fn cycle() -> impl Strategy<Value = Cycle> {
    (1970 * 12..10_000 * 12).prop_map(|index| Cycle::from_index(index).unwrap())
}

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9&=+%#?;,é港 .~_-]{1,12}".prop_filter("no space at an end", |text| text.trim() == text)
}

prop_compose! {
    fn filter()(
        product in prop::collection::hash_set(name(), 0..4),
        account in prop::collection::hash_set(name(), 0..4),
        application in prop::collection::hash_set(name(), 0..4),
        cycles in prop::option::of((cycle(), cycle())),
        open in any::<(bool, bool)>(),
        status in prop::option::of(prop::sample::select(Status::ALL.to_vec())),
        words in prop::option::of("[^\\s\\x00]{1,8}( [^\\s\\x00]{1,8}){0,3}"),
    ) -> BillFilter {
        let range = cycles.map(|(one, other)| (one.min(other), one.max(other)));
        BillFilter {
            product: product.iter().map(|text| ProductCode::parse(text).unwrap()).collect(),
            cycle_from: range.map(|range| range.0).filter(|_| open.0),
            cycle_to: range.map(|range| range.1).filter(|_| open.1),
            status,
            account: account.iter().map(|text| AccountNumber::parse(text).unwrap()).collect(),
            application: application.iter().map(|text| ApplicationId::parse(text).unwrap()).collect(),
            q: words,
        }
    }
}

proptest! {
    #[test]
    fn money_is_read_back(minor in any::<i64>(), currency in currency()) {
        let money = Money::new(minor, currency);
        prop_assert_eq!(Money::parse(currency, &money.value()), Ok(money));
        let json = serde_json::to_string(&money).unwrap();
        prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
    }

    #[test]
    fn no_text_makes_money_or_amounts_panic(text in "[-+0-9.eE ]{0,40}|\\PC{0,20}", currency in currency()) {
        if let Ok(money) = Money::parse(currency, &text) {
            prop_assert_eq!(Money::parse(currency, &money.value()), Ok(money));
        }
        if let Ok(amount) = text.parse::<Amount>() {
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
        }
    }

    #[test]
    fn exact_is_money_plus_residue(exact in amount(), currency in currency()) {
        let unit = Amount::from_minor(1, currency.exponent());
        for rounding in Rounding::ALL {
            let Ok(settled) = exact.settle(currency, rounding) else { continue };
            prop_assert_eq!(settled.money.amount().checked_add(settled.residue), Ok(exact));
            prop_assert!(settled.residue < unit && settled.residue > Amount::ZERO.checked_sub(unit).unwrap());
        }
    }

    #[test]
    fn short_and_long_ways_to_read_an_amount_agree(digits in any::<i64>(), decimals in 0_usize..25) {
        let plain = format!("{digits}");
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
        let padded = format!("{digits:0>width$}", width = decimals + 1);
        let (whole, fraction) = padded.split_at(padded.len() - decimals);
        let short = format!("{sign}{whole}.{fraction}");
        let long = format!("{sign}{whole}.{fraction}e0");
        prop_assert_eq!(short.parse::<Amount>(), long.parse::<Amount>());
    }

    #[test]
    fn sums_do_not_depend_on_the_order(mut amounts in prop::collection::vec(amount(), 0..12)) {
        let sum = |amounts: &[Amount]| amounts.iter().try_fold(ExactSum::default(), |sum, next| sum.plus(*next));
        let there = sum(&amounts).and_then(ExactSum::total);
        if let Ok(plain) = Amount::sum(amounts.iter().copied()) {
            prop_assert_eq!(there, Some(plain));
        }
        amounts.reverse();
        prop_assert_eq!(sum(&amounts).and_then(ExactSum::total), there);
    }

    #[test]
    fn parts_are_the_whole_and_within_one_unit_of_fair(
        minor in any::<i64>(),
        weights in prop::collection::vec(0_u64..1 << 40, 1..8),
    ) {
        let money = Money::new(minor, Currency::USD);
        let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
        match allocate(money, &weights) {
            None => prop_assert_eq!(total, 0),
            Some(parts) => {
                prop_assert_eq!(Money::sum(Currency::USD, parts.iter().copied()), Ok(money));
                for (part, weight) in parts.iter().zip(&weights) {
                    let off = i128::from(part.minor()) * total - i128::from(minor) * i128::from(*weight);
                    prop_assert!(off.abs() < total, "a part is less than one unit from its share");
                }
                prop_assert_eq!(allocate(money, &weights), Some(parts), "the same again");
            }
        }
    }

    #[test]
    fn cycles_are_read_back_and_stand_in_order(one in cycle(), other in cycle()) {
        prop_assert_eq!(one.to_string().parse(), Ok(one));
        prop_assert_eq!(one < other, one.to_string() < other.to_string());
        prop_assert!(one.first_day() <= one.last_day() && one.last_day() < one.issue_date());
        prop_assert_eq!(Cycle::of(one.last_day()), Ok(one));
    }

    #[test]
    fn ids_are_read_back(number in 0..=i64::MAX) {
        let id = BillId::new(number);
        prop_assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn b2_reading_a_filter_is_the_inverse_of_writing_it(
        filter in filter(),
        column in prop::sample::select(SortColumn::ALL.to_vec()),
        descending in any::<bool>(),
        limit in prop::option::of(1..=LIMIT_MAX),
        cursor in prop::option::of("[!-~]{1,20}"),
        from in prop::option::of(any::<u32>()),
    ) {
        let from = from.filter(|_| cursor.is_none());
        let query = BillQuery { filter, sort: BillSort { column, descending }, limit, cursor, from };
        prop_assert_eq!(read_query(&write(&query)), Ok(query));
    }

    #[test]
    fn no_query_makes_the_reader_panic(query in "[a-z_=&%+?;0-9A-F-]{0,80}|\\PC{0,40}") {
        if let Ok(read) = read_query::<BillQuery>(&query) {
            prop_assert_eq!(read_query(&write(&read)), Ok(read));
        }
    }

    #[test]
    fn balances_at_issue_add_up(consumption in any::<i64>(), cover in any::<i64>()) {
        let usd = |minor| Money::new(minor, Currency::USD);
        if let Ok(balances) = Balances::at_issue(usd(consumption), usd(cover)) {
            let parts = [balances.outstanding(), balances.processing(), balances.settled(), balances.canceled()];
            prop_assert_eq!(Money::sum(Currency::USD, parts), Ok(usd(consumption)));
            prop_assert!(!balances.outstanding().is_negative() && cover >= 0);
        }
    }
}
