//! Bank transfers that the operator assigns end the payments that they are of (S13): named by the operator, by their
//! reference, or by their amount.

use crate::arrivals::{Desk, arrived, begin, refused, stops};
use crate::client::Reply;
use crate::payments::{book, until};
use crate::rows::top_up;
use crate::webhooks::tell;
use crate::world::{World, story};
use serde_json::json;

impl Desk<'_> {
    async fn assign_to(&self, arrival: &str, payment: &str, how: (&str, bool)) -> Reply {
        let organization = contract::id::OrganizationId::new(self.world.own_bill.number() >> 40);
        let target = format!("/api/v1/operator/organizations/{organization}/accounts/ownmark-1/acts");
        let form = json!({ "act": "assign_arrival", "reason": "they called", "arrival": arrival, "payment": payment });
        let body = json!({ "form": form, "key": how.0, "dry_run": how.1 });
        self.world.call("POST", &target).cookie(&self.token).json(&body).send().await
    }
}

/// A bank-transfer payment of so much.
async fn announced(world: &World, token: &str, key: &str, value: &str) -> String {
    let body = json!({ "key": key, "account": "ownmark-1", "channel": "bank_transfer",
        "amount": { "currency": "USD", "value": value } });
    let begun = world.call("POST", "/api/v1/payments").cookie(token).json(&body).send().await.done().json();
    begun["id"].as_str().unwrap().to_owned()
}

async fn verified(world: &World) {
    assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
}

story! {
    async fn s13_what_the_operator_assigns_ends_the_payment_that_it_names(world: World) {
        let (token, begun) = begin(&world).await;
        let id = begun["id"].as_str().unwrap();
        let desk = Desk::of(&world).await;
        // In two parts, neither with a reference.
        tell(&world, &arrived("arr-1", "rent", "10.00", "USD")).await.done();
        let tried = desk.assign_to("arr-1", id, ("", true)).await.done().json();
        assert_eq!(tried["effects"]["arrival"]["payment"], json!({ "id": id,
            "money": { "currency": "USD", "value": "12.30" }, "arrived": { "currency": "USD", "value": "10.00" } }));
        desk.assign_to("arr-1", id, ("one", false)).await.done();
        let part = until(&world, &token, id, "awaiting_customer").await;
        assert_eq!(part["arrived"]["value"], "10.00", "a part keeps it open");
        verified(&world).await;
        tell(&world, &arrived("arr-2", "", "2.30", "USD")).await.done();
        desk.assign_to("arr-2", id, ("two", false)).await.done();
        let again = desk.assign_to("arr-2", id, ("two", false)).await.done().json();
        assert_eq!(again["already"], true);
        let all = until(&world, &token, id, "succeeded").await;
        assert_eq!((&all["arrived"]["value"], &all["state"]["late"]), (&json!("12.30"), &json!(false)));
        assert_eq!((book(&world, "cash").await, book(&world, "clearing/bank_transfer").await), (-1_230, 1_230));
        // What it brings is booked as a transfer alone.
        world.engine.run_arrivals().await.unwrap();
        world.engine.ask_for_payments().await.unwrap();
        assert_eq!(book(&world, "cash").await, -1_230);
        verified(&world).await;
    }
}

story! {
    async fn s13_what_is_assigned_finds_its_payment_by_reference_or_amount(world: World) {
        let (token, begun) = begin(&world).await;
        let id = begun["id"].as_str().unwrap();
        let desk = Desk::of(&world).await;
        // Named, but nobody was told at the time: the name counts all the same.
        let columns = "organization_id, id, at, reference, payer, amount, currency, owner_id, account_id, booked, remitted";
        world.hand(&format!(
            "INSERT INTO arrival ({columns}) VALUES (0, 'arr-1', 1, 'for {}', 'Quayside', 1230, 'USD', 0, 0, FALSE, FALSE);",
            id.to_uppercase()
        )).await;
        desk.assign("arr-1", "ownmark-1", ("one", false)).await.done();
        until(&world, &token, id, "succeeded").await;
        // By its amount, as long as one payment only waits for it.
        let two = announced(&world, &token, "arrivals-000000002", "20.00").await;
        let three = announced(&world, &token, "arrivals-000000003", "30.00").await;
        tell(&world, &arrived("arr-2", "rent", "20.00", "USD")).await.done();
        desk.assign("arr-2", "ownmark-1", ("two", false)).await.done();
        until(&world, &token, &two, "succeeded").await;
        let four = announced(&world, &token, "arrivals-000000004", "30.00").await;
        tell(&world, &arrived("arr-3", "rent", "30.00", "USD")).await.done();
        desk.assign("arr-3", "ownmark-1", ("three", false)).await.done();
        for open in [&three, &four] {
            until(&world, &token, open, "awaiting_customer").await;
        }
        assert_eq!(book(&world, "cash").await, -1_230 - 2_000 - 3_000);
        verified(&world).await;
    }
}

story! {
    async fn s13_only_a_payment_that_waits_for_a_transfer_is_named(world: World) {
        let (token, begun) = begin(&world).await;
        let id = begun["id"].as_str().unwrap();
        let desk = Desk::of(&world).await;
        let card = world.call("POST", "/api/v1/payments").cookie(&token).json(&top_up("ownmark-1", "named-by-hand-00001"));
        let card = card.send().await.done().json();
        let mut body = top_up("ownmark-2", "named-by-hand-00002");
        body["channel"] = json!("bank_transfer");
        let other = world.call("POST", "/api/v1/payments").cookie(&token).json(&body).send().await.done().json();
        tell(&world, &arrived("arr-1", "rent", "12.30", "USD")).await.done();
        for (payment, rule) in [
            (card["id"].as_str().unwrap(), "not_by_transfer"),
            (other["id"].as_str().unwrap(), "not_here"),
            ("pay-0zzzzzzzzzzzz", "not_here"),
            ("rent", "unknown_value"),
        ] {
            let said = refused(desk.assign_to("arr-1", payment, ("one", false)).await);
            assert_eq!(said, ("payment".to_owned(), json!(rule)), "{payment}");
        }
        desk.assign_to("arr-1", id, ("two", false)).await.done();
        tell(&world, &arrived("arr-2", "rent", "12.30", "USD")).await.done();
        let said = refused(desk.assign_to("arr-2", id, ("three", false)).await);
        assert_eq!(said, ("payment".to_owned(), json!("paid_already")));
        assert_eq!(book(&world, "cash").await, -1_230);
        // One that was given up is late, as everywhere.
        let late = announced(&world, &token, "arrivals-000000005", "12.30").await;
        world.call("POST", &format!("/api/v1/payments/{late}/cancellation")).cookie(&token).send().await.done();
        until(&world, &token, &late, "canceled").await;
        desk.assign_to("arr-2", &late, ("four", false)).await.done();
        assert_eq!(until(&world, &token, &late, "succeeded").await["state"]["late"], true);
        verified(&world).await;
    }
}

story! {
    async fn e6_money_and_payment_of_an_assigned_transfer_share_a_commit(world: World) {
        let (token, begun) = begin(&world).await;
        let id = begun["id"].as_str().unwrap();
        tell(&world, &arrived("arr-1", "rent", "12.30", "USD")).await.done();
        let desk = Desk::of(&world).await;
        // The database fails between the money and the payment's state.
        world.hand(stops(&world).0).await;
        let reply = desk.assign_to("arr-1", id, ("one", false)).await;
        assert!(reply.status >= 500, "{}", reply.status);
        assert_eq!((book(&world, "cash").await, desk.waiting().await.len()), (0, 1), "nothing of it");
        world.hand(stops(&world).1).await;
        desk.assign_to("arr-1", id, ("one", false)).await.done();
        until(&world, &token, id, "succeeded").await;
        assert_eq!(book(&world, "cash").await, -1_230, "once");
        verified(&world).await;
    }
}

story! {
    async fn e6_a_hand_in_what_arrived_for_a_payment_is_found(world: World) {
        let (_, begun) = begin(&world).await;
        tell(&world, &arrived("arr-1", begun["id"].as_str().unwrap(), "12.30", "USD")).await.done();
        let hands = [
            ("UPDATE payment SET arrived = 1229 WHERE organization_id > 0", "1230 arrived for it, but it says 1229"),
            ("UPDATE payment SET state = '{\"is\":\"submitted\"}', is_final = FALSE, arrived = 1230 WHERE organization_id > 0",
                "it is submitted, but all of it has arrived"),
        ];
        for (hand, said) in hands {
            world.hand(&format!("{hand};")).await;
            let found = world.engine.verify().await.unwrap().findings;
            assert!(found.iter().any(|finding| finding.contains(said)), "{found:?}");
        }
    }
}
