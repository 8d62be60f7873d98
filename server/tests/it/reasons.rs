//! Why is this unsettled? Each reason over HTTP, for a real account in that situation (M5); where records begin (M4); what a
//! card leaves alone (A6) and what past bills are settled from (A3).

use crate::charges::{accrue, top_up};
use crate::operator::agreed;
use crate::payments::book;
use crate::world::{OWN, World, email, story};
use contract::permission::Role;
use serde_json::{Value, json};

async fn get(world: &World, target: &str) -> Value {
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    world.call("GET", target).cookie(&token).send().await.done().json()
}

/// What stands in the way of a month of the first account, by name, and when it can clear.
async fn why(world: &World, cycle: &str) -> (Vec<(String, Value)>, Value) {
    let why = get(world, &format!("/api/v1/monthly-bills/ownmark-1/{cycle}/explanation")).await;
    let unmet = why["conditions"].as_array().unwrap().iter().filter(|one| one["met"] == false);
    let findings = unmet.map(|one| one["finding"].clone());
    let named = findings.map(|finding| (finding["finding"].as_str().unwrap().to_owned(), finding));
    (named.collect(), why["earliest"].clone())
}

fn names(reasons: &[(String, Value)]) -> Vec<&str> {
    reasons.iter().map(|(name, _)| name.as_str()).collect()
}

/// Puts the first account on credit control: so much credit, in cents.
async fn credit(world: &World, limit: i64) {
    let account = world.own_bill.number();
    let organization = account >> 40;
    world
        .hand(&format!(
            "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, settlement_cycle, \
             business_days, days, special_agreement, directly_contracted) VALUES ({organization}, {account}, '2020-01-01', \
             FALSE, {limit}, 'monthly', FALSE, 30, FALSE, TRUE);"
        ))
        .await;
}

pub async fn switch(world: &World, change: Value) {
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    world
        .call("PATCH", "/api/v1/accounts/ownmark-1/settings")
        .cookie(&token)
        .json(&change)
        .send()
        .await
        .done();
}

fn usd(value: &str) -> Value {
    json!({ "currency": "USD", "value": value })
}

story! {
    async fn m5_available_credit_used_up_says_the_sum(world: World) {
        credit(&world, 1_000).await;
        world.engine.run_settlement().await.unwrap();
        top_up(&world, "one", 2_000).await;
        accrue(&world, 3_000).await;
        world.engine.run_settlement().await.unwrap();
        let (reasons, earliest) = why(&world, "2026-10").await;
        assert_eq!(names(&reasons), ["credit", "enough"]);
        assert_eq!(reasons[0].1, json!({ "finding": "credit", "cash": usd("20.00"), "limit": usd("10.00"),
            "frozen": usd("30.00"), "available": usd("0.00") }));
        assert_eq!(earliest, json!({ "when": "after_top_up", "money": usd("22.30") }));
    }
}

story! {
    async fn m5_credit_that_is_too_little_says_what_is_missing(world: World) {
        credit(&world, 100_000).await;
        switch(&world, json!({ "automatic": true })).await;
        top_up(&world, "one", 1_000).await;
        world.engine.run_settlement().await.unwrap();
        let (reasons, earliest) = why(&world, "2026-10").await;
        assert_eq!(reasons, [("enough".to_owned(), json!({ "finding": "enough", "outstanding": usd("2.30"),
            "pays": usd("0.00"), "missing": usd("2.30") }))]);
        assert_eq!(earliest, json!({ "when": "after_top_up", "money": usd("2.30") }));
    }
}

story! {
    async fn m5_a_month_that_runs_says_when_it_is_issued(world: World) {
        credit(&world, 100_000).await;
        accrue(&world, 3_000).await;
        world.engine.run_settlement().await.unwrap();
        let (reasons, earliest) = why(&world, "2026-11").await;
        let at = "2026-12-02T04:00:00Z";
        assert_eq!(reasons, [("issued".to_owned(), json!({ "finding": "issued", "at": at }))]);
        assert_eq!(earliest, json!({ "when": "at_issue", "at": at }));
    }
}

story! {
    async fn m5_agreement_switch_and_holds_are_told_together(world: World) {
        credit(&world, 100_000).await;
        world.engine.run_settlement().await.unwrap();
        switch(&world, json!({ "automatic": false })).await;
        top_up(&world, "one", 5_000).await;
        agreed(&world, "one", json!({ "act": "set_special_agreement", "valid_from": "2026-11-15", "special_agreement": true })).await;
        let account = world.own_bill.number();
        let organization = account >> 40;
        for (kind, holder) in [("settlement_task", 7), ("payment", 8)] {
            world.hand(&format!("INSERT INTO hold VALUES ({organization}, {account}, '{kind}', {holder});")).await;
        }
        world.engine.run_settlement().await.unwrap();
        let (reasons, earliest) = why(&world, "2026-10").await;
        assert_eq!(names(&reasons), ["automatic", "agreement", "free"]);
        assert_eq!(reasons[2].1["holds"].as_array().unwrap().len(), 2, "{reasons:?}");
        assert_eq!(earliest["when"], "by_hand");
        // One after the other is taken away; with the last of them it is paid.
        agreed(&world, "two", json!({ "act": "set_special_agreement", "valid_from": "2026-11-15", "special_agreement": false })).await;
        assert_eq!(names(&why(&world, "2026-10").await.0), ["automatic", "free"]);
        switch(&world, json!({ "automatic": true })).await;
        let (reasons, earliest) = why(&world, "2026-10").await;
        assert_eq!((names(&reasons), &earliest["when"]), (vec!["free"], &json!("when_free")));
        world.hand("DELETE FROM hold WHERE kind = 'payment';").await;
        let (reasons, _) = why(&world, "2026-10").await;
        assert_eq!(reasons[0].1["holds"].as_array().unwrap().len(), 1);
        world.hand("DELETE FROM hold WHERE organization_id > 0;").await;
        world.engine.run_settlement().await.unwrap();
        assert_eq!(book(&world, "receivable/2026-10").await, 0);
    }
}

story! {
    async fn m5_a_card_says_each_way_in_which_it_can_not_pay(world: World) {
        credit(&world, 100_000).await;
        world.engine.run_settlement().await.unwrap();
        let account = world.own_bill.number();
        let organization = account >> 40;
        // Granted for November; its order names it.
        let card = json!({ "act": "grant_card", "amount": "50.00", "valid_from": "2026-11", "valid_to": "2026-12" });
        agreed(&world, "one", card).await;
        let (reasons, _) = why(&world, "2026-10").await;
        assert_eq!(names(&reasons), ["enough", "card"]);
        assert_eq!((&reasons[1].1["left"], &reasons[1].1["refusals"]), (&usd("50.00"), &json!(["other_month"])));
        // For October as well, but no order names it any more; then for a bill over two months.
        world.hand(&format!("UPDATE stored_value_card SET valid_from = 24321 WHERE organization_id = {organization};")).await;
        world.hand(&format!("DELETE FROM order_card WHERE organization_id = {organization};")).await;
        let (reasons, _) = why(&world, "2026-10").await;
        assert_eq!(reasons[1].1["refusals"], json!(["not_named"]));
        world.hand(&format!("UPDATE bill SET first_month = 24320 WHERE organization_id = {organization} AND cycle = 24321;")).await;
        let (reasons, _) = why(&world, "2026-10").await;
        assert_eq!(reasons[1].1["refusals"], json!(["several_months"]));
    }
}

story! {
    async fn m5_a3_a_refund_is_locked_to_its_month_until_past_bills_may_be_settled(world: World) {
        credit(&world, 100_000).await;
        // November's refund: a credit note of what was paid of it.
        accrue(&world, 2_000).await;
        world.engine.clock.pass(std::time::Duration::from_secs(18 * 86_400));
        world.engine.run_settlement().await.unwrap();
        top_up(&world, "one", 3_230).await;
        world.engine.run_settlement().await.unwrap();
        agreed(&world, "one", json!({ "act": "refund", "month": "2026-11", "amount": "15.00" })).await;
        // And October is open again by as much as it was.
        let account = world.own_bill.number();
        let organization = account >> 40;
        world.hand(&format!(
            "UPDATE bill SET settled = 0, outstanding = 1230 WHERE organization_id = {organization} AND account_id = {account} AND cycle = 24321;
             UPDATE monthly_bill SET settled = 0, outstanding = 1230 WHERE organization_id = {organization} AND account_id = {account} AND cycle = 24321;"
        )).await;
        let (reasons, _) = why(&world, "2026-10").await;
        assert_eq!(names(&reasons), ["enough", "refund"]);
        assert_eq!(reasons[1].1, json!({ "finding": "refund", "month": "2026-11", "left": usd("15.00") }));
        switch(&world, json!({ "settle_past_bills": true })).await;
        let (reasons, earliest) = why(&world, "2026-10").await;
        assert_eq!((names(&reasons), &earliest["when"]), (vec![], &json!("now")));
    }
}

story! {
    async fn m4_records_begin_with_2023_and_the_drawer_says_so(world: World) {
        let account = world.own_bill.number();
        let (organization, bill) = (account >> 40, account + 50);
        // December 2022 and January 2023, each with 5.00.
        for (place, cycle) in [(0, 24_275), (1, 24_276)] {
            let id = bill + place;
            world.hand(&format!(
                "INSERT INTO bill VALUES ({organization}, {id}, {account}, {account}, {account}, {cycle}, 'USD', 500, 0, 500, 0, 0, 0,
                     '[[\"12\",\"messages\"]]', '5.00', 'half_up', '0', 1, NULL, NULL, NULL, NULL, FALSE, 1,
                     {cycle}, NULL, {cycle}, {cycle}, FALSE);
                 INSERT INTO bill_line VALUES ({organization}, {id}, 1, 0, {row}, 'ownmark line', 'Usage', NULL, NULL,
                     '12', 'messages', NULL, '5.00', NULL, NULL);
                 UPDATE counter SET next = {next} WHERE organization_id = {organization} AND series = 'bill';",
                row = 50 + place, next = (id & 0xff_ffff_ffff) + 1
            )).await;
        }
        world.engine.run_settlement().await.unwrap();
        top_up(&world, "one", 1_000).await;
        world.engine.run_settlement().await.unwrap();
        for (cycle, recorded) in [("2022-12", false), ("2023-01", true), ("2026-10", true)] {
            let details = get(&world, &format!("/api/v1/monthly-bills/ownmark-1/{cycle}/repayments")).await;
            assert_eq!(details["recorded"], recorded, "{cycle}: {details}");
        }
        let details = get(&world, "/api/v1/monthly-bills/ownmark-1/2023-01/repayments").await;
        assert_eq!((&details["cash"], &details["records"][0]["money"]), (&usd("5.00"), &usd("5.00")));
    }
}

story! {
    async fn a6_a_card_that_comes_late_leaves_settled_bills_alone(world: World) {
        credit(&world, 100_000).await;
        top_up(&world, "one", 5_000).await;
        world.engine.run_settlement().await.unwrap();
        assert_eq!(book(&world, "receivable/2026-10").await, 0);
        let card = json!({ "act": "grant_card", "amount": "50.00", "valid_from": "2026-10", "valid_to": "2026-12" });
        agreed(&world, "one", card).await;
        world.engine.run_settlement().await.unwrap();
        let details = get(&world, "/api/v1/monthly-bills/ownmark-1/2026-10/repayments").await;
        assert_eq!((&details["cards"], &details["cash"]), (&usd("0.00"), &usd("12.30")));
        let funding = get(&world, "/api/v1/accounts/ownmark-1/funding").await;
        assert_eq!((&funding["cards"][0]["left"], &funding["credit"]["cash"]), (&usd("50.00"), &usd("37.70")));
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}
