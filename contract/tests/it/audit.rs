//! The audit log's language: kinds of acts, who does them, and the filter.

use crate::filter::write;
use contract::api::{ChainQuery, read_query};
use contract::audit::{ActKind, AuditFilter, AuditQuery, Who, parse_day};
use contract::locale::Locale;
use contract::rule::Rule;
use std::collections::BTreeSet;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn e6_every_act_has_a_name_and_words_in_both_languages() {
    let mut words = BTreeSet::new();
    for &act in ActKind::ALL {
        assert_eq!(ActKind::parse(act.name()), Some(act));
        let (english, chinese) = (act.title(Locale::En), act.title(Locale::Zh));
        assert!(english.is_ascii() && !chinese.is_ascii(), "{act:?}");
        assert!(words.insert(act.name()) && words.insert(english) && words.insert(chinese), "{act:?}");
    }
    assert_eq!(ActKind::parse("unheard_of"), None);
}

#[test]
fn e6_whoever_did_it_is_read_as_written() {
    for text in ["user/usr-000000000002d", "operator/Ada of the platform", "job/settle"] {
        assert_eq!(text.parse::<Who>().unwrap().to_string(), text);
    }
    for text in ["", "user", "user/", "user/bil-000000000002d", "somebody/x", "/x"] {
        assert!(text.parse::<Who>().is_err(), "{text}");
    }
}

#[test]
fn e6_a_filter_of_the_log_is_read_and_written_back() {
    for (query, canonical) in [
        ("", ""),
        ("q=+a++b+", "q=a%20b"),
        ("act=settle&act=issue&act=settle", "act=settle&act=issue"),
        ("actor=job/settle&account=HRB-1", "actor=job%2Fsettle&account=HRB-1"),
        ("day_to=2026-11-02&day_from=2026-11-02", "day_from=2026-11-02&day_to=2026-11-02"),
        ("cursor=12&limit=7", "limit=7&cursor=12"),
    ] {
        let read: AuditQuery = read_query(query).unwrap_or_else(|errors| panic!("{query}: {errors:?}"));
        assert_eq!(write(&read), canonical, "{query}");
        assert_eq!(read_query::<AuditQuery>(canonical), Ok(read), "{query}");
    }
    for (query, field) in [
        ("act=steal", "act"),
        ("actor=nobody", "actor"),
        ("day_from=2026-13-01", "day_from"),
        ("day_from=2026-2-1", "day_from"),
        ("day_from=2026-11-02&day_to=2026-11-01", "day_to"),
        ("limit=501", "limit"),
        ("sort=place", "sort"),
    ] {
        let errors = read_query::<AuditQuery>(query).unwrap_err();
        assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), [field], "{query}");
    }
    assert!(read_query::<AuditFilter>("cursor=12").is_err(), "an export has no pages");
}

#[test]
fn e6_a_check_goes_on_behind_a_place_and_its_hash() {
    let query = ChainQuery { after: Some((12, "ab34".to_owned())) };
    assert_eq!(write(&query), "after=12.ab34");
    assert_eq!(read_query("after=12.ab34"), Ok(query));
    assert_eq!(read_query::<ChainQuery>("after=12").unwrap_err()[0].rule, Rule::BrokenCursor);
}

#[test]
fn days_are_read_strictly() {
    assert!(parse_day("2028-02-29").is_some());
    for text in ["2026-02-29", "2026-02-29 ", "2026-02", "+026-02-01", "2026-02-01-01", "２０２６-02-01"]
    {
        assert_eq!(parse_day(text), None, "{text}");
    }
}
