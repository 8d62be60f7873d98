//! Messages of channels: only genuine ones count, and each counts once.

use crate::client::Reply;
use crate::payments::book;
use crate::rows::top_up;
use crate::world::{KEY, OWN, World, email, story};
use contract::api::ProblemCode;
use contract::permission::Role;
use serde_json::{Value, json};
use server::channel::{Key, SIGNATURE, TIMESTAMP};

/// A message as a channel sends it.
pub async fn tell(world: &World, notice: &Value) -> Reply {
    tell_at(world, notice, world.engine.clock.now_utc().timestamp(), KEY).await
}

async fn tell_at(world: &World, notice: &Value, at: i64, key: &str) -> Reply {
    let (body, at) = (notice.to_string(), at.to_string());
    let signature = key.parse::<Key>().unwrap().sign(&at, body.as_bytes());
    let call = world.call("POST", "/webhooks/sandbox").header(TIMESTAMP, &at).header(SIGNATURE, &signature);
    call.body("application/json", body.as_bytes()).send().await
}

fn succeed(payment: &Value) -> Value {
    json!({ "notice": "payment", "payment": payment, "event": { "event": "succeed", "paid": { "currency": "USD", "value": "12.30" } } })
}

async fn payment(world: &World) -> (String, Value) {
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    let call = world.call("POST", "/api/v1/payments").cookie(&token);
    let begun = call.json(&top_up("ownmark-1", "webhooks-000000001")).send().await.done().json();
    (token, begun["id"].clone())
}

story! {
    async fn p3_only_a_signed_message_of_about_now_is_believed(world: World) {
        let (_, id) = payment(&world).await;
        let now = world.engine.clock.now_utc().timestamp();
        let notice = succeed(&id);
        tell_at(&world, &notice, now, "some other key of 16").await.refused(ProblemCode::WrongSignature);
        for off in [-301, 301, -86_400 * 365] {
            tell_at(&world, &notice, now + off, KEY).await.refused(ProblemCode::WrongSignature);
        }
        let bare = world.call("POST", "/webhooks/sandbox").json(&notice).send().await;
        bare.refused(ProblemCode::WrongSignature);
        // A signature belongs to its body.
        let at = now.to_string();
        let signature = KEY.parse::<Key>().unwrap().sign(&at, b"{}");
        let call = world.call("POST", "/webhooks/sandbox").header(TIMESTAMP, &at).header(SIGNATURE, &signature);
        call.json(&notice).send().await.refused(ProblemCode::WrongSignature);
        assert_eq!(book(&world, "cash").await, 0);
        for off in [-299, 0, 299] {
            tell_at(&world, &notice, now + off, KEY).await.done();
        }
        assert_eq!(book(&world, "cash").await, -1230);
    }
}

story! {
    async fn p3_what_is_not_known_is_not_found_and_says_nothing(world: World) {
        let (_, id) = payment(&world).await;
        for unknown in ["pay-0zzzzzzzzzzzz", "pay-0000000000000", "pay-0000080000009"] {
            let problem = tell(&world, &succeed(&json!(unknown))).await.refused(ProblemCode::NotFound);
            assert!(problem.errors.is_empty());
        }
        let linked = json!({ "notice": "linked", "method": "met-0zzzzzzzzzzzz", "token": "t",
            "kind": { "is": "paypal", "payer": "x" } });
        tell(&world, &linked).await.refused(ProblemCode::NotFound);
        for unreadable in [json!({}), json!({ "notice": "party" }), json!("text"), succeed(&json!("bil-1"))] {
            tell(&world, &unreadable).await.refused(ProblemCode::UnreadableBody);
        }
        let elsewhere = world.call("POST", "/webhooks/nobody").json(&succeed(&id)).send().await;
        elsewhere.refused(ProblemCode::NotFound);
        let large = world.call("POST", "/webhooks/sandbox").body("application/json", &vec![b' '; 70_000]);
        large.send().await.refused(ProblemCode::TooLarge);
        let call = world.call("GET", "/webhooks/sandbox").send().await;
        call.refused(ProblemCode::MethodNotAllowed);
        // A page of another site can't speak for a channel either.
        let foreign = world.call("POST", "/webhooks/sandbox").header("origin", "https://evil.example");
        foreign.json(&succeed(&id)).send().await.refused(ProblemCode::CrossOrigin);
    }
}

story! {
    async fn p3_said_twice_at_once_and_backwards_it_counts_once(world: World) {
        let (token, id) = payment(&world).await;
        let event = |event: Value| json!({ "notice": "payment", "payment": id, "event": event });
        let done = event(json!({ "event": "succeed", "paid": { "currency": "USD", "value": "12.30" } }));
        let all = [
            done.clone(),
            event(json!({ "event": "process" })),
            done.clone(),
            event(json!({ "event": "authorize" })),
            event(json!({ "event": "decline", "reason": "declined" })),
            event(json!({ "event": "expire" })),
        ];
        let (a, b, c) = tokio::join!(tell(&world, &done), tell(&world, &done), tell(&world, &done));
        for reply in [a, b, c] {
            reply.done();
        }
        for notice in &all {
            tell(&world, notice).await.done();
        }
        assert_eq!(book(&world, "cash").await, -1230);
        let target = format!("/api/v1/payments/{}", id.as_str().unwrap());
        let shown = world.call("GET", &target).cookie(&token).send().await.done().json();
        assert_eq!((&shown["state"]["is"], &shown["state"]["late"]), (&json!("succeeded"), &json!(false)));
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}

story! {
    async fn p3_another_amount_than_was_asked_for_is_not_booked(world: World) {
        let (token, id) = payment(&world).await;
        for (value, currency) in [("12.29", "USD"), ("12.31", "USD"), ("12.30", "EUR"), ("0.00", "USD")] {
            let paid = json!({ "currency": currency, "value": value });
            let notice = json!({ "notice": "payment", "payment": id, "event": { "event": "succeed", "paid": paid } });
            tell(&world, &notice).await.done();
        }
        let bare = json!({ "notice": "payment", "payment": id, "event": { "event": "succeed" } });
        tell(&world, &bare).await.refused(ProblemCode::UnreadableBody);
        assert_eq!(book(&world, "cash").await, 0);
        // The first counts; what contradicts it is kept beside it, once however often it is said.
        let kept = "SELECT COUNT(*) FROM payment_event WHERE outcome = 'another amount than was asked for'";
        assert_eq!(world.count(kept).await, 2);
        for _ in 0..3 {
            let euros = json!({ "event": "succeed", "paid": { "currency": "EUR", "value": "12.30" } });
            tell(&world, &json!({ "notice": "payment", "payment": id, "event": euros })).await.done();
        }
        assert_eq!(world.count(kept).await, 2);
        let target = format!("/api/v1/payments/{}", id.as_str().unwrap());
        let shown = world.call("GET", &target).cookie(&token).send().await.done().json();
        assert_eq!(shown["state"]["is"], "other_amount", "{shown}");
        assert_eq!(shown["state"]["paid"]["value"], "12.29", "{shown}");
        tell(&world, &succeed(&id)).await.done();
        assert_eq!(book(&world, "cash").await, -1230);
    }
}

story! {
    async fn p3_another_amount_ends_a_payment_and_is_listed_until_it_is_sent_back(world: World) {
        let (token, id) = payment(&world).await;
        let operator = world.sign_in(&email(OWN, Role::PlatformOperator)).await;
        let listed = async || {
            let call = world.call("GET", "/api/v1/operator/arrivals").cookie(&operator);
            call.send().await.done().json()["other_amounts"].clone()
        };
        assert_eq!(listed().await, json!([]));
        let event = |event: &Value| json!({ "notice": "payment", "payment": id, "event": event });
        let paid = json!({ "event": "succeed", "paid": { "currency": "EUR", "value": "15.00" } });
        tell(&world, &event(&paid)).await.done();
        let one = listed().await[0].clone();
        assert_eq!((&one["id"], &one["left"]["value"], &one["asked"]["value"]), (&id, &json!("15.00"), &json!("12.30")));
        assert_eq!(one["account"]["number"], "ownmark-1");
        // Nobody asks for it any more, and asking says nothing new.
        let polls = || async { world.count("SELECT COUNT(*) FROM payment_event").await };
        let before = polls().await;
        world.engine.clock.pass(std::time::Duration::from_secs(3_600));
        assert_eq!(world.engine.ask_for_payments().await.unwrap().asked, 0);
        tell(&world, &event(&paid)).await.done();
        assert_eq!(polls().await, before);
        let back = |value: &str| {
            let euros = |value: &str| json!({ "currency": "EUR", "value": value });
            json!({ "event": "refund", "paid": euros("15.00"), "refunded": euros(value) })
        };
        tell(&world, &event(&back("15.01"))).await.done();
        tell(&world, &event(&back("5.00"))).await.done();
        assert_eq!(listed().await[0]["left"]["value"], "10.00");
        tell(&world, &event(&back("15.00"))).await.done();
        assert_eq!(listed().await, json!([]));
        assert_eq!((book(&world, "cash").await, book(&world, "clearing/bank_card").await), (0, 0));
        let target = format!("/api/v1/payments/{}", id.as_str().unwrap());
        let shown = world.call("GET", &target).cookie(&token).send().await.done().json();
        assert_eq!(shown["state"]["refunded"]["value"], "15.00", "{shown}");
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}

story! {
    async fn p3_another_amount_is_put_right_by_the_channel(world: World) {
        // Told, or asked for: the right amount counts, as one that came late, and what went of it.
        let (_, id) = payment(&world).await;
        let event = |event: &Value| json!({ "notice": "payment", "payment": id, "event": event });
        let usd = |value: &str| json!({ "currency": "USD", "value": value });
        tell(&world, &event(&json!({ "event": "succeed", "paid": usd("12.29") }))).await.done();
        let right = json!({ "event": "refund", "paid": usd("12.30"), "refunded": usd("2.30") });
        tell(&world, &event(&right)).await.done();
        assert_eq!((book(&world, "cash").await, world.count("SELECT SUM(unbooked) FROM payment").await), (-1_000, 0));
        // What was paid and is gone is gone, whatever the channel says that it had taken.
        let wrong = json!({ "event": "refund", "paid": usd("12.29"), "refunded": usd("12.29") });
        tell(&world, &event(&wrong)).await.done();
        assert_eq!(book(&world, "cash").await, -1);
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}

story! {
    async fn p3_a_success_of_nothing_is_none(world: World) {
        let (token, id) = payment(&world).await;
        let paid = json!({ "event": "succeed", "paid": { "currency": "USD", "value": "0.00" } });
        tell(&world, &json!({ "notice": "payment", "payment": id, "event": paid })).await.done();
        let target = format!("/api/v1/payments/{}", id.as_str().unwrap());
        let shown = world.call("GET", &target).cookie(&token).send().await.done().json();
        assert_eq!(shown["state"]["is"], "declined", "{shown}");
        assert_eq!(world.count("SELECT SUM(unbooked) FROM payment").await, 0);
    }
}

story! {
    async fn p3_a_channel_speaks_only_of_what_came_by_it(world: World) {
        let (_, id) = payment(&world).await;
        world.hand("UPDATE payment SET channel = 'transfer'").await;
        tell(&world, &succeed(&id)).await.refused(ProblemCode::NotFound);
        assert_eq!(book(&world, "cash").await, 0);
        world.hand("UPDATE payment SET channel = 'bank_card'").await;
        tell(&world, &succeed(&id)).await.done();
        assert_eq!(book(&world, "cash").await, -1230);
    }
}
