//! The overview over HTTP: what needs the caller, and nothing of others.

use crate::world::{OWN, World, email, limited, story};
use contract::api::ProblemCode;
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::permission::Role;
use serde_json::{Value, json};
use server::engine::write::{Act, Actor, Command};
use server::store::Db;
use sqlx::AssertSqlSafe;

async fn get(world: &World, token: &str, target: &str) -> Value {
    world.call("GET", target).cookie(token).send().await.done().json()
}

async fn write(world: &World, sql: String) {
    match &world.engine.db {
        Db::Lite { writer, .. } => drop(sqlx::raw_sql(AssertSqlSafe(sql)).execute(writer).await.unwrap()),
        Db::Pg(pool) => drop(sqlx::raw_sql(AssertSqlSafe(sql)).execute(pool).await.unwrap()),
    }
}

/// The first account pays 30 days after the end of a month.
async fn on_credit(world: &World) {
    let account = world.own_bill.number();
    let organization = account >> 40;
    let columns = "organization_id, account_id, valid_from, ended, credit_limit, settlement_cycle, business_days, \
        days, special_agreement";
    let row = format!("{organization}, {account}, '2020-01-01', FALSE, 0, 'monthly', FALSE, 30, FALSE");
    write(world, format!("INSERT INTO credit_control ({columns}) VALUES ({row})")).await;
}

fn kinds(overview: &Value) -> Vec<(&str, u64, &str)> {
    let matters = overview["matters"].as_array().unwrap().iter();
    let each = matters.map(|matter| {
        let amount = matter["amounts"][0]["value"].as_str().unwrap_or_default();
        (matter["kind"].as_str().unwrap(), matter["count"].as_u64().unwrap(), amount)
    });
    each.collect()
}

story! {
    async fn what_needs_the_caller_follows_the_bills_through_their_life(world: World) {
        on_credit(&world).await;
        let sees = async || {
            let token = world.sign_in(&email(OWN, Role::Viewer)).await;
            get(&world, &token, "/api/v1/overview").await
        };
        assert_eq!(kinds(&sees().await), [("not_issued", 2, "24.60")]);

        world.engine.run_settlement().await.unwrap();
        // The other account has no due date: it is charged by itself.
        assert_eq!(kinds(&sees().await), [("short", 1, "12.30")]);
        world.engine.clock.pass(std::time::Duration::from_secs(10 * 86_400));
        let soon = sees().await;
        assert_eq!((&soon["today"], kinds(&soon)), (&json!("2026-11-25"), vec![("due_soon", 1, "12.30"), ("short", 1, "12.30")]));
        world.engine.clock.pass(std::time::Duration::from_secs(6 * 86_400));
        let late = sees().await;
        assert_eq!(kinds(&late), [("overdue", 1, "12.30"), ("short", 1, "12.30")]);
        assert_eq!(late["matters"][1]["accounts"], json!(["ownmark-1"]));
        let band = |overview: &Value, place: usize| overview["figures"]["bands"][place]["outstanding"]["value"].clone();
        assert_eq!((band(&late, 0), band(&late, 1), band(&late, 2)), (json!("12.30"), json!("0.00"), json!("12.30")));

        let sibling = world.sibling_bill.number();
        // What the next change makes everybody read again.
        write(&world, format!("UPDATE monthly_bill SET charge_failed = TRUE WHERE organization_id = {} AND account_id = {sibling};
            UPDATE organization SET bills_revision = bills_revision + 1 WHERE id = {}", sibling >> 40, sibling >> 40)).await;
        assert_eq!(kinds(&sees().await), [("overdue", 2, "24.60"), ("charge_failed", 1, "12.30"), ("short", 1, "12.30")]);
        write(&world, format!("UPDATE monthly_bill SET charge_failed = FALSE WHERE organization_id = {};
            UPDATE organization SET bills_revision = bills_revision + 1 WHERE id = {}", sibling >> 40, sibling >> 40)).await;

        let account = world.own_bill.number();
        let (organization, holder) = (account >> 40, 7);
        write(&world, format!("INSERT INTO hold VALUES ({organization}, {account}, 'payment', {holder})")).await;
        let act = Act::TopUp { channel: Channel::BankTransfer, money: Money::new(1_000, Currency::USD) };
        let key = "one".to_owned();
        world.engine.door.write(Command { organization, account, actor: Actor::Job("test"), key, act }).await.unwrap();
        assert_eq!(kinds(&sees().await), [("overdue", 1, "12.30"), ("short", 1, "2.30"), ("held", 1, "12.30")]);

        write(&world, format!("DELETE FROM hold WHERE organization_id = {organization}")).await;
        let touched = world.engine.door.touched().await;
        world.engine.settle(touched).await.unwrap();
        assert_eq!(kinds(&sees().await), [("overdue", 1, "2.30"), ("short", 1, "2.30")]);
    }
}

story! {
    async fn e3_the_overview_of_a_limited_user_is_of_their_accounts(world: World) {
        let token = world.sign_in(&limited(OWN)).await;
        let overview = get(&world, &token, "/api/v1/overview").await;
        assert_eq!(kinds(&overview), [("not_issued", 1, "12.30")]);
        let figures = &overview["figures"];
        assert_eq!((&figures["total"]["value"], figures["accounts"].as_array().unwrap().len()), (&json!("12.30"), 1));
        assert_eq!(figures["products"][0]["product"]["code"], "ownmark-product");
        assert_eq!(figures["months"][11], "2026-10");
    }
}

story! {
    async fn a_currency_without_bills_is_refused_like_one_that_is_none(world: World) {
        let token = world.sign_in(&email(OWN, Role::Viewer)).await;
        get(&world, &token, "/api/v1/overview?currency=USD").await;
        for (currency, rule) in [("JPY", "unknown_value"), ("XXX", "unknown_value"), ("usd", "unknown_value")] {
            let target = format!("/api/v1/overview?currency={currency}");
            let reply = world.call("GET", &target).cookie(&token).send().await;
            let problem = reply.refused(ProblemCode::InvalidInput);
            let rules: Vec<Value> = problem.errors.iter().map(|error| serde_json::to_value(error).unwrap()).collect();
            assert_eq!((&rules[0]["field"], &rules[0]["rule"]), (&json!("currency"), &json!(rule)), "{currency}");
        }
    }
}
