//! The JSON that goes over the wire, as golden files (E2).

use crate::golden::golden;
use contract::account::{AccountName, Application, Product};
use contract::api::{BillPage, Problem, ProblemCode, Total};
use contract::bill::{BillSummary, Status};
use contract::id::{AccountNumber, ApplicationId, BillId, ProductCode};
use contract::locale::Locale;
use contract::money::{Currency, Money};
use contract::rule::{FieldError, Rule};
use contract::usage::{Quantity, usage_text};
use serde::Serialize;
use serde::de::DeserializeOwned;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    file: &str,
    reviewed: &str,
    value: &T,
) {
    let json = serde_json::to_string_pretty(value).unwrap() + "\n";
    golden(file, reviewed, &json);
    assert_eq!(serde_json::from_str::<T>(&json).unwrap(), *value);
}

fn summary() -> BillSummary {
    BillSummary {
        id: BillId::new((1 << 32) + 42),
        number: Some("HB-2026-000042".to_owned()),
        product: Product { code: ProductCode::parse("whatsapp").unwrap(), name: "WhatsApp".to_owned() },
        application: Application {
            id: ApplicationId::parse("app-7").unwrap(),
            name: "港湾商城".to_owned(),
            app_key: Some("ak_7".to_owned()),
            whatsapp_account: Some("1029384756".to_owned()),
        },
        account: AccountName {
            number: AccountNumber::parse("1001-KWD").unwrap(),
            name: "Harbour".to_owned(),
        },
        cycle: "2026-10".parse().unwrap(),
        usage: vec![
            Quantity { value: "182406".parse().unwrap(), unit: "conversations".to_owned() },
            Quantity { value: "0.00000000001".parse().unwrap(), unit: "GB-Months".to_owned() },
        ],
        consumption: Money::new(1_234_567, "KWD".parse().unwrap()),
        overdraft: Money::new(-5, "KWD".parse().unwrap()),
        status: Status::Pending,
    }
}

#[test]
fn e2_a_bill_in_the_list() {
    check("bill_summary.json", include_str!("../golden/bill_summary.json"), &summary());
    assert_eq!(usage_text(&summary().usage), "182406 conversations; 0.00000000001 GB-Months");
}

#[test]
fn b4_only_a_bill_of_whatsapp_shows_a_whatsapp_account() {
    let of = |code: &str, name: &str| {
        let product = Product { code: ProductCode::parse(code).unwrap(), name: name.to_owned() };
        BillSummary { product, ..summary() }.whatsapp_account().map(str::to_owned)
    };
    assert_eq!(of("whatsapp", "WhatsApp Business").as_deref(), Some("1029384756"));
    assert_eq!(of("p-12", "Messages over WHATSAPP").as_deref(), Some("1029384756"));
    assert_eq!(of("sms", "SMS"), None, "the application's account says nothing of its other products");
}

#[test]
fn e2_a_page_of_bills() {
    let usd = |minor| Money::new(minor, Currency::USD);
    let page = BillPage {
        items: vec![],
        totals: vec![Total { bills: 2, consumption: usd(1230), overdraft: usd(0) }],
        count: 2,
        from: 0,
        next_cursor: None,
        snapshot: 9,
    };
    check("bill_page.json", include_str!("../golden/bill_page.json"), &page);
}

#[test]
fn e2_a_problem() {
    let mut problem = Problem::invalid(vec![
        FieldError::new("cycle_from", Rule::NotACycle),
        FieldError::new("q", Rule::TooLong { max: 200 }),
    ])
    .speak(Locale::Zh);
    problem.request_id = Some("r-1".to_owned());
    check("problem.json", include_str!("../golden/problem.json"), &problem);
    let mut wait = Problem::new(ProblemCode::TooManySignIns);
    wait.retry_after_s = Some(30);
    check("problem_wait.json", include_str!("../golden/problem_wait.json"), &wait);
}

#[test]
fn e2_money() {
    let money = ["JPY", "USD", "KWD"].map(|code| Money::new(-1205, code.parse().unwrap()));
    check("money.json", include_str!("../golden/money.json"), &money);
}
