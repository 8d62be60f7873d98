//! *Settle past bills* (S14, A3): a month that could not be charged, and a refund of a later one that was.

use crate::charges::{DAY, accrue, charges, link, settled};
use crate::operator::agreed;
use crate::payments::book;
use crate::reasons::switch;
use crate::world::{World, story};
use serde_json::json;
use std::time::Duration;

/// October was given up; November was charged in advance, is issued, and got 15.00 back. The account is on credit control
/// from then on.
async fn start(world: &World) {
    world.engine.run_settlement().await.unwrap();
    link(world, "visa-9995").await;
    for _ in 0..9 {
        charges(world).await;
        settled(world).await;
        world.engine.clock.pass(DAY);
    }
    link(world, "visa-4242").await;
    world.hand("UPDATE payment_method SET is_default = FALSE").await;
    world.hand("UPDATE payment_method SET is_default = TRUE WHERE kind LIKE '%4242%'").await;
    accrue(world, 100_000).await;
    charges(world).await;
    settled(world).await;
    assert_eq!(book(world, "prepayment/2026-11").await, -100_000);
    world.engine.clock.pass(DAY * 8 + Duration::from_secs(6 * 3_600));
    world.engine.run_settlement().await.unwrap();
    assert_eq!(
        (book(world, "receivable/2026-10").await, book(world, "receivable/2026-11").await),
        (1_230, 0)
    );
    contracted(world, "direct", false).await;
    agreed(world, "back", json!({ "act": "refund", "month": "2026-11", "amount": "15.00" })).await;
}

/// Terms of credit from today on.
async fn contracted(world: &World, key: &str, through_reseller: bool) {
    let terms = json!({ "act": "set_credit_terms", "valid_from": "2026-12-02", "amount": "100",
        "settlement_cycle": "monthly", "days": "30", "through_reseller": through_reseller });
    agreed(world, key, terms).await;
}

story! {
    async fn s14_a3_past_bills_are_settled_from_a_later_refund_once_that_is_on(world: World) {
        start(&world).await;
        world.engine.run_settlement().await.unwrap();
        let stands = async || (book(&world, "receivable/2026-10").await, book(&world, "refund/2026-11").await);
        assert_eq!(stands().await, (1_230, -1_500), "a refund pays its month and later ones only");
        switch(&world, json!({ "settle_past_bills": true })).await;
        world.engine.run_settlement().await.unwrap();
        assert_eq!(stands().await, (0, -270));
        let paid = "SELECT SUM(amount) FROM repayment WHERE source LIKE 'refund%'";
        assert_eq!(world.count(paid).await, 1_230);
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn s14_through_a_reseller_past_bills_stay_locked(world: World) {
        start(&world).await;
        switch(&world, json!({ "settle_past_bills": true })).await;
        contracted(&world, "reseller", true).await;
        world.engine.run_settlement().await.unwrap();
        assert_eq!((book(&world, "receivable/2026-10").await, book(&world, "refund/2026-11").await), (1_230, -1_500));
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}
