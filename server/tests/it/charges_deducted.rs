//! What coupons, cards, refunds and cash will pay of a month is not charged for it, and deducts first (A4, A6).

use crate::charges::{DAY, accrue, charges, settled, start, top_up};
use crate::operator::agreed;
use crate::payments::book;
use crate::world::{OWN, World, email, story};
use contract::permission::Role;
use serde_json::{Value, json};
use std::time::Duration;

fn coupon(amount: &str, valid_to: &str, products: Value) -> Value {
    json!({ "act": "grant_coupon", "amount": amount, "valid_from": "2026-11-15", "valid_to": valid_to,
        "products": products })
}

/// The values of the charges that succeeded, oldest first.
async fn charged(world: &World) -> Vec<String> {
    let all = settled(world).await;
    all.iter().map(|item| item["money"]["value"].as_str().unwrap().to_owned()).collect()
}

/// To the first of December, with the charge of November; then past its issue.
async fn over_the_issue(world: &World) {
    world.engine.clock.pass(DAY * 16);
    charges(world).await;
    settled(world).await;
    world.engine.clock.pass(DAY + Duration::from_secs(6 * 60 * 60));
    world.engine.run_settlement().await.unwrap();
}

async fn november(world: &World) -> Value {
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    let list = "/api/v1/monthly-bills?account=ownmark-1";
    let bills = world.call("GET", list).cookie(&token).send().await.done().json();
    bills["items"].as_array().unwrap().iter().find(|bill| bill["cycle"] == "2026-11").unwrap()["state"]
        .clone()
}

async fn whole(world: &World) {
    assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
}

story! {
    async fn a4_a_charge_asks_for_nothing_that_a_coupon_will_pay(world: World) {
        start(&world, "visa-4242").await;
        agreed(&world, "one", coupon("30.00", "2026-12-31", json!([]))).await;
        accrue(&world, 12_345).await;
        over_the_issue(&world).await;
        assert_eq!(charged(&world).await, ["93.45"]);
        assert_eq!((book(&world, "receivable/2026-11").await, book(&world, "cash").await), (0, 0));
        let paid = |source: &str| format!("SELECT COALESCE(SUM(amount), 0) FROM repayment WHERE cycle = 24322 AND source LIKE '{source}/%'");
        assert_eq!((world.count(&paid("coupon")).await, world.count(&paid("prepayment")).await), (3_000, 9_345));
        assert_eq!(november(&world).await, "settled");
        assert_eq!(charges(&world).await.crossed, 0);
        whole(&world).await;
    }
}

story! {
    async fn a4_a_coupon_that_pays_all_leaves_nothing_to_charge(world: World) {
        start(&world, "visa-4242").await;
        agreed(&world, "one", coupon("500.00", "2026-12-31", json!([]))).await;
        accrue(&world, 12_345).await;
        over_the_issue(&world).await;
        assert_eq!(charged(&world).await, [""; 0]);
        assert_eq!((november(&world).await, book(&world, "clearing/bank_card").await), (json!("settled"), 0));
        whole(&world).await;
    }
}

story! {
    async fn a4_what_can_not_pay_the_month_does_not_spare_its_charge(world: World) {
        start(&world, "visa-4242").await;
        // Over before the month is issued; for another product.
        agreed(&world, "one", coupon("30.00", "2026-12-01", json!([]))).await;
        agreed(&world, "two", coupon("30.00", "2026-12-31", json!(["siblingmark-product"]))).await;
        accrue(&world, 12_345).await;
        over_the_issue(&world).await;
        assert_eq!(charged(&world).await, ["123.45"]);
        assert_eq!(november(&world).await, "settled");
        whole(&world).await;
    }
}

story! {
    async fn a6_a_coupon_that_comes_behind_the_charge_deducts_first_all_the_same(world: World) {
        start(&world, "visa-4242").await;
        accrue(&world, 12_345).await;
        world.engine.clock.pass(DAY * 16);
        charges(&world).await;
        settled(&world).await;
        agreed(&world, "one", json!({ "act": "grant_coupon", "amount": "30.00", "valid_from": "2026-12-01", "valid_to": "2026-12-31" })).await;
        over_the_issue(&world).await;
        assert_eq!(charged(&world).await, ["123.45"]);
        assert_eq!((november(&world).await, book(&world, "cash").await), (json!("settled"), -3_000), "what is left over is cash");
        whole(&world).await;
    }
}

story! {
    async fn a4_refunds_and_cash_are_not_charged_again(world: World) {
        start(&world, "visa-4242").await;
        // 5.00 of October come back; they pay November. 20.00 of cash are held for it.
        agreed(&world, "one", json!({ "act": "refund", "month": "2026-10", "amount": "5.00" })).await;
        top_up(&world, "by hand", 2_000).await;
        accrue(&world, 12_345).await;
        world.engine.run_settlement().await.unwrap();
        over_the_issue(&world).await;
        assert_eq!(charged(&world).await, ["98.45"]);
        assert_eq!(november(&world).await, "settled");
        assert_eq!((book(&world, "cash").await, book(&world, "refund/2026-10").await), (0, 0));
        whole(&world).await;
    }
}
