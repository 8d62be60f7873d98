//! Accounts that are not on credit control are charged by themselves (A4): thresholds, month's end, second attempts.

use crate::payments::book;
use crate::world::{OWN, World, email, story};
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::permission::Role;
use serde_json::Value;
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

story! {
    async fn a4_paypal_is_checked_before_its_first_charge(world: World) {
        start(&world, "paypal-finance").await;
        accrue(&world, 50_000).await;
        let ran = charges(&world).await;
        assert_eq!((ran.crossed, ran.attempts), (1, 0), "first it is checked");
        assert!(settled(&world).await.is_empty(), "a check is no payment of theirs");
        for _ in 0..200 {
            if charges(&world).await.attempts == 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let items = settled(&world).await;
        assert_eq!((items.len(), &items[0]["state"]["is"]), (1, &"succeeded".into()));
        assert_eq!(book(&world, "clearing/paypal").await, 50_000, "nothing of the check was taken");
    }
}

story! {
    async fn a4_a_paypal_account_that_fails_its_check_is_not_charged(world: World) {
        start(&world, "paypal-empty").await;
        accrue(&world, 60_000).await;
        for _ in 0..30 {
            charges(&world).await;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(settled(&world).await.is_empty());
        assert_eq!(book(&world, "clearing/paypal").await, 0);
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let why = "/api/v1/monthly-bills/ownmark-1/2026-10/explanation";
        let explained = world.call("GET", why).cookie(&token).send().await.done().json();
        assert!(explained.to_string().contains("insufficient_funds"), "{explained}");
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
        let account = world.own_bill.number();
        let organization = account >> 40;
        let sql = format!(
            "INSERT INTO charge_threshold VALUES ({organization}, {account}, 'paypal', 'USD', 800, 800, 50000);"
        );
        run(&world, sql).await;
        accrue(&world, 799).await;
        assert_eq!(charges(&world).await.crossed, 0);
        accrue(&world, 800).await;
        assert_eq!(charges(&world).await.crossed, 1);
    }
}
