//! What filters and forms are refused for: the vectors that the server has to answer alike over HTTP (E1).

use chrono::NaiveDate;
use contract::account::{Account, AccountKind};
use contract::api::{Query, read_query};
use contract::audit::AuditQuery;
use contract::calendar::{CreditControl, PaymentPeriod, SettlementCycle};
use contract::id::AccountNumber;
use contract::money::{Currency, Money};
use contract::monthly_filter::MonthlyQuery;
use contract::relation::block;
use contract::rule::FieldError;
use contract::setting::SettingsChange;
use contract::statement::StatementQuery;
use contract::tax_profile::NewTaxProfile;
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn filters() -> Value {
    serde_json::from_str(include_str!("../vectors/filters.json")).unwrap()
}

fn forms() -> Value {
    serde_json::from_str(include_str!("../vectors/forms.json")).unwrap()
}

/// Field and rule of each, as the vectors write them.
fn said(errors: &[FieldError]) -> Value {
    let rule = |error: &FieldError| serde_json::to_value(error).unwrap()["rule"].clone();
    errors.iter().map(|error| json!([error.field, rule(error)])).collect()
}

fn each(vectors: &Value, errors: impl Fn(&Value) -> Vec<FieldError>) {
    let vectors = vectors.as_array().unwrap();
    assert!(vectors.len() > 3);
    for vector in vectors {
        assert_eq!(said(&errors(vector)), vector["errors"], "{vector}");
    }
}

fn query<Q: Query + std::fmt::Debug>(vectors: &Value) {
    each(vectors, |vector| read_query::<Q>(vector["query"].as_str().unwrap()).unwrap_err());
}

#[test]
fn e1_filters_of_statement_audit_log_and_monthly_bills_are_refused_by_their_rules() {
    let filters = filters();
    query::<StatementQuery>(&filters["statement"]);
    query::<AuditQuery>(&filters["audit"]);
    query::<MonthlyQuery>(&filters["monthly"]);
}

#[test]
fn e1_a_tax_profile_is_refused_by_its_rules() {
    let forms = forms();
    let today: NaiveDate = forms["today"].as_str().unwrap().parse().unwrap();
    let good = json!({ "valid_from": "2027-01-01", "legal_name": "Quayside", "tax_number": "1",
        "address": "Quay 1", "contact": "" });
    let changed = |change: &Value| {
        let mut profile = good.clone();
        for (field, value) in change.as_object().unwrap() {
            profile[field] = value.clone();
        }
        serde_json::from_value::<NewTaxProfile>(profile)
    };
    each(&forms["tax_profile"], |vector| {
        changed(&vector["change"]).unwrap().trimmed().check(today).unwrap_err()
    });
    for unreadable in forms["unreadable"].as_array().unwrap() {
        assert!(changed(unreadable).is_err(), "{unreadable}");
    }
}

#[test]
fn e1_settings_are_refused_by_their_rules() {
    each(&forms()["settings"], |vector| {
        let direct = vector["terms"] == "direct";
        let terms = CreditControl {
            limit: Money::zero(Currency::USD),
            settlement_cycle: SettlementCycle::Monthly,
            payment_period: PaymentPeriod::Calendar(30),
            special_agreement: false,
            directly_contracted: direct,
        };
        let change: SettingsChange = serde_json::from_value(vector["change"].clone()).unwrap();
        change.check((vector["terms"] != "none").then_some(&terms)).err().unwrap_or_default()
    });
}

#[test]
fn e1_an_invitation_is_refused_by_its_rules() {
    let account = |name: &Value| Account {
        number: AccountNumber::parse(name.as_str().unwrap()).unwrap(),
        name: "Quayside".to_owned(),
        kind: if name == "main" { AccountKind::Main } else { AccountKind::Member },
        currency: if name == "yen" { Currency::JPY } else { Currency::USD },
    };
    each(&forms()["invitation"], |vector| {
        let blocked = block(&account(&vector["main"]), &account(&vector["member"]));
        let error = blocked.map(|blocked| {
            let (side, rule) = blocked.rule();
            FieldError::new(side.name(), rule)
        });
        error.into_iter().collect()
    });
}
