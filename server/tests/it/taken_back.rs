//! Money of payments that a channel gives back without being asked: booked once as taken back, below nothing if it is spent,
//! and made good by what arrives next (A7, E6).

use crate::charges::{accrue, charges, link, settled, start};
use crate::client::Call;
use crate::payments::{book, paid, until};
use crate::rows::top_up;
use crate::webhooks::tell;
use crate::world::{OWN, World, email, story};
use contract::permission::Role;
use serde_json::{Value, json};
use std::time::Duration;

async fn finance(world: &World) -> String {
    world.sign_in(&email(OWN, Role::FinanceUser)).await
}

/// What a channel tells: so much of a payment that was paid was given back in all.
fn given_back(id: &Value, (paid, value): (&str, &str)) -> Value {
    json!({ "notice": "payment", "payment": id, "event": { "event": "refund",
        "paid": { "currency": "USD", "value": paid }, "refunded": { "currency": "USD", "value": value } } })
}

async fn refunds(world: &World, token: &str, id: &Value) -> Vec<(Value, Value)> {
    let target = format!("/api/v1/payments/{}", id.as_str().unwrap());
    let payment = world.call("GET", &target).cookie(token).send().await.done().json();
    let refunds = payment["refunds"].as_array().cloned().unwrap_or_default();
    refunds.iter().map(|refund| (refund["money"]["value"].clone(), refund["state"]["is"].clone())).collect()
}

async fn verified(world: &World) {
    assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
}

/// The cardholder's bank takes money of a payment back; what the sandbox answers.
async fn dispute(world: &World, id: &Value, amount: &str) -> u16 {
    let form = format!("payment={}&amount={amount}", id.as_str().unwrap());
    let call = Call::new(world.sandbox, "POST", "/dispute");
    call.body("application/x-www-form-urlencoded", form.as_bytes()).send().await.status
}

/// The same, and the message is lost.
async fn dispute_unheard(world: &World, id: &Value, amount: &str) {
    let form = format!("payment={}&amount={amount}&lost=on", id.as_str().unwrap());
    let call = Call::new(world.sandbox, "POST", "/dispute");
    let reply = call.body("application/x-www-form-urlencoded", form.as_bytes()).send().await;
    assert_eq!(reply.status, 200);
}

async fn until_cash(world: &World, debits: i64) {
    for _ in 0..300 {
        if book(world, "cash").await == debits {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("cash never comes to {debits}: {}", book(world, "cash").await);
}

story! {
    async fn a7_what_a_channel_takes_back_leaves_cash_once(world: World) {
        let token = finance(&world).await;
        let id = paid(&world, &token, "taken-back-00000001", "50.00").await["id"].clone();
        assert_eq!(dispute(&world, &id, "20.00").await, 200);
        until_cash(&world, -3_000).await;
        // Told again, and at once: it counts once; so does what is behind that.
        let (told, behind) = (given_back(&id, ("50.00", "20.00")), given_back(&id, ("50.00", "7.00")));
        let (a, b, c) = tokio::join!(tell(&world, &told), tell(&world, &told), tell(&world, &behind));
        for reply in [a, b, c] {
            reply.done();
        }
        assert_eq!((book(&world, "cash").await, book(&world, "clearing/bank_card").await), (-3_000, 3_000));
        assert_eq!(refunds(&world, &token, &id).await, [(json!("20.00"), json!("taken_back"))]);
        let shown = until(&world, &token, id.as_str().unwrap(), "refunded").await;
        assert_eq!(shown["state"]["refunded"]["value"], "20.00");
        // The owner sees it on the statement, the operator in the log; and what is left can still be sent back, no more.
        let statement = "/api/v1/accounts/ownmark-1/statement?book=cash";
        let statement = world.call("GET", statement).cookie(&token).send().await.done().json();
        assert_eq!(statement["items"][0]["moved"]["movement"]["kind"], "taken_back", "{statement}");
        let log = "/api/v1/audit?act=take_back";
        let admin = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let log = world.call("GET", log).cookie(&admin).send().await.done().json();
        assert_eq!(log["items"].as_array().unwrap().len(), 1, "{log}");
        assert_eq!(dispute(&world, &id, "30.01").await, 422);
        assert_eq!(dispute(&world, &id, "30.00").await, 200);
        until_cash(&world, 0).await;
        verified(&world).await;
    }
}

story! {
    async fn a7_what_is_spent_is_taken_back_below_nothing_and_made_good(world: World) {
        let token = finance(&world).await;
        let id = paid(&world, &token, "taken-back-00000002", "50.00").await["id"].clone();
        world.engine.run_settlement().await.unwrap();
        assert_eq!(book(&world, "cash").await, -3_770, "12.30 were paid from it");
        assert_eq!(dispute(&world, &id, "50.00").await, 200);
        until_cash(&world, 1_230).await;
        let funding = "/api/v1/accounts/ownmark-1/funding";
        let funding = world.call("GET", funding).cookie(&token).send().await.done().json();
        assert_eq!(funding["credit"]["cash"]["value"], "-12.30", "{funding}");
        assert_eq!(funding["credit"]["available"]["value"], "-12.30", "{funding}");
        verified(&world).await;
        // A part of what is missing, then more: the rest is free again.
        paid(&world, &token, "taken-back-00000003", "10.00").await;
        assert_eq!(book(&world, "cash").await, 230);
        world.engine.run_settlement().await.unwrap();
        paid(&world, &token, "taken-back-00000004", "10.00").await;
        assert_eq!(book(&world, "cash").await, -770);
        verified(&world).await;
        // Nothing else ever takes cash below nothing.
        world.hand("UPDATE ledger_balance SET debits = debits + 5000 WHERE organization_id > 0 AND book = 'cash';").await;
        assert!(world.engine.verify().await.unwrap().off > 0);
    }
}

story! {
    async fn e6_what_was_asked_for_is_not_taken_back_as_well(world: World) {
        let token = finance(&world).await;
        let id = paid(&world, &token, "taken-back-00000005", "50.00").await["id"].clone();
        let operator = world.sign_in(&email(OWN, Role::PlatformOperator)).await;
        let organization = contract::id::OrganizationId::new(world.own_bill.number() >> 40);
        let target = format!("/api/v1/operator/organizations/{organization}/accounts/ownmark-1/acts");
        let form = json!({ "act": "refund_payment", "reason": "paid twice", "payment": id, "amount": "20.00" });
        let body = json!({ "form": form, "key": "one", "dry_run": false });
        world.call("POST", &target).cookie(&operator).json(&body).send().await.done();
        // Before, while and after it arrives the channel's total says the same.
        for _ in 0..20 {
            tell(&world, &given_back(&id, ("50.00", "20.00"))).await.done();
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(refunds(&world, &token, &id).await, [(json!("20.00"), json!("succeeded"))]);
        assert_eq!(book(&world, "cash").await, -3_000);
        tell(&world, &given_back(&id, ("50.00", "25.00"))).await.done();
        assert_eq!(book(&world, "cash").await, -2_500);
        // What was never paid is not given back.
        tell(&world, &given_back(&id, ("50.00", "50.01"))).await.done();
        assert_eq!(book(&world, "cash").await, -2_500);
        verified(&world).await;
    }
}

story! {
    async fn e6_what_was_given_back_before_its_success_was_heard_is_both(world: World) {
        let token = finance(&world).await;
        let call = world.call("POST", "/api/v1/payments").cookie(&token);
        let begun = call.json(&top_up("ownmark-1", "taken-back-00000006")).send().await.done().json();
        tell(&world, &given_back(&begun["id"], ("12.30", "12.30"))).await.done();
        let shown = until(&world, &token, begun["id"].as_str().unwrap(), "refunded").await;
        assert_eq!(shown["state"]["refunded"]["value"], "12.30");
        assert_eq!((book(&world, "cash").await, book(&world, "clearing/bank_card").await), (0, 0));
        tell(&world, &json!({ "notice": "payment", "payment": begun["id"], "event": { "event": "succeed", "paid": { "currency": "USD", "value": "12.30" } } })).await.done();
        assert_eq!((book(&world, "cash").await, book(&world, "clearing/bank_card").await), (0, 0));
        verified(&world).await;
    }
}

story! {
    async fn a4_a_charge_that_is_taken_back_is_no_prepayment_any_more(world: World) {
        start(&world, "visa-4242").await;
        accrue(&world, 150_000).await;
        charges(&world).await;
        let id = settled(&world).await.last().unwrap()["id"].clone();
        assert_eq!(book(&world, "prepayment/2026-11").await, -150_000);
        tell(&world, &given_back(&id, ("1500.00", "400.00"))).await.done();
        assert_eq!(book(&world, "prepayment/2026-11").await, -110_000);
        // What was taken back is owed again, and counts as soon as the threshold is reached.
        accrue(&world, 209_999).await;
        assert_eq!(charges(&world).await.crossed, 0);
        accrue(&world, 210_000).await;
        world.engine.cross_thresholds().await.unwrap();
        assert_eq!(world.count("SELECT COUNT(*) FROM charge WHERE state = 'due' AND amount = 100000").await, 1);
        accrue(&world, 110_000).await;
        charges(&world).await;
        world.engine.run_settlement().await.unwrap();
        verified(&world).await;
        tell(&world, &given_back(&id, ("1500.00", "1500.00"))).await.done();
        assert_eq!((book(&world, "prepayment/2026-11").await, book(&world, "cash").await), (0, 0));
        verified(&world).await;
    }
}

story! {
    async fn e6_what_was_taken_back_unheard_is_asked_for(world: World) {
        let token = finance(&world).await;
        let id = paid(&world, &token, "taken-back-00000007", "50.00").await["id"].clone();
        dispute_unheard(&world, &id, "20.00").await;
        let hour = Duration::from_secs(60 * 60);
        world.engine.clock.pass(hour);
        let (one, other) = tokio::join!(world.engine.ask_for_taken_back(), world.engine.ask_for_taken_back());
        assert_eq!(one.unwrap() + other.unwrap(), 1, "one of them asks");
        assert_eq!(book(&world, "cash").await, -3_000);
        // Not again before its next turn; then it is as before.
        assert_eq!(world.engine.ask_for_taken_back().await.unwrap(), 0);
        world.engine.clock.pass(hour * 24);
        assert_eq!(world.engine.ask_for_taken_back().await.unwrap(), 1);
        assert_eq!(book(&world, "cash").await, -3_000);
        // After half a year nobody asks any more.
        dispute_unheard(&world, &id, "5.00").await;
        world.engine.clock.pass(hour * 24 * 181);
        assert_eq!(world.engine.ask_for_taken_back().await.unwrap(), 0);
        world.engine.clock.pass(hour * 24);
        assert_eq!(world.engine.ask_for_taken_back().await.unwrap(), 0);
        verified(&world).await;
    }
}

story! {
    async fn e6_what_was_never_booked_is_not_given_back(world: World) {
        let token = finance(&world).await;
        for (key, taken) in [("taken-back-00000008", "24.60"), ("taken-back-00000009", "10.00")] {
            let call = world.call("POST", "/api/v1/payments").cookie(&token);
            let begun = call.json(&top_up("ownmark-1", key)).send().await.done().json();
            let paid = json!({ "event": "succeed", "paid": { "currency": "USD", "value": taken } });
            tell(&world, &json!({ "notice": "payment", "payment": begun["id"], "event": paid })).await.done();
            tell(&world, &given_back(&begun["id"], (taken, taken))).await.done();
            assert_eq!((book(&world, "cash").await, book(&world, "clearing/bank_card").await), (0, 0), "{taken}");
        }
        verified(&world).await;
    }
}

story! {
    async fn a4_a_charge_makes_good_what_is_missing_before_it_pays(world: World) {
        let token = finance(&world).await;
        let id = paid(&world, &token, "taken-back-00000010", "12.30").await["id"].clone();
        world.engine.run_settlement().await.unwrap();
        assert_eq!(dispute(&world, &id, "10.00").await, 200);
        until_cash(&world, 1_000).await;
        accrue(&world, 30_000).await;
        world.engine.clock.pass(Duration::from_secs(60 * 60 * (24 * 17 + 6)));
        world.engine.run_settlement().await.unwrap();
        link(&world, "visa-4242").await;
        // Asked for until nothing is owed any more.
        for _ in 0..3 {
            charges(&world).await;
            settled(&world).await;
            verified(&world).await;
        }
        assert_eq!((book(&world, "cash").await, book(&world, "receivable/2026-11").await), (0, 0));
    }
}
