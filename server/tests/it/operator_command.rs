//! `portal operator`: what it prints, and how it ends.

use crate::cli::{Place, said};
use crate::world::PASSWORD;

/// A place with an account of two bills, which are issued long since.
fn place() -> Place {
    let place = Place::new();
    let made = place.run(&["demo", "--bills", "200"], "");
    assert!(made.status.success(), "{}", said(&made.stderr));
    place
}

const ACCOUNT: [&str; 6] =
    ["--organization", "Harbour Retail Group", "--account", "HRB-0001", "--reason", "as agreed"];

fn operator(place: &Place, act: &[&str]) -> (Option<i32>, String) {
    let done = place.run(&[&["operator"], act, &ACCOUNT[..], &["--by", "ada"]].concat(), "");
    (done.status.code(), said(&done.stdout) + &said(&done.stderr))
}

#[test]
fn e3_an_operator_is_added_from_the_command_line() {
    let place = Place::new();
    let added = place.run(&["operator", "add", "--email", "op@portal.example"], &format!("{PASSWORD}\n"));
    assert!(added.status.success(), "{}", said(&added.stderr));
    assert!(said(&added.stdout).contains("op@portal.example can sign in as platform operator"));
    let again = place.run(&["operator", "add", "--email", "op@portal.example"], &format!("{PASSWORD}\n"));
    assert_eq!(again.status.code(), Some(1));
    // The platform is no organization that people can be added to.
    for role in ["platform-operator", "viewer"] {
        let user = ["user", "add", "--organization", "Platform", "--email", "a@b.co", "--role", role];
        assert!(!place.run(&user, &format!("{PASSWORD}\n")).status.success());
    }
    // A demo world can still be made: no organization is there.
    assert!(place.run(&["demo", "--bills", "50"], "").status.success());
    let verified = place.run(&["verify"], "");
    assert!(verified.status.success(), "{}", said(&verified.stdout));
}

#[test]
fn e6_a_command_tries_out_does_once_and_refuses_with_the_figure() {
    let place = place();
    let coupon = ["coupon", "--amount", "30.00", "--from", "2020-01-01", "--to", "2099-12-31"];
    let (code, tried) = operator(&place, &[&coupon[..], &["--dry-run"]].concat());
    assert_eq!(code, Some(0), "{tried}");
    assert!(
        tried.contains("This would happen; nothing is changed:") && tried.contains("0.00 USD → 30.00 USD"),
        "{tried}"
    );
    let (code, done) = operator(&place, &coupon);
    assert_eq!(code, Some(0), "{done}");
    assert!(
        done.contains("Done:") && done.contains("audit entry: ") && done.contains("key: grant_coupon/"),
        "{done}"
    );
    let (_, again) = operator(&place, &coupon);
    assert!(again.contains("Done before under this key: nothing is changed."), "{again}");
    let (_, other) = operator(&place, &[&coupon[..], &["--key", "another"]].concat());
    assert!(other.contains("Done:") && other.contains("key: another"), "{other}");

    let (code, above) = operator(&place, &["refund", "--month", "2020-01", "--amount", "1"]);
    assert_eq!(code, Some(1), "{above}");
    assert!(above.contains("month: 2020-01 has no official bill yet"), "{above}");
    let (code, past) =
        operator(&place, &["credit-terms", "--from", "2020-01-01", "--limit", "5", "--days", "30"]);
    assert_eq!((code, past.contains("valid_from: What is past never changes")), (Some(1), true), "{past}");
    let (code, threshold) = operator(&place, &["threshold", "--amount", "7.99"]);
    assert_eq!((code, threshold.contains("between 8.00 USD and 500.00 USD")), (Some(1), true), "{threshold}");
    let (code, dated) = operator(&place, &["threshold", "--amount", "50", "--from", "2099-01-01"]);
    assert_eq!(
        (code, dated.contains("threshold from 2099-01-01: 500.00 USD → 50.00 USD")),
        (Some(0), true),
        "{dated}"
    );
    let (code, wrong) = operator(&place, &["credit-terms", "--from", "2099-01-01"]);
    assert_eq!(code, Some(2), "{wrong}");
    let (code, terms) = operator(
        &place,
        &["credit-terms", "--from", "2099-01-01", "--limit", "5", "--days", "30", "--business-days"],
    );
    assert_eq!(
        (code, terms.contains("limit 5.00 USD, monthly, due after 30 business days")),
        (Some(0), true),
        "{terms}"
    );

    let found = place.run(&["operator", "find", "hrb-0001"], "");
    assert!(
        said(&found.stdout).starts_with("Harbour Retail Group  HRB-0001  USD"),
        "{}",
        said(&found.stdout)
    );
    let verified = place.run(&["verify"], "");
    assert!(verified.status.success(), "{}", said(&verified.stdout));
}

#[test]
fn m3_a_calendar_is_imported_from_a_file() {
    let place = place();
    let file = place.directory.path().join("holidays.csv");
    std::fs::write(&file, "date,kind\n2099-12-25,holiday\n2099-12-26,workday\n").unwrap();
    let import = ["operator", "calendar", "import", "default", "holidays.csv", "--reason", "of the year"];
    let done = place.run(&import, "");
    assert!(done.status.success(), "{}", said(&done.stderr));
    assert!(
        said(&done.stdout).contains("days: 2 set, 0 removed, 0 as before, 0 past"),
        "{}",
        said(&done.stdout)
    );
    let listed = place.run(&["operator", "calendar", "list", "default"], "");
    assert_eq!(said(&listed.stdout), "2099-12-25,holiday\n2099-12-26,workday\n");
}

#[test]
fn s13_transfers_and_payments_are_acted_on_by_command() {
    let place = place();
    let listed = place.run(&["operator", "transfer", "list"], "");
    assert!(listed.status.success(), "{}", said(&listed.stderr));
    assert_eq!(said(&listed.stdout), "", "nothing waits");
    let (code, unknown) = operator(&place, &["transfer", "assign", "arr-9"]);
    assert_eq!((code, unknown.contains("arrival: There is no such thing")), (Some(1), true), "{unknown}");
    let back = ["operator", "transfer", "return", "arr-9", "--reason", "nobody's", "--by", "ada"];
    let back = place.run(&back, "");
    assert_eq!(
        (back.status.code(), said(&back.stderr).contains("arrival: There is no such thing")),
        (Some(1), true)
    );
    let refund = ["refund-payment", "--payment", "pay-0zzzzzzzzzzzz", "--amount", "1"];
    let (code, unknown) = operator(&place, &refund);
    assert_eq!((code, unknown.contains("payment: There is no such thing")), (Some(1), true), "{unknown}");
}
