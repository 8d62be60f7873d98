//! Linked payment methods: the channel keeps the card, the portal its last four digits (A1).

use crate::world::{Base, OWN, World, email, story};
use contract::api::ProblemCode;
use contract::permission::Role;
use serde_json::{Value, json};
use server::store::Db;

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

async fn audited(world: &World, act: &str) -> i64 {
    world.count(&format!("SELECT COUNT(*) FROM audit_entry WHERE act = '{act}'")).await
}

story! {
    async fn a1_linking_preferring_and_removing_stand_in_the_audit_log(world: World) {
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let visa = world.linked(&token, "ownmark-1", "visa-4242").await;
        let paypal = world.linked(&token, "ownmark-1", "paypal-finance").await;
        let target = |id: &str| format!("{METHODS}/{id}");
        let prefer = json!({ "default": true });
        for id in [&visa, &visa, &paypal] {
            world.call("PATCH", &target(id)).cookie(&token).json(&prefer).send().await.done();
        }
        world.call("DELETE", &target(&visa)).cookie(&token).send().await.done();
        let acts = (audited(&world, "link_method").await, audited(&world, "prefer_method").await, audited(&world, "remove_method").await);
        assert_eq!(acts, (2, 1, 1), "what stands already is no act");
        assert_eq!(world.count("SELECT COUNT(*) FROM audit_entry WHERE input LIKE '%tok-%'").await, 0);
        let by_job = "SELECT COUNT(*) FROM audit_entry WHERE act = 'link_method' AND actor LIKE 'job/%'";
        assert_eq!(world.count(by_job).await, 0, "they stand under the name of who began them");
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn a4_the_method_that_was_used_last_follows_a_default_that_is_removed(world: World) {
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let visa = world.linked(&token, "ownmark-1", "visa-4242").await;
        let paypal = world.linked(&token, "ownmark-1", "paypal-finance").await;
        let newest = world.linked(&token, "ownmark-1", "mastercard-4444").await;
        let body = json!({ "key": "last-used-000000001", "account": "ownmark-1", "channel": "paypal", "method": paypal,
            "amount": { "currency": "USD", "value": "12.30" } });
        world.call("POST", "/api/v1/payments").cookie(&token).json(&body).send().await.done();
        let default = |methods: Vec<Value>| {
            let defaults: Vec<Value> = methods.into_iter().filter(|method| method["default"] == true).collect();
            assert!(defaults.len() < 2, "{defaults:?}");
            defaults.first().map(|method| method["id"].as_str().unwrap().to_owned())
        };
        for (removed, next) in [(&visa, Some(&paypal)), (&paypal, Some(&newest)), (&newest, None)] {
            world.call("DELETE", &format!("{METHODS}/{removed}")).cookie(&token).send().await.done();
            assert_eq!(default(list(&world, &token).await).as_ref(), next);
        }
        // PayPal became the default, and was checked before it is charged.
        assert_eq!(world.count("SELECT COUNT(*) FROM payment WHERE purpose = 'check'").await, 1);
    }
}

story! {
    async fn a1_a_method_whose_message_was_lost_is_asked_for(world: World) {
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let body = json!({ "key": "lost-message-000001", "account": "ownmark-1", "channel": "bank_card" });
        let started = world.call("POST", METHODS).cookie(&token).json(&body).send().await.done().json();
        assert_eq!(world.engine.ask_for_links().await.unwrap(), 0, "it is not its turn yet");
        // The message finds nothing here.
        world.hand("UPDATE payment_method SET channel = 'paypal'").await;
        world.pick(started["page"].as_str().unwrap(), "visa-4242").await;
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        assert!(list(&world, &token).await.is_empty());
        world.hand("UPDATE payment_method SET channel = 'bank_card', poll_at = 0").await;
        world.engine.ask_for_links().await.unwrap();
        assert_eq!(list(&world, &token).await.len(), 1);
        // One that nobody finishes is forgotten after a day.
        let body = json!({ "key": "unfinished-00000001", "account": "ownmark-1", "channel": "bank_card" });
        world.call("POST", METHODS).cookie(&token).json(&body).send().await.done();
        world.engine.clock.pass(std::time::Duration::from_secs(24 * 60 * 60));
        world.engine.ask_for_links().await.unwrap();
        assert_eq!(world.count("SELECT COUNT(*) FROM payment_method WHERE removed_at IS NULL").await, 1);
    }
}

story! {
    async fn a1_what_nobody_finished_counts_as_a_method(world: World) {
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let begin = async |number: usize| {
            let key = format!("unfinished-number-{number:03}");
            let body = json!({ "key": key, "account": "ownmark-1", "channel": "bank_card" });
            world.call("POST", METHODS).cookie(&token).json(&body).send().await
        };
        for number in 0..contract::payment::METHODS_MAX {
            begin(number).await.done();
        }
        begin(0).await.done();
        let refused = begin(99).await.refused(ProblemCode::InvalidInput);
        assert_eq!(refused.errors[0].field, "account");
    }
}

story! {
    async fn p3_an_account_has_so_many_open_payments_and_no_more(world: World) {
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let begin = async |number: usize| {
            let body = crate::rows::top_up("ownmark-1", &format!("open-payment-number-{number:03}"));
            world.call("POST", "/api/v1/payments").cookie(&token).json(&body).send().await
        };
        for number in 0..contract::payment::OPEN_MAX {
            begin(number).await.done();
        }
        begin(0).await.done();
        let refused = begin(99).await.refused(ProblemCode::InvalidInput);
        assert_eq!(refused.errors[0].field, "account");
    }
}

story! {
    async fn a1_an_account_has_one_default_however_many_are_linked_at_once(world: World) {
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let link = |choice: &'static str| world.linked(&token, "ownmark-1", choice);
        tokio::join!(link("visa-4242"), link("mastercard-4444"), link("visa-0002"));
        let methods = list(&world, &token).await;
        assert_eq!(methods.iter().filter(|method| method["default"] == true).count(), 1, "{methods:?}");
        // Whoever tries to make two of them is stopped by the database.
        let both = "UPDATE payment_method SET is_default = TRUE";
        let done = match &world.engine.db {
            Db::Lite { writer, .. } => sqlx::query(both).execute(writer).await.map(drop),
            Db::Pg(pool) => sqlx::query(both).execute(pool).await.map(drop),
        };
        assert!(done.is_err());
    }
}

story! {
    async fn e6_a_link_key_is_for_one_account_and_one_channel(world: World) {
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let begin = async |account: &str, channel: &str| {
            let body = json!({ "key": "link-key-reused-0001", "account": account, "channel": channel });
            world.call("POST", METHODS).cookie(&token).json(&body).send().await
        };
        begin("ownmark-1", "bank_card").await.done();
        begin("ownmark-2", "bank_card").await.refused(ProblemCode::KeyReused);
        begin("ownmark-1", "paypal").await.refused(ProblemCode::KeyReused);
        begin("ownmark-1", "bank_card").await.done();
        assert_eq!(world.count("SELECT COUNT(*) FROM payment_method").await, 1);
    }
}
