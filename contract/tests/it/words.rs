//! Every rule, problem and finding has words in both languages (E1, E4).

use contract::api::{Problem, ProblemCode};
use contract::file::focus::FindingKind;
use contract::locale::Locale;
use contract::rule::{FieldError, Rule};
use std::collections::BTreeSet;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn is_chinese(text: &str) -> bool {
    text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
}

fn check_words(what: &str, english: &str, chinese: &str) {
    assert!(!english.trim().is_empty() && !is_chinese(english), "{what}: {english}");
    assert!(is_chinese(chinese), "{what}: {chinese}");
}

/// One of each rule; a new variant does not compile without its place here.
fn rules() -> Vec<Rule> {
    let text = || "x".to_owned();
    let all = vec![
        Rule::Required,
        Rule::TooLong { max: 3 },
        Rule::TooShort { min: 3 },
        Rule::TooMany { max: 3 },
        Rule::NotACycle,
        Rule::ReversedRange { from: text(), to: text() },
        Rule::UnknownValue { value: text() },
        Rule::UnknownParameter,
        Rule::GivenTwice,
        Rule::NotTogether { other: text() },
        Rule::NotInRange { min: 1, max: 3 },
        Rule::BrokenCursor,
        Rule::NotAnEmail,
        Rule::WrongPassword,
        Rule::NotUnique,
        Rule::ControlCharacters,
        Rule::Unreadable,
        Rule::NeedsCreditControl,
        Rule::NeedsDirectContract,
        Rule::NotAnAmount,
        Rule::TooManyDecimals { max: 0 },
        Rule::TooManyDecimals { max: 2 },
        Rule::OtherCurrency { value: text() },
        Rule::NotAboveZero,
        Rule::AboveLimit { value: text() },
        Rule::CardExpired { value: text() },
        Rule::BelowNothing,
        Rule::AtMost { value: text() },
        Rule::Between { from: text(), to: text() },
        Rule::NotADate,
        Rule::NotBefore { value: text() },
        Rule::Expired { value: text() },
        Rule::AboveCharge { other: text(), value: text() },
        Rule::AboveCash { value: text() },
        Rule::NotPaid,
        Rule::NotBack,
        Rule::NotByTransfer,
        Rule::PaidAlready,
        Rule::NotWaiting,
        Rule::NeedsCurrency { value: text() },
        Rule::AboveBill { value: text() },
        Rule::NotIssued { value: text() },
        Rule::NotHere,
        Rule::NamesNoOrder,
        Rule::NoCreditTerms,
        Rule::NoThreshold { value: text() },
        Rule::NotARange,
        Rule::NotReversible,
        Rule::AlreadyReversed,
        Rule::Spent { value: text() },
        Rule::NotAHoliday { line: 3 },
        Rule::OtherAccountCurrency { value: text() },
        Rule::NotAMainAccount,
        Rule::NotAMemberAccount,
        Rule::AlreadyRelated,
    ];
    for rule in &all {
        match rule {
            Rule::Required
            | Rule::TooLong { .. }
            | Rule::TooShort { .. }
            | Rule::TooMany { .. }
            | Rule::NotACycle
            | Rule::ReversedRange { .. }
            | Rule::UnknownValue { .. }
            | Rule::UnknownParameter
            | Rule::GivenTwice
            | Rule::NotTogether { .. }
            | Rule::NotInRange { .. }
            | Rule::BrokenCursor
            | Rule::NotAnEmail
            | Rule::WrongPassword
            | Rule::NotUnique
            | Rule::ControlCharacters
            | Rule::Unreadable
            | Rule::NeedsCreditControl
            | Rule::NeedsDirectContract
            | Rule::NotAnAmount
            | Rule::TooManyDecimals { .. }
            | Rule::OtherCurrency { .. }
            | Rule::NotAboveZero
            | Rule::AboveLimit { .. }
            | Rule::CardExpired { .. }
            | Rule::BelowNothing
            | Rule::AtMost { .. }
            | Rule::Between { .. }
            | Rule::NotADate
            | Rule::NotBefore { .. }
            | Rule::Expired { .. }
            | Rule::AboveCharge { .. }
            | Rule::AboveCash { .. }
            | Rule::NotPaid
            | Rule::NotBack
            | Rule::NotByTransfer
            | Rule::PaidAlready
            | Rule::NotWaiting
            | Rule::NeedsCurrency { .. }
            | Rule::AboveBill { .. }
            | Rule::NotIssued { .. }
            | Rule::NotHere
            | Rule::NamesNoOrder
            | Rule::NoCreditTerms
            | Rule::NoThreshold { .. }
            | Rule::NotARange
            | Rule::NotReversible
            | Rule::AlreadyReversed
            | Rule::Spent { .. }
            | Rule::NotAHoliday { .. }
            | Rule::OtherAccountCurrency { .. }
            | Rule::NotAMainAccount
            | Rule::NotAMemberAccount
            | Rule::AlreadyRelated => {}
        }
    }
    all
}

#[test]
fn e1_every_rule_has_words_in_both_languages() {
    let mut sentences = BTreeSet::new();
    for rule in rules() {
        let (english, chinese) = (rule.message(Locale::En), rule.message(Locale::Zh));
        check_words(&format!("{rule:?}"), &english, &chinese);
        assert!(
            sentences.insert(english) && sentences.insert(chinese),
            "{rule:?} says what another rule says"
        );
    }
}

#[test]
fn e1_a_rule_survives_the_wire() {
    for rule in rules() {
        let error = FieldError::new("field", rule);
        let json = serde_json::to_string(&error).unwrap();
        assert_eq!(serde_json::from_str::<FieldError>(&json).unwrap(), error, "{json}");
        let spoken = error.clone().speak(Locale::Zh);
        assert_eq!(spoken.message, error.rule.message(Locale::Zh));
        assert_eq!(spoken.speak(Locale::En), error);
    }
}

#[test]
fn e1_what_is_no_rule_is_refused() {
    for rest in
        [r#""rule":"unheard_of""#, r#""rule":"too_long""#, r#""rule":"too_long","max":-1"#, r#""max":3"#]
    {
        let json = format!(r#"{{"field":"q",{rest}}}"#);
        assert!(serde_json::from_str::<FieldError>(&json).is_err(), "{json}");
    }
}

#[test]
fn e2_every_problem_has_a_stable_code_and_words_in_both_languages() {
    let codes: BTreeSet<&str> = ProblemCode::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(codes.len(), ProblemCode::ALL.len());
    for code in ProblemCode::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), code.name());
        let (english, chinese) = (code.words(Locale::En), code.words(Locale::Zh));
        check_words(code.name(), english.0, chinese.0);
        check_words(code.name(), english.1, chinese.1);
        let problem = Problem::new(code);
        assert_eq!(problem.kind, format!("/problems/{}", code.name()));
        assert!(
            (400..600).contains(&problem.status) || matches!(problem.status, 0),
            "{code:?} {}",
            problem.status
        );
        assert_eq!(problem.clone().speak(Locale::Zh).speak(Locale::En), problem);
    }
}

#[test]
fn r3_every_finding_has_words_in_both_languages() {
    let mut sentences = BTreeSet::new();
    for (place, kind) in FindingKind::ALL.into_iter().enumerate() {
        assert_eq!(kind as usize, place, "the list is in the order of the definition");
        check_words(&format!("{kind:?}"), kind.words(Locale::En), kind.words(Locale::Zh));
        assert!(
            sentences.insert(kind.words(Locale::En)) && sentences.insert(kind.words(Locale::Zh)),
            "{kind:?}"
        );
    }
}

#[test]
fn e4_the_language_is_the_one_liked_best() {
    for (list, locale) in [
        ("", Locale::En),
        ("zh-CN,zh;q=0.9,en;q=0.8", Locale::Zh),
        ("ZH", Locale::Zh),
        ("en-GB,zh", Locale::En),
        ("fr-FR, zh-TW;q=0.5", Locale::Zh),
        ("de", Locale::En),
        ("中,文", Locale::En),
        ("en;q=0.3, zh-CN;q=0.9", Locale::Zh),
        ("zh;q=0.5,en;q=0.501", Locale::En),
        ("fr, zh; Q=1.000, en", Locale::Zh),
        ("en;q=0,zh;q=0.001", Locale::Zh),
        ("zh;q=0", Locale::En),
        ("zh;q=2,en;q=0.1", Locale::En),
        ("zh;q=much,en;q=0.1", Locale::En),
        ("zh;q=0.1234,en;q=0.1", Locale::En),
        ("zho,en", Locale::En),
    ] {
        assert_eq!(Locale::from_accept_language(list), locale, "{list}");
    }
}
