//! The contract's vectors over HTTP (E1): the server refuses the same input with the same code, field and message, in
//! both languages.

use crate::client::Call;
use crate::world::{Base, OWN, PASSWORD, World, email};
use contract::api::{ProblemCode, read_query};
use contract::bill_filter::BillQuery;
use contract::locale::Locale;
use contract::permission::Role;
use contract::rule::{FieldError, Rule};
use serde_json::{Value, json};

/// Vectors of the contract, by name.
pub fn vectors(name: &str) -> Value {
    let path = format!("{}/../contract/tests/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn spoken(errors: Vec<FieldError>, locale: Locale) -> Vec<FieldError> {
    errors.into_iter().map(|error| error.speak(locale)).collect()
}

/// Fails unless the call is refused with these errors, in both languages.
async fn refused(call: Call, errors: Vec<FieldError>, what: &str) {
    for locale in Locale::ALL {
        let reply = call.clone().header("accept-language", locale.tag()).send().await;
        let problem = reply.refused(ProblemCode::InvalidInput);
        assert_eq!(problem.errors, spoken(errors.clone(), locale), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn e1_queries_are_refused_alike() {
    let world = World::on(Base::Sqlite).await.unwrap();
    let token = world.sign_in(&email(OWN, Role::Viewer)).await;
    let bad = vectors("query")["bad"].as_array().unwrap().clone();
    assert!(bad.len() > 20);
    for vector in bad {
        let query = vector["query"].as_str().unwrap();
        // What can't stand in a request line at all never reaches the server.
        if query.contains(|c: char| !c.is_ascii_graphic()) {
            continue;
        }
        let expected = read_query::<BillQuery>(query).expect_err(query);
        let call = world.call("GET", &format!("/api/v1/bills?{query}")).cookie(&token);
        refused(call, expected, query).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn e1_email_addresses_are_refused_alike() {
    let world = World::on(Base::Sqlite).await.unwrap();
    let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
    let emails = vectors("email");
    let add = |email: &str| {
        let body = json!({ "email": email, "name": "Ada", "role": "viewer", "accounts": "all",
            "password": PASSWORD });
        world.call("POST", "/api/v1/users").cookie(&token).json(&body)
    };
    for valid in emails["valid"].as_array().unwrap() {
        add(valid.as_str().unwrap()).send().await.done();
    }
    for invalid in emails["invalid"].as_array().unwrap() {
        let email = invalid.as_str().unwrap();
        // Spaces around an address are taken off before it is looked at.
        if email.trim() != email {
            continue;
        }
        refused(add(email), vec![FieldError::new("email", Rule::NotAnEmail)], email).await;
    }
}
