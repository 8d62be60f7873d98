//! Top-ups through the real sandbox, over loopback: every outcome of its page, keys, calling off, giving up (P3, P7).

use crate::client::Reply;
use crate::rows::top_up;
use crate::world::{Base, LATE, OWN, World, email, limited, story};
use contract::api::ProblemCode;
use contract::id::PaymentId;
use contract::permission::Role;
use serde_json::{Value, json};
use server::store::Db;
use std::time::Duration;

const ACCOUNT: &str = "ownmark-1";

/// What stands in a book of the first organization's first account, in minor units.
pub async fn book(world: &World, book: &str) -> i64 {
    let account = world.own_bill.number();
    let sql =
        "SELECT debits FROM ledger_balance WHERE organization_id = $1 AND account_id = $2 AND book = $3";
    let organization = account >> 40;
    let debits: Option<i64> = match &world.engine.db {
        Db::Lite { reader, .. } => sqlx::query_scalar(sql)
            .bind(organization)
            .bind(account)
            .bind(book)
            .fetch_optional(reader)
            .await
            .unwrap(),
        Db::Pg(pool) => sqlx::query_scalar(sql)
            .bind(organization)
            .bind(account)
            .bind(book)
            .fetch_optional(pool)
            .await
            .unwrap(),
    };
    debits.unwrap_or_default()
}

async fn begin(world: &World, token: &str, body: &Value) -> Reply {
    world.call("POST", "/api/v1/payments").cookie(token).json(body).send().await
}

async fn show(world: &World, token: &str, id: &str) -> Value {
    world.call("GET", &format!("/api/v1/payments/{id}")).cookie(token).send().await.done().json()
}

/// Waits until a payment is in a state.
pub async fn until(world: &World, token: &str, id: &str, state: &str) -> Value {
    let mut seen = Value::Null;
    for _ in 0..300 {
        seen = show(world, token, id).await;
        if seen["state"]["is"] == state {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never {state}: {seen}");
}

/// A top-up of so much that succeeded; gives it.
pub async fn paid(world: &World, token: &str, key: &str, value: &str) -> Value {
    let mut body = top_up(ACCOUNT, key);
    body["amount"]["value"] = json!(value);
    let payment = begin(world, token, &body).await.done().json();
    world.pick(&page(&payment), "approve").await;
    until(world, token, &id(&payment), "succeeded").await
}

fn page(payment: &Value) -> String {
    payment["state"]["next"]["address"].as_str().unwrap_or_else(|| panic!("no page: {payment}")).to_owned()
}

fn id(payment: &Value) -> String {
    payment["id"].as_str().unwrap().to_owned()
}

async fn finance(world: &World) -> String {
    world.sign_in(&email(OWN, Role::FinanceUser)).await
}

story! {
    async fn p3_every_outcome_of_the_page_ends_as_it_should(world: World) {
        let token = finance(&world).await;
        let outcomes = [
            ("approve", "succeeded", Value::Null),
            ("late", "succeeded", Value::Null),
            ("twice", "succeeded", Value::Null),
            ("disordered", "succeeded", Value::Null),
            ("decline", "declined", json!("declined")),
            ("insufficient", "declined", json!("insufficient_funds")),
            ("expired", "declined", json!("expired_card")),
            ("time_out", "declined", json!("timed_out")),
            ("cancel", "canceled", Value::Null),
        ];
        let mut paid = 0;
        for (choice, state, reason) in outcomes {
            let key = format!("outcome-{}-0000000000", choice.replace('_', "-"));
            let payment = begin(&world, &token, &top_up(ACCOUNT, &key)).await.done().json();
            assert_eq!(payment["state"]["is"], "awaiting_customer", "{payment}");
            let reply = world.pick(&page(&payment), choice).await;
            assert_eq!(reply.status, 303);
            let back = format!("http://{}/funding/top-up?payment={}", world.address, id(&payment));
            assert_eq!(reply.header("location"), Some(back.as_str()));
            let ended = until(&world, &token, &id(&payment), state).await;
            assert_eq!(ended["state"]["reason"], reason, "{choice}");
            paid += i64::from(state == "succeeded");
            assert_eq!(book(&world, "cash").await, -1230 * paid, "{choice}");
        }
        // What is told twice, or before its beginning, is told in full by now.
        tokio::time::sleep(LATE).await;
        assert_eq!(book(&world, "cash").await, -1230 * paid);
        assert_eq!(book(&world, "clearing/bank_card").await, 1230 * paid);
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}

story! {
    async fn p3_the_challenge_is_passed_or_not(world: World) {
        let token = finance(&world).await;
        for (answer, state) in [("confirm", "succeeded"), ("fail", "declined")] {
            let key = format!("challenge-{answer}-0000000");
            let payment = begin(&world, &token, &top_up(ACCOUNT, &key)).await.done().json();
            let challenge = format!("{}/challenge", page(&payment));
            let reply = world.pick(&page(&payment), "challenge").await;
            assert!(challenge.ends_with(reply.header("location").unwrap()));
            world.pick(&challenge, answer).await;
            let ended = until(&world, &token, &id(&payment), state).await;
            let reason = if state == "declined" { json!("not_authenticated") } else { Value::Null };
            assert_eq!(ended["state"]["reason"], reason);
        }
    }
}

story! {
    async fn e6_the_same_key_is_the_same_payment(world: World) {
        let token = finance(&world).await;
        let body = top_up(ACCOUNT, "double-click-0001");
        let (one, other) = tokio::join!(begin(&world, &token, &body), begin(&world, &token, &body));
        let (one, other) = (one.done().json(), other.done().json());
        assert_eq!(id(&one), id(&other));
        let again = begin(&world, &token, &body).await.done().json();
        assert_eq!(id(&one), id(&again));
        let mut changed = body.clone();
        changed["amount"]["value"] = json!("12.31");
        begin(&world, &token, &changed).await.refused(ProblemCode::KeyReused);
        let elsewhere = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let theirs = begin(&world, &elsewhere, &body).await.done().json();
        assert_ne!(id(&one), id(&theirs), "keys are one's own");
        let list = world.call("GET", "/api/v1/payments").cookie(&token).send().await.done().json();
        assert_eq!(list["items"].as_array().unwrap().len(), 2);
        assert_eq!(list["items"][0]["id"], theirs["id"], "newest first");
        let page = world.call("GET", "/api/v1/payments?limit=1").cookie(&token).send().await.done().json();
        assert_eq!((page["items"].as_array().unwrap().len(), page["more"].as_bool()), (1, Some(true)));
        let before = format!("/api/v1/payments?limit=1&before={}", page["items"][0]["id"].as_str().unwrap());
        let next = world.call("GET", &before).cookie(&token).send().await.done().json();
        assert_eq!((next["items"][0]["id"].clone(), next["more"].as_bool()), (one["id"].clone(), Some(false)));
    }
}

story! {
    async fn p3_a_late_success_of_what_was_given_up_goes_to_cash(world: World) {
        let token = finance(&world).await;
        let payment = begin(&world, &token, &top_up(ACCOUNT, "given-up-000000001")).await.done().json();
        let target = format!("/api/v1/payments/{}/cancellation", id(&payment));
        let canceled = world.call("POST", &target).cookie(&token).send().await.done().json();
        assert_eq!(canceled["state"]["is"], "canceled");
        // Called off twice is called off.
        world.call("POST", &target).cookie(&token).send().await.done();
        // The customer's bank had said yes before it heard of that.
        let notice = json!({ "notice": "payment", "payment": payment["id"], "event": { "event": "succeed",
            "paid": { "currency": "USD", "value": "12.30" } } });
        crate::webhooks::tell(&world, &notice).await.done();
        let late = show(&world, &token, &id(&payment)).await;
        assert_eq!((&late["state"]["is"], &late["state"]["late"]), (&json!("succeeded"), &json!(true)));
        assert_eq!(book(&world, "cash").await, -1230);
        crate::webhooks::tell(&world, &notice).await.done();
        assert_eq!(book(&world, "cash").await, -1230, "once");
        world.call("POST", &target).cookie(&token).send().await.refused(ProblemCode::PaymentFinal);
    }
}

story! {
    async fn p3_what_the_channel_works_on_is_not_called_off(world: World) {
        let token = finance(&world).await;
        let payment = begin(&world, &token, &top_up(ACCOUNT, "under-way-00000001")).await.done().json();
        world.pick(&page(&payment), "late").await;
        until(&world, &token, &id(&payment), "processing").await;
        let target = format!("/api/v1/payments/{}/cancellation", id(&payment));
        world.call("POST", &target).cookie(&token).send().await.refused(ProblemCode::PaymentUnderWay);
        until(&world, &token, &id(&payment), "succeeded").await;
    }
}

story! {
    async fn p3_without_a_message_it_is_asked_for_until_it_is_final(world: World) {
        let token = finance(&world).await;
        let payment = begin(&world, &token, &top_up(ACCOUNT, "asked-for-00000001")).await.done().json();
        // Nothing is due yet.
        assert_eq!(world.engine.ask_for_payments().await.unwrap().asked, 0);
        world.engine.clock.pass(Duration::from_secs(4));
        assert_eq!(world.engine.ask_for_payments().await.unwrap().asked, 1);
        assert_eq!(show(&world, &token, &id(&payment)).await["state"]["is"], "awaiting_customer");
        assert_eq!(world.engine.ask_for_payments().await.unwrap().asked, 0, "its next turn comes later");
        world.engine.clock.pass(Duration::from_secs(600));
        let (one, other) = tokio::join!(world.engine.ask_for_payments(), world.engine.ask_for_payments());
        assert_eq!(one.unwrap().asked + other.unwrap().asked, 1, "two servers never ask for the same one");
    }
}

story! {
    async fn p7_what_the_customer_leaves_alone_expires(world: World) {
        let token = finance(&world).await;
        let payment = begin(&world, &token, &top_up(ACCOUNT, "left-alone-0000001")).await.done().json();
        world.engine.clock.pass(Duration::from_secs(24 * 60 * 60));
        assert_eq!(world.engine.ask_for_payments().await.unwrap().ended, 1);
        let token = finance(&world).await;
        assert_eq!(show(&world, &token, &id(&payment)).await["state"]["is"], "expired");
        let reply = world.pick(&page(&payment), "approve").await;
        assert_eq!(reply.status, 303, "the page says that its time ran out");
        assert_eq!(book(&world, "cash").await, 0);
    }
}

story! {
    async fn p3_after_thirty_minutes_it_is_delayed_and_still_succeeds(world: World) {
        let token = finance(&world).await;
        let payment = begin(&world, &token, &top_up(ACCOUNT, "delayed-0000000001")).await.done().json();
        world.pick(&page(&payment), "late").await;
        assert_eq!(until(&world, &token, &id(&payment), "processing").await["delayed"], false);
        world.engine.clock.pass(Duration::from_secs(30 * 60));
        let shown = show(&world, &token, &id(&payment)).await;
        assert!(shown["delayed"] == true || shown["state"]["is"] == "succeeded", "{shown}");
        assert_eq!(until(&world, &token, &id(&payment), "succeeded").await["delayed"], false);
    }
}

story! {
    async fn p1_a_linked_card_is_charged_without_the_page(world: World) {
        let token = finance(&world).await;
        for (choice, state) in [("visa-4242", "succeeded"), ("visa-9995", "declined")] {
            let method = world.linked(&token, ACCOUNT, choice).await;
            let mut body = top_up(ACCOUNT, &format!("linked-{choice}-0000"));
            body["method"] = json!(method);
            let payment = begin(&world, &token, &body).await.done().json();
            assert!(payment["method"].as_str().unwrap().starts_with("Visa ending"), "{payment}");
            until(&world, &token, &id(&payment), state).await;
        }
        let expired = world.linked(&token, ACCOUNT, "visa-0069").await;
        let mut body = top_up(ACCOUNT, "linked-expired-0001");
        body["method"] = json!(expired);
        let problem = begin(&world, &token, &body).await.refused(ProblemCode::InvalidInput);
        assert_eq!(problem.errors[0].field, "method");
        assert!(problem.errors[0].message.contains("2026-01"), "{problem:?}");
    }
}

story! {
    async fn e1_amounts_are_refused_as_the_contract_says(world: World) {
        let token = finance(&world).await;
        let vectors: Vec<Value> =
            serde_json::from_str(include_str!("../../../contract/tests/vectors/payment_amount.json")).unwrap();
        for vector in vectors.iter().filter(|vector| vector["account"] == "USD") {
            let mut body = top_up(ACCOUNT, "amounts-0000000001");
            body["amount"] = json!({ "currency": vector["currency"], "value": vector["value"] });
            let reply = begin(&world, &token, &body).await;
            if reply.status < 300 {
                assert_eq!(format!("{} USD", reply.json()["money"]["value"].as_str().unwrap()), vector["is"]);
                world.call("GET", "/api/v1/payments").cookie(&token).send().await.done();
            } else if vector["is"].as_str().unwrap().ends_with(" USD") {
                reply.refused(ProblemCode::KeyReused);
            } else {
                let problem = reply.refused(ProblemCode::InvalidInput);
                let rule = serde_json::to_value(&problem.errors[0]).unwrap();
                assert_eq!((&rule["field"], &rule["rule"]), (&json!("amount"), &vector["is"]), "{vector}");
            }
        }
        for off in
            [json!({}), json!({ "key": "short" }), json!({ "amount": 5 }), json!({ "account": "othermark-1" })]
        {
            let mut body = top_up(ACCOUNT, "amounts-0000000002");
            body.as_object_mut().unwrap().extend(off.as_object().unwrap().clone());
            if off == json!({}) {
                body.as_object_mut().unwrap().remove("key");
            }
            let reply = begin(&world, &token, &body).await;
            assert_eq!(reply.status, 400, "{off}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn e3_accounts_of_others_are_not_topped_up() {
    let world = World::on(Base::Sqlite).await.unwrap();
    let token = world.sign_in(&limited(OWN)).await;
    for account in ["ownmark-2", "othermark-1", "missing-1"] {
        let reply = begin(&world, &token, &top_up(account, "of-others-00000001")).await;
        let problem = reply.refused(ProblemCode::InvalidInput);
        assert_eq!(problem.errors[0].field, "account");
    }
    let viewer = world.sign_in(&email(OWN, Role::Viewer)).await;
    begin(&world, &viewer, &top_up(ACCOUNT, "of-others-00000002")).await.refused(ProblemCode::NotAllowed);
}

story! {
    async fn a2_within_two_seconds_of_a_top_up_bills_are_paid(world: World) {
        let token = finance(&world).await;
        world.engine.run_settlement().await.unwrap();
        let jobs = tokio::spawn(server::jobs::run(world.engine.clone()));
        let owed = "/api/v1/monthly-bills?account=ownmark-1";
        let before = world.call("GET", owed).cookie(&token).send().await.done().json();
        assert_eq!(before["items"][0]["state"], "unsettled", "{before}");
        let payment = begin(&world, &token, &top_up(ACCOUNT, "settles-0000000001")).await.done().json();
        world.pick(&page(&payment), "approve").await;
        until(&world, &token, &id(&payment), "succeeded").await;
        let mut state = Value::Null;
        for _ in 0..20 {
            let bills = world.call("GET", owed).cookie(&token).send().await.done().json();
            state = bills["items"][0]["state"].clone();
            if state == "settled" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        jobs.abort();
        assert_eq!(state, "settled");
        let parsed: PaymentId = id(&payment).parse().unwrap();
        assert_eq!(parsed.number() >> 40, world.own_bill.number() >> 40);
    }
}

story! {
    async fn p6_the_payments_of_a_few_accounts_are_read_alone(world: World) {
        let (organization, account, sibling) = (world.own_bill.number() >> 40, world.own_bill.number(), world.sibling_bill.number());
        // Many of an account that the limited user does not see, then few of the other one, and many again.
        let row = |place: i64, account: i64| format!("({organization}, {id}, {account}, 'bank_card', 'top_up', 100, 'USD', \
            '{{\"is\":\"created\"}}', TRUE, 'key-{place}', '', 'en', {place}, 1, 1, 0)", id = (organization << 40) + place);
        let rows: Vec<String> = (1..=900).map(|place| row(place, if place % 300 == 0 { account } else { sibling })).collect();
        world.hand(&format!("INSERT INTO payment (organization_id, id, account_id, channel, purpose, amount, currency, state, \
            is_final, idempotency_key, input, locale, created_at, expires_at, poll_at, polls) VALUES {}", rows.join(", "))).await;
        let ids = |list: Value| -> Vec<String> {
            list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
        };
        let of = |place: i64| PaymentId::new((organization << 40) + place).to_string();
        let token = world.sign_in(&limited(OWN)).await;
        let list = async |query: &str| {
            world.call("GET", &format!("/api/v1/payments{query}")).cookie(&token).send().await.done().json()
        };
        let first = list("?limit=2").await;
        assert_eq!((&first["more"], ids(first.clone())), (&json!(true), vec![of(900), of(600)]));
        let rest = list(&format!("?limit=2&before={}", of(600))).await;
        assert_eq!((&rest["more"], ids(rest.clone())), (&json!(false), vec![of(300)]));
        assert_eq!(ids(list("?account=ownmark-2").await), [""; 0]);
        // Whoever sees all of them asks for one account's, too.
        let all = finance(&world).await;
        let one = world.call("GET", "/api/v1/payments?account=ownmark-1").cookie(&all).send().await.done().json();
        assert_eq!(ids(one), [of(900), of(600), of(300)]);
        let both = world.call("GET", "/api/v1/payments?limit=3").cookie(&all).send().await.done().json();
        assert_eq!(ids(both), [of(900), of(899), of(898)]);
    }
}
