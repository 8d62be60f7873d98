//! Bank transfers that arrive: with a reference, without one, told twice, and what is paid from them (A5, S13).

use crate::payments::{book, until};
use crate::rows::top_up;
use crate::webhooks::tell;
use crate::world::{OWN, World, email, story};
use contract::api::ProblemCode;
use contract::ledger::Channel;
use contract::permission::Role;
use serde_json::{Value, json};
use server::engine::Failure;
use server::engine::write::{Act, Actor, Command};
use server::store::Db;
use sqlx::AssertSqlSafe;

fn arrived(id: &str, reference: &str, value: &str, currency: &str) -> Value {
    json!({ "notice": "arrived", "arrival": id, "reference": reference, "payer": "Quayside",
        "money": { "currency": currency, "value": value } })
}

async fn begin(world: &World) -> (String, Value) {
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    let body = json!({ "key": "arrivals-000000001", "account": "ownmark-1", "channel": "bank_transfer",
        "amount": { "currency": "USD", "value": "12.30" } });
    let begun = world.call("POST", "/api/v1/payments").cookie(&token).json(&body).send().await.done().json();
    (token, begun)
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

story! {
    async fn s13_what_arrives_with_a_reference_is_booked_as_it_arrived(world: World) {
        let (token, begun) = begin(&world).await;
        let id = begun["id"].as_str().unwrap();
        let reference = begun["state"]["next"]["reference"].as_str().unwrap();
        assert_eq!(reference, id.to_uppercase());
        // Less than what was announced, and told twice.
        let notice = arrived("arr-1", &format!("invoice 7, {reference}"), "10.00", "USD");
        tell(&world, &notice).await.done();
        tell(&world, &notice).await.done();
        assert_eq!(book(&world, "cash").await, -1_000);
        assert_eq!(book(&world, "clearing/bank_transfer").await, 1_000);
        // It is not all of it yet.
        let part = until(&world, &token, id, "awaiting_customer").await;
        assert_eq!((&part["arrived"]["value"], &part["money"]["value"]), (&"10.00".into(), &"12.30".into()));
        // The rest, with the same reference.
        tell(&world, &arrived("arr-2", reference, "2.30", "USD")).await.done();
        assert_eq!(book(&world, "cash").await, -1_230);
        let all = until(&world, &token, id, "succeeded").await;
        assert_eq!(all["arrived"]["value"], "12.30");
        // The channel's own word brings nothing on top.
        tell(&world, &json!({ "notice": "payment", "payment": id, "event": { "event": "succeed" } })).await.done();
        assert_eq!(book(&world, "cash").await, -1_230);
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}

story! {
    async fn s13_what_arrives_without_a_reference_waits_for_the_operator(world: World) {
        let (_, begun) = begin(&world).await;
        let reference = begun["state"]["next"]["reference"].as_str().unwrap();
        tell(&world, &arrived("arr-1", "thank you", "12.30", "USD")).await.done();
        tell(&world, &arrived("arr-2", "PAY-0ZZZZZZZZZZZZ", "1.00", "USD")).await.done();
        tell(&world, &arrived("arr-3", reference, "5.00", "EUR")).await.done();
        tell(&world, &arrived("arr-4", reference, "0.00", "USD")).await.refused(ProblemCode::UnreadableBody);
        assert_eq!(book(&world, "cash").await, 0);
        let waiting = world.engine.unassigned_arrivals().await.unwrap();
        assert_eq!(waiting.iter().map(|arrival| arrival.id.as_str()).collect::<Vec<_>>(), ["arr-1", "arr-2", "arr-3"]);
        let account = world.own_bill.number();
        let assign = |id: &'static str, account: i64| {
            world.engine.assign_arrival("Ada", id, account >> 40, account)
        };
        let conflict = |failure: Result<(), Failure>| {
            assert!(matches!(failure, Err(Failure::Refused(ProblemCode::Conflict))), "{failure:?}");
        };
        conflict(assign("arr-3", account).await);
        assign("arr-1", account).await.unwrap();
        assign("arr-1", account).await.unwrap();
        assert_eq!(book(&world, "cash").await, -1_230, "once");
        conflict(assign("arr-1", world.sibling_bill.number()).await);
        assert!(assign("arr-9", account).await.is_err());
        assert_eq!(world.engine.unassigned_arrivals().await.unwrap().len(), 2);
    }
}

story! {
    async fn e6_a_transfer_is_booked_once_whoever_says_whose_it_is(world: World) {
        let account = world.own_bill.number();
        let money = contract::money::Money::new(1_230, contract::money::Currency::USD);
        let book_it = |actor| Command {
            organization: account >> 40,
            account,
            actor,
            key: "arrival/arr-1".to_owned(),
            act: Act::TopUp { channel: Channel::BankTransfer, money },
        };
        let job = world.engine.door.write(book_it(Actor::Job("arrival"))).await.unwrap();
        let person = world.engine.door.write(book_it(Actor::Operator("Ada".to_owned()))).await.unwrap();
        assert_eq!(job, person, "the same movement");
        assert_eq!(book(&world, "cash").await, -1_230, "once");
    }
}

story! {
    async fn s13_a_transfer_that_names_a_card_payment_leaves_that_alone(world: World) {
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let body = top_up("ownmark-1", "named-by-mistake-01");
        let card = world.call("POST", "/api/v1/payments").cookie(&token).json(&body).send().await.done().json();
        let id = card["id"].as_str().unwrap();
        tell(&world, &arrived("arr-1", id, "12.30", "USD")).await.done();
        let account = world.own_bill.number();
        world.engine.assign_arrival("Ada", "arr-1", account >> 40, account).await.unwrap();
        assert_eq!(book(&world, "cash").await, -1_230);
        // The card is charged after all: both arrived.
        tell(&world, &json!({ "notice": "payment", "payment": id, "event": { "event": "succeed" } })).await.done();
        until(&world, &token, id, "succeeded").await;
        assert_eq!(book(&world, "cash").await, -2_460);
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}

story! {
    async fn a5_a_remittance_pays_bills_in_the_order_they_were_issued(world: World) {
        let account = world.own_bill.number();
        let organization = account >> 40;
        run(&world, format!(
            "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, \
             settlement_cycle, business_days, days, special_agreement) \
             VALUES ({organization}, {account}, '2020-01-01', FALSE, 0, 'monthly', FALSE, 30, FALSE);"
        )).await;
        world.engine.run_settlement().await.unwrap();
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let target = "/api/v1/accounts/ownmark-1/settings";
        let change = json!({ "automatic": false, "remittance": true });
        world.call("PATCH", target).cookie(&token).json(&change).send().await.done();
        let (_, begun) = begin(&world).await;
        let reference = begun["state"]["next"]["reference"].as_str().unwrap();
        // While something holds the account, it waits.
        run(&world, format!("INSERT INTO hold VALUES ({organization}, {account}, 'settlement_task', 7);")).await;
        tell(&world, &arrived("arr-1", reference, "10.00", "USD")).await.done();
        assert_eq!((book(&world, "cash").await, book(&world, "receivable/2026-10").await), (-1_000, 1_230));
        run(&world, format!("DELETE FROM hold WHERE organization_id = {organization};")).await;
        world.engine.run_arrivals().await.unwrap();
        assert_eq!((book(&world, "cash").await, book(&world, "receivable/2026-10").await), (0, 230));
        tell(&world, &arrived("arr-2", reference, "5.00", "USD")).await.done();
        assert_eq!((book(&world, "cash").await, book(&world, "receivable/2026-10").await), (-270, 0));
        world.engine.run_arrivals().await.unwrap();
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}

story! {
    async fn e6_a_transfer_whose_payment_could_not_be_ended_ends_it_later(world: World) {
        let (token, begun) = begin(&world).await;
        let id = begun["id"].as_str().unwrap();
        // The database fails after the money was booked.
        let (stop, go_on) = match &world.engine.db {
            Db::Lite { .. } => (
                "CREATE TRIGGER stop BEFORE UPDATE ON payment BEGIN SELECT RAISE(ABORT, 'stopped'); END;",
                "DROP TRIGGER stop;",
            ),
            Db::Pg(_) => (
                "CREATE FUNCTION stop() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'stopped'; END $$ LANGUAGE plpgsql; \
                 CREATE TRIGGER stop BEFORE UPDATE ON payment EXECUTE FUNCTION stop();",
                "DROP TRIGGER stop ON payment;",
            ),
        };
        world.hand(stop).await;
        let reply = tell(&world, &arrived("arr-1", id, "12.30", "USD")).await;
        assert!(reply.status >= 500, "{}", reply.status);
        assert_eq!(book(&world, "cash").await, -1_230);
        world.hand(go_on).await;
        world.engine.run_arrivals().await.unwrap();
        until(&world, &token, id, "succeeded").await;
        assert_eq!(book(&world, "cash").await, -1_230, "once");
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn s13_transfers_that_nobody_owns_keep_no_other_waiting(world: World) {
        let account = world.own_bill.number();
        let mut sql = String::new();
        let columns = "organization_id, id, at, reference, payer, amount, currency, owner_id, account_id, booked, remitted";
        for number in 0..1_001 {
            sql.push_str(&format!(
                "INSERT INTO arrival ({columns}) VALUES (0, 'stray-{number}', {number}, '', '', 1, 'USD', 0, 0, FALSE, FALSE);"
            ));
        }
        // Its owner was found, and the server was killed before it was booked.
        sql.push_str(&format!(
            "INSERT INTO arrival ({columns}) VALUES (0, 'arr-1', 9000, '', '', 700, 'USD', {}, {account}, FALSE, FALSE);",
            account >> 40
        ));
        world.hand(&sql).await;
        assert_eq!(world.engine.run_arrivals().await.unwrap(), 1);
        assert_eq!(book(&world, "cash").await, -700);
    }
}
