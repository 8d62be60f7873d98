//! Accounts that are not on credit control are charged by themselves (A4): thresholds, month's end, second attempts.

use crate::payments::book;
use crate::webhooks::tell;
use crate::world::{OWN, World, email, story};
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::permission::Role;
use serde_json::{Value, json};
use server::engine::ChargesRan;
use server::engine::write::{Act, Actor, Command};
use server::store::Db;
use sqlx::AssertSqlSafe;
use std::time::Duration;

pub const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Lets the usage of 2026-11 of the first organization's first account come to so much.
pub async fn accrue(world: &World, minor: i64) {
    let account = world.own_bill.number();
    let organization = account >> 40;
    let (id, exact) = (account + 100, Money::new(minor, Currency::USD).value());
    run(world, format!(
        "INSERT INTO bill VALUES ({organization}, {id}, {account}, {account}, {account}, 24322, 'USD', {minor}, 0, \
         {minor}, 0, 0, 0, '[[\"12\",\"messages\"]]', '{exact}', 'half_up', '0', 1, NULL, NULL, NULL, NULL, FALSE, 1, \
         24322, NULL, 24322, 24322, FALSE) ON CONFLICT (organization_id, id) DO UPDATE SET \
         consumption = excluded.consumption, outstanding = excluded.outstanding, exact = excluded.exact; \
         DELETE FROM bill_line WHERE organization_id = {organization} AND bill_id = {id}; \
         INSERT INTO bill_line VALUES ({organization}, {id}, 1, 0, 90, 'ownmark line', 'Usage', NULL, NULL, \
         '12', 'messages', NULL, '{exact}', NULL, NULL); \
         UPDATE counter SET next = 102 WHERE organization_id = {organization} AND series = 'bill' AND next < 102;"
    ))
    .await;
}

async fn run(world: &World, sql: String) {
    match &world.engine.db {
        Db::Lite { writer, .. } => {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(writer).await.unwrap();
        }
        Db::Pg(pool) => {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(pool).await.unwrap();
        }
    }
}

pub async fn charges(world: &World) -> ChargesRan {
    world.engine.run_charges().await.unwrap()
}

/// The charges of the account, oldest first, once none is under way.
pub async fn settled(world: &World) -> Vec<Value> {
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    for _ in 0..300 {
        let list = world.call("GET", "/api/v1/payments").cookie(&token).send().await.done().json();
        let mut items = list["items"].as_array().unwrap().clone();
        let is_final = |item: &Value| {
            !["created", "submitted", "awaiting_customer", "authorized", "processing"]
                .contains(&item["state"]["is"].as_str().unwrap())
        };
        if items.iter().all(is_final) {
            items.reverse();
            return items;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("a charge never ends");
}

/// The month before is issued and paid, this method is linked, and nothing is due.
pub async fn start(world: &World, choice: &str) {
    world.engine.run_settlement().await.unwrap();
    top_up(world, "the-month-before", 1_230).await;
    world.engine.run_settlement().await.unwrap();
    link(world, choice).await;
    charges(world).await;
}

/// So much arrives in the account's cash.
pub async fn top_up(world: &World, key: &str, minor: i64) {
    let account = world.own_bill.number();
    let money = Money::new(minor, Currency::USD);
    let act = Act::TopUp { channel: Channel::BankTransfer, money };
    let (organization, key) = (account >> 40, key.to_owned());
    let command = Command { organization, account, actor: Actor::Job("test"), key, act };
    world.engine.door.write(command).await.unwrap();
}

pub async fn link(world: &World, choice: &str) {
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    world.linked(&token, "ownmark-1", choice).await;
}

story! {
    async fn a4_each_crossing_is_charged_once_however_many_look(world: World) {
        start(&world, "visa-4242").await;
        accrue(&world, 99_999).await;
        assert_eq!(charges(&world).await, ChargesRan::default(), "the threshold is not reached");
        accrue(&world, 100_000).await;
        let (a, b, c) = tokio::join!(charges(&world), charges(&world), charges(&world));
        assert_eq!(a.crossed + b.crossed + c.crossed, 1);
        let items = settled(&world).await;
        assert_eq!(items.len(), 1, "{items:?}");
        assert_eq!(items[0]["purpose"]["for"], "charge");
        assert_eq!((&items[0]["state"]["is"], &items[0]["money"]["value"]), (&"succeeded".into(), &"1000.00".into()));
        assert_eq!(book(&world, "prepayment/2026-11").await, -100_000);
        assert_eq!(book(&world, "cash").await, 0, "a charge is a prepayment");
        assert_eq!(charges(&world).await, ChargesRan::default());
        accrue(&world, 199_999).await;
        assert_eq!(charges(&world).await.crossed, 0);
        accrue(&world, 250_000).await;
        assert_eq!(charges(&world).await.crossed, 1);
        settled(&world).await;
        assert_eq!(book(&world, "prepayment/2026-11").await, -250_000);
    }
}

story! {
    async fn a4_at_the_end_of_the_month_the_rest_is_charged(world: World) {
        start(&world, "visa-4242").await;
        accrue(&world, 12_345).await;
        assert_eq!(charges(&world).await.crossed, 0);
        world.engine.clock.pass(DAY * 16);
        assert_eq!(charges(&world).await.crossed, 1);
        settled(&world).await;
        assert_eq!(book(&world, "prepayment/2026-11").await, -12_345);
    }
}

story! {
    async fn a4_a_failed_charge_is_tried_again_and_then_given_up(world: World) {
        start(&world, "visa-9995").await;
        accrue(&world, 150_000).await;
        let mut attempts = 0;
        for day in 0..10 {
            let ran = charges(&world).await;
            attempts += ran.attempts;
            settled(&world).await;
            assert_eq!(ran.attempts, u64::from([0, 1, 3, 5, 7].contains(&day)), "day {day}");
            assert_eq!(charges(&world).await.attempts, 0, "once a day at most");
            // Nothing else is charged as long as one fails.
            accrue(&world, 150_000 + (day + 1) * 100_000).await;
            world.engine.clock.pass(DAY);
        }
        assert_eq!(attempts, 5);
        assert_eq!(settled(&world).await.len(), 5);
        assert_eq!(book(&world, "prepayment/2026-11").await, 0);
    }
}

story! {
    async fn m3_a_charge_that_was_given_up_makes_its_bill_overdue(world: World) {
        link(&world, "visa-0002").await;
        for _ in 0..8 {
            charges(&world).await;
            settled(&world).await;
            world.engine.clock.pass(DAY);
        }
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let why = "/api/v1/monthly-bills/ownmark-1/2026-10/explanation";
        let explained = world.call("GET", why).cookie(&token).send().await.done().json();
        let charged = explained["conditions"].as_array().unwrap().iter();
        let charged = charged.filter(|condition| condition["finding"]["finding"] == "charged");
        let failed = charged.map(|condition| &condition["finding"]["failed"]).next().unwrap().clone();
        assert_eq!((&failed["method"], &failed["reason"]), (&"Visa ending 0002".into(), &"declined".into()));
        world.engine.run_settlement().await.unwrap();
        charges(&world).await;
        let list = "/api/v1/monthly-bills?account=ownmark-1";
        let bills = world.call("GET", list).cookie(&token).send().await.done().json();
        assert_eq!(bills["items"][0]["overdue"], true, "{bills}");
    }
}

/// What the portal says of the failed charge where it tells why a month is unsettled, and when that can clear.
async fn failed_charge(world: &World, cycle: &str) -> (Value, Value) {
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    let why = format!("/api/v1/monthly-bills/ownmark-1/{cycle}/explanation");
    let explained = world.call("GET", &why).cookie(&token).send().await.done().json();
    let conditions = explained["conditions"].as_array().unwrap();
    let charged = conditions.iter().find(|condition| condition["finding"]["finding"] == "charged").unwrap();
    assert_eq!(charged["met"], charged["finding"]["failed"].is_null(), "{explained}");
    (charged["finding"]["failed"].clone(), explained["earliest"].clone())
}

story! {
    async fn m5_a_declined_charge_says_why_how_much_and_when_it_is_tried_again(world: World) {
        link(&world, "visa-9995").await;
        let usd = |value: &str| json!({ "currency": "USD", "value": value });
        // Two charges fail: of the month that is issued, and of the running one.
        accrue(&world, 150_000).await;
        charges(&world).await;
        settled(&world).await;
        world.engine.run_settlement().await.unwrap();
        let said = json!({ "method": "Visa ending 9995", "cycle": "2026-10", "money": usd("12.30"), "attempts": 1,
            "failed_on": "2026-11-15", "reason": "insufficient_funds", "retry_on": "2026-11-16" });
        let at_retry = json!({ "when": "at_retry", "on": "2026-11-16" });
        assert_eq!(failed_charge(&world, "2026-10").await, (said.clone(), at_retry.clone()));
        assert_eq!(failed_charge(&world, "2026-11").await, (said, at_retry));
        world.engine.clock.pass(DAY);
        charges(&world).await;
        settled(&world).await;
        let (again, earliest) = failed_charge(&world, "2026-10").await;
        assert_eq!((&again["attempts"], &again["failed_on"], &again["retry_on"]),
            (&json!(2), &json!("2026-11-16"), &json!("2026-11-18")));
        assert_eq!(earliest, json!({ "when": "at_retry", "on": "2026-11-18" }));
        // Paid from free cash meanwhile: it has been made up for, and is not tried again. What is frozen for the running month
        // pays that, so of more usage only the rest is charged.
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        crate::payments::paid(&world, &token, "made-up-for-0000001", "1512.30").await;
        world.engine.run_settlement().await.unwrap();
        assert_eq!(book(&world, "receivable/2026-10").await, 0);
        let (running, _) = failed_charge(&world, "2026-11").await;
        assert_eq!((&running["cycle"], &running["money"]), (&json!("2026-11"), &usd("1500.00")));
        let before = settled(&world).await.len();
        accrue(&world, 200_000).await;
        world.engine.clock.pass(DAY * 2);
        assert_eq!(charges(&world).await.attempts, 1, "only that of the running month");
        let after = settled(&world).await;
        assert_eq!((after.len(), &after[before]["money"]), (before + 1, &usd("500.00")));
    }
}

story! {
    async fn m5_an_expired_card_is_the_reason_without_being_charged(world: World) {
        link(&world, "visa-0069").await;
        assert_eq!(charges(&world).await.attempts, 0);
        world.engine.run_settlement().await.unwrap();
        assert!(settled(&world).await.is_empty());
        let (failed, _) = failed_charge(&world, "2026-10").await;
        assert_eq!((&failed["reason"], &failed["method"], &failed["retry_on"]),
            (&json!("expired"), &json!("Visa ending 0069"), &json!("2026-11-16")));
    }
}

/// What came of the check of the account's one method, once it is not under way.
async fn checked(world: &World) -> Value {
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    for _ in 0..300 {
        let methods = world.call("GET", "/api/v1/payment-methods").cookie(&token).send().await.done().json();
        let check = &methods["items"][0]["check"];
        if check["is"] != "under_way" {
            return check.clone();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("a check never ends");
}

const CHECKS: &str = "SELECT COUNT(*) FROM payment WHERE purpose = 'check'";

story! {
    async fn a4_paypal_is_checked_when_it_becomes_the_default(world: World) {
        start(&world, "paypal-finance").await;
        assert_eq!(checked(&world).await, json!({ "is": "passed", "at": "2026-11-15T00:00:00Z" }));
        assert!(settled(&world).await.is_empty(), "a check is no payment of theirs");
        assert_eq!(book(&world, "clearing/paypal").await, 0, "nothing of the check was taken");
        accrue(&world, 50_000).await;
        let ran = charges(&world).await;
        assert_eq!((ran.crossed, ran.attempts), (1, 1), "it is not checked again");
        assert_eq!(settled(&world).await[0]["state"]["is"], "succeeded");
        assert_eq!((book(&world, "clearing/paypal").await, world.count(CHECKS).await), (50_000, 1));
    }
}

story! {
    async fn a4_a_second_method_is_checked_when_it_is_made_the_default(world: World) {
        start(&world, "visa-4242").await;
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let id = world.linked(&token, "ownmark-1", "paypal-finance").await;
        assert_eq!(world.count(CHECKS).await, 0, "it is not charged by itself");
        let target = format!("/api/v1/payment-methods/{id}");
        let change = world.call("PATCH", &target).cookie(&token).json(&json!({ "default": true }));
        assert_ne!(change.send().await.done().json()["check"], Value::Null);
        let again = world.call("PATCH", &target).cookie(&token).json(&json!({ "default": true }));
        again.send().await.done();
        assert_eq!(world.count(CHECKS).await, 1);
    }
}

story! {
    async fn a4_on_credit_control_nothing_is_checked_before_it_is_charged(world: World) {
        let account = world.own_bill.number();
        let organization = account >> 40;
        let terms = |ended: &str, from: &str| format!(
            "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, settlement_cycle, \
             business_days, days, special_agreement) VALUES ({organization}, {account}, '{from}', {ended}, 0, 'monthly', \
             FALSE, 30, FALSE);");
        run(&world, terms("FALSE", "2020-01-01")).await;
        start(&world, "paypal-finance").await;
        assert_eq!((checked(&world).await, world.count(CHECKS).await), (Value::Null, 0));
        // Taken off credit control it is charged by itself: it is checked before.
        run(&world, terms("TRUE", "2026-11-15")).await;
        accrue(&world, 50_000).await;
        let ran = charges(&world).await;
        assert_eq!((ran.crossed, ran.attempts), (1, 0), "first it is checked");
        assert_eq!(checked(&world).await["is"], "passed");
        assert_eq!(charges(&world).await.attempts, 1);
        assert_eq!(settled(&world).await[0]["state"]["is"], "succeeded");
    }
}

story! {
    async fn a4_a_paypal_account_that_fails_its_check_is_not_charged(world: World) {
        link(&world, "paypal-empty").await;
        // The method is listed a moment before its check begins.
        for _ in 0..300 {
            if world.count(CHECKS).await == 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let failed = checked(&world).await;
        assert_eq!((&failed["is"], &failed["reason"]), (&json!("failed"), &json!("insufficient_funds")));
        charges(&world).await;
        world.engine.run_settlement().await.unwrap();
        assert!(settled(&world).await.is_empty());
        assert_eq!(book(&world, "clearing/paypal").await, 0);
        let (why, _) = failed_charge(&world, "2026-10").await;
        assert_eq!((&why["reason"], &why["retry_on"]), (&json!("insufficient_funds"), &json!("2026-11-16")));
        // It is checked again with the next attempt.
        world.engine.clock.pass(DAY);
        charges(&world).await;
        assert_eq!(world.count(CHECKS).await, 2);
    }
}

story! {
    async fn a4_a_check_that_takes_money_gives_the_charge_up_and_is_listed(world: World) {
        start(&world, "paypal-finance").await;
        assert_eq!(checked(&world).await["is"], "passed");
        let check = "SELECT id FROM payment WHERE purpose = 'check'";
        let id = json!(contract::id::PaymentId::new(world.count(check).await).to_string());
        world.hand("UPDATE payment_method SET checked_at = NULL").await;
        world.hand("UPDATE payment SET state = '{\"is\":\"submitted\"}', is_final = FALSE WHERE purpose = 'check'").await;
        let one = json!({ "currency": "USD", "value": "1.00" });
        let event = |event: Value| json!({ "notice": "payment", "payment": id, "event": event });
        tell(&world, &event(json!({ "event": "succeed", "paid": one }))).await.done();
        assert_eq!(world.count("SELECT unbooked FROM payment WHERE purpose = 'check'").await, 100);
        accrue(&world, 100_000).await;
        for _ in 0..8 {
            charges(&world).await;
            world.engine.clock.pass(DAY);
        }
        let failed = "SELECT COUNT(*) FROM charge WHERE state = 'failed' AND reason = 'other_amount'";
        assert_eq!((world.count(failed).await, world.count(&check.replace("id", "COUNT(*)")).await), (1, 1));
        // It is asked for until it was sent back.
        let paid = world.engine.ask_for_taken_back().await;
        assert!(paid.is_ok());
        assert_eq!(world.count("SELECT COUNT(*) FROM payment WHERE purpose = 'check' AND poll_at < 9000000000000000000").await, 1);
        tell(&world, &event(json!({ "event": "refund", "paid": one, "refunded": one }))).await.done();
        assert_eq!(world.count("SELECT SUM(unbooked) FROM payment").await, 0);
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn a4_without_a_method_or_under_a_hold_nothing_is_charged(world: World) {
        world.engine.run_settlement().await.unwrap();
        top_up(&world, "the-month-before", 1_230).await;
        world.engine.run_settlement().await.unwrap();
        charges(&world).await;
        accrue(&world, 500_000).await;
        assert_eq!(charges(&world).await, ChargesRan::default());
        link(&world, "visa-4242").await;
        let account = world.own_bill.number();
        let organization = account >> 40;
        run(&world, format!("INSERT INTO hold VALUES ({organization}, {account}, 'settlement_task', 7);")).await;
        assert_eq!(charges(&world).await, ChargesRan::default());
        run(&world, format!("DELETE FROM hold WHERE organization_id = {organization};")).await;
        assert_eq!(charges(&world).await.crossed, 1);
        settled(&world).await;
        assert_eq!(book(&world, "prepayment/2026-11").await, -500_000);
    }
}

story! {
    async fn a4_an_accounts_own_threshold_counts(world: World) {
        start(&world, "paypal-finance").await;
        agree(&world, "8", "").await;
        accrue(&world, 799).await;
        assert_eq!(charges(&world).await.crossed, 0);
        accrue(&world, 800).await;
        assert_eq!(charges(&world).await.crossed, 1);
    }
}

/// Agrees on a PayPal threshold of the first account, from a day on.
async fn agree(world: &World, amount: &str, from: &str) -> Value {
    let token = world.sign_in(&email(OWN, Role::PlatformOperator)).await;
    let organization = contract::id::OrganizationId::new(world.own_bill.number() >> 40);
    let target = format!("/api/v1/operator/organizations/{organization}/accounts/ownmark-1");
    let form = json!({ "act": "set_threshold", "reason": "as agreed", "channel": "paypal", "amount": amount,
        "valid_from": from });
    let body = json!({ "form": form, "key": format!("agree {amount} {from}"), "dry_run": false });
    world.call("POST", &format!("{target}/acts")).cookie(&token).json(&body).send().await.done();
    let standing = world.call("GET", &target).cookie(&token).send().await.done().json();
    standing["thresholds"].as_array().unwrap().iter().find(|one| one["channel"] == "paypal").unwrap().clone()
}

story! {
    async fn a4_a_threshold_holds_from_its_day_on(world: World) {
        start(&world, "paypal-finance").await;
        let usd = |value: &str| json!({ "currency": "USD", "value": value });
        let agreed = agree(&world, "200", "").await;
        assert_eq!((&agreed["money"], &agreed["next"]), (&usd("200.00"), &Value::Null), "at once");
        let agreed = agree(&world, "8", "2026-11-17").await;
        assert_eq!((&agreed["money"], &agreed["next"]),
            (&usd("200.00"), &json!([{ "valid_from": "2026-11-17", "money": usd("8.00") }])));
        accrue(&world, 10_000).await;
        assert_eq!(charges(&world).await.crossed, 0);
        world.engine.clock.pass(DAY);
        assert_eq!(charges(&world).await.crossed, 0, "the day before");
        // The day begins in the billing time zone.
        world.engine.clock.pass(Duration::from_secs(16 * 60 * 60 - 1));
        assert_eq!(charges(&world).await.crossed, 0, "the second before");
        world.engine.clock.pass(Duration::from_secs(1));
        assert_eq!(charges(&world).await.crossed, 1);
        let again = agree(&world, "500", "2026-11-17").await;
        assert_eq!(again["money"], usd("500.00"), "today can still be changed");
        let token = world.sign_in(&email(OWN, Role::PlatformOperator)).await;
        let organization = contract::id::OrganizationId::new(world.own_bill.number() >> 40);
        let target = format!("/api/v1/operator/organizations/{organization}/accounts/ownmark-1/acts");
        let form = json!({ "act": "set_threshold", "reason": "x", "channel": "paypal", "amount": "9", "valid_from": "2026-11-16" });
        let body = json!({ "form": form, "key": "past", "dry_run": false });
        let past = world.call("POST", &target).cookie(&token).json(&body).send().await;
        let error = past.refused(contract::api::ProblemCode::InvalidInput).errors.remove(0);
        assert_eq!((error.field.as_str(), error.rule), ("valid_from", contract::rule::Rule::NotBefore { value: "2026-11-17".to_owned() }));
    }
}

story! {
    async fn a4_servers_that_fail_the_same_attempt_count_it_once(world: World) {
        start(&world, "visa-4242").await;
        world.hand("UPDATE payment_method SET kind = replace(kind, '2031-12', '2026-10')").await;
        accrue(&world, 150_000).await;
        let servers = (0..8).map(|_| charges(&world));
        let ran = futures_util::future::join_all(servers).await;
        assert_eq!(ran.iter().map(|ran| ran.crossed).sum::<u64>(), 1);
        charges(&world).await;
        assert_eq!(world.count("SELECT failed_attempts FROM charge WHERE state = 'due'").await, 1);
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn a4_nobody_calls_off_what_is_charged_by_itself(world: World) {
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let body = crate::rows::top_up("ownmark-1", "called-off-000000001");
        let begun = world.call("POST", "/api/v1/payments").cookie(&token).json(&body).send().await.done().json();
        let target = format!("/api/v1/payments/{}/cancellation", begun["id"].as_str().unwrap());
        let cancel = async || world.call("POST", &target).cookie(&token).send().await;
        for purpose in ["purpose = 'charge', cycle = 24322, crossing = 1, attempt = 1", "purpose = 'check'"] {
            world.hand(&format!("UPDATE payment SET {purpose}")).await;
            cancel().await.refused(contract::api::ProblemCode::NotInThisState);
        }
        world.hand("UPDATE payment SET purpose = 'top_up', cycle = NULL, crossing = NULL, attempt = NULL").await;
        cancel().await.done();
    }
}

story! {
    async fn a7_verify_sees_a_refund_of_a_month_that_was_only_charged_ahead(world: World) {
        start(&world, "visa-4242").await;
        accrue(&world, 150_000).await;
        charges(&world).await;
        settled(&world).await;
        let account = world.own_bill.number();
        let instruction = contract::operator::Instruction {
            act: contract::operator::OperatorAct::Refund {
                month: "2026-10".parse().unwrap(),
                money: Money::new(1_230, Currency::USD),
            },
            reason: "as agreed".to_owned(),
        };
        let (actor, key) = (Actor::Job("test"), "refund".to_owned());
        let command = Command { organization: account >> 40, account, actor, key, act: Act::Operate(instruction) };
        world.engine.door.write(command).await.unwrap();
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
        world.hand("UPDATE ledger_posting SET book = 'refund/2026-11' WHERE book = 'refund/2026-10'").await;
        let found = world.engine.verify().await.unwrap().findings;
        assert!(found.iter().any(|one| one.contains("1230 was given back, but 0 was charged in money")), "{found:?}");
    }
}
