//! People: emails, passwords and names that are accepted (E1, E3).

use contract::id::AccountNumber;
use contract::permission::{AccountScope, Role};
use contract::rule::{Check, FieldError, Rule};
use contract::session::SignIn;
use contract::user::{NewPassword, NewUser, OwnPassword, UserChange};
use contract::view::NewView;
use serde::Deserialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Deserialize)]
struct Emails {
    valid: Vec<String>,
    invalid: Vec<String>,
}

fn email(text: &str) -> Result<(), Vec<FieldError>> {
    let mut check = Check::default();
    check.email("email", text);
    check.done()
}

fn rules(result: Result<(), Vec<FieldError>>) -> Vec<(String, Rule)> {
    result.err().into_iter().flatten().map(|error| (error.field, error.rule)).collect()
}

fn one(field: &str, rule: Rule) -> Vec<(String, Rule)> {
    vec![(field.to_owned(), rule)]
}

#[test]
fn e1_emails_are_checked_alike_everywhere() {
    let emails: Emails = serde_json::from_str(include_str!("../vectors/email.json")).unwrap();
    for text in emails.valid {
        assert_eq!(email(&text), Ok(()), "{text:?}");
    }
    for text in emails.invalid {
        assert_eq!(rules(email(&text)), one("email", Rule::NotAnEmail), "{text:?}");
    }
    assert_eq!(email(""), Ok(()), "that something is required is another rule");
}

#[test]
fn e3_a_sign_in_needs_both_and_not_too_much() {
    let sign_in =
        |email: &str, password: &str| SignIn { email: email.to_owned(), password: password.to_owned() };
    assert_eq!(sign_in("a@b.co", "x").check(), Ok(()));
    assert_eq!(sign_in(" a@b.co ", "x").check(), Ok(()), "pasted with spaces");
    assert_eq!(rules(sign_in("", "x").check()), one("email", Rule::Required));
    assert_eq!(rules(sign_in("a@b.co", "").check()), one("password", Rule::Required));
    assert_eq!(
        rules(sign_in("a@b.co", &"x".repeat(1025)).check()),
        one("password", Rule::TooLong { max: 1024 })
    );
    assert_eq!(rules(sign_in("ab", "").check()).len(), 2, "everything that is wrong comes at once");
    assert!(!format!("{:?}", sign_in("a@b.co", "secret")).contains("secret"));
}

#[test]
fn e3_a_password_has_12_characters_and_1024_bytes_at_most() {
    let check = |password: &str| rules(NewPassword { password: password.to_owned() }.check());
    assert_eq!(check("123456789012"), []);
    assert_eq!(check("十二个字符的密码也可以用"), []);
    assert_eq!(check("12345678901"), one("password", Rule::TooShort { min: 12 }));
    assert_eq!(check(&"x".repeat(1024)), []);
    assert_eq!(check(&"港".repeat(342)), one("password", Rule::TooLong { max: 1024 }));
}

#[test]
fn e3_one_s_own_password_is_changed_for_the_old_one() {
    let check = |old: &str, new: &str| {
        rules(OwnPassword { old_password: old.to_owned(), password: new.to_owned() }.check())
    };
    // The old one may be from a time of other rules.
    assert_eq!(check("short", "123456789012"), []);
    assert_eq!(check("", "123456789012"), one("old_password", Rule::Required));
    assert_eq!(check(&"x".repeat(1025), "123456789012"), one("old_password", Rule::TooLong { max: 1024 }));
    assert_eq!(check("short", "12345678901"), one("password", Rule::TooShort { min: 12 }));
}

#[test]
fn e3_a_user_is_checked_whole() {
    let user = NewUser {
        email: "a@b.co".to_owned(),
        name: "Ada".to_owned(),
        role: Role::Viewer,
        accounts: AccountScope::All,
        password: "123456789012".to_owned(),
    };
    assert_eq!(user.check(), Ok(()));
    let nobody = NewUser {
        email: " ".to_owned(),
        name: "\u{7}".to_owned(),
        accounts: AccountScope::Only(vec![]),
        password: String::new(),
        ..user.clone()
    };
    let found = rules(nobody.check());
    let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["email", "name", "accounts", "password"], "{found:?}");
    let long = NewUser { name: "x".repeat(121), ..user };
    assert_eq!(rules(long.check()), one("name", Rule::TooLong { max: 120 }));
}

#[test]
fn e3_a_change_checks_what_it_changes() {
    assert_eq!(UserChange::default().check(), Ok(()));
    let nameless = UserChange { name: Some(String::new()), ..UserChange::default() };
    assert_eq!(rules(nameless.check()), one("name", Rule::Required));
    let number = AccountNumber::parse("1-USD").unwrap();
    let many =
        UserChange { accounts: Some(AccountScope::Only(vec![number; 10_001])), ..UserChange::default() };
    assert_eq!(rules(many.check()), one("accounts", Rule::TooMany { max: 10_000 }));
}

#[test]
fn b2_a_view_has_a_short_name() {
    let view = |name: &str| NewView { name: name.to_owned(), query: String::new() };
    assert_eq!(view("Open bills").check(), Ok(()));
    assert_eq!(rules(view("  ").check()), one("name", Rule::Required));
    assert_eq!(rules(view(&"x".repeat(81)).check()), one("name", Rule::TooLong { max: 80 }));
}
