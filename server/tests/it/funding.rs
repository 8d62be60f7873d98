//! Funding accounts over HTTP: balances, and the owner's switches (A1, A2, A5, S14).

use crate::world::{OWN, World, email, limited, story};
use contract::api::ProblemCode;
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::operator::{Instruction, OperatorAct};
use contract::permission::Role;
use contract::rule::Rule;
use contract::settle::Products;
use serde_json::{Value, json};
use server::engine::write::{Act, Actor, Command};

const FUNDING: &str = "/api/v1/accounts/ownmark-1/funding";
const SETTINGS: &str = "/api/v1/accounts/ownmark-1/settings";

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

async fn get(world: &World, token: &str, target: &str) -> Value {
    world.call("GET", target).cookie(token).send().await.done().json()
}

/// Something that happens to the first account.
async fn act(world: &World, key: &str, act: Act) {
    let account = world.own_bill.number();
    let command =
        Command { organization: account >> 40, account, actor: Actor::Job("test"), key: key.to_owned(), act };
    world.engine.door.write(command).await.unwrap();
}

fn coupon_of(money: Money) -> Act {
    let (valid_from, valid_to) = ("2026-11-15".parse().unwrap(), "2026-11-15".parse().unwrap());
    let act = OperatorAct::GrantCoupon { money, valid_from, valid_to, products: Products::All };
    Act::Operate(Instruction { act, reason: "as agreed".to_owned() })
}

async fn top_up(world: &World, key: &str, minor: i64) {
    act(world, key, Act::TopUp { channel: Channel::BankTransfer, money: usd(minor) }).await;
}

/// Puts the first account on credit control.
async fn credit_control(world: &World, directly: bool) {
    let account = world.own_bill.number();
    let (organization, directly) = (account >> 40, if directly { "TRUE" } else { "FALSE" });
    world
        .hand(&format!(
            "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, settlement_cycle, \
             business_days, days, special_agreement, directly_contracted) VALUES ({organization}, {account}, '2026-01-01', FALSE, 5000, 'monthly', \
             FALSE, 30, FALSE, {directly})"
        ))
        .await;
}

story! {
    async fn a1_every_balance_stands_on_the_funding_account(world: World) {
        credit_control(&world, true).await;
        top_up(&world, "one", 1_000).await;
        act(&world, "two", coupon_of(usd(250))).await;
        world.engine.run_settlement().await.unwrap();
        let account = world.own_bill.number();
        let organization = account >> 40;
        world.hand(&format!(
            "INSERT INTO stored_value_card (organization_id, id, account_id, valid_from, valid_to, products) VALUES ({organization}, {account}, {account}, 24320, 24325, '[\"ownmark-product\"]');
             INSERT INTO order_card VALUES ({organization}, {account}, {account}, {account}, {account});
             INSERT INTO coupon (organization_id, id, account_id, valid_from, valid_to, products) VALUES ({organization}, {account} + 7, {account}, '2026-01-01', '2026-11-14', NULL);"
        )).await;
        let token = world.sign_in(&limited(OWN)).await;
        let funding = get(&world, &token, FUNDING).await;
        // 12.30 was owed; the coupon pays first, then cash.
        assert_eq!(funding["credit"]["cash"]["value"], "0.20");
        assert_eq!(funding["credit"]["credit_limit"]["value"], "50.00");
        assert_eq!(funding["credit"]["available"]["value"], "50.20");
        assert_eq!((&funding["refunds"], &funding["refund_balance"]["value"]), (&json!([]), &json!("0.00")));
        assert_eq!((&funding["outstanding"]["value"], &funding["unsettled"]), (&json!("0.00"), &json!(0)));
        assert_eq!(funding["terms"]["payment_period"], json!({ "days": "calendar", "count": 30 }));
        let card = &funding["cards"][0];
        assert_eq!((&card["valid_from"], &card["valid_to"]), (&json!("2026-09"), &json!("2027-02")));
        assert_eq!(card["orders"], json!([{ "product": "ownmark product", "application": "ownmark app" }]));
        assert_eq!((&card["validity"], &card["products"][0]["name"]), (&json!("used_up"), &json!("ownmark product")));
        let coupon = &funding["coupons"][1];
        assert_eq!((&coupon["validity"], &coupon["products"]), (&json!("expired"), &Value::Null));
    }
}

story! {
    async fn a2_turning_automatic_settlement_on_pays_the_oldest_unsettled_bills(world: World) {
        credit_control(&world, true).await;
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let set = async |change: Value| {
            world.call("PATCH", SETTINGS).cookie(&token).json(&change).send().await.done().json()
        };
        assert_eq!(set(json!({ "automatic": false })).await["settings"]["automatic"], false);
        top_up(&world, "one", 5_000).await;
        world.engine.run_settlement().await.unwrap();
        assert_eq!(get(&world, &token, FUNDING).await["unsettled"], 1);
        world.engine.door.touched().await;
        // What is so already is no change, and leaves no trace.
        set(json!({ "automatic": false })).await;
        let entries = "SELECT COUNT(*) FROM audit_entry WHERE act = 'change_settings'";
        assert_eq!(world.count(entries).await, 1);

        set(json!({ "automatic": true })).await;
        let touched = world.engine.door.touched().await;
        assert_eq!(world.engine.settle(touched).await.unwrap().done, 1);
        let funding = get(&world, &token, FUNDING).await;
        assert_eq!((&funding["unsettled"], &funding["credit"]["cash"]["value"]), (&json!(0), &json!("37.70")));
        assert_eq!(world.count(entries).await, 2);
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn s14_what_the_terms_do_not_allow_is_refused_with_the_reason(world: World) {
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let refused = async |setting: &str, rule: Rule| {
            let call = world.call("PATCH", SETTINGS).cookie(&token).json(&json!({ setting: true }));
            let problem = call.send().await.refused(ProblemCode::InvalidInput);
            assert_eq!((problem.errors[0].field.as_str(), &problem.errors[0].rule), (setting, &rule));
        };
        for setting in ["automatic", "settle_past_bills", "remittance"] {
            refused(setting, Rule::NeedsCreditControl).await;
        }
        credit_control(&world, false).await;
        refused("settle_past_bills", Rule::NeedsDirectContract).await;
        let both = json!({ "automatic": false, "settle_past_bills": true });
        world.call("PATCH", SETTINGS).cookie(&token).json(&both).send().await.refused(ProblemCode::InvalidInput);
        let funding = get(&world, &token, FUNDING).await;
        let before = json!({ "automatic": true, "settle_past_bills": false, "remittance": false });
        assert_eq!(funding["settings"], before);
        assert_eq!(world.count("SELECT COUNT(*) FROM audit_entry WHERE account_id IS NOT NULL").await, 0);
    }
}

story! {
    async fn a1_the_statement_adds_up_page_by_page_and_as_a_file(world: World) {
        credit_control(&world, true).await;
        world.engine.run_settlement().await.unwrap();
        for (key, minor) in [("one", 500), ("two", 400), ("three", 1_000)] {
            top_up(&world, key, minor).await;
            let touched = world.engine.door.touched().await;
            world.engine.settle(touched).await.unwrap();
        }
        let token = world.sign_in(&limited(OWN)).await;
        let statement = "/api/v1/accounts/ownmark-1/statement";
        let all = get(&world, &token, &format!("{statement}?book=cash")).await;
        let changes: Vec<_> = all["items"].as_array().unwrap().iter()
            .map(|row| (row["change"]["value"].as_str().unwrap(), row["balance"]["value"].as_str().unwrap())).collect();
        let expected =
            [("-3.30", "6.70"), ("10.00", "10.00"), ("-4.00", "0.00"), ("4.00", "4.00"), ("-5.00", "0.00"), ("5.00", "5.00")];
        assert_eq!(changes, expected);
        let totals = &all["totals"];
        let of = |name: &str| totals[name]["value"].as_str().unwrap().to_owned();
        assert_eq!((of("opening"), of("came_in"), of("went_out"), of("left_out"), of("closing")),
            ("0.00".into(), "19.00".into(), "12.30".into(), "0.00".into(), "6.70".into()));
        // A row says who did it, and all of its postings.
        let newest = &all["items"][0]["moved"];
        assert_eq!((&newest["by"], &newest["act"]), (&json!({ "id": "job/settle", "name": { "en": "Settlement (automatic)", "zh": "结算（自动）" } }), &json!("settle")));
        let cash = json!({ "book": "cash", "name": { "en": "Cash", "zh": "现金" }, "debit": { "currency": "USD", "value": "3.30" } });
        assert_eq!(newest["movement"]["postings"][0], cash);
        assert_eq!(newest["movement"]["postings"][1]["book"], "receivable/2026-10");

        let mut seen = Vec::new();
        let mut next = String::new();
        loop {
            let page = get(&world, &token, &format!("{statement}?book=cash&limit=4{next}")).await;
            assert_eq!(page["count"], 6);
            seen.extend(page["items"].as_array().unwrap().clone());
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            next = format!("&cursor={cursor}");
        }
        assert_eq!(Value::Array(seen), all["items"]);
        // What is issued and owed stands there, too.
        let owed = get(&world, &token, &format!("{statement}?book=receivable")).await;
        assert_eq!((&owed["count"], &owed["totals"]["closing"]["value"]), (&json!(4), &json!("0.00")));
        assert_eq!(get(&world, &token, statement).await["count"], 7);

        let csv = world.call("GET", &format!("{statement}/export.csv?book=cash&kind=top_up")).cookie(&token).send().await.done();
        let text = csv.text();
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(text.lines().nth(1).unwrap().contains(",ownmark-1,ownmark account,Top-up,txn-"), "{text}");
        assert!(text.contains(",USD,10.00,10.00,test (automatic),"), "{text}");
        assert_eq!(csv.header("x-rows"), Some("3"));
        world.call("GET", &format!("{statement}/export.xlsx?book=cash")).cookie(&token).send().await.done();
        for off in ["?book=gold", "?cursor=x", "?kind=loan", "?day_from=x"] {
            let call = world.call("GET", &format!("{statement}{off}")).cookie(&token);
            call.send().await.refused(ProblemCode::InvalidInput);
        }
    }
}

story! {
    async fn b4_a_tax_profile_follows_and_never_changes_the_past(world: World) {
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let target = "/api/v1/accounts/ownmark-1/tax-profiles";
        let body = |from: &str, name: &str| json!({ "valid_from": from, "legal_name": name, "tax_number": " 42 ",
            "address": "Quay 1", "contact": "" });
        let set = async |body: Value| world.call("POST", target).cookie(&token).json(&body).send().await;
        // It is 15 November, 08:00, in the billing time zone.
        let early = set(body("2026-11-15", "Early")).await.refused(ProblemCode::InvalidInput);
        assert_eq!(early.errors[0].rule, Rule::NotBefore { value: "2026-11-16".to_owned() });
        set(body("2026-12-01", "First")).await.done();
        set(body("2027-01-01", "Second")).await.done();
        let listed = set(body("2027-01-01", "Second")).await.done().json();
        let spans: Vec<_> = listed["items"].as_array().unwrap().iter()
            .map(|profile| (profile["legal_name"].as_str().unwrap(), profile["valid_from"].as_str().unwrap(), profile["valid_to"].as_str())).collect();
        assert_eq!(spans, [("Second", "2027-01-01", None), ("First", "2026-12-01", Some("2026-12-31"))]);
        assert_eq!(listed["items"][0]["tax_number"], "42");
        // One that begins earlier takes the place of what was planned behind it.
        set(body("2026-12-15", "Third")).await.done();
        let listed = get(&world, &token, target).await;
        let names: Vec<_> = listed["items"].as_array().unwrap().iter().map(|profile| profile["legal_name"].as_str().unwrap()).collect();
        assert_eq!((names, &listed["items"][1]["valid_to"]), (vec!["Third", "First"], &json!("2026-12-14")));
        assert_eq!(world.count("SELECT COUNT(*) FROM audit_entry WHERE act = 'set_tax_profile'").await, 3);
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}
