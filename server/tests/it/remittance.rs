//! Bank transfers that pay monthly bills by themselves, and when automatic settlement does it instead (A5, A2).

use crate::charges::{DAY, accrue};
use crate::payments::book;
use crate::reasons::switch;
use crate::webhooks::tell;
use crate::world::{OWN, World, email, story};
use contract::permission::Role;
use serde_json::json;

/// The first account is on credit control, with October issued and *Automatically pay monthly bills* on; gives the reference
/// of a transfer to it.
async fn start(world: &World, special_agreement: bool, automatic: bool) -> String {
    let account = world.own_bill.number();
    let special = if special_agreement { "TRUE" } else { "FALSE" };
    world
        .hand(&format!(
            "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, \
             settlement_cycle, business_days, days, special_agreement) \
             VALUES ({}, {account}, '2020-01-01', FALSE, 0, 'monthly', FALSE, 30, {special});",
            account >> 40
        ))
        .await;
    world.engine.run_settlement().await.unwrap();
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    switch(world, json!({ "automatic": automatic, "remittance": true })).await;
    let body = json!({ "key": "remittance-00000001", "account": "ownmark-1", "channel": "bank_transfer",
        "amount": { "currency": "USD", "value": "12.30" } });
    let begun = world.call("POST", "/api/v1/payments").cookie(&token).json(&body).send().await.done().json();
    begun["state"]["next"]["reference"].as_str().unwrap().to_owned()
}

async fn arrive(world: &World, id: &str, reference: &str, value: &str) {
    let notice = json!({ "notice": "arrived", "arrival": id, "reference": reference, "payer": "Quayside",
        "money": { "currency": "USD", "value": value } });
    tell(world, &notice).await.done();
}

/// Cash, and what is owed of October and November.
async fn stands(world: &World) -> (i64, i64, i64) {
    let owed = |month: &'static str| async move { book(world, &format!("receivable/{month}")).await };
    (-book(world, "cash").await, owed("2026-10").await, owed("2026-11").await)
}

async fn sources(world: &World) -> Vec<String> {
    let mut sources = Vec::new();
    for source in ["coupon", "cash"] {
        let sum = world
            .count(&format!("SELECT COALESCE(SUM(amount), 0) FROM repayment WHERE source LIKE '{source}%'"))
            .await;
        sources.push(format!("{source} {sum}"));
    }
    sources
}

story! {
    async fn a5_a_special_agreement_leaves_transfers_to_pay_bills(world: World) {
        let reference = start(&world, true, true).await;
        arrive(&world, "arr-1", &reference, "10.00").await;
        assert_eq!(stands(&world).await, (0, 230, 0));
        arrive(&world, "arr-2", &reference, "5.00").await;
        assert_eq!(stands(&world).await, (270, 0, 0));
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn a5_with_automatic_settlement_on_its_order_applies(world: World) {
        let reference = start(&world, false, true).await;
        let operator = world.sign_in(&email(OWN, Role::PlatformOperator)).await;
        let organization = contract::id::OrganizationId::new(world.own_bill.number() >> 40);
        let acts = format!("/api/v1/operator/organizations/{organization}/accounts/ownmark-1/acts");
        let form = json!({ "act": "grant_coupon", "reason": "as agreed", "amount": "5.00", "valid_from": "2026-11-15",
            "valid_to": "2026-12-31" });
        let body = json!({ "form": form, "key": "coupon", "dry_run": false });
        world.call("POST", &acts).cookie(&operator).json(&body).send().await.done();
        arrive(&world, "arr-1", &reference, "10.00").await;
        assert_eq!(stands(&world).await, (1_000, 1_230, 0), "it is left to automatic settlement");
        world.engine.run_settlement().await.unwrap();
        assert_eq!(stands(&world).await, (270, 0, 0));
        assert_eq!(sources(&world).await, ["coupon 500", "cash 730"]);
    }
}

story! {
    async fn a5_a_sum_is_used_up_by_two_months(world: World) {
        let reference = start(&world, false, false).await;
        accrue(&world, 3_000).await;
        world.engine.clock.pass(DAY * 18);
        world.engine.run_settlement().await.unwrap();
        assert_eq!(stands(&world).await, (0, 1_230, 3_000));
        arrive(&world, "arr-1", &reference, "15.00").await;
        assert_eq!(stands(&world).await, (0, 0, 2_730), "the oldest first, the last in part");
        arrive(&world, "arr-2", &reference, "27.31").await;
        assert_eq!(stands(&world).await, (1, 0, 0));
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn a5_what_is_frozen_for_the_running_month_pays_no_bill(world: World) {
        let reference = start(&world, false, false).await;
        accrue(&world, 300).await;
        world.engine.accrue().await.unwrap();
        arrive(&world, "arr-1", &reference, "10.00").await;
        assert_eq!(stands(&world).await, (300, 530, 0));
        // Switched off, it pays nothing.
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let change = json!({ "remittance": false });
        world.call("PATCH", "/api/v1/accounts/ownmark-1/settings").cookie(&token).json(&change).send().await.done();
        arrive(&world, "arr-2", &reference, "5.30").await;
        assert_eq!(stands(&world).await, (830, 530, 0));
    }
}
