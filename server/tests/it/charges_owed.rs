//! Nothing is charged that is not owed any more, and nothing that is owed is forgotten (A4, M3).

use crate::charges::{DAY, accrue, charges, link, settled, start, top_up};
use crate::payments::{book, until};
use crate::webhooks::tell;
use crate::world::{LATE, OWN, World, email, story};
use contract::permission::Role;
use serde_json::{Value, json};
use server::store::chargeable::news;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// The states of the charges of a month, in their order.
async fn states(world: &World, cycle: i64) -> Vec<String> {
    let account = world.own_bill.number();
    let mut states = Vec::new();
    for state in ["due", "sent", "paid", "failed", "void"] {
        let sql = format!(
            "SELECT COUNT(*) FROM charge WHERE account_id = {account} AND cycle = {cycle} AND state = '{state}'"
        );
        for _ in 0..world.count(&sql).await {
            states.push(state.to_owned());
        }
    }
    states
}

const OCTOBER: i64 = 24_321;
const NOVEMBER: i64 = 24_322;

async fn whole(world: &World) {
    assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
}

async fn prefer(world: &World, choice: &str) {
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    let id = world.linked(&token, "ownmark-1", choice).await;
    let target = format!("/api/v1/payment-methods/{id}");
    world.call("PATCH", &target).cookie(&token).json(&json!({ "default": true })).send().await.done();
}

/// 300.00 of November are declined on the 1st; the bill is issued on the 2nd.
async fn declined_and_issued(world: &World) {
    start(world, "visa-9995").await;
    accrue(world, 30_000).await;
    world.engine.clock.pass(DAY * 16);
    assert_eq!(charges(world).await.attempts, 1);
    settled(world).await;
    world.engine.clock.pass(DAY + HOUR * 6);
    world.engine.run_settlement().await.unwrap();
}

async fn monthly(world: &World, cycle: &str) -> Value {
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    let list = "/api/v1/monthly-bills?account=ownmark-1";
    let bills = world.call("GET", list).cookie(&token).send().await.done().json();
    let found = bills["items"].as_array().unwrap().iter().find(|bill| bill["cycle"] == cycle);
    found.unwrap_or_else(|| panic!("{bills}")).clone()
}

story! {
    async fn a4_a_retry_charges_no_more_than_is_still_owed(world: World) {
        declined_and_issued(&world).await;
        prefer(&world, "visa-4242").await;
        // The customer pays it, and settlement has not run yet: the cash is theirs to pay it with.
        top_up(&world, "paid", 30_000).await;
        assert_eq!(charges(&world).await.attempts, 0);
        world.engine.run_settlement().await.unwrap();
        for _ in 0..8 {
            assert_eq!(charges(&world).await.attempts, 0);
            world.engine.clock.pass(DAY);
        }
        assert_eq!(book(&world, "clearing/bank_card").await, 0);
        assert_eq!(states(&world, NOVEMBER).await, ["void"]);
        assert_eq!(monthly(&world, "2026-11").await["state"], "settled");
        whole(&world).await;
    }
}

story! {
    async fn a4_a_retry_charges_what_is_left(world: World) {
        declined_and_issued(&world).await;
        prefer(&world, "visa-4242").await;
        top_up(&world, "a-part", 10_000).await;
        world.engine.run_settlement().await.unwrap();
        world.engine.clock.pass(DAY);
        assert_eq!(charges(&world).await.attempts, 1);
        settled(&world).await;
        assert_eq!(charges(&world).await.attempts, 0);
        assert_eq!(book(&world, "clearing/bank_card").await, 20_000);
        assert_eq!((book(&world, "cash").await, book(&world, "receivable/2026-11").await), (0, 0));
        assert_eq!(states(&world, NOVEMBER).await, ["paid", "void"]);
        whole(&world).await;
    }
}

story! {
    async fn a4_a_charge_that_is_due_follows_a_newer_delivery_and_waits_for_holds(world: World) {
        start(&world, "visa-4242").await;
        accrue(&world, 200_000).await;
        world.engine.cross_thresholds().await.unwrap();
        let (organization, account) = (world.own_bill.number() >> 40, world.own_bill.number());
        world.hand(&format!("INSERT INTO hold VALUES ({organization}, {account}, 'settlement_task', 7);")).await;
        assert_eq!(charges(&world).await.attempts, 0);
        world.hand(&format!("DELETE FROM hold WHERE organization_id = {organization};")).await;
        accrue(&world, 150_000).await;
        assert_eq!(charges(&world).await.attempts, 1);
        settled(&world).await;
        assert_eq!(book(&world, "prepayment/2026-11").await, -150_000);
        assert_eq!(states(&world, NOVEMBER).await, ["paid", "void"]);
        whole(&world).await;
    }
}

/// An attempt at 100.00 of November that was kept, and not sent before the server was killed.
async fn kept(world: &World) -> String {
    let account = world.own_bill.number();
    let (organization, id, now) = (account >> 40, account + 900, world.engine.clock.now());
    world.hand(&format!(
        "INSERT INTO charge (organization_id, account_id, cycle, crossing, amount, state, failed_attempts) \
         VALUES ({organization}, {account}, {NOVEMBER}, 1, 10000, 'sent', 0); \
         INSERT INTO payment (organization_id, id, account_id, channel, purpose, cycle, crossing, attempt, amount, \
         currency, state, is_final, idempotency_key, input, method_id, locale, created_at, expires_at, poll_at, polls) \
         SELECT {organization}, {id}, {account}, 'bank_card', 'charge', {NOVEMBER}, 1, 1, 10000, 'USD', \
         '{{\"is\":\"submitted\"}}', FALSE, 'charge/1', 'charge/1', id, 'en', {now}, {}, {now}, 0 \
         FROM payment_method WHERE is_default;",
        now + 3_600_000_000_i64,
    ))
    .await;
    contract::id::PaymentId::new(id).to_string()
}

async fn ask(world: &World) {
    world.hand(&format!("UPDATE payment SET poll_at = {}", world.engine.clock.now())).await;
    world.engine.ask_for_payments().await.unwrap();
}

story! {
    async fn a4_money_held_ready_is_let_go_when_it_is_not_owed_any_more(world: World) {
        start(&world, "visa-4242").await;
        accrue(&world, 10_000).await;
        let id = kept(&world).await;
        accrue(&world, 9_999).await;
        ask(&world).await;
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        until(&world, &token, &id, "canceled").await;
        assert_eq!(states(&world, NOVEMBER).await, ["void"]);
        assert_eq!(book(&world, "clearing/bank_card").await, 0);
        whole(&world).await;
    }
}

story! {
    async fn a4_money_held_ready_is_not_taken_under_a_hold(world: World) {
        start(&world, "visa-4242").await;
        accrue(&world, 10_000).await;
        let (organization, account) = (world.own_bill.number() >> 40, world.own_bill.number());
        let id = kept(&world).await;
        world.hand(&format!("INSERT INTO hold VALUES ({organization}, {account}, 'settlement_task', 7);")).await;
        ask(&world).await;
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        until(&world, &token, &id, "authorized").await;
        world.hand(&format!("DELETE FROM hold WHERE organization_id = {organization};")).await;
        ask(&world).await;
        until(&world, &token, &id, "succeeded").await;
        assert_eq!(book(&world, "prepayment/2026-11").await, -10_000);
    }
}

story! {
    async fn a4_a_late_success_ends_its_charge(world: World) {
        start(&world, "mastercard-4444").await;
        accrue(&world, 100_000).await;
        assert_eq!(charges(&world).await.attempts, 1);
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let list = world.call("GET", "/api/v1/payments").cookie(&token).send().await.done().json();
        let id = list["items"][0]["id"].clone();
        let heard = |event: &str| json!({ "notice": "payment", "payment": id, "event": { "event": event,
            "paid": { "currency": "USD", "value": "1000.00" } } });
        tell(&world, &heard("expire")).await.done();
        assert_eq!(states(&world, NOVEMBER).await, ["due"]);
        tell(&world, &heard("succeed")).await.done();
        assert_eq!(states(&world, NOVEMBER).await, ["paid"]);
        tokio::time::sleep(LATE * 2).await;
        for _ in 0..4 {
            world.engine.clock.pass(DAY);
            assert_eq!(charges(&world).await.attempts, 0);
        }
        assert_eq!(book(&world, "cash").await, -100_000);
        assert_eq!(book(&world, "clearing/bank_card").await, 100_000);
        // It is cash, and counts as that: what accrues beyond it crosses the threshold again.
        accrue(&world, 199_999).await;
        assert_eq!(charges(&world).await.attempts, 0);
        accrue(&world, 200_000).await;
        assert_eq!(charges(&world).await.attempts, 1);
    }
}

story! {
    async fn a4_a_charge_of_another_amount_is_given_up(world: World) {
        start(&world, "visa-4242").await;
        accrue(&world, 10_000).await;
        let id = kept(&world).await;
        let paid = json!({ "currency": "USD", "value": "99.99" });
        let notice = json!({ "notice": "payment", "payment": id, "event": { "event": "succeed", "paid": paid } });
        tell(&world, &notice).await.done();
        assert_eq!(states(&world, NOVEMBER).await, ["failed"]);
        for _ in 0..8 {
            world.engine.clock.pass(DAY);
            assert_eq!(charges(&world).await.attempts, 0, "money was taken: it is not tried again");
        }
        assert_eq!((book(&world, "cash").await, book(&world, "clearing/bank_card").await), (0, 0));
        world.engine.clock.pass(DAY * 15);
        world.engine.run_settlement().await.unwrap();
        charges(&world).await;
        let november = monthly(&world, "2026-11").await;
        assert_eq!((&november["state"], &november["overdue"]), (&json!("unsettled"), &json!(true)), "{november}");
        whole(&world).await;
    }
}

story! {
    async fn a4_on_credit_control_no_charge_is_tried_again(world: World) {
        start(&world, "visa-9995").await;
        accrue(&world, 100_000).await;
        assert_eq!(charges(&world).await.attempts, 1);
        settled(&world).await;
        let account = world.own_bill.number();
        world.hand(&format!(
            "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, \
             settlement_cycle, business_days, days, special_agreement) \
             VALUES ({}, {account}, '2020-01-01', FALSE, 0, 'monthly', FALSE, 30, FALSE);", account >> 40,
        )).await;
        world.engine.clock.pass(DAY);
        assert_eq!(charges(&world).await.attempts, 0);
        assert_eq!(states(&world, NOVEMBER).await, ["void"]);
    }
}

story! {
    async fn a4_a_month_issued_before_its_charge_is_still_charged(world: World) {
        world.engine.run_settlement().await.unwrap();
        // Much is frozen for the running month: that does not stand in the way.
        accrue(&world, 90_000).await;
        world.engine.accrue().await.unwrap();
        link(&world, "visa-4242").await;
        let ran = charges(&world).await;
        assert_eq!((ran.crossed, ran.attempts), (1, 1));
        settled(&world).await;
        assert_eq!(book(&world, "clearing/bank_card").await, 1_230);
        assert_eq!((book(&world, "cash").await, book(&world, "receivable/2026-10").await), (0, 0));
        assert_eq!(monthly(&world, "2026-10").await["state"], "settled");
        assert_eq!(charges(&world).await.attempts, 0, "once");
        assert_eq!(states(&world, OCTOBER).await, ["paid"]);
        whole(&world).await;
    }
}

story! {
    async fn m3_without_a_method_the_bill_is_overdue(world: World) {
        world.engine.run_settlement().await.unwrap();
        assert_eq!(monthly(&world, "2026-10").await["overdue"], false);
        charges(&world).await;
        assert_eq!(monthly(&world, "2026-10").await["overdue"], true);
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let why = "/api/v1/monthly-bills/ownmark-1/2026-10/explanation";
        let explained = world.call("GET", why).cookie(&token).send().await.done().json();
        assert!(explained.to_string().contains("no_method"), "{explained}");
        assert_eq!(charges(&world).await.given_up, 0, "once");
        // A method that is linked after all is charged.
        link(&world, "visa-4242").await;
        assert_eq!(charges(&world).await.attempts, 1);
        settled(&world).await;
        assert_eq!(monthly(&world, "2026-10").await["state"], "settled");
        assert_eq!(states(&world, OCTOBER).await, ["paid", "void"]);
        whole(&world).await;
    }
}

story! {
    async fn m5_a_month_that_is_not_issued_says_when_it_can_clear(world: World) {
        accrue(&world, 5_000).await;
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let why = "/api/v1/monthly-bills/ownmark-1/2026-11/explanation";
        let explained = world.call("GET", why).cookie(&token).send().await.done().json();
        assert_eq!(explained["earliest"], json!({ "when": "at_issue", "at": "2026-12-02T04:00:00Z" }), "{explained}");
    }
}

story! {
    async fn a4_what_opens_the_way_to_a_charge_is_news(world: World) {
        let (organization, account) = (world.own_bill.number() >> 40, world.own_bill.number());
        let mut seen = vec![news(&world.engine.db).await.unwrap()];
        let mut look = async |what: &str| {
            let now = news(&world.engine.db).await.unwrap();
            assert_ne!(seen.last(), Some(&now), "{what}");
            seen.push(now);
        };
        world.hand(&format!("INSERT INTO hold VALUES ({organization}, {account}, 'settlement_task', 7);")).await;
        look("a hold").await;
        world.hand("DELETE FROM hold;").await;
        look("a hold that is lifted").await;
        link(&world, "visa-4242").await;
        look("a method").await;
        prefer(&world, "paypal-finance").await;
        look("another method").await;
        world.hand(&format!(
            "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, \
             settlement_cycle, business_days, days, special_agreement) \
             VALUES ({organization}, {account}, '2026-11-01', FALSE, 0, 'monthly', FALSE, 30, FALSE);"
        )).await;
        look("terms").await;
        world.hand("UPDATE credit_control SET ended = TRUE;").await;
        look("terms that end").await;
        for (hand, what) in [
            ("VALUES ({organization}, {account}, 'paypal', 'USD', 800, 800, 50000, '2026-11-15')", "a threshold from today"),
            ("SELECT organization_id, account_id, channel, currency, amount, least, most, '2026-11-14' FROM charge_threshold \
              WHERE organization_id > 0", "one of another day"),
        ] {
            let hand = hand.replace("{organization}", &organization.to_string()).replace("{account}", &account.to_string());
            world.hand(&format!("INSERT INTO charge_threshold (organization_id, account_id, channel, currency, amount, least, \
                most, valid_from) {hand};")).await;
            look(what).await;
        }
        world.hand("UPDATE charge_threshold SET amount = 900 WHERE organization_id > 0 AND valid_from = '2026-11-15'").await;
        look("a threshold that is changed on its day").await;
        let same = news(&world.engine.db).await.unwrap();
        assert_eq!(Some(&same), seen.last(), "nothing happened");
    }
}

story! {
    async fn a4_cash_that_leaves_opens_the_way_to_a_charge(world: World) {
        world.engine.run_settlement().await.unwrap();
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let paid = crate::payments::paid(&world, &token, "cash-that-leaves-01", "12.30").await;
        link(&world, "visa-4242").await;
        assert_eq!(charges(&world).await.crossed, 0, "there is cash for it");
        let before = news(&world.engine.db).await.unwrap();
        let operator = world.sign_in(&email(OWN, Role::PlatformOperator)).await;
        let organization = contract::id::OrganizationId::new(world.own_bill.number() >> 40);
        let target = format!("/api/v1/operator/organizations/{organization}/accounts/ownmark-1/acts");
        let form = json!({ "act": "refund_payment", "reason": "x", "payment": paid["id"], "amount": "12.30" });
        let body = json!({ "form": form, "key": "cash leaves", "dry_run": false });
        world.call("POST", &target).cookie(&operator).json(&body).send().await.done();
        assert_ne!(news(&world.engine.db).await.unwrap(), before);
        assert_eq!(charges(&world).await.crossed, 1);
    }
}

/// October is issued and could not be charged: it is overdue.
async fn overdue(world: &World) {
    world.engine.clock.pass(DAY);
    world.engine.run_settlement().await.unwrap();
    charges(world).await;
    assert_eq!(monthly(world, "2026-10").await["overdue"], true);
}

story! {
    async fn m3_a_bill_is_not_overdue_any_more_when_there_is_a_method_to_charge(world: World) {
        overdue(&world).await;
        let revision = world.count("SELECT MAX(bills_revision) FROM organization").await;
        // Its attempt fails, and is tried again: it is not given up.
        link(&world, "visa-9995").await;
        charges(&world).await;
        assert_eq!(monthly(&world, "2026-10").await["overdue"], false);
        assert!(world.count("SELECT MAX(bills_revision) FROM organization").await > revision);
        for _ in 0..8 {
            charges(&world).await;
            settled(&world).await;
            world.engine.clock.pass(DAY);
        }
        charges(&world).await;
        assert_eq!(monthly(&world, "2026-10").await["overdue"], true, "given up again");
        whole(&world).await;
    }
}

story! {
    async fn m3_on_credit_control_no_charge_makes_a_bill_overdue(world: World) {
        overdue(&world).await;
        let (organization, account) = (world.own_bill.number() >> 40, world.own_bill.number());
        let terms = async |from: &str, ended: &str| world.hand(&format!(
            "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, settlement_cycle, \
             business_days, days, special_agreement) VALUES ({organization}, {account}, '{from}', {ended}, 0, 'monthly', \
             FALSE, 30, FALSE);")).await;
        terms("2026-11-16", "FALSE").await;
        charges(&world).await;
        assert_eq!(monthly(&world, "2026-10").await["overdue"], false);
        terms("2026-11-17", "TRUE").await;
        charges(&world).await;
        assert_eq!(monthly(&world, "2026-10").await["overdue"], false, "the day before");
        world.engine.clock.pass(DAY);
        charges(&world).await;
        assert_eq!(monthly(&world, "2026-10").await["overdue"], true, "its charge is still failed");
        whole(&world).await;
    }
}

story! {
    async fn a4_a_crossing_that_failed_is_counted(world: World) {
        start(&world, "visa-4242").await;
        accrue(&world, 100_000).await;
        let organization = world.own_bill.number() >> 40;
        world.hand(&format!("UPDATE account SET currency = 'nothing' WHERE organization_id = {organization}")).await;
        let failed = world.engine.cross_thresholds().await.unwrap();
        assert_eq!((failed.crossed, failed.failed > 0), (0, true));
        world.hand(&format!("UPDATE account SET currency = 'USD' WHERE organization_id = {organization}")).await;
        let crossed = world.engine.cross_thresholds().await.unwrap();
        assert_eq!((crossed.crossed, crossed.failed), (1, 0));
    }
}
