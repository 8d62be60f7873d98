//! Linked payment methods: the channel keeps the card, the portal its last four digits (A1).

use crate::world::{Base, OWN, World, email, story};
use contract::api::ProblemCode;
use contract::permission::Role;
use serde_json::{Value, json};

const METHODS: &str = "/api/v1/payment-methods";

async fn list(world: &World, token: &str) -> Vec<Value> {
    let list = world.call("GET", METHODS).cookie(token).send().await.done().json();
    list["items"].as_array().unwrap().clone()
}

story! {
    async fn a1_methods_are_linked_preferred_and_removed(world: World) {
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let visa = world.linked(&token, "ownmark-1", "visa-4242").await;
        let paypal = world.linked(&token, "ownmark-1", "paypal-finance").await;
        let methods = list(&world, &token).await;
        assert_eq!(methods.len(), 2);
        let kind = json!({ "is": "bank_card", "brand": "Visa", "last_four": "4242", "expires": "2031-12" });
        assert_eq!((&methods[0]["kind"], &methods[0]["default"]), (&kind, &json!(true)), "the first is the default");
        assert_eq!(methods[1]["default"], false);
        // Its token stays between the server and the channel.
        assert!(!methods.iter().any(|method| method.to_string().contains("tok-")));

        let target = format!("{METHODS}/{paypal}");
        let body = json!({ "default": true });
        world.call("PATCH", &target).cookie(&token).json(&body).send().await.done();
        let methods = list(&world, &token).await;
        assert_eq!((&methods[0]["default"], &methods[1]["default"]), (&json!(false), &json!(true)));

        let target = format!("{METHODS}/{visa}");
        world.call("DELETE", &target).cookie(&token).send().await.done();
        world.call("DELETE", &target).cookie(&token).send().await.refused(ProblemCode::NotFound);
        assert_eq!(list(&world, &token).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a1_what_nobody_finished_linking_is_no_method() {
    let world = World::on(Base::Sqlite).await.unwrap();
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    let body = json!({ "key": "unfinished-0000001", "account": "ownmark-1", "channel": "bank_card" });
    let call = || world.call("POST", METHODS).cookie(&token).json(&body);
    let (one, other) = (call().send().await.done().json(), call().send().await.done().json());
    assert_eq!(one, other, "the same key is the same method");
    assert!(list(&world, &token).await.is_empty());
    let target = format!("{METHODS}/{}", one["id"].as_str().unwrap());
    world.call("DELETE", &target).cookie(&token).send().await.refused(ProblemCode::NotFound);
    for off in ["alipay", "transfer", "bank_transfer"] {
        let body = json!({ "key": "unlinkable-0000001", "account": "ownmark-1", "channel": off });
        let reply = world.call("POST", METHODS).cookie(&token).json(&body).send().await;
        assert_eq!(reply.refused(ProblemCode::InvalidInput).errors[0].field, "channel");
    }
}
