//! The contract's vectors of filters and forms over HTTP (E1): refused with the same codes, fields and words in both
//! languages as `contract` refuses them.

use crate::client::Call;
use crate::vectors::vectors;
use crate::world::{OWN, World, email, story};
use contract::api::{Problem, ProblemCode, Query, read_query};
use contract::audit::AuditQuery;
use contract::locale::Locale;
use contract::monthly_filter::MonthlyQuery;
use contract::permission::Role;
use contract::rule::FieldError;
use contract::statement::StatementQuery;
use serde_json::{Value, json};

/// What is said of a call that is refused, in both languages; the words are the rule's own.
async fn errors(call: Call, what: &Value) -> Vec<FieldError> {
    let mut said: Vec<Vec<FieldError>> = Vec::new();
    for locale in Locale::ALL {
        let reply = call.clone().header("accept-language", locale.tag()).send().await;
        let problem: Problem = reply.refused(ProblemCode::InvalidInput);
        for error in &problem.errors {
            assert_eq!(error.message, error.rule.message(locale), "{what}");
        }
        said.push(problem.errors.into_iter().map(|error| error.speak(Locale::En)).collect());
    }
    assert_eq!(said[0], said[1], "{what}");
    said.remove(0)
}

/// Fails unless it is refused for what the vector says.
async fn refused(call: Call, vector: &Value) {
    let errors = errors(call, vector).await;
    let rule = |error: &FieldError| serde_json::to_value(error).unwrap()["rule"].clone();
    let said: Value = errors.iter().map(|error| json!([error.field, rule(error)])).collect();
    assert_eq!(said, vector["errors"], "{vector}");
}

async fn queries<Q: Query + std::fmt::Debug>(world: &World, token: &str, target: &str, all: &Value) {
    for vector in all.as_array().unwrap() {
        let query = vector["query"].as_str().unwrap();
        let call = world.call("GET", &format!("{target}?{query}")).cookie(token);
        let expected = read_query::<Q>(query).expect_err(query);
        assert_eq!(errors(call.clone(), vector).await, expected, "{query}");
        refused(call, vector).await;
    }
}

story! {
    async fn e1_filters_are_refused_alike(world: World) {
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let all = vectors("filters");
        queries::<StatementQuery>(&world, &token, "/api/v1/accounts/ownmark-1/statement", &all["statement"]).await;
        queries::<AuditQuery>(&world, &token, "/api/v1/audit", &all["audit"]).await;
        queries::<MonthlyQuery>(&world, &token, "/api/v1/monthly-bills", &all["monthly"]).await;
    }
}

story! {
    async fn e1_tax_profiles_are_refused_alike(world: World) {
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let all = vectors("forms");
        let call = |change: &Value| {
            let mut profile = json!({ "valid_from": "2027-01-01", "legal_name": "Quayside", "tax_number": "1",
                "address": "Quay 1", "contact": "" });
            for (field, value) in change.as_object().unwrap() {
                profile[field] = value.clone();
            }
            world.call("POST", "/api/v1/accounts/ownmark-1/tax-profiles").cookie(&token).json(&profile)
        };
        for vector in all["tax_profile"].as_array().unwrap() {
            refused(call(&vector["change"]), vector).await;
        }
        for unreadable in all["unreadable"].as_array().unwrap() {
            call(unreadable).send().await.refused(ProblemCode::UnreadableBody);
        }
        assert_eq!(world.count("SELECT COUNT(*) FROM tax_profile").await, 0);
        call(&json!({})).send().await.done();
    }
}

story! {
    async fn e1_settings_are_refused_alike(world: World) {
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let account = world.own_bill.number();
        for vector in vectors("forms")["settings"].as_array().unwrap() {
            world.hand("DELETE FROM credit_control WHERE organization_id > 0;").await;
            if vector["terms"] != "none" {
                let (organization, direct) = (account >> 40, vector["terms"] == "direct");
                world.hand(&format!(
                    "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, settlement_cycle, \
                     business_days, days, special_agreement, directly_contracted) VALUES ({organization}, {account}, \
                     '2026-01-01', FALSE, 0, 'monthly', FALSE, 30, FALSE, {direct});"
                )).await;
            }
            let call = world.call("PATCH", "/api/v1/accounts/ownmark-1/settings").cookie(&token).json(&vector["change"]);
            if vector["errors"] == json!([]) {
                call.send().await.done();
            } else {
                refused(call, vector).await;
            }
        }
        for unreadable in [json!({ "automtic": true }), json!({ "automatic": "yes" }), json!("on")] {
            let call = world.call("PATCH", "/api/v1/accounts/ownmark-1/settings").cookie(&token).json(&unreadable);
            call.send().await.refused(ProblemCode::UnreadableBody);
        }
    }
}

story! {
    async fn e1_invitations_are_refused_alike(world: World) {
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let account = world.own_bill.number();
        let organization = account >> 40;
        world.hand(&format!(
            "INSERT INTO account VALUES ({organization}, {account} + 100, 'main', 'main', 'main', 'USD');
             INSERT INTO account VALUES ({organization}, {account} + 101, 'member', 'member', 'member', 'USD');
             INSERT INTO account VALUES ({organization}, {account} + 102, 'yen', 'yen', 'member', 'JPY');
             UPDATE counter SET next = 200 WHERE organization_id = {organization} AND series = 'account';"
        )).await;
        for vector in vectors("forms")["invitation"].as_array().unwrap() {
            let body = json!({ "main": vector["main"], "member": vector["member"] });
            let call = world.call("POST", "/api/v1/relations").cookie(&token).json(&body);
            if vector["errors"] == json!([]) {
                call.send().await.done();
            } else {
                refused(call, vector).await;
            }
        }
        for unreadable in [json!({ "main": "main" }), json!({ "main": "main", "member": 7 }), json!({ "main": "", "member": "member" })] {
            let call = world.call("POST", "/api/v1/relations").cookie(&token).json(&unreadable);
            call.send().await.refused(ProblemCode::UnreadableBody);
        }
    }
}
