//! Bills out of FOCUS rows: keys, sums, the one rounding, and the mapping that decides them.

use crate::focus::{DEFECTS, HEADER, fold};
use crate::golden::golden;
use contract::bill::{Balances, Status};
use contract::file::focus::{AccountFrom, ExactSum, Folded, Mapping, ProductFrom};
use contract::money::{Amount, Money, Rounding};
use contract::usage::usage_text;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn bills(folded: &Folded) -> Vec<String> {
    let describe = |bill: &contract::file::focus::FoldedBill| {
        let (account, product) = (&folded.accounts[bill.account], &folded.products[bill.product]);
        let application = &folded.applications[bill.application];
        format!(
            "{} | {} | {} | {} | {} lines | {} | {} = {} {:+}",
            account.number,
            product.code,
            application.id,
            bill.cycle,
            bill.lines,
            usage_text(&bill.usage),
            bill.exact,
            bill.settled.money,
            Plus(bill.settled.residue),
        )
    };
    folded.bills.iter().map(describe).collect()
}

struct Plus(Amount);

impl std::fmt::Display for Plus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.0.is_negative() { "" } else { "+" }, self.0)
    }
}

fn import(mapping: &Mapping, rows: &str) -> Vec<String> {
    let (folded, report) = fold(format!("{HEADER}\n{rows}").as_bytes(), 50, mapping);
    assert_eq!(report.refusals(), []);
    bills(&folded.unwrap())
}

#[test]
fn r2_the_defective_file_makes_these_bills() {
    let (folded, _) = fold(DEFECTS, 4096, &Mapping::default());
    let folded = folded.unwrap();
    let listing = bills(&folded).join("\n") + "\n";
    golden("focus_bills.txt", include_str!("../golden/focus_bills.txt"), &listing);
    let names: Vec<&str> = folded.accounts.iter().map(|account| account.name.as_str()).collect();
    assert_eq!(names, ["Harbour Web", "Harbour Group", "港湾科技"]);
    assert_eq!(folded.products.last().unwrap().code.as_str(), "northwind-mail-邮件");
}

#[test]
fn r2_the_lines_of_all_bills_add_up_to_the_file() {
    let (folded, report) = fold(DEFECTS, 4096, &Mapping::default());
    let folded = folded.unwrap();
    assert_eq!(folded.bills.iter().map(|bill| bill.lines).sum::<u64>(), report.rows());
    for bill in &folded.bills {
        let whole = bill.settled.money.amount().checked_add(bill.settled.residue);
        assert_eq!(whole, Ok(bill.exact), "exact = money + residue");
    }
}

#[test]
fn r2_the_first_wanted_tag_names_the_application() {
    let row = |tags: &str| format!("1,acme,USD,2026-09-01,Usage,S,web,{tags}\n");
    let quoted = |tags: &str| row(&format!("\"{}\"", tags.replace('"', "\"\"")));
    for (tags, application) in [
        (r#"{"application": "shop"}"#, "shop"),
        (r#"{"app": "till", "application": "shop"}"#, "shop"),
        (r#"{"APP_NAME": "till"}"#, "till"),
        (r#"{" application ": " shop "}"#, "shop"),
        (r#"{"application": "", "app": "till"}"#, "till"),
        (r#"{"application": "\u5546\u5e97"}"#, "商店"),
        (r#"{"application": 7}"#, "web"),
        (r#"{"team": "x"}"#, "web"),
    ] {
        let bills = import(&Mapping::default(), &quoted(tags));
        assert!(bills[0].contains(&format!("| s | {application} |")), "{tags}: {bills:?}");
    }
    assert!(import(&Mapping::default(), &row(""))[0].contains("| web |"));
}

#[test]
fn r2_the_mapping_is_configuration() {
    let row = "1,acme,USD,2026-09-01,Usage,S,web,\"{\"\"owner\"\": \"\"till\"\"}\"\n";
    let mapping: Mapping =
        serde_json::from_str(r#"{"account":"billing_account","application_tags":["owner"],"rounding":"up"}"#)
            .unwrap();
    assert_eq!((mapping.account, mapping.product), (AccountFrom::BillingAccount, ProductFrom::ServiceName));
    assert_eq!(mapping.null_texts, ["NULL"]);
    assert_eq!(import(&mapping, row), ["acme-USD | s | till | 2026-09 | 1 lines |  | 1 = 1.00 USD +0"]);
    assert!(
        serde_json::from_str::<Mapping>(r#"{"acount":"x"}"#).is_err(),
        "a misspelt setting is no setting"
    );
    let written = serde_json::to_string_pretty(&Mapping::default()).unwrap();
    assert!(
        include_str!("../../../docs/focus.md").contains(&written),
        "the documented defaults are these:\n{written}"
    );
    assert_eq!(serde_json::from_str::<Mapping>(&written).unwrap(), Mapping::default());
}

#[test]
fn r2_a_bill_is_rounded_once_not_line_by_line() {
    let rows = "0.004,acme,USD,2026-09-01,Usage,S,web,\n".repeat(3);
    assert_eq!(
        import(&Mapping::default(), &rows),
        ["web-USD | s | web | 2026-09 | 3 lines |  | 0.012 = 0.01 USD +0.002"]
    );
    let up = Mapping { rounding: Rounding::Up, ..Mapping::default() };
    assert_eq!(import(&up, &rows), ["web-USD | s | web | 2026-09 | 3 lines |  | 0.012 = 0.02 USD -0.008"]);
}

#[test]
fn r2_zero_is_cleared_and_a_negative_bill_is_a_credit() {
    let usd = |minor| Money::new(minor, contract::money::Currency::USD);
    for (minor, status) in [(0, Status::Cleared), (-261, Status::Cleared), (1, Status::Pending)] {
        let balances = Balances::at_issue(usd(minor), usd(0)).unwrap();
        assert_eq!(balances.status(), status);
        assert_eq!(balances.overdraft(), Ok(usd(minor)), "nothing is prepaid");
    }
}

#[test]
fn sums_are_exact_past_what_one_amount_holds() {
    let sum = |texts: &[&str]| {
        texts.iter().try_fold(ExactSum::default(), |sum, text| sum.plus(text.parse().unwrap()))
    };
    let total = |texts: &[&str]| sum(texts).and_then(ExactSum::total).map(|total| total.to_string());
    assert_eq!(total(&["0.1", "0.20", "0.00000000001"]).as_deref(), Some("0.30000000001"));
    let big = "9999999999999999999999999999";
    assert_eq!(total(&[big, "0.5", "-0.5"]).as_deref(), Some(big), "steps may be longer than the result");
    assert_eq!(total(&[big, "0.5"]), None, "a result that would have to be rounded is none");
    assert!(sum(&[big, "0.0000000000000000000000000001"]).is_none());
}
